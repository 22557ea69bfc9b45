#include "models/outbox/AttemptTableModel.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <array>

#include "models/base/Wording.h"

namespace courier {
namespace {

TableCell answerCell(const Attempt& attempt) {
  const AttemptReport& report = attempt.report;
  if (attempt.endedMs == 0) {
    return {.text = AttemptTableModel::tr("sending"), .note = {}, .tone = Tone::Info, .hint = {}};
  }
  switch (report.outcome) {
    case AttemptOutcome::NotSent:
      return {.text = AttemptTableModel::tr("not sent"),
              .note = {},
              .tone = report.failure == ReasonKind::Tls ? Tone::Bad : Tone::Warn,
              .hint = report.message};
    case AttemptOutcome::Unknown:
      return {.text = AttemptTableModel::tr("unknown"), .note = {}, .tone = Tone::Warn, .hint = report.message};
    case AttemptOutcome::Answered:
      break;
  }
  static constexpr std::array triedAgain = {408, 425, 429, 500, 502, 503, 504, 522, 524};
  const bool delivered = report.status >= 200 && report.status < 300;
  const bool again = std::find(triedAgain.begin(), triedAgain.end(), report.status) != triedAgain.end();
  return {.text = QString::number(report.status),
          .note = {},
          .tone = delivered ? Tone::Ok
                  : again   ? Tone::Warn
                            : Tone::Bad,
          .hint = report.message};
}

TableCell tookCell(qint64 ms) {
  return {.text = tookText(ms), .note = {}, .alignment = Qt::AlignRight, .hint = {}};
}

}  // namespace

AttemptTableModel::AttemptTableModel(const Clock& clock, QObject* parent)
    : KeyedTableModel<Attempt>(parent), m_clock(clock) {}

void AttemptTableModel::setAttempts(QVector<Attempt> attempts) {
  std::sort(attempts.begin(), attempts.end(), [](const Attempt& a, const Attempt& b) { return a.number > b.number; });
  setRows(attempts);
}

int AttemptTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant AttemptTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const bool left = section == WhenColumn || section == AnswerColumn;
    return static_cast<int>((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role == Qt::AccessibleTextRole && section == NumberColumn) return tr("Attempt");
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case NumberColumn:
      return QStringLiteral("#");
    case WhenColumn:
      return tr("When");
    case AnswerColumn:
      return tr("Answer");
    case ConnectColumn:
      return tr("Connect");
    case SendColumn:
      return tr("Send");
    case WaitColumn:
      return tr("Wait");
    default:
      return {};
  }
}

TableCell AttemptTableModel::cell(const Attempt& attempt, int column) const {
  switch (column) {
    case NumberColumn:
      return {.text = QLocale().toString(attempt.number), .note = {}, .alignment = Qt::AlignRight, .hint = {}};
    case WhenColumn:
      return {.text = momentWithSeconds(attempt.startedMs, m_clock.nowMs()),
              .note = attempt.early ? tr("early", "an attempt before its time") : QString(),
              .hint = QLocale().toString(QDateTime::fromMSecsSinceEpoch(attempt.startedMs), QLocale::LongFormat)};
    case AnswerColumn:
      return answerCell(attempt);
    case ConnectColumn:
      return tookCell(attempt.report.connectMs);
    case SendColumn:
      return tookCell(attempt.report.sendMs);
    default:
      return tookCell(attempt.report.waitMs);
  }
}

}  // namespace courier
