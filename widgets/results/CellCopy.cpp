#include "widgets/results/CellCopy.h"

#include <QAbstractItemModel>
#include <QMimeData>
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/data/CellText.h"
#include "models/explore/ResultTableModel.h"
#include "models/explore/ShownRows.h"
#include "widgets/common/RowsView.h"

namespace courier::cellcopy {
namespace {

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

/// Which of the part's columns are selected in `row`; empty where none is.
std::vector<bool> chosenColumns(const Part& part, int row) {
  std::vector<bool> chosen;
  for (const Part::Range& range : part.ranges) {
    if (row < range.top || row > range.bottom) continue;
    if (chosen.empty()) chosen.assign(static_cast<size_t>(part.columns.size()), false);
    for (qsizetype at = 0; at < part.columns.size(); ++at) {
      if (part.columns[at] >= range.left && part.columns[at] <= range.right) chosen[static_cast<size_t>(at)] = true;
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

Part partOf(const RowsView& table, CopyHeaders headers) {
  Part part;
  const QItemSelection selection = table.selectionModel()->selection();
  for (const QItemSelectionRange& range : selection) {
    if (range.isValid()) part.ranges.append({range.top(), range.bottom(), range.left(), range.right()});
  }
  if (part.ranges.isEmpty()) return part;
  part.top = part.ranges.first().top;
  for (const Part::Range& range : std::as_const(part.ranges)) {
    part.top = std::min(part.top, range.top);
    part.bottom = std::max(part.bottom, range.bottom);
  }
  for (const int column : table.shownColumns()) {
    const bool isTouched = std::any_of(part.ranges.cbegin(), part.ranges.cend(), [column](const Part::Range& range) {
      return column >= range.left && column <= range.right;
    });
    if (!isTouched) continue;
    part.columns.append(column);
    if (headers == CopyHeaders::With)
      part.headers.append(table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
  }
  if (const auto* rows = qobject_cast<const ResultTableModel*>(table.model())) part.rows = rows->rows();
  return part;
}

std::shared_ptr<const RowSource> selectedRows(std::shared_ptr<const ResultStore> result, const Part& part) {
  if (!result || part.cells() <= 0) return nullptr;
  std::vector<quint32> rows;
  QVector<Part::Range> ranges = part.ranges;
  std::sort(ranges.begin(), ranges.end(),
            [](const Part::Range& one, const Part::Range& other) { return one.top < other.top; });
  int next = 0;
  for (const Part::Range& range : std::as_const(ranges)) {
    for (int place = std::max(next, range.top); place <= range.bottom; ++place)
      rows.push_back(static_cast<quint32>(part.rows ? part.rows->rowAt(place) : place));
    next = std::max(next, range.bottom + 1);
  }
  const auto count = static_cast<qint64>(rows.size());
  return std::make_shared<ShownRows>(
      std::move(result), std::make_shared<const RowList>(std::move(rows), count, part.rows == nullptr), part.columns);
}

QMimeData* copy(const QAbstractItemModel& model, const Part& part) {
  if (part.cells() <= 0 || part.cells() > kMostCells) return nullptr;
  auto* data = new QMimeData;
  if (part.cells() == 1 && part.headers.isEmpty()) {
    data->setText(model.data(model.index(part.top, part.columns.first()), ResultTableModel::RawTextRole).toString());
    return data;
  }
  Writer writer;
  if (!part.headers.isEmpty()) {
    writer.beginRow();
    for (const QString& name : part.headers) writer.cell(tsvEscaped(name), name.toHtmlEscaped(), QStringLiteral("th"));
    writer.endRow();
  }
  for (int row = part.top; row <= part.bottom; ++row) {
    const std::vector<bool> chosen = chosenColumns(part, row);
    if (chosen.empty()) continue;
    writer.beginRow();
    for (qsizetype at = 0; at < part.columns.size(); ++at) {
      if (!chosen[static_cast<size_t>(at)]) {
        writer.cell({}, {}, QStringLiteral("td"));
        continue;
      }
      const QModelIndex index = model.index(row, part.columns[at]);
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

Expected<QByteArray> tsv(const ResultStore& result, const Part& part, const CancelToken& cancel) {
  std::string out;
  for (const QString& header : part.headers) {
    if (&header != &part.headers.first()) out += '\t';
    appendEscaped(out, header.toStdString());
  }
  if (!part.headers.isEmpty()) out += '\n';
  std::string value;
  ResultStore::Located place;
  for (int row = part.top; row <= part.bottom; ++row) {
    const std::vector<bool> chosen = chosenColumns(part, row);
    if (chosen.empty()) continue;
    if (!part.rows && place.batch && place.row + 1 < place.batch->rowCount()) {
      ++place.row;
    } else {
      if (cancel.isCancelled()) return Error::of(ErrorKind::Cancelled, {});
      auto located = result.locate(part.rows ? part.rows->rowAt(row) : row);
      if (!located) return located.error();
      place = *located;
    }
    for (qsizetype at = 0; at < part.columns.size(); ++at) {
      if (at > 0) out += '\t';
      if (!chosen[static_cast<size_t>(at)]) continue;
      const Cell cell = place.batch->cell(place.row, part.columns[at]);
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
