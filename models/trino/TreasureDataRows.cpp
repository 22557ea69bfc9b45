#include "models/trino/TreasureDataRows.h"

#include <simdjson.h>

#include <QCoreApplication>
#include <QString>
#include <string>
#include <utility>
#include <vector>

#include "models/base/ByteCursor.h"
#include "models/data/CellText.h"
#include "models/trino/TrinoJson.h"
#include "models/trino/TrinoRows.h"
#include "models/trino/TrinoType.h"

namespace courier {
namespace {

namespace json = simdjson::ondemand;

/// As much as an answer of a cluster may be.
constexpr size_t kLongestLine = size_t{256} << 20;

struct TreasureDataRowsTr {
  Q_DECLARE_TR_FUNCTIONS(TreasureDataRows)
};

struct JobSchema {
  Columns columns;
  std::vector<TrinoType> types;
};

simdjson::error_code readSchemaEntry(json::array entry, JobSchema& schema) {
  std::string texts[2];
  size_t index = 0;
  for (auto element : entry) {
    json::value value;
    std::string room;
    if (const auto code = element.get(value)) return code;
    const std::string_view text = stringOfToken(trimmedToken(value.raw_json_token()), room);
    if (index < 2 && text.data() == nullptr) return simdjson::INCORRECT_TYPE;
    if (index < 2) texts[index] = text;
    ++index;
  }
  if (index < 2) return simdjson::INCORRECT_TYPE;
  schema.types.push_back(trinoType(texts[1]));
  schema.columns.push_back(
      trinoColumn(QString::fromStdString(texts[0]), QString::fromStdString(texts[1]), schema.types.back()));
  return simdjson::SUCCESS;
}

simdjson::error_code readSchema(const QByteArray& text, JobSchema& schema) {
  json::parser parser;
  json::document document;
  json::array list;
  const simdjson::padded_string padded(text.constData(), static_cast<size_t>(text.size()));
  if (const auto code = parser.iterate(padded).get(document)) return code;
  if (const auto code = document.get_array().get(list)) return code;
  for (auto element : list) {
    json::array entry;
    if (const auto code = element.get_array().get(entry)) return code;
    if (const auto code = readSchemaEntry(entry, schema)) return code;
  }
  const char* behind = nullptr;
  return document.current_location().get(behind) == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS
                                                                            : simdjson::TRAILING_CONTENT;
}

}  // namespace

struct TreasureDataRows::State {
  explicit State(JobSchema schema) : columns(std::move(schema.columns)), rows(std::move(schema.types)) {}

  /// What is wrong with a line, "" where nothing is. `room`: of its memory, from its beginning.
  QString readLine(std::string_view line, size_t room, ColumnBatchBuilder& builder);
  Expected<bool> takeLine(std::string_view line, size_t room, ColumnBatchBuilder& builder, const EndRow& endRow);

  Columns columns;
  TrinoRows rows;
  json::parser parser;
  std::string text;  ///< the beginning of a line
  qint64 row = 0;    ///< counted from 1
};

QString TreasureDataRows::State::readLine(std::string_view line, size_t room, ColumnBatchBuilder& builder) {
  json::document document;
  json::array values;
  auto code = parser.iterate(simdjson::padded_string_view(line.data(), line.size(), room)).get(document);
  if (code == simdjson::UTF8_ERROR) {
    std::string sound;
    {
      ByteCursor out(sound);
      appendUtf8(out, line);
    }
    const size_t size = sound.size();
    sound.append(simdjson::SIMDJSON_PADDING, '\0');
    return readLine({sound.data(), size}, sound.size(), builder);
  }
  if (!code) code = document.get_array().get(values);
  if (code) return QString::fromUtf8(simdjson::error_message(code));
  if (QString wrong = rows.append(values, builder); !wrong.isEmpty()) return wrong;
  const char* behind = nullptr;
  if (document.current_location().get(behind) == simdjson::OUT_OF_BOUNDS) return {};
  return QString::fromUtf8(simdjson::error_message(simdjson::TRAILING_CONTENT));
}

Expected<bool> TreasureDataRows::State::takeLine(std::string_view line, size_t room, ColumnBatchBuilder& builder,
                                                 const EndRow& endRow) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return true;
  ++row;
  if (const QString wrong = readLine(line, room, builder); !wrong.isEmpty())
    return Error::of(ErrorKind::Network,
                     TreasureDataRowsTr::tr("Row %1 of the job's result could not be read: %2.").arg(row).arg(wrong));
  return endRow();
}

TreasureDataRows::TreasureDataRows(std::unique_ptr<State> state) : m(std::move(state)) {}

TreasureDataRows::~TreasureDataRows() = default;
TreasureDataRows::TreasureDataRows(TreasureDataRows&& other) noexcept = default;
TreasureDataRows& TreasureDataRows::operator=(TreasureDataRows&& other) noexcept = default;

Expected<TreasureDataRows> TreasureDataRows::of(const QByteArray& schema) {
  JobSchema read;
  const QByteArray text = schema.trimmed();
  if (!text.isEmpty() && text != "null") {
    if (const auto code = readSchema(text, read))
      return Error::of(ErrorKind::Network, TreasureDataRowsTr::tr("The columns of the job's result could not be read."),
                       QString::fromUtf8(simdjson::error_message(code)));
  }
  return TreasureDataRows(std::make_unique<State>(std::move(read)));
}

const Columns& TreasureDataRows::columns() const {
  return m->columns;
}

Expected<bool> TreasureDataRows::take(std::string_view piece, ColumnBatchBuilder& builder, const EndRow& endRow) {
  std::string& text = m->text;
  // No line ends in what was there before.
  size_t newline = piece.find('\n');
  newline = newline == std::string_view::npos ? newline : newline + text.size();
  text += piece;
  // The parser may read beyond a line's end.
  if (text.capacity() - text.size() < simdjson::SIMDJSON_PADDING)
    text.reserve(text.size() + text.size() / 2 + simdjson::SIMDJSON_PADDING);
  size_t from = 0;
  for (; newline != std::string::npos; newline = text.find('\n', from)) {
    const std::string_view line = std::string_view(text).substr(from, newline - from);
    auto more = m->takeLine(line, text.capacity() - from, builder, endRow);
    if (!more || !*more) return more;
    from = newline + 1;
  }
  text.erase(0, from);
  if (text.size() <= kLongestLine) return true;
  return Error::of(ErrorKind::Network,
                   TreasureDataRowsTr::tr("Row %1 of the job's result is larger than 256 MB.").arg(m->row + 1));
}

Expected<bool> TreasureDataRows::finish(ColumnBatchBuilder& builder, const EndRow& endRow) {
  std::string last = std::exchange(m->text, {});
  const size_t size = last.size();
  last.append(simdjson::SIMDJSON_PADDING, '\0');
  return m->takeLine({last.data(), size}, last.size(), builder, endRow);
}

}  // namespace courier
