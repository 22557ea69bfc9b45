#include "models/odbc/OdbcRows.h"

#include <QElapsedTimer>
#include <algorithm>
#include <array>
#include <string>

namespace courier {
namespace {

constexpr size_t kMostBlockRows = 500;
constexpr size_t kMostBlockBytes = 4 << 20;
/// Larger values are read piece by piece.
constexpr SQLULEN kMostBoundSize = 1000;
constexpr size_t kPieceBytes = 16 << 10;
/// More rows are waited for no longer than a person would.
constexpr qint64 kCollectMs = 50;

SQLPOINTER attribute(size_t value) {
  return reinterpret_cast<SQLPOINTER>(value);
}

/// Bytes that the driver writes behind a value.
size_t terminatorOf(const OdbcType& type) {
  switch (type.cType()) {
    case SQL_C_WCHAR:
      return sizeof(SQLWCHAR);
    case SQL_C_BINARY:
      return 0;
    default:
      return 1;
  }
}

/// Bytes for one value with its end; 0 where its size is not known, or too large.
size_t boundBytes(const OdbcType& type, int sqlType, SQLULEN size) {
  constexpr size_t kEnough = 64;
  switch (type.form) {
    case OdbcType::Form::Integer:
    case OdbcType::Form::Float:
    case OdbcType::Form::Double:
    case OdbcType::Form::Truth:
      return kEnough;
    case OdbcType::Form::Plain:
      // A sign, a point and a leading zero more than digits.
      return size > kMostBoundSize ? 0 : std::max<size_t>(kEnough, size + 4);
    case OdbcType::Form::Text:
    case OdbcType::Form::Bytes:
      break;
  }
  if (size == 0 || size > kMostBoundSize || isLongOdbcType(sqlType)) return 0;
  // A character may be a surrogate pair.
  return type.form == OdbcType::Form::Text ? (2 * size + 1) * sizeof(SQLWCHAR) : size;
}

}  // namespace

OdbcRows::OdbcRows(const OdbcLink& link, SQLHSTMT statement) : m_link(link), m_statement(statement) {
  SQLSMALLINT count = 0;
  if (!odbcDone(m_link.api().numResultCols(m_statement, &count)) || count <= 0) return;
  m_fields.resize(static_cast<size_t>(count));
  for (SQLUSMALLINT number = 1; number <= count; ++number) describe(number);
  if (bind()) return;
  m_blockRows = 0;
  m_link.api().freeStmt(m_statement, SQL_UNBIND);
  m_link.api().setStmtAttr(m_statement, SQL_ATTR_ROW_ARRAY_SIZE, attribute(1), 0);
  m_piece.resize(kPieceBytes);
}

OdbcRows::~OdbcRows() {
  if (m_fields.empty()) return;
  m_link.api().freeStmt(m_statement, SQL_UNBIND);
  m_link.api().setStmtAttr(m_statement, SQL_ATTR_ROWS_FETCHED_PTR, nullptr, 0);
  m_link.api().setStmtAttr(m_statement, SQL_ATTR_ROW_STATUS_PTR, nullptr, 0);
}

void OdbcRows::describe(SQLUSMALLINT number) {
  const OdbcApi& api = m_link.api();
  std::vector<SQLWCHAR> name(256);
  SQLSMALLINT length = 0;
  SQLSMALLINT sqlType = SQL_VARCHAR;
  SQLULEN size = 0;
  SQLSMALLINT digits = 0;
  const auto ask = [&] {
    api.describeCol(m_statement, number, name.data(), static_cast<SQLSMALLINT>(name.size()), &length, &sqlType, &size,
                    &digits, nullptr);
    return static_cast<size_t>(std::max<SQLSMALLINT>(length, 0)) < name.size();
  };
  if (!ask()) {
    name.resize(static_cast<size_t>(length) + 1);
    (void)ask();
  }
  SQLLEN isUnsigned = SQL_FALSE;
  api.colAttribute(m_statement, number, SQL_DESC_UNSIGNED, nullptr, 0, nullptr, &isUnsigned);
  std::array<SQLWCHAR, 128> typeName{};
  api.colAttribute(m_statement, number, SQL_DESC_TYPE_NAME, typeName.data(), static_cast<SQLSMALLINT>(sizeof typeName),
                   nullptr, nullptr);
  typeName.back() = 0;
  name.back() = 0;
  Field& field = m_fields[number - 1U];
  field.type = OdbcType::of(sqlType, isUnsigned == SQL_TRUE);
  const QString type = odbcWideFrom(typeName.data(), -1);
  if (m_link.traits().typesByValue) field.type = field.type.byValue();
  // A number to psqlODBC, with a sign of currency before it.
  if (type.compare(QLatin1String("money"), Qt::CaseInsensitive) == 0) field.type = OdbcType::of(SQL_DECIMAL, false);
  field.capacity = boundBytes(field.type, sqlType, size);
  Column column;
  column.name = odbcWideFrom(name.data(), -1);
  column.databaseType = odbcTypeName(type, sqlType, static_cast<qint64>(size), digits);
  column.type = field.type.type;
  column.source = field.type.source;
  m_columns.push_back(column);
}

/// False where the rows have to be read one by one.
bool OdbcRows::bind() {
  const OdbcApi& api = m_link.api();
  if (!m_link.traits().readsBlocks) return false;
  size_t rowBytes = 0;
  for (const Field& field : m_fields) {
    if (field.capacity == 0) return false;
    rowBytes += field.capacity + sizeof(SQLLEN);
  }
  const size_t rows = std::clamp<size_t>(kMostBlockBytes / rowBytes, 1, kMostBlockRows);
  if (!odbcDone(api.setStmtAttr(m_statement, SQL_ATTR_ROW_ARRAY_SIZE, attribute(rows), 0))) return false;
  // A driver may have taken another number.
  SQLULEN taken = 0;
  if (!odbcDone(api.getStmtAttr(m_statement, SQL_ATTR_ROW_ARRAY_SIZE, &taken, 0, nullptr)) || taken == 0 ||
      taken > rows)
    return false;
  m_blockRows = taken;
  m_states.assign(m_blockRows, SQL_ROW_SUCCESS);
  if (!odbcDone(api.setStmtAttr(m_statement, SQL_ATTR_ROWS_FETCHED_PTR, &m_fetched, 0)) ||
      !odbcDone(api.setStmtAttr(m_statement, SQL_ATTR_ROW_STATUS_PTR, m_states.data(), 0)))
    return false;
  SQLUSMALLINT number = 0;
  for (Field& field : m_fields) {
    field.bytes.resize(field.capacity * m_blockRows);
    field.lengths.assign(m_blockRows, SQL_NULL_DATA);
    if (!odbcDone(api.bindCol(m_statement, ++number, field.type.cType(), field.bytes.data(),
                              static_cast<SQLLEN>(field.capacity), field.lengths.data())))
      return false;
  }
  return true;
}

Expected<ColumnBatchPtr> OdbcRows::next() {
  if (m_failure) return *m_failure;
  ColumnBatchBuilder builder(static_cast<int>(m_fields.size()));
  QElapsedTimer timer;
  timer.start();
  while (!m_hasEnded && !m_failure && !builder.isFull() && (builder.rowCount() == 0 || timer.elapsed() < kCollectMs)) {
    auto fetched = m_blockRows > 0 ? fetchBlock(builder) : fetchRow(builder);
    if (!fetched) {
      m_failure = fetched.error();
    } else {
      m_hasEnded = !*fetched;
    }
  }
  // Half a row is none.
  if (m_failure && (m_isInRow || builder.rowCount() == 0)) return *m_failure;
  return builder.take();
}

Expected<bool> OdbcRows::fetchBlock(ColumnBatchBuilder& builder) {
  m_fetched = 0;
  const SQLRETURN code = m_link.api().fetch(m_statement);
  if (code == SQL_NO_DATA) return false;
  if (!odbcDone(code)) return m_link.failure(m_statement);
  const auto warnings =
      code == SQL_SUCCESS_WITH_INFO ? m_link.diagnostics(SQL_HANDLE_STMT, m_statement) : QVector<OdbcDiagnostic>();
  m_isCut = std::any_of(warnings.begin(), warnings.end(), [](const auto& one) { return one.state == u"01004"; });
  bool isMended = false;
  for (size_t row = 0; row < std::min<size_t>(m_fetched, m_blockRows); ++row) {
    if (m_states[row] == SQL_ROW_NOROW) break;
    if (m_states[row] == SQL_ROW_ERROR) return m_link.failure(m_statement);
    m_isInRow = true;
    for (int column = 0; column < m_columns.size(); ++column) {
      if (appendBound(builder, column, row)) continue;
      if (auto read = readAgain(builder, column, row); !read) return read.error();
      isMended = true;
    }
    builder.endRow();
    m_isInRow = false;
  }
  // The driver cut a value and does not say which.
  if (m_isCut && !isMended) return cutError(-1);
  return true;
}

bool OdbcRows::appendBound(ColumnBatchBuilder& builder, int column, size_t row) {
  const Field& field = m_fields[static_cast<size_t>(column)];
  const SQLLEN length = field.lengths[row];
  if (length == SQL_NULL_DATA) {
    builder.appendNull(column);
    return true;
  }
  const size_t terminator = terminatorOf(field.type);
  const size_t room = field.capacity - terminator;
  if (length < 0 || static_cast<size_t>(length) > room) return false;
  // Some tell what they wrote in place of what there is.
  if (m_isCut && m_states[row] != SQL_ROW_SUCCESS && static_cast<size_t>(length) + terminator >= room) return false;
  appendOdbcValue(builder, column, field.type, {field.bytes.data() + row * field.capacity, static_cast<size_t>(length)},
                  m_text);
  return true;
}

Expected<void> OdbcRows::readAgain(ColumnBatchBuilder& builder, int column, size_t row) {
  if (!m_link.traits().readsAgain || !odbcDone(m_link.api().setPos(m_statement, static_cast<SQLSETPOSIROW>(row + 1),
                                                                   SQL_POSITION, SQL_LOCK_NO_CHANGE)))
    return cutError(column);
  m_piece.resize(kPieceBytes);
  return readCell(builder, column);
}

Expected<bool> OdbcRows::fetchRow(ColumnBatchBuilder& builder) {
  const SQLRETURN code = m_link.api().fetch(m_statement);
  if (code == SQL_NO_DATA) return false;
  if (!odbcDone(code)) return m_link.failure(m_statement);
  m_isInRow = true;
  for (int column = 0; column < m_columns.size(); ++column) {
    if (auto read = readCell(builder, column); !read) return read.error();
  }
  builder.endRow();
  m_isInRow = false;
  return true;
}

Expected<void> OdbcRows::readCell(ColumnBatchBuilder& builder, int column) {
  const OdbcType& type = m_fields[static_cast<size_t>(column)].type;
  const size_t terminator = terminatorOf(type);
  std::string value;
  for (bool isFirst = true;; isFirst = false) {
    SQLLEN length = 0;
    const SQLRETURN code = m_link.api().getData(m_statement, static_cast<SQLUSMALLINT>(column + 1), type.cType(),
                                                m_piece.data(), static_cast<SQLLEN>(m_piece.size()), &length);
    if (code == SQL_NO_DATA) break;
    if (!odbcDone(code)) return m_link.failure(m_statement);
    if (length == SQL_NULL_DATA) {
      builder.appendNull(column);
      return {};
    }
    const size_t room = m_piece.size() - terminator;
    // Some tell what they wrote in place of what there is.
    const bool isKnown = length != SQL_NO_TOTAL && static_cast<size_t>(length) > room;
    const bool isFull = code == SQL_SUCCESS_WITH_INFO && static_cast<size_t>(length) + terminator >= room;
    const bool hasMore = length == SQL_NO_TOTAL || isKnown || isFull;
    if (!hasMore && isFirst) {
      appendOdbcValue(builder, column, type, {m_piece.data(), static_cast<size_t>(length)}, m_text);
      return {};
    }
    const size_t came = length == SQL_NO_TOTAL ? room : std::min(room, static_cast<size_t>(length));
    value.append(m_piece.data(), came);
    if (!hasMore) break;
    // What is left is read at once where the driver says how much it is.
    constexpr size_t kMostPieceBytes = 8 << 20;
    const size_t left = isKnown ? static_cast<size_t>(length) - room + terminator : 2 * m_piece.size();
    m_piece.resize(std::clamp(left, m_piece.size(), std::max(m_piece.size(), kMostPieceBytes)));
  }
  appendOdbcValue(builder, column, type, value, m_text);
  return {};
}

Error OdbcRows::cutError(int column) const {
  const QString name = column < 0 ? tr("a column") : tr("the column “%1”").arg(m_columns[column].name);
  return Error::of(ErrorKind::Sql,
                   tr("a value of %1 is longer than the driver said, and would be cut. Convert the column to a longer "
                      "type in the SQL, or raise the driver's length of texts.")
                       .arg(name));
}

}  // namespace courier
