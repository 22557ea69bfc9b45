#include "models/receiver/RequestTableModel.h"

#include <QLocale>

#include "models/base/Wording.h"

namespace courier {

RequestTableModel::RequestTableModel(const Clock& clock, QObject* parent)
    : KeyedTableModel<ReceivedRequest>(parent), m_clock(clock) {}

QVector<ReceivedRequest> RequestTableModel::add(const ReceivedRequest& request, int keep) {
  QVector<ReceivedRequest> all = rows();
  all.prepend(request);
  QVector<ReceivedRequest> gone;
  while (all.size() > keep) gone.append(all.takeLast());
  setRows(all);
  return gone;
}

int RequestTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant RequestTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const bool right = section == NumberColumn || section == SizeColumn;
    return static_cast<int>((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role == Qt::AccessibleTextRole && section == NumberColumn) return tr("Request");
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case NumberColumn:
      return QStringLiteral("#");
    case WhenColumn:
      return tr("When");
    case MethodColumn:
      return tr("Method");
    case PathColumn:
      return tr("Path");
    case SizeColumn:
      return tr("Size");
    case AnswerColumn:
      return tr("Answer");
    default:
      return {};
  }
}

TableCell RequestTableModel::cell(const ReceivedRequest& request, int column) const {
  switch (column) {
    case NumberColumn:
      return {.text = QLocale().toString(request.number), .note = {}, .alignment = Qt::AlignRight, .hint = {}};
    case WhenColumn:
      return {.text = momentWithSeconds(request.atMs, m_clock.nowMs()), .note = {}, .hint = {}};
    case MethodColumn:
      return {.text = request.method, .note = {}, .hint = {}};
    case PathColumn:
      return {.text = request.target, .note = {}, .face = Face::Mono, .hint = request.target};
    case SizeColumn:
      return {.text = sizeText(request.body.size()), .note = {}, .alignment = Qt::AlignRight, .hint = {}};
    default: {
      if (request.answeredStatus == 0) {
        return {.text = tr("none", "answer"),
                .note = {},
                .tone = Tone::Warn,
                .hint = tr("Its sender did not wait for the answer.")};
      }
      const bool taken = request.answeredStatus >= 200 && request.answeredStatus < 300;
      return {.text = QString::number(request.answeredStatus),
              .note = {},
              .tone = taken ? Tone::Ok : Tone::Bad,
              .hint = request.saveError};
    }
  }
}

}  // namespace courier
