#include <QStringList>
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "models/data/CellText.h"
#include "models/export/ExportWriter.h"
#include "models/export/FieldText.h"
#include "models/query/SqlName.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

/// A table as a person names it: with a quote in it as it is, else up to three names with points between.
QString tableNamed(const QString& given, const SqlDialect& dialect) {
  const QString name = given.trimmed();
  if (name.contains(u'"') || name.contains(u'`') || name.contains(u'[')) return name;
  const QStringList parts = name.split(u'.');
  if (parts.size() > 3 || parts.contains(QString())) return quotedName(name, dialect);
  TableName table;
  table.name = parts.last();
  if (parts.size() > 1) table.schema = parts[parts.size() - 2];
  if (parts.size() > 2) table.catalog = parts.first();
  return quotedName(table, dialect);
}

/// The word before a literal of the column's type, where the database turns no plain text into it: "TIMESTAMP ".
std::string_view literalWord(const Column& column, InsertDialect dialect) {
  if (dialect != InsertDialect::Trino && dialect != InsertDialect::Standard) return {};
  const QString type = column.databaseType.toLower();
  if (type.startsWith(QLatin1String("timestamp")) || type.startsWith(QLatin1String("datetime"))) return "TIMESTAMP ";
  if (type == u"date") return "DATE ";
  if (type.startsWith(QLatin1String("time"))) return "TIME ";
  if (dialect != InsertDialect::Trino) return {};
  if (type == u"uuid") return "UUID ";
  if (type == u"json") return "JSON ";
  return type == u"ipaddress" ? "IPADDRESS " : std::string_view();
}

/// A value as a literal of one database's SQL.
class LiteralWriter {
 public:
  LiteralWriter(InsertDialect dialect, ExportCounts& counts) : m_dialect(dialect), m_counts(counts) {}

  void append(std::string& out, const Cell& cell, std::string_view word, bool isDecimal) {
    switch (cell.kind) {
      case CellKind::Null:
        out += "NULL";
        return;
      case CellKind::Integer:
        return appendNumber(out, cell);
      case CellKind::Boolean:
        appendTruth(out, cell.integer != 0);
        return;
      case CellKind::Real:
        return appendReal(out, cell);
      case CellKind::Blob:
        return appendBlob(out, cell.bytes);
      case CellKind::Array:
        ++m_counts.arraysAsText;
        break;
      case CellKind::Text:
        if (isDecimal && isPlainNumber(cell.bytes)) {
          out += cell.bytes;
          return;
        }
        break;
    }
    out += word;
    appendText(out, cellText(cell, m_room, m_counts.repairedTexts));
  }

 private:
  /// By way of a short text: one that has to grow is filled to its end.
  void appendNumber(std::string& out, const Cell& cell) {
    m_room.clear();
    appendCellText(m_room, cell);
    out += m_room;
  }
  void appendTruth(std::string& out, bool value) const {
    if (m_dialect == InsertDialect::Sqlite) {
      out += value ? "1" : "0";
    } else {
      out += value ? "TRUE" : "FALSE";
    }
  }
  void appendReal(std::string& out, const Cell& cell) {
    if (std::isfinite(cell.real)) return appendNumber(out, cell);
    const bool isNan = std::isnan(cell.real);
    const bool isNegative = !isNan && cell.real < 0;
    if (m_dialect == InsertDialect::PostgreSql) {
      out += isNan ? "'NaN'" : isNegative ? "'-Infinity'" : "'Infinity'";
    } else if (m_dialect == InsertDialect::Trino) {
      out += isNan ? "nan()" : isNegative ? "-infinity()" : "infinity()";
    } else if (m_dialect == InsertDialect::Sqlite && !isNan) {
      out += isNegative ? "-9e999" : "9e999";
    } else {
      out += "NULL";
      ++m_counts.nonFiniteAsNull;
    }
  }
  void appendBlob(std::string& out, std::string_view bytes) const {
    static constexpr char digits[] = "0123456789ABCDEF";
    out += m_dialect == InsertDialect::PostgreSql ? "'\\x" : "X'";
    for (const char byte : bytes) {
      out += digits[static_cast<unsigned char>(byte) >> 4];
      out += digits[static_cast<unsigned char>(byte) & 0x0F];
    }
    out += '\'';
  }
  void appendText(std::string& out, std::string_view text) {
    const bool hasNul = text.find('\0') != std::string_view::npos;
    // A program that runs SQL as a C string, as sqlite3 does, ends at a NUL.
    if (hasNul && m_dialect == InsertDialect::Sqlite) return appendWithNul(out, text);
    const bool isUnicode = hasNul && (m_dialect == InsertDialect::Trino || m_dialect == InsertDialect::Standard);
    if (hasNul && m_dialect == InsertDialect::PostgreSql) ++m_counts.nulsLeftOut;
    out += isUnicode ? "U&'" : "'";
    for (const char byte : text) {
      if (byte == '\0') {
        out += isUnicode ? "\\0000" : m_dialect == InsertDialect::MariaDb ? "\\0" : "";
        continue;
      }
      const bool isDoubled = byte == '\'' || (byte == '\\' && (isUnicode || m_dialect == InsertDialect::MariaDb));
      if (isDoubled) out += byte;
      out += byte;
    }
    out += '\'';
  }
  void appendWithNul(std::string& out, std::string_view text) {
    out += '(';
    for (size_t nul = 0; (nul = text.find('\0')) != std::string_view::npos; text.remove_prefix(nul + 1)) {
      appendText(out, text.substr(0, nul));
      out += " || char(0) || ";
    }
    appendText(out, text);
    out += ')';
  }
  InsertDialect m_dialect;
  ExportCounts& m_counts;
  std::string m_room;
};

/// Statements of several rows each; a statement is ended early where it grows large, since servers limit its size.
class SqlExport final : public ExportWriter {
 public:
  SqlExport(const Columns& columns, const ExportOptions& options)
      : m_rowsPerInsert(options.rowsPerInsert), m_literals(options.dialect, m_counts) {
    const SqlDialect dialect = sqlDialectOf(options.dialect);
    QStringList names;
    for (const QString& key : objectKeys(columns)) names.append(quotedName(key, dialect));
    m_head = (QStringLiteral("INSERT INTO ") + tableNamed(options.table, dialect) + QStringLiteral(" (") +
              names.join(QStringLiteral(", ")) + QStringLiteral(") VALUES\n"))
                 .toStdString();
    for (const Column& column : columns) {
      m_words.push_back(literalWord(column, options.dialect));
      m_decimals.push_back(isDecimalColumn(column));
    }
  }

  Expected<void> writeHead(ExportPage&) override { return {}; }
  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    std::string& out = page.text();
    for (int row = 0; row < batch.rowCount(); ++row) {
      const size_t before = out.size();
      if (m_rows == m_rowsPerInsert || m_bytes >= mostBytes) endStatement(out);
      out += m_rows == 0 ? m_head : std::string(",\n");
      for (int column = 0; column < batch.columnCount(); ++column) {
        out += column == 0 ? "(" : ", ";
        const auto index = static_cast<size_t>(column);
        m_literals.append(out, batch.cell(row, column), m_words[index], m_decimals[index]);
      }
      out += ')';
      ++m_rows;
      m_bytes += out.size() - before;
      if (auto turned = page.turn(); !turned) return turned;
    }
    return {};
  }
  Expected<void> writeTail(ExportPage& page) override {
    if (m_rows > 0) endStatement(page.text());
    return {};
  }

 private:
  static constexpr size_t mostBytes = size_t{512} << 10;
  void endStatement(std::string& out) {
    out += ";\n";
    m_rows = 0;
    m_bytes = 0;
  }
  qint64 m_rowsPerInsert;
  LiteralWriter m_literals;
  std::string m_head;
  std::vector<std::string_view> m_words;
  std::vector<bool> m_decimals;
  qint64 m_rows = 0;   ///< of the statement that is open
  size_t m_bytes = 0;  ///< of it
};

/// The first column's values between parentheses, for IN: each once, in the order of their first occurrence.
class InListExport final : public ExportWriter {
 public:
  InListExport(const Columns& columns, const ExportOptions& options) : m_literals(options.dialect, m_counts) {
    if (columns.isEmpty()) return;
    m_word = literalWord(columns.first(), options.dialect);
    m_isDecimal = isDecimalColumn(columns.first());
  }

  Expected<void> writeHead(ExportPage& page) override {
    page.text() += '(';
    return {};
  }
  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    if (batch.columnCount() == 0) return {};
    for (int row = 0; row < batch.rowCount(); ++row) {
      const Cell cell = batch.cell(row, 0);
      if (cell.kind == CellKind::Null) {
        ++m_counts.nullsLeftOut;
        continue;
      }
      std::string literal;
      m_literals.append(literal, cell, m_word, m_isDecimal);
      const auto [known, isNew] = m_seen.insert(std::move(literal));
      if (!isNew) continue;
      if (m_seen.size() > 1) page.text() += ", ";
      page.text() += *known;
    }
    return page.turn();
  }
  Expected<void> writeTail(ExportPage& page) override {
    // No database takes an empty list; nothing equals NULL.
    page.text() += m_seen.empty() ? "NULL)" : ")";
    return {};
  }

 private:
  LiteralWriter m_literals;
  std::string_view m_word;
  bool m_isDecimal = false;
  std::unordered_set<std::string> m_seen;
};

}  // namespace

ExportWriterPtr makeSqlExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<SqlExport>(columns, options);
}

ExportWriterPtr makeInListExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<InListExport>(columns, options);
}

}  // namespace courier
