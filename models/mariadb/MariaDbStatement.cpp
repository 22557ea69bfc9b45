#include "models/mariadb/MariaDbStatement.h"

#include <mysqld_error.h>

namespace courier {

using Form = MariaDbType::Form;

MariaDbStatement::MariaDbStatement(MariaDbSession& session)
    : m_session(session), m_statement(mysql_stmt_init(session.handle())) {}

MariaDbStatement::~MariaDbStatement() {
  // Where rows are left, closing it would read them all: the session cuts its line first and ends it then.
  if (m_statement != nullptr) mysql_stmt_close(m_statement);
}

Expected<void> MariaDbStatement::execute(const QByteArray& text) {
  if (m_statement == nullptr) return Error::of(ErrorKind::Internal, MariaDbSession::tr("There is not enough memory."));
  int failed = 0;
  m_session.setBusy(true);
  auto prepared = m_session.await(
      [&] {
        return mysql_stmt_prepare_start(&failed, m_statement, text.constData(),
                                        static_cast<unsigned long>(text.size()));
      },
      [&](int came) { return mysql_stmt_prepare_cont(&failed, m_statement, came); });
  if (!prepared) return prepared;
  if (failed != 0) return mysql_stmt_errno(m_statement) == ER_UNSUPPORTED_PS ? executePlain(text) : failure();
  auto executed = m_session.await([&] { return mysql_stmt_execute_start(&failed, m_statement); },
                                  [&](int came) { return mysql_stmt_execute_cont(&failed, m_statement, came); });
  if (!executed) return executed;
  if (failed != 0) return failure();
  return {};
}

Expected<void> MariaDbStatement::executePlain(const QByteArray& text) {
  m_isPlain = true;
  MYSQL* const handle = m_session.handle();
  int failed = 0;
  auto executed = m_session.await(
      [&] {
        return mysql_real_query_start(&failed, handle, text.constData(), static_cast<unsigned long>(text.size()));
      },
      [&](int came) { return mysql_real_query_cont(&failed, handle, came); });
  if (!executed) return executed;
  if (failed != 0) return failure();
  m_result.reset(mysql_use_result(handle));
  return {};
}

Columns MariaDbStatement::columns() {
  Columns columns;
  if (m_isPlain) {
    m_fields.clear();
    const unsigned count = m_result ? mysql_num_fields(m_result.get()) : 0;
    for (unsigned index = 0; index < count; ++index) {
      const MYSQL_FIELD& field = mysql_fetch_fields(m_result.get())[index];
      m_fields.emplace_back();
      m_fields.back().type = MariaDbType::of(field, m_session.tinyint1IsBoolean());
      columns.push_back(mariaDbColumn(field, m_fields.back().type));
    }
    return columns;
  }
  MYSQL_RES* const described = mysql_stmt_result_metadata(m_statement);
  if (described == nullptr) return columns;
  bind(described);
  const MYSQL_FIELD* const fields = mysql_fetch_fields(described);
  for (size_t index = 0; index < m_fields.size(); ++index)
    columns.push_back(mariaDbColumn(fields[index], m_fields[index].type));
  mysql_free_result(described);
  return columns;
}

qint64 MariaDbStatement::changedRows() const {
  const my_ulonglong rows = m_isPlain ? mysql_affected_rows(m_session.handle()) : mysql_stmt_affected_rows(m_statement);
  return rows == static_cast<my_ulonglong>(-1) ? 0 : static_cast<qint64>(rows);
}

void MariaDbStatement::bind(MYSQL_RES* described) {
  constexpr size_t kFirstBytes = 256;
  const size_t count = mysql_num_fields(described);
  const MYSQL_FIELD* const fields = mysql_fetch_fields(described);
  m_fields.assign(count, {});
  m_binds.assign(count, {});
  for (size_t index = 0; index < count; ++index) {
    Field& field = m_fields[index];
    MYSQL_BIND& bound = m_binds[index];
    field.type = MariaDbType::of(fields[index], m_session.tinyint1IsBoolean());
    bound.length = &field.length;
    bound.is_null = &field.isNull;
    bound.error = &field.isCut;
    switch (field.type.form) {
      case Form::Integer:
      case Form::Unsigned:
        bound.buffer_type = MYSQL_TYPE_LONGLONG;
        bound.buffer = &field.integer;
        bound.is_unsigned = (fields[index].flags & UNSIGNED_FLAG) != 0 ? 1 : 0;
        break;
      case Form::Float:
        bound.buffer_type = MYSQL_TYPE_FLOAT;
        bound.buffer = &field.single;
        break;
      case Form::Double:
        bound.buffer_type = MYSQL_TYPE_DOUBLE;
        bound.buffer = &field.real;
        break;
      default:
        field.bytes.resize(kFirstBytes);
        bound.buffer_type = MYSQL_TYPE_STRING;
        bound.buffer = field.bytes.data();
        bound.buffer_length = static_cast<unsigned long>(field.bytes.size());
    }
  }
  mysql_stmt_bind_result(m_statement, m_binds.data());
}

Expected<bool> MariaDbStatement::fetch(ColumnBatchBuilder& row, const std::function<Expected<void>()>& whileIdle) {
  if (m_isPlain) return fetchPlain(row, whileIdle);
  int state = 0;
  auto fetched = m_session.await([&] { return mysql_stmt_fetch_start(&state, m_statement); },
                                 [&](int came) { return mysql_stmt_fetch_cont(&state, m_statement, came); }, whileIdle);
  if (!fetched) return fetched.error();
  if (state == MYSQL_NO_DATA) return false;
  if (state == 1) return failure();
  for (size_t index = 0; index < m_fields.size(); ++index) appendField(row, static_cast<int>(index));
  return true;
}

Expected<bool> MariaDbStatement::fetchPlain(ColumnBatchBuilder& row, const std::function<Expected<void>()>& whileIdle) {
  MYSQL_ROW values = nullptr;
  auto fetched =
      m_session.await([&] { return mysql_fetch_row_start(&values, m_result.get()); },
                      [&](int came) { return mysql_fetch_row_cont(&values, m_result.get(), came); }, whileIdle);
  if (!fetched) return fetched.error();
  if (values == nullptr) {
    if (mysql_errno(m_session.handle()) != 0) return failure();
    return false;
  }
  const unsigned long* const lengths = mysql_fetch_lengths(m_result.get());
  for (size_t index = 0; index < m_fields.size(); ++index) {
    const int column = static_cast<int>(index);
    if (values[index] == nullptr) {
      row.appendNull(column);
    } else {
      appendMariaDbBytes(row, column, m_fields[index].type, {values[index], lengths[index]});
    }
  }
  return true;
}

void MariaDbStatement::appendField(ColumnBatchBuilder& row, int index) {
  Field& field = m_fields[static_cast<size_t>(index)];
  if (field.isNull != 0) return row.appendNull(index);
  switch (field.type.form) {
    case Form::Integer:
      return row.appendInteger(index, field.integer);
    case Form::Unsigned:
      return appendMariaDbUnsigned(row, index, static_cast<quint64>(field.integer));
    case Form::Float:
      return appendMariaDbFloat(row, index, field.single);
    case Form::Double:
      return row.appendReal(index, field.real);
    default:
      break;
  }
  if (field.length > field.bytes.size()) {
    // Bound anew for the rows that follow as well.
    field.bytes.resize(field.length);
    MYSQL_BIND& bound = m_binds[static_cast<size_t>(index)];
    bound.buffer = field.bytes.data();
    bound.buffer_length = field.length;
    mysql_stmt_fetch_column(m_statement, &bound, static_cast<unsigned>(index), 0);
    mysql_stmt_bind_result(m_statement, m_binds.data());
  }
  appendMariaDbBytes(row, index, field.type, {field.bytes.data(), field.length});
}

Expected<bool> MariaDbStatement::nextResult() {
  int state = 0;
  MYSQL* const handle = m_session.handle();
  m_result.reset();
  auto gone = m_session.await(
      [&] {
        return m_isPlain ? mysql_next_result_start(&state, handle) : mysql_stmt_next_result_start(&state, m_statement);
      },
      [&](int came) {
        return m_isPlain ? mysql_next_result_cont(&state, handle, came)
                         : mysql_stmt_next_result_cont(&state, m_statement, came);
      });
  if (!gone) return gone.error();
  if (m_isPlain && state == 0) m_result.reset(mysql_use_result(handle));
  if (state > 0) return failure();
  if (state < 0) m_session.setBusy(false);
  return state == 0;
}

void MariaDbStatement::abandon() {
  // A result without its handle is only memory.
  if (m_result) m_result->handle = nullptr;
}

Error MariaDbStatement::failure() const {
  if (m_isPlain) return m_session.failure(mysql_errno(m_session.handle()), mysql_error(m_session.handle()));
  if (const unsigned number = mysql_stmt_errno(m_statement); number != 0)
    return m_session.failure(number, mysql_stmt_error(m_statement));
  // What comes in the middle of the rows stands with the connection.
  return m_session.failure(mysql_errno(m_session.handle()), mysql_error(m_session.handle()));
}

}  // namespace courier
