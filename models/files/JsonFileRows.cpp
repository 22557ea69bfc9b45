#include <simdjson.h>

#include <QCoreApplication>
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "models/files/FileRows.h"
#include "models/read/BodySplitter.h"

namespace courier {
namespace {

struct JsonFileTr {
  Q_DECLARE_TR_FUNCTIONS(FileRows)
};

constexpr std::string_view kBodyHead = "{\"data\":";
constexpr size_t kPieceOfJson = size_t{256} << 10;
constexpr size_t kMostRawJson = size_t{1} << 20;

QString simdjsonWords(simdjson::error_code error) {
  QString text = QString::fromUtf8(simdjson::error_message(error));
  while (text.endsWith(u'.')) text.chop(1);
  return text;
}

bool isJsonBlank(char byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

std::string_view trimmedJson(std::string_view text) {
  while (!text.empty() && isJsonBlank(text.back())) text.remove_suffix(1);
  while (!text.empty() && isJsonBlank(text.front())) text.remove_prefix(1);
  return text;
}

/// RFC 8259, section 6.
bool isJsonNumber(std::string_view token) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t from = at;
    while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
    return at - from;
  };
  const auto passes = [&](std::string_view any) {
    const bool isThere = at < token.size() && any.find(token[at]) != std::string_view::npos;
    at += isThere ? 1 : 0;
    return isThere;
  };
  passes("-");
  const bool beginsWithZero = at < token.size() && token[at] == '0';
  const size_t whole = digits();
  if (whole == 0 || (beginsWithZero && whole > 1)) return false;
  if (passes(".") && digits() == 0) return false;
  if (passes("eE")) {
    passes("+-");
    if (digits() == 0) return false;
  }
  return at == token.size();
}

/// The end of the element at `at` of an array, whose brackets close: the comma behind it, or the end of `text`.
size_t elementEnd(std::string_view text, size_t at) {
  int depth = 0;
  bool isInString = false;
  for (; at < text.size(); ++at) {
    const char byte = text[at];
    if (isInString) {
      if (byte == '\\') {
        ++at;
      } else if (byte == '"') {
        isInString = false;
      }
    } else if (byte == '"') {
      isInString = true;
    } else if (byte == '[' || byte == '{') {
      ++depth;
    } else if (byte == ']' || byte == '}') {
      --depth;
    } else if (byte == ',' && depth == 0) {
      break;
    }
  }
  return std::min(at, text.size());
}

}  // namespace

struct JsonFileRows::State {
  State(JsonFileRows& rows, FileBytes input, TextDecoder decode, Shape is, QString name)
      : self(rows), bytes(std::move(input)), decoder(std::move(decode)), shape(is), fileName(std::move(name)) {
    // An array's rows are cut as those of a body are.
    if (shape == Shape::Array) splitter.add(kBodyHead);
  }

  Expected<void> readOn(std::string& text);
  Expected<void> takeArray(RowBatch& batch, std::string piece);
  void takeElements(RowBatch& batch);
  void takeLines(RowBatch& batch, std::string piece);
  /// `document` lies in a string with room behind it for the parser.
  void takeRow(RowBatch& batch, std::string_view document, size_t room);
  QString readObject(RowBatch& batch, simdjson::ondemand::object object);
  QString takeValue(RowBatch& batch, size_t column, simdjson::ondemand::value value);
  LoadedCell keep(RowBatch& batch, size_t column, std::string_view text, bool isNumber) const;
  void reject(RowBatch& batch, std::string_view raw, const QString& reason);
  [[nodiscard]] Error brokenList() const;
  /// What was passed is behind.
  void pass(std::string_view text);

  JsonFileRows& self;
  FileBytes bytes;
  TextDecoder decoder;
  Shape shape;
  QString fileName;
  BodySplitter splitter;
  simdjson::ondemand::parser parser;
  std::string rest;      ///< a line that is not whole; where `hasMore`, whole ones before it
  std::string elements;  ///< whole rows of an array, with brackets around
  size_t elementsAt = 0;
  bool hasMore = false;  ///< there are whole rows that did not go into the last batch
  bool isLast = false;
  bool isSkipping = false;  ///< the rest of a line that is too long
  qint64 textAt = 0;        ///< of all of the text: what comes next
  qint64 line = 1;
  std::unordered_map<std::string, size_t> columnOf;
  std::vector<std::string> keys;
  std::vector<LoadedCell> row;
  std::vector<bool> has;
  std::vector<std::string> newKeys;  ///< of the row that is read
  RowFindings findings;
};

JsonFileRows::JsonFileRows(FileBytes bytes, TextDecoder decoder, Shape shape, FileColumns columns, Mode mode,
                           QString fileName)
    : FileRows(std::move(columns), mode),
      m(std::make_unique<State>(*this, std::move(bytes), std::move(decoder), shape, std::move(fileName))) {
  for (int index = 0; index < columnCount(); ++index) {
    const FileColumn& known = column(static_cast<size_t>(index));
    m->keys.push_back((known.original.isNull() ? known.name : known.original).toStdString());
    m->columnOf.emplace(m->keys.back(), m->keys.size() - 1);
  }
}

JsonFileRows::~JsonFileRows() = default;

RowFindings JsonFileRows::findings() const {
  RowFindings findings = m->findings;
  findings.replaced = m->decoder.replaced();
  findings.misfits = m_misfits;
  return findings;
}

qint64 JsonFileRows::position() const {
  return m->bytes.position();
}

Expected<bool> JsonFileRows::next(RowBatch& batch) {
  batch = {};
  batch.columns = columnCount();
  if (m->isLast && !m->hasMore) return false;
  // What did not go into the last batch comes first.
  std::string piece;
  if (!m->hasMore) {
    if (auto read = m->readOn(piece); !read) return read.error();
  }
  if (m->shape == Shape::Lines) {
    m->takeLines(batch, std::move(piece));
  } else if (auto taken = m->takeArray(batch, std::move(piece)); !taken) {
    return taken.error();
  }
  static_cast<void>(m->decoder.sourceOf(m->textAt));
  return true;
}

Expected<void> JsonFileRows::State::readOn(std::string& text) {
  std::string raw;
  const auto more = bytes.read(kPieceOfJson, raw);
  if (!more) return more.error();
  isLast = !*more;
  decoder.decode(raw, isLast, text);
  return {};
}

void JsonFileRows::State::pass(std::string_view text) {
  if (const auto first = decoder.firstReplaced();
      first && findings.firstReplaced == 0 && *first < textAt + static_cast<qint64>(text.size())) {
    const auto before = static_cast<size_t>(std::max<qint64>(*first - textAt, 0));
    findings.firstReplaced = line + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(before), '\n');
  }
  textAt += static_cast<qint64>(text.size());
  line += std::count(text.begin(), text.end(), '\n');
}

void JsonFileRows::State::takeLines(RowBatch& batch, std::string piece) {
  std::string text = std::exchange(rest, {});
  text += piece;
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  size_t at = 0;
  hasMore = false;
  while (at < text.size()) {
    hasMore = batch.cells.size() >= mostBatchCells;
    if (hasMore) break;
    const size_t newline = text.find('\n', at);
    if (newline == std::string::npos && !isLast) break;
    const size_t end = newline == std::string::npos ? text.size() : newline + 1;
    const std::string_view whole = std::string_view(text).substr(at, end - at);
    const std::string_view document = trimmedJson(whole);
    if (!std::exchange(isSkipping, false) && !document.empty())
      takeRow(batch, document, text.capacity() - static_cast<size_t>(document.data() - text.data()));
    pass(whole);
    at = end;
  }
  rest = text.substr(at);
  if (hasMore || (rest.size() <= longestLine && !isSkipping)) return;
  if (!std::exchange(isSkipping, true)) reject(batch, rest, JsonFileTr::tr("the line is longer than 16 MB"));
  pass(std::exchange(rest, {}));
}

Expected<void> JsonFileRows::State::takeArray(RowBatch& batch, std::string piece) {
  if (hasMore) {
    takeElements(batch);
    return {};
  }
  splitter.add(piece);
  if (isLast) splitter.add("}");
  // The head is what was put before the array, what stands before its bracket, and an end.
  if (const auto head = splitter.takeHead())
    pass(std::string_view(*head).substr(kBodyHead.size(), head->size() - kBodyHead.size() - 2));
  std::string before;
  if (auto rows = splitter.takeRows(&before)) {
    pass(before);
    elements = std::move(*rows);
    // "[", the elements and "]", which the splitter put around them.
    elements.reserve(elements.size() + simdjson::SIMDJSON_PADDING);
    elementsAt = 1;
    takeElements(batch);
  }
  const bool isBroken = splitter.isBroken() || (isLast && !splitter.isComplete());
  if (isBroken) return brokenList();
  if (splitter.held() > longestLine)
    return Error::invalidInput(
        JsonFileTr::tr("In “%1”, row %2 (line %3) is longer than 16 MB. Leave it out of the file.")
            .arg(fileName)
            .arg(findings.rows + findings.rejected + 1)
            .arg(line));
  return {};
}

void JsonFileRows::State::takeElements(RowBatch& batch) {
  const std::string_view all = std::string_view(elements).substr(0, elements.size() - 1);
  while (elementsAt < all.size() && batch.cells.size() < mostBatchCells) {
    const size_t end = elementEnd(all, elementsAt);
    const std::string_view document = trimmedJson(all.substr(elementsAt, end - elementsAt));
    const auto at = static_cast<size_t>(document.data() - all.data());
    pass(all.substr(elementsAt, at - elementsAt));
    takeRow(batch, document, elements.capacity() - at);
    elementsAt = std::min(end + 1, all.size());
    pass(all.substr(at, elementsAt - at));
  }
  hasMore = elementsAt < all.size();
}

void JsonFileRows::State::takeRow(RowBatch& batch, std::string_view document, size_t room) {
  const size_t textBefore = batch.text.size();
  row.assign(keys.size(), {});
  has.assign(keys.size(), false);
  newKeys.clear();
  simdjson::ondemand::document parsed;
  simdjson::ondemand::object object;
  auto error = parser.iterate(simdjson::padded_string_view(document.data(), document.size(), room)).get(parsed);
  if (!error) error = parsed.get_object().get(object);
  QString wrong;
  if (error == simdjson::INCORRECT_TYPE) {
    wrong = JsonFileTr::tr("it is not an object");
  } else if (error) {
    wrong = simdjsonWords(error);
  } else {
    wrong = readObject(batch, object);
    const char* behind = nullptr;
    if (wrong.isEmpty() && parsed.current_location().get(behind) != simdjson::OUT_OF_BOUNDS)
      wrong = JsonFileTr::tr("something follows the object");
  }
  if (!wrong.isEmpty()) {
    batch.text.resize(textBefore);
    self.removeColumnsFrom(keys.size());
    reject(batch, document, wrong);
    return;
  }
  for (const std::string& key : newKeys) {
    columnOf.emplace(key, keys.size());
    keys.push_back(key);
  }
  ++findings.rows;
  if (self.onlyLooks()) {
    batch.text.resize(textBefore);
  } else {
    batch.cells.insert(batch.cells.end(), row.begin(), row.end());
  }
}

QString JsonFileRows::State::readObject(RowBatch& batch, simdjson::ondemand::object object) {
  size_t expected = 0;
  for (auto field : object) {
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return simdjsonWords(error);
    size_t index = expected;
    if (index >= keys.size() || keys[index] != key) {
      const auto found = columnOf.find(std::string(key));
      if (found != columnOf.end()) {
        index = found->second;
      } else if (const auto fresh = std::find(newKeys.begin(), newKeys.end(), key); fresh != newKeys.end()) {
        index = keys.size() + static_cast<size_t>(fresh - newKeys.begin());
      } else {
        if (!self.onlyLooks()) return JsonFileTr::tr("the file changed while it was read");
        index = keys.size() + newKeys.size();
        newKeys.emplace_back(key);
        row.emplace_back();
        has.push_back(false);
        FileColumn column;
        column.name = column.original = QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
        column.isKnown = false;
        self.addColumn(column);
      }
    }
    expected = index + 1;
    if (has[index])
      return JsonFileTr::tr("the key “%1” occurs twice")
          .arg(QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())));
    has[index] = true;
    simdjson::ondemand::value value;
    if (const auto error = field.value().get(value)) return simdjsonWords(error);
    if (QString wrong = takeValue(batch, index, value); !wrong.isEmpty()) return wrong;
  }
  return {};
}

LoadedCell JsonFileRows::State::keep(RowBatch& batch, size_t column, std::string_view text, bool isNumber) const {
  const size_t begin = batch.text.size();
  batch.text += text;
  return isNumber ? self.cellOf(column, text, begin, NumberForm::Json) : self.textOnly(column, text, begin);
}

QString JsonFileRows::State::takeValue(RowBatch& batch, size_t column, simdjson::ondemand::value value) {
  simdjson::ondemand::json_type type{};
  if (const auto error = value.type().get(type)) return simdjsonWords(error);
  std::string_view text;
  switch (type) {
    case simdjson::ondemand::json_type::null: {
      bool isNull = false;
      if (value.is_null().get(isNull) || !isNull) return JsonFileTr::tr("a null is misspelt");
      return {};
    }
    case simdjson::ondemand::json_type::boolean: {
      bool truth = false;
      if (const auto error = value.get_bool().get(truth)) return simdjsonWords(error);
      row[column] = keep(batch, column, truth ? "true" : "false", false);
      return {};
    }
    case simdjson::ondemand::json_type::string:
      if (const auto error = value.get_string().get(text)) return simdjsonWords(error);
      if (text.find('\0') != std::string_view::npos) findings.zeroBytes += std::count(text.begin(), text.end(), '\0');
      row[column] = keep(batch, column, text, false);
      return {};
    case simdjson::ondemand::json_type::array: {
      simdjson::ondemand::array array;
      if (const auto error = value.get_array().get(array)) return simdjsonWords(error);
      if (const auto error = array.raw_json().get(text)) return simdjsonWords(error);
      row[column] = keep(batch, column, trimmedJson(text), false);
      return {};
    }
    case simdjson::ondemand::json_type::object: {
      simdjson::ondemand::object object;
      if (const auto error = value.get_object().get(object)) return simdjsonWords(error);
      if (const auto error = object.raw_json().get(text)) return simdjsonWords(error);
      row[column] = keep(batch, column, trimmedJson(text), false);
      return {};
    }
    case simdjson::ondemand::json_type::number:
      break;
  }
  // Not through a double: a number beyond one is a number all the same, and its digits are kept.
  const std::string_view token = trimmedJson(value.raw_json_token());
  if (!isJsonNumber(token)) return JsonFileTr::tr("a number is misspelt");
  row[column] = keep(batch, column, token, true);
  return {};
}

void JsonFileRows::State::reject(RowBatch& batch, std::string_view raw, const QString& reason) {
  ++findings.rejected;
  if (self.onlyLooks()) return;
  batch.rejected.push_back({line, decoder.sourceOf(textAt), reason, std::string(raw.substr(0, kMostRawJson))});
}

Error JsonFileRows::State::brokenList() const {
  return Error::invalidInput(
      JsonFileTr::tr("“%1” is no whole JSON list: it breaks off or goes wrong behind row %2 (line %3). Get the file "
                     "again, or correct it there.")
          .arg(fileName)
          .arg(findings.rows + findings.rejected)
          .arg(line));
}

}  // namespace courier
