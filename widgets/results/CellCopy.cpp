#include "widgets/results/CellCopy.h"

#include <QAbstractItemModel>
#include <QMimeData>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "models/data/CellText.h"
#include "models/data/ResultTableModel.h"

namespace courier::cellcopy {
namespace {

using Span = Part::Range;

QVector<Span> rangesOf(const QItemSelection& selection) {
  QVector<Span> ranges;
  for (const QItemSelectionRange& range : selection) {
    if (range.isValid()) ranges.append({range.top(), range.bottom(), range.left(), range.right()});
  }
  return ranges;
}

Span spanOf(const QVector<Span>& ranges) {
  if (ranges.isEmpty()) return {};
  Span span = ranges.first();
  for (const Span& range : ranges) {
    span.top = std::min(span.top, range.top);
    span.bottom = std::max(span.bottom, range.bottom);
    span.left = std::min(span.left, range.left);
    span.right = std::max(span.right, range.right);
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
std::vector<bool> chosenColumns(const QVector<Span>& ranges, const Span& span, int row) {
  std::vector<bool> chosen;
  for (const Span& range : ranges) {
    if (row < range.top || row > range.bottom) continue;
    if (chosen.empty()) chosen.assign(static_cast<size_t>(span.right - span.left + 1), false);
    for (int column = range.left; column <= range.right; ++column) {
      chosen[static_cast<size_t>(column - span.left)] = true;
    }
  }
  return chosen;
}

/// Appends a value with what would end it or its line escaped.
void appendEscaped(std::string& out, std::string_view value) {
  for (const char character : value) {
    switch (character) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += character;
    }
  }
}

}  // namespace

qint64 spannedCells(const QItemSelection& selection) {
  const Span span = spanOf(rangesOf(selection));
  return qint64{span.bottom - span.top + 1} * qint64{span.right - span.left + 1};
}

QMimeData* copy(const QAbstractItemModel& model, const QItemSelection& selection, CopyHeaders headers) {
  const qint64 cells = spannedCells(selection);
  if (cells <= 0 || cells > kMostCells) return nullptr;
  const QVector<Span> ranges = rangesOf(selection);
  const Span span = spanOf(ranges);
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
    const std::vector<bool> chosen = chosenColumns(ranges, span, row);
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

Part partOf(const QAbstractItemModel& model, const QItemSelection& selection, CopyHeaders headers) {
  Part part;
  part.ranges = rangesOf(selection);
  part.span = spanOf(part.ranges);
  if (headers == CopyHeaders::Without) return part;
  for (int column = part.span.left; column <= part.span.right; ++column) {
    part.headers.append(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
  }
  return part;
}

Expected<QByteArray> tsv(const ResultStore& result, const Part& part, const CancelToken& cancel) {
  std::string out;
  for (const QString& header : part.headers) {
    if (&header != &part.headers.first()) out += '\t';
    appendEscaped(out, header.toStdString());
  }
  if (!part.headers.isEmpty()) out += '\n';
  std::string value;
  ResultStore::Located place;
  for (int row = part.span.top; row <= part.span.bottom; ++row) {
    const std::vector<bool> chosen = chosenColumns(part.ranges, part.span, row);
    if (chosen.empty()) continue;
    if (place.batch && place.row + 1 < place.batch->rowCount()) {
      ++place.row;
    } else {
      if (cancel.isCancelled()) return Error::of(ErrorKind::Cancelled, {});
      auto located = result.locate(row);
      if (!located) return located.error();
      place = *located;
    }
    for (int column = part.span.left; column <= part.span.right; ++column) {
      if (column > part.span.left) out += '\t';
      if (!chosen[static_cast<size_t>(column - part.span.left)]) continue;
      const Cell cell = place.batch->cell(place.row, column);
      if (cell.kind == CellKind::Null) {
        out += "\\N";
        continue;
      }
      value.clear();
      appendCellText(value, cell);
      appendEscaped(out, value);
    }
    out += '\n';
  }
  return QByteArray(out.data(), static_cast<qsizetype>(out.size()));
}

}  // namespace courier::cellcopy
