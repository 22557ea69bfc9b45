#include <QCoreApplication>
#include <array>
#include <utility>

#include "models/data/ColumnTyper.h"
#include "models/export/ExportWriter.h"
#include "models/export/FieldText.h"

namespace courier {
namespace {

bool isControl(char byte) {
  return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

/// U+0080 … U+009F, in UTF-8, begin with this byte.
constexpr char highControlLead = '\xC2';

bool isHighControl(std::string_view text, size_t at) {
  return text[at] == highControlLead && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
}

/// What Markdown and HTML have in common: cells of text, numbers on the right.
class MarkupExport : public ExportWriter {
 public:
  MarkupExport(const Columns& columns, const ExportOptions& options)
      : m_columns(columns), m_options(options), m_null(options.nullText.toStdString()), m_typer(columns) {
    for (const Column& column : columns) m_decimals.push_back(isDecimalColumn(column));
  }
  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override { m_typer.add(batch, batch.rowCount()); }

 protected:
  [[nodiscard]] const Columns& columns() const { return m_columns; }
  [[nodiscard]] const ExportOptions& options() const { return m_options; }
  [[nodiscard]] const std::string& nullText() const { return m_null; }
  [[nodiscard]] bool isOnTheRight(int column) const {
    if (m_decimals[static_cast<size_t>(column)]) return true;
    switch (m_typer.type(column)) {
      case ColumnType::Int:
      case ColumnType::Long:
      case ColumnType::Float:
      case ColumnType::Double:
        return true;
      case ColumnType::String:
      case ColumnType::Boolean:
      case ColumnType::Array:
        break;
    }
    return false;
  }
  std::string_view text(const Cell& cell) { return cellText(cell, m_room, m_counts.repairedTexts); }

 private:
  Columns m_columns;
  ExportOptions m_options;
  std::string m_null;
  ColumnTyper m_typer;
  std::vector<bool> m_decimals;
  std::string m_room;
};

bool isLetterOrDigit(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         static_cast<unsigned char>(byte) >= 0x80;
}

/// A table of GitHub Flavored Markdown whose cells show their text and nothing else: what would be markup is escaped, a
/// line break is <br>.
class MarkdownExport final : public MarkupExport {
 public:
  using MarkupExport::MarkupExport;

  Expected<void> writeHead(ExportPage& page) override {
    std::string& out = page.text();
    if (columns().isEmpty()) return {};
    for (const Column& column : columns()) {
      out += "| ";
      const std::string name = column.name.toStdString();
      appendEscaped(out, name);
      out += name.empty() ? "" : " ";
    }
    out += "|\n";
    for (int column = 0; column < columns().size(); ++column) out += isOnTheRight(column) ? "| ---: " : "| --- ";
    out += "|\n";
    return {};
  }
  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    std::string& out = page.text();
    for (int row = 0; row < batch.rowCount(); ++row) {
      for (int column = 0; column < batch.columnCount(); ++column) {
        const Cell cell = batch.cell(row, column);
        const std::string_view value = cell.kind == CellKind::Null ? std::string_view(nullText()) : text(cell);
        out += "| ";
        appendEscaped(out, value);
        out += value.empty() ? "" : " ";
      }
      out += "|\n";
      if (auto turned = page.turn(); !turned) return turned;
    }
    return {};
  }

 private:
  static void appendEscaped(std::string& out, std::string_view text) {
    for (size_t at = 0; at < text.size(); ++at) {
      const char byte = text[at];
      const bool isInWord =
          at > 0 && at + 1 < text.size() && isLetterOrDigit(text[at - 1]) && isLetterOrDigit(text[at + 1]);
      if (byte == '\r' || byte == '\n') {
        if (byte == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
        out += "<br>";
      } else if (byte == '<') {
        out += "&lt;";
      } else if (byte == '>') {
        out += "&gt;";
      } else if (byte == '&') {
        out += "&amp;";
      } else if (byte == '\t') {
        out += ' ';
      } else if (isControl(byte)) {
        appendVisible(out, static_cast<unsigned char>(byte));
      } else {
        // Within a word an underscore is no markup.
        const bool isMarkup = std::string_view("\\|`*[]~$").find(byte) != std::string_view::npos;
        if (isMarkup || (byte == '_' && !isInWord)) out += '\\';
        out += byte;
      }
    }
  }
};

/// A whole small document that holds one table; nothing in it is loaded or run, nor where Excel opens it: there a text
/// is one (mso-number-format).
class HtmlExport final : public MarkupExport {
 public:
  using MarkupExport::MarkupExport;

  Expected<void> writeHead(ExportPage& page) override {
    std::string& out = page.text();
    out += "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>";
    appendEscaped(out, options().title.toStdString());
    out +=
        "</title>\n<style>\n"
        "table { border-collapse: collapse; font: 14px sans-serif; }\n"
        "th, td { border: 1px solid #c8ccd2; padding: 3px 8px; text-align: left; vertical-align: top; }\n"
        "th { background: #f2f4f7; }\n"
        "td { white-space: pre-wrap; unicode-bidi: isolate; mso-number-format: '\\@'; }\n"
        ".n { text-align: right; font-variant-numeric: tabular-nums; mso-number-format: General; }\n"
        ".null { color: #8a919c; }\n"
        "</style>\n</head>\n<body>\n<table>\n<thead>\n<tr>";
    for (int column = 0; column < columns().size(); ++column) {
      out += isOnTheRight(column) ? "<th class=\"n\">" : "<th>";
      appendEscaped(out, columns()[column].name.toStdString());
      out += "</th>";
    }
    out += "</tr>\n</thead>\n<tbody>\n";
    return {};
  }
  Expected<void> writeRows(const ColumnBatch& batch, ExportPage& page) override {
    std::string& out = page.text();
    for (int row = 0; row < batch.rowCount(); ++row) {
      out += "<tr>";
      for (int column = 0; column < batch.columnCount(); ++column) writeCell(out, batch.cell(row, column), column);
      out += "</tr>\n";
      if (auto turned = page.turn(); !turned) return turned;
    }
    return {};
  }
  Expected<void> writeTail(ExportPage& page) override {
    page.text() += "</tbody>\n</table>\n</body>\n</html>\n";
    return {};
  }

 private:
  void writeCell(std::string& out, const Cell& cell, int column) {
    if (cell.kind == CellKind::Null) {
      out += "<td class=\"null\">";
      appendEscaped(out, nullText());
    } else {
      out += isOnTheRight(column) ? "<td class=\"n\">" : "<td>";
      appendEscaped(out, text(cell));
    }
    out += "</td>";
  }
  static void appendEscaped(std::string& out, std::string_view text) {
    for (size_t at = 0; at < text.size(); ++at) {
      const char byte = text[at];
      if (byte == '&') {
        out += "&amp;";
      } else if (byte == '<') {
        out += "&lt;";
      } else if (byte == '>') {
        out += "&gt;";
      } else if (byte == '"') {
        out += "&quot;";
      } else if (byte == '\r') {
        // As it stands a reader takes it for a line feed.
        out += "&#13;";
      } else if (isControl(byte) && byte != '\t' && byte != '\n') {
        appendVisible(out, static_cast<unsigned char>(byte));
      } else if (isHighControl(text, at)) {
        out += "\xE2\x90\xA6";
        ++at;
      } else {
        out += byte;
      }
    }
  }
};

}  // namespace

ExportWriterPtr makeMarkdownExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<MarkdownExport>(columns, options);
}

ExportWriterPtr makeHtmlExport(const Columns& columns, const ExportOptions& options) {
  return std::make_unique<HtmlExport>(columns, options);
}

}  // namespace courier
