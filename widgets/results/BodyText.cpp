#include "widgets/results/BodyText.h"

#include <algorithm>

#include "models/write/BodyWriter.h"

namespace courier {

namespace {

constexpr size_t kBytesToRead = size_t{1} << 20;

/// As many rows as somebody reads: at most `limit`, none behind the one whose values fill the limit of bytes.
int rowsToRead(const ColumnBatch& batch, int limit) {
  size_t bytes = 0;
  int rows = 0;
  while (rows < std::min(limit, batch.rowCount()) && bytes < kBytesToRead) {
    for (int column = 0; column < batch.columnCount(); ++column) bytes += batch.cell(rows, column).bytes.size();
    ++rows;
  }
  return rows;
}

}  // namespace

QByteArray brokenIntoLines(const QByteArray& json) {
  QByteArray out;
  out.reserve(json.size() + json.size() / 8);
  int depth = 0;
  bool inString = false;
  bool escaped = false;
  // Depth 1 holds the keys; depth 2 holds the rows only where it began with "[[".
  bool rowsBroken = false;
  for (qsizetype at = 0; at < json.size(); ++at) {
    const char character = json[at];
    if (inString) {
      out += character;
      if (escaped) {
        escaped = false;
      } else if (character == '\\') {
        escaped = true;
      } else if (character == '"') {
        inString = false;
      }
      continue;
    }
    switch (character) {
      case '"':
        inString = true;
        out += character;
        break;
      case '{':
      case '[':
        ++depth;
        out += character;
        if (depth == 1) out += "\n  ";
        if (depth == 2 && at + 1 < json.size() && json[at + 1] == '[') {
          rowsBroken = true;
          out += "\n    ";
        }
        break;
      case '}':
      case ']':
        if (depth == 2 && rowsBroken) {
          rowsBroken = false;
          out += "\n  ";
        }
        if (depth == 1) out += '\n';
        --depth;
        out += character;
        break;
      case ',':
        out += character;
        if (depth == 1) {
          out += "\n  ";
        } else if (depth == 2 && rowsBroken) {
          out += "\n    ";
        } else {
          out += ' ';
        }
        break;
      case ':':
        out += ": ";
        break;
      default:
        out += character;
    }
  }
  return out;
}

Expected<BodyText> bodyText(const ResultStore& result, int rowLimit) {
  const qint64 total = result.rowCount();
  ColumnBatchPtr batch;
  int rows = 0;
  if (total > 0) {
    auto located = result.locate(0);
    if (!located) return located.error();
    batch = located->batch;
    rows = rowsToRead(*batch, rowLimit);
  }
  std::string body;
  const auto writer = makeBodyWriter(result.typedColumns(), {});
  writer->writeHead(body);
  if (batch) writer->writeRows(*batch, rows, body);
  writer->writeTail(body);
  const QByteArray lines = brokenIntoLines(QByteArray::fromStdString(body));
  return BodyText{QString::fromUtf8(lines), rows, total};
}

}  // namespace courier
