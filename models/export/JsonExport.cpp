#include <cmath>

#include "models/data/ColumnTyper.h"
#include "models/export/ExportWriter.h"
#include "models/write/BodyWriter.h"
#include "models/write/ValueText.h"

namespace courier {
namespace {

/// Rows as JSON objects with the keys of objectKeys(); values as in the body (DESIGN section 5). Either one array, or
/// an object a line.
class JsonExport final : public ExportWriter {
 public:
  JsonExport(const Columns& columns, bool isArray) : m_typer(columns), m_isArray(isArray) {
    const QStringList names = objectKeys(columns);
    for (const QString& name : names) {
      std::string key;
      {
        ByteCursor cursor(key);
        appendJsonString(cursor, name.toStdString());
      }
      m_keys.push_back(key + ":");
    }
  }

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override { m_typer.add(batch, batch.rowCount()); }
  Expected<void> writeHead(ExportPage& page) override {
    if (m_isArray) page.text() += "[";
    return {};
  }
  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    ByteCursor out(page.text());
    for (int row = 0; row < batch.rowCount(); ++row) {
      if (m_isArray) out.append(m_isFirst ? "\n" : ",\n");
      m_isFirst = false;
      out.append("{");
      for (int column = 0; column < batch.columnCount(); ++column) {
        if (column > 0) out.append(",");
        out.append(m_keys[static_cast<size_t>(column)]);
        writeCell(out, batch.cell(row, column), m_typer.type(column));
      }
      out.append(m_isArray ? "}" : "}\n");
    }
    return {};
  }
  Expected<void> writeTail(ExportPage& page) override {
    if (m_isArray) page.text() += m_isFirst ? "]\n" : "\n]\n";
    return {};
  }

 private:
  void writeCell(ByteCursor& out, const Cell& cell, ColumnType type) {
    CellOutcome outcome = appendJsonCell(out, cell, type, {});
    if (outcome == CellOutcome::Misfit) {
      // Here it is for people to look at: what breaks an engine's promise is shown, in the place of the null.
      out.advanceTo(out.at() - std::string_view("null").size());
      outcome = appendJsonCell(out, cell, ColumnType::String, {});
    }
    if (outcome == CellOutcome::Repaired) ++m_counts.repairedTexts;
    if (cell.kind == CellKind::Real && !std::isfinite(cell.real)) ++m_counts.nonFiniteAsNull;
  }

  ColumnTyper m_typer;
  bool m_isArray;
  std::vector<std::string> m_keys;  ///< with their quotes and colon
  bool m_isFirst = true;
};

}  // namespace

ExportWriterPtr makeJsonExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<JsonExport>(columns, options.format == ExportFormat::Json);
}

}  // namespace courier
