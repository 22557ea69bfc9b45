#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "models/odbc/OdbcApi.h"

namespace courier::testing {

/// A driver manager with one driver, which gives one result and has the habits that a test wants. One at a time.
struct FakeOdbc {
  struct Column {
    int sqlType = SQL_VARCHAR;
    SQLULEN size = 10;
  };
  /// ASCII; a driver that gives text as UTF-16 does so here.
  using Row = std::vector<std::string>;

  std::vector<Column> columns;
  std::vector<Row> rows;
  SQLUINTEGER reading = SQL_GD_BLOCK;  ///< SQL_GETDATA_EXTENSIONS
  bool hidesLengths = false;           ///< tells SQL_NO_TOTAL of a value that is longer than the room for it
  bool tellsWritten = false;           ///< … or the bytes that it wrote
  int brokenRow = -1;                  ///< this one fails

  /// The functions, which all use the last one made.
  [[nodiscard]] std::shared_ptr<const OdbcApi> api() {
    s_the = this;
    auto api = std::make_shared<OdbcApi>();
    api->allocHandle = [](SQLSMALLINT, SQLHANDLE, SQLHANDLE* made) -> SQLRETURN {
      *made = s_the;
      return SQL_SUCCESS;
    };
    api->freeHandle = [](SQLSMALLINT, SQLHANDLE) -> SQLRETURN { return SQL_SUCCESS; };
    api->setEnvAttr = [](SQLHENV, SQLINTEGER, SQLPOINTER, SQLINTEGER) -> SQLRETURN { return SQL_SUCCESS; };
    api->setConnectAttr = [](SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER) -> SQLRETURN { return SQL_SUCCESS; };
    api->getConnectAttr = [](SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER, SQLINTEGER*) -> SQLRETURN {
      return SQL_ERROR;
    };
    api->driverConnect = [](SQLHDBC, SQLHWND, SQLWCHAR*, SQLSMALLINT, SQLWCHAR*, SQLSMALLINT, SQLSMALLINT*,
                            SQLUSMALLINT) -> SQLRETURN { return SQL_SUCCESS; };
    api->disconnect = [](SQLHDBC) -> SQLRETURN { return SQL_SUCCESS; };
    api->endTran = [](SQLSMALLINT, SQLHANDLE, SQLSMALLINT) -> SQLRETURN { return SQL_SUCCESS; };
    api->getInfo = [](SQLHDBC, SQLUSMALLINT kind, SQLPOINTER value, SQLSMALLINT, SQLSMALLINT*) -> SQLRETURN {
      if (kind != SQL_GETDATA_EXTENSIONS) return SQL_ERROR;
      std::memcpy(value, &s_the->reading, sizeof s_the->reading);
      return SQL_SUCCESS;
    };
    api->getDiagRec = [](SQLSMALLINT, SQLHANDLE, SQLSMALLINT record, SQLWCHAR* state, SQLINTEGER*, SQLWCHAR* text,
                         SQLSMALLINT, SQLSMALLINT* length) -> SQLRETURN {
      if (record > 1 || s_the->m_state.empty()) return SQL_NO_DATA;
      std::copy(s_the->m_state.begin(), s_the->m_state.end(), state);
      text[0] = u'x';
      *length = 1;
      return SQL_SUCCESS;
    };
    api->setStmtAttr = [](SQLHSTMT, SQLINTEGER kind, SQLPOINTER value, SQLINTEGER) -> SQLRETURN {
      if (kind == SQL_ATTR_ROW_ARRAY_SIZE) s_the->m_block = reinterpret_cast<size_t>(value);
      if (kind == SQL_ATTR_ROWS_FETCHED_PTR) s_the->m_fetched = static_cast<SQLULEN*>(value);
      if (kind == SQL_ATTR_ROW_STATUS_PTR) s_the->m_states = static_cast<SQLUSMALLINT*>(value);
      return SQL_SUCCESS;
    };
    api->getStmtAttr = [](SQLHSTMT, SQLINTEGER, SQLPOINTER value, SQLINTEGER, SQLINTEGER*) -> SQLRETURN {
      *static_cast<SQLULEN*>(value) = s_the->m_block;
      return SQL_SUCCESS;
    };
    api->freeStmt = [](SQLHSTMT, SQLUSMALLINT) -> SQLRETURN { return SQL_SUCCESS; };
    api->execDirect = [](SQLHSTMT, SQLWCHAR*, SQLINTEGER) -> SQLRETURN { return SQL_SUCCESS; };
    api->cancel = [](SQLHSTMT) -> SQLRETURN { return SQL_SUCCESS; };
    api->numResultCols = [](SQLHSTMT, SQLSMALLINT* count) -> SQLRETURN {
      *count = static_cast<SQLSMALLINT>(s_the->columns.size());
      return SQL_SUCCESS;
    };
    api->describeCol = [](SQLHSTMT, SQLUSMALLINT number, SQLWCHAR* name, SQLSMALLINT, SQLSMALLINT* length,
                          SQLSMALLINT* type, SQLULEN* size, SQLSMALLINT*, SQLSMALLINT*) -> SQLRETURN {
      name[0] = static_cast<SQLWCHAR>(u'a' + number - 1);
      name[1] = 0;
      *length = 1;
      *type = static_cast<SQLSMALLINT>(s_the->columns[number - 1U].sqlType);
      *size = s_the->columns[number - 1U].size;
      return SQL_SUCCESS;
    };
    api->colAttribute = [](SQLHSTMT, SQLUSMALLINT, SQLUSMALLINT, SQLPOINTER, SQLSMALLINT, SQLSMALLINT*,
                           SQLLEN*) -> SQLRETURN { return SQL_ERROR; };
    api->bindCol = [](SQLHSTMT, SQLUSMALLINT number, SQLSMALLINT type, SQLPOINTER bytes, SQLLEN room,
                      SQLLEN* lengths) -> SQLRETURN {
      s_the->m_bound.resize(s_the->columns.size());
      s_the->m_bound[number - 1U] = {type, static_cast<char*>(bytes), static_cast<size_t>(room), lengths};
      return SQL_SUCCESS;
    };
    api->fetch = [](SQLHSTMT) -> SQLRETURN { return s_the->fetch(); };
    api->setPos = [](SQLHSTMT, SQLSETPOSIROW row, SQLUSMALLINT, SQLUSMALLINT) -> SQLRETURN {
      s_the->m_row = s_the->m_next - *s_the->m_fetched + row - 1;
      s_the->m_offset = 0;
      return SQL_SUCCESS;
    };
    api->getData = [](SQLHSTMT, SQLUSMALLINT number, SQLSMALLINT type, SQLPOINTER bytes, SQLLEN room,
                      SQLLEN* length) -> SQLRETURN {
      return s_the->getData(number, type, static_cast<char*>(bytes), static_cast<size_t>(room), length);
    };
    return api;
  }

 private:
  struct Bound {
    SQLSMALLINT type = 0;
    char* bytes = nullptr;
    size_t room = 0;
    SQLLEN* lengths = nullptr;
  };
  static size_t terminatorOf(SQLSMALLINT type) { return type == SQL_C_WCHAR ? 2 : type == SQL_C_BINARY ? 0 : 1; }
  static std::string given(const std::string& value, SQLSMALLINT type) {
    std::string wide;
    for (const char c : value) wide.append({c, '\0'});
    return type == SQL_C_WCHAR ? wide : value;
  }
  /// Writes as much as has room, and what a driver tells of it; false where that was not all.
  bool give(const std::string& value, SQLSMALLINT type, char* to, size_t size, SQLLEN* length) {
    const size_t room = size - terminatorOf(type);
    const size_t written = std::min(value.size(), room);
    std::memcpy(to, value.data(), written);
    std::memset(to + written, 0, terminatorOf(type));
    const bool isWhole = written == value.size();
    *length = static_cast<SQLLEN>(isWhole || !tellsWritten ? value.size() : written);
    if (!isWhole && hidesLengths) *length = SQL_NO_TOTAL;
    return isWhole;
  }
  SQLRETURN fetch() {
    m_state.clear();
    if (m_next == rows.size()) return SQL_NO_DATA;
    m_row = m_next;
    m_column = 0;
    if (m_block <= 1) {
      ++m_next;
      return SQL_SUCCESS;
    }
    bool isWhole = true;
    size_t count = 0;
    for (; count < m_block && m_next < rows.size(); ++count, ++m_next) {
      m_states[count] = static_cast<int>(m_next) == brokenRow ? SQL_ROW_ERROR : SQL_ROW_SUCCESS;
      for (size_t column = 0; column < columns.size(); ++column) {
        const Bound& to = m_bound[column];
        if (give(given(rows[m_next][column], to.type), to.type, to.bytes + count * to.room, to.room,
                 to.lengths + count))
          continue;
        m_states[count] = SQL_ROW_SUCCESS_WITH_INFO;
        isWhole = false;
      }
    }
    *m_fetched = count;
    if (!isWhole) m_state = "01004";
    if (brokenRow >= 0) m_state = "22012";
    return m_state.empty() ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
  }
  SQLRETURN getData(SQLUSMALLINT number, SQLSMALLINT type, char* bytes, size_t room, SQLLEN* length) {
    if (number != m_column) m_offset = 0;
    m_column = number;
    const std::string value = given(rows[m_row][number - 1U], type);
    if (m_offset > 0 && m_offset == value.size()) return SQL_NO_DATA;
    const std::string rest = value.substr(m_offset);
    const bool isWhole = give(rest, type, bytes, room, length);
    m_offset += std::min(rest.size(), room - terminatorOf(type));
    return isWhole ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
  }

  static inline FakeOdbc* s_the = nullptr;
  std::string m_state;
  size_t m_block = 1;
  SQLULEN* m_fetched = nullptr;
  SQLUSMALLINT* m_states = nullptr;
  std::vector<Bound> m_bound;
  size_t m_next = 0;  ///< behind those fetched
  size_t m_row = 0;
  size_t m_offset = 0;  ///< of the value that is read piece by piece
  SQLUSMALLINT m_column = 0;
};

}  // namespace courier::testing
