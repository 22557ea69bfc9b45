#include "models/write/CsvField.h"

#include <algorithm>

namespace courier {

void appendCsvField(ByteCursor& out, std::string_view text) {
  const auto needsQuotes = [](char byte) { return byte == ',' || byte == '"' || byte == '\r' || byte == '\n'; };
  if (!text.empty() && std::none_of(text.begin(), text.end(), needsQuotes)) {
    out.append(text);
    return;
  }
  out.append("\"");
  for (size_t quote = 0; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 1)) {
    out.append(text.substr(0, quote + 1));
    out.append("\"");
  }
  out.append(text);
  out.append("\"");
}

void appendCsvNames(ByteCursor& out, const Columns& columns) {
  for (int index = 0; index < columns.size(); ++index) {
    if (index > 0) out.append(",");
    appendCsvField(out, columns[index].name.toStdString());
  }
}

}  // namespace courier
