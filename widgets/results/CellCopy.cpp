#include "widgets/results/CellCopy.h"

#include <QAbstractItemModel>
#include <QMimeData>
#include <algorithm>
#include <vector>

#include "models/data/ResultTableModel.h"

namespace courier::cellcopy {
namespace {

struct Span {
  int top = 0;
  int bottom = -1;
  int left = 0;
  int right = -1;
};

Span spanOf(const QItemSelection& selection) {
  Span span;
  bool first = true;
  for (const QItemSelectionRange& range : selection) {
    if (!range.isValid()) continue;
    if (first) {
      span = {range.top(), range.bottom(), range.left(), range.right()};
      first = false;
      continue;
    }
    span.top = std::min(span.top, range.top());
    span.bottom = std::max(span.bottom, range.bottom());
    span.left = std::min(span.left, range.left());
    span.right = std::max(span.right, range.right());
  }
  return span;
}

QString tsvEscaped(const QString& text) {
  QString out;
  out.reserve(text.size());
  for (const QChar character : text) {
    switch (character.unicode()) {
      case '\t':
        out += QStringLiteral("\\t");
        break;
      case '\n':
        out += QStringLiteral("\\n");
        break;
      case '\r':
        out += QStringLiteral("\\r");
        break;
      case '\\':
        out += QStringLiteral("\\\\");
        break;
      default:
        out += character;
    }
  }
  return out;
}

bool isNumber(const QAbstractItemModel& model, const QModelIndex& index) {
  const auto kind = static_cast<CellKind>(model.data(index, ResultTableModel::KindRole).toInt());
  return kind == CellKind::Integer || kind == CellKind::Real;
}

/// Writes the same cells as TSV and as HTML.
class Writer {
 public:
  void beginRow() {
    m_html += QStringLiteral("<tr>");
    m_firstInRow = true;
  }
  void endRow() {
    m_html += QStringLiteral("</tr>");
    m_tsv += QLatin1Char('\n');
  }
  void cell(const QString& tsv, const QString& html, const QString& tag) {
    if (!m_firstInRow) m_tsv += QLatin1Char('\t');
    m_firstInRow = false;
    m_tsv += tsv;
    m_html += QStringLiteral("<%1>").arg(tag);
    m_html += html;
    m_html += QStringLiteral("</%1>").arg(tag.section(QLatin1Char(' '), 0, 0));
  }
  [[nodiscard]] QString tsv() const { return m_tsv; }
  [[nodiscard]] QString html() const {
    return QStringLiteral("<html><head><meta charset=\"utf-8\"></head><body><table>") + m_html +
           QStringLiteral("</table></body></html>");
  }

 private:
  QString m_tsv;
  QString m_html;
  bool m_firstInRow = true;
};

/// Which of the span's columns are selected in `row`; empty where none is.
std::vector<bool> chosenColumns(const QItemSelection& selection, const Span& span, int row) {
  std::vector<bool> chosen;
  for (const QItemSelectionRange& range : selection) {
    if (row < range.top() || row > range.bottom()) continue;
    if (chosen.empty()) chosen.assign(static_cast<size_t>(span.right - span.left + 1), false);
    for (int column = range.left(); column <= range.right(); ++column) {
      chosen[static_cast<size_t>(column - span.left)] = true;
    }
  }
  return chosen;
}

}  // namespace

qint64 spannedCells(const QItemSelection& selection) {
  const Span span = spanOf(selection);
  return qint64{span.bottom - span.top + 1} * qint64{span.right - span.left + 1};
}

QMimeData* copy(const QAbstractItemModel& model, const QItemSelection& selection, CopyHeaders headers) {
  const qint64 cells = spannedCells(selection);
  if (cells <= 0 || cells > kMostCells) return nullptr;
  const Span span = spanOf(selection);
  auto* data = new QMimeData;
  if (cells == 1 && headers == CopyHeaders::Without) {
    data->setText(model.data(model.index(span.top, span.left), ResultTableModel::RawTextRole).toString());
    return data;
  }
  Writer writer;
  if (headers == CopyHeaders::With) {
    writer.beginRow();
    for (int column = span.left; column <= span.right; ++column) {
      const QString name = model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
      writer.cell(tsvEscaped(name), name.toHtmlEscaped(), QStringLiteral("th"));
    }
    writer.endRow();
  }
  for (int row = span.top; row <= span.bottom; ++row) {
    const std::vector<bool> chosen = chosenColumns(selection, span, row);
    if (chosen.empty()) continue;
    writer.beginRow();
    for (int column = span.left; column <= span.right; ++column) {
      if (!chosen[static_cast<size_t>(column - span.left)]) {
        writer.cell({}, {}, QStringLiteral("td"));
        continue;
      }
      const QModelIndex index = model.index(row, column);
      const QString text = model.data(index, ResultTableModel::RawTextRole).toString();
      if (text.isNull()) {
        writer.cell(QStringLiteral("\\N"), {}, QStringLiteral("td"));
      } else {
        writer.cell(tsvEscaped(text), text.toHtmlEscaped(),
                    isNumber(model, index) ? QStringLiteral("td align=\"right\"") : QStringLiteral("td"));
      }
    }
    writer.endRow();
  }
  data->setText(writer.tsv());
  data->setHtml(writer.html());
  return data;
}

}  // namespace courier::cellcopy
