#include "models/trino/TrinoPage.h"

#include <simdjson.h>

#include <QCoreApplication>
#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/base/ByteCursor.h"
#include "models/data/CellText.h"
#include "models/trino/TrinoBody.h"
#include "models/trino/TrinoJson.h"
#include "models/trino/TrinoRows.h"
#include "models/trino/TrinoType.h"

namespace courier {
namespace {

namespace json = simdjson::ondemand;

/// A larger body is parsed piece by piece.
constexpr qsizetype kMostWhole = qsizetype{16} << 20;
constexpr size_t kPieceOfBody = size_t{4} << 20;
/// Of a parser that is kept for the next page.
constexpr size_t kMostKept = size_t{32} << 20;
constexpr qsizetype kMostWarnings = 100;

struct TrinoPageTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoPage)
};

Error unreadable(const QString& detail) {
  return Error::of(ErrorKind::Network,
                   TrinoPageTr::tr("The cluster's answer could not be read: it is not what a Trino or Presto cluster "
                                   "sends, or breaks off."),
                   detail);
}

Error unreadable(simdjson::error_code code) {
  return unreadable(QString::fromUtf8(simdjson::error_message(code)));
}

char firstOf(json::value value) {
  const std::string_view token = value.raw_json_token();
  return token.empty() ? '\0' : token.front();
}

/// Nothing where the value is no string.
std::optional<QByteArray> bytesOf(json::value value) {
  std::string room;
  const std::string_view text = stringOfToken(trimmedToken(value.raw_json_token()), room);
  if (text.data() == nullptr) return std::nullopt;
  return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

QString textOf(json::value value) {
  return QString::fromUtf8(bytesOf(value).value_or(QByteArray()));
}

template <class Number>
Number numberOf(json::value value) {
  int64_t number = 0;
  if (value.get_int64().get(number)) return 0;
  return static_cast<Number>(
      std::clamp<int64_t>(number, std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()));
}

/// Calls `take(key, value)` for every member that is not null.
template <class Take>
simdjson::error_code eachMember(json::object object, const Take& take) {
  for (auto member : object) {
    json::raw_json_string key;
    json::value value;
    if (const auto code = member.key().get(key)) return code;
    if (const auto code = member.value().get(value)) return code;
    std::string_view name = stringTokenAt(key.raw() - 1);
    name = name.substr(1, name.size() - 2);
    if (firstOf(value) == 'n') continue;
    if (const auto code = take(name, value)) return code;
  }
  return simdjson::SUCCESS;
}

template <class Take>
simdjson::error_code eachMember(json::value value, const Take& take) {
  json::object object;
  if (const auto code = value.get_object().get(object)) return code;
  return eachMember(object, take);
}

simdjson::error_code readProgress(json::value stats, TrinoProgress& progress) {
  return eachMember(stats, [&progress](std::string_view key, json::value value) {
    if (key == "state") progress.state = bytesOf(value).value_or(QByteArray());
    if (key == "queued") progress.isQueued = firstOf(value) == 't';
    if (key == "nodes") progress.nodes = numberOf<int>(value);
    if (key == "completedSplits") progress.completedSplits = numberOf<int>(value);
    if (key == "totalSplits") progress.totalSplits = numberOf<int>(value);
    if (key == "processedRows") progress.processedRows = numberOf<qint64>(value);
    if (key == "processedBytes") progress.processedBytes = numberOf<qint64>(value);
    double percent = 0;
    if (key == "progressPercentage" && !value.get_double().get(percent)) progress.percent = percent;
    return simdjson::SUCCESS;
  });
}

simdjson::error_code readLocation(json::value place, std::optional<TrinoFailure::Location>& location) {
  if (firstOf(place) != '{') return simdjson::SUCCESS;
  TrinoFailure::Location read;
  const auto code = eachMember(place, [&read](std::string_view key, json::value value) {
    if (key == "lineNumber") read.line = numberOf<int>(value);
    if (key == "columnNumber") read.column = numberOf<int>(value);
    return simdjson::SUCCESS;
  });
  if (read.line >= 1 && read.column >= 1) location = read;
  return code;
}

simdjson::error_code readFailure(json::value error, TrinoFailure& failure) {
  if (firstOf(error) != '{') {
    failure.message = textOf(error);
    return simdjson::SUCCESS;
  }
  std::optional<TrinoFailure::Location> inner;
  const auto code = eachMember(error, [&failure, &inner](std::string_view key, json::value value) {
    if (key == "message") failure.message = textOf(value);
    if (key == "errorName") failure.errorName = textOf(value);
    if (key == "errorType") failure.errorType = bytesOf(value).value_or(QByteArray());
    if (key == "errorCode") failure.errorCode = numberOf<int>(value);
    if (key == "errorLocation") return readLocation(value, failure.location);
    if (key != "failureInfo" || firstOf(value) != '{') return simdjson::SUCCESS;
    return eachMember(value, [&inner](std::string_view part, json::value place) {
      return part == "errorLocation" ? readLocation(place, inner) : simdjson::SUCCESS;
    });
  });
  if (!failure.location) failure.location = inner;
  return code;
}

simdjson::error_code readWarnings(json::value value, QStringList& warnings) {
  json::array list;
  if (firstOf(value) != '[') return simdjson::SUCCESS;
  if (const auto code = value.get_array().get(list)) return code;
  for (auto element : list) {
    json::value warning;
    if (const auto code = element.get(warning)) return code;
    if (firstOf(warning) != '{' || warnings.size() >= kMostWarnings) continue;
    const auto code = eachMember(warning, [&warnings](std::string_view key, json::value message) {
      if (key == "message") warnings.append(textOf(message));
      return simdjson::SUCCESS;
    });
    if (code) return code;
  }
  return simdjson::SUCCESS;
}

simdjson::error_code readColumns(json::array list, Columns& columns, std::vector<TrinoType>& types) {
  for (auto element : list) {
    json::value one;
    if (const auto code = element.get(one)) return code;
    QString name;
    QByteArray words;
    const auto code = eachMember(one, [&name, &words](std::string_view key, json::value value) {
      if (key == "name") name = textOf(value);
      if (key == "type") words = bytesOf(value).value_or(QByteArray());
      return simdjson::SUCCESS;
    });
    if (code) return code;
    types.push_back(trinoType({words.constData(), static_cast<size_t>(words.size())}));
    columns.push_back(trinoColumn(name, QString::fromUtf8(words), types.back()));
  }
  return simdjson::SUCCESS;
}

}  // namespace

struct TrinoPages::State {
  /// Begins to read what stands in a string with room behind it; `room`: with that.
  simdjson::error_code start(const char* text, size_t size, size_t room);
  simdjson::error_code start(std::string& text);
  simdjson::error_code startBody();
  /// `wrong`: an error that is not the parser's.
  simdjson::error_code readHead(TrinoPage& page, std::optional<Error>& wrong);
  simdjson::error_code takeColumns(json::value value, TrinoPage& page, std::optional<Error>& wrong);
  Expected<bool> readSome(json::array list, ColumnBatchBuilder& builder, const EndRow& endRow);
  Expected<void> readPieces(ColumnBatchBuilder& builder, const EndRow& endRow);

  json::parser parser;
  json::document document;
  QByteArray body;  ///< with room and zeros behind it
  std::string head;
  std::vector<TrinoBody::Span> pieces;
  bool isCut = false;
  bool hasRows = false;
  std::string columnsText;  ///< the last page's, so that the same is not read again
  Columns columns;
  std::optional<TrinoRows> rows;
  qint64 row = 0;  ///< of all pages, counted from 1
};

simdjson::error_code TrinoPages::State::start(const char* text, size_t size, size_t room) {
  return parser.iterate(simdjson::padded_string_view(text, size, room)).get(document);
}

simdjson::error_code TrinoPages::State::start(std::string& text) {
  const size_t size = text.size();
  text.append(simdjson::SIMDJSON_PADDING, '\0');
  return start(text.data(), size, text.size());
}

simdjson::error_code TrinoPages::State::startBody() {
  const qsizetype size = body.size();
  // Zeros: where the body breaks off, nothing behind it may look like its going on.
  body.append(simdjson::SIMDJSON_PADDING, '\0');
  const std::string_view text(body.constData(), static_cast<size_t>(size));
  isCut = size > kMostWhole;
  if (!isCut) return start(text.data(), text.size(), static_cast<size_t>(body.size()));
  if (!simdjson::validate_utf8(text.data(), text.size())) return simdjson::UTF8_ERROR;
  auto cut = cutTrinoBody(text, kPieceOfBody);
  if (!cut || cut->head.size() > static_cast<size_t>(kMostWhole)) return simdjson::INCOMPLETE_ARRAY_OR_OBJECT;
  head = std::move(cut->head);
  pieces = std::move(cut->rows);
  return start(head);
}

simdjson::error_code TrinoPages::State::readHead(TrinoPage& page, std::optional<Error>& wrong) {
  json::object object;
  bool hasStats = false;
  if (const auto code = document.get_object().get(object)) return code;
  const auto code = eachMember(object, [&](std::string_view key, json::value value) {
    if (key == "id") page.id = textOf(value);
    if (key == "infoUri") page.infoUri = bytesOf(value).value_or(QByteArray());
    if (key == "nextUri") {
      // Without it the statement would count as over.
      const auto uri = bytesOf(value);
      if (!uri) return simdjson::INCORRECT_TYPE;
      page.nextUri = *uri;
    }
    if (key == "columns") return takeColumns(value, page, wrong);
    if (key == "data") {
      page.hasData = firstOf(value) == '[';
      if (firstOf(value) == '{')
        wrong = Error::of(ErrorKind::Unsupported,
                          TrinoPageTr::tr("The cluster keeps the rows in a storage of its own (spooling) instead of "
                                          "sending them. Switch spooling off there."));
      return page.hasData || wrong ? simdjson::SUCCESS : simdjson::INCORRECT_TYPE;
    }
    if (key == "stats") {
      hasStats = true;
      return readProgress(value, page.progress);
    }
    if (key == "error") return readFailure(value, page.failure.emplace());
    if (key == "warnings") return readWarnings(value, page.warnings);
    if (key == "updateType") page.updateType = textOf(value);
    if (key == "updateCount") page.updateCount = numberOf<qint64>(value);
    return simdjson::SUCCESS;
  });
  if (code) return code;
  const char* behind = nullptr;
  if (document.current_location().get(behind) != simdjson::OUT_OF_BOUNDS) return simdjson::TRAILING_CONTENT;
  // Some other server's answer must not pass for a statement that is over.
  const bool isWhole = !page.nextUri.isEmpty() || page.failure || hasStats;
  return isWhole && !page.id.isEmpty() ? simdjson::SUCCESS : simdjson::NO_SUCH_FIELD;
}

simdjson::error_code TrinoPages::State::takeColumns(json::value value, TrinoPage& page, std::optional<Error>& wrong) {
  json::array list;
  std::string_view text;
  if (const auto code = value.get_array().get(list)) return code;
  if (const auto code = list.raw_json().get(text)) return code;
  if (rows && text == columnsText) return simdjson::SUCCESS;
  columnsText = text;
  Columns read;
  std::vector<TrinoType> types;
  if (const auto code = list.reset().error()) return code;
  if (const auto code = readColumns(list, read, types)) return code;
  if (!rows) {
    columns = read;
    page.columns = std::move(read);
    rows.emplace(std::move(types));
  } else if (read != columns) {
    wrong = Error::of(ErrorKind::Network, TrinoPageTr::tr("The cluster changed the columns in the midst of its rows."));
  }
  return simdjson::SUCCESS;
}

Expected<bool> TrinoPages::State::readSome(json::array list, ColumnBatchBuilder& builder, const EndRow& endRow) {
  for (auto element : list) {
    ++row;
    json::array values;
    QString wrong;
    if (!rows) return unreadable(QStringLiteral("rows without columns"));
    if (const auto code = element.get_array().get(values)) {
      wrong = QString::fromUtf8(simdjson::error_message(code));
    } else {
      wrong = rows->append(values, builder);
    }
    if (!wrong.isEmpty())
      return Error::of(ErrorKind::Network,
                       TrinoPageTr::tr("Row %1 of the cluster's answer could not be read: %2.").arg(row).arg(wrong));
    auto more = endRow();
    if (!more || !*more) return more;
  }
  return true;
}

Expected<void> TrinoPages::State::readPieces(ColumnBatchBuilder& builder, const EndRow& endRow) {
  for (const auto& [from, to] : pieces) {
    // What stands before and behind a span of rows is a comma, a bracket or a blank.
    char* const text = body.data() + from - 1;
    const size_t size = to - from + 2;
    text[0] = '[';
    text[size - 1] = ']';
    json::array list;
    auto code = start(text, size, static_cast<size_t>(body.size()) - from + 1);
    if (!code) code = document.get_array().get(list);
    if (code) return unreadable(code);
    const auto more = readSome(list, builder, endRow);
    if (!more) return more.error();
    if (!*more) break;
  }
  return {};
}

TrinoPages::TrinoPages() : m(std::make_unique<State>()) {}

TrinoPages::~TrinoPages() = default;

Expected<TrinoPage> TrinoPages::open(QByteArray body) {
  m->hasRows = false;
  m->pieces.clear();
  if (m->parser.capacity() > kMostKept) m->parser = json::parser();
  m->body = std::move(body);
  const qsizetype size = m->body.size();
  auto code = m->startBody();
  if (code == simdjson::UTF8_ERROR) {
    std::string sound;
    {
      ByteCursor out(sound);
      appendUtf8(out, {m->body.constData(), static_cast<size_t>(size)});
    }
    m->body = QByteArray::fromStdString(sound);
    code = m->startBody();
  }
  TrinoPage page;
  std::optional<Error> wrong;
  if (!code) code = m->readHead(page, wrong);
  if (wrong) return *wrong;
  if (code) return unreadable(code);
  m->hasRows = page.hasData;
  return page;
}

Expected<void> TrinoPages::readRows(ColumnBatchBuilder& builder, const EndRow& endRow) {
  if (!std::exchange(m->hasRows, false)) return {};
  if (m->isCut) return m->readPieces(builder, endRow);
  m->document.rewind();
  json::array list;
  if (const auto code = m->document["data"].get_array().get(list)) return unreadable(code);
  const auto read = m->readSome(list, builder, endRow);
  return read ? Expected<void>() : Expected<void>(read.error());
}

}  // namespace courier
