#pragma once

#include <sqlite3.h>

#include <QByteArray>
#include <QString>

namespace courier::testing {

/// A connection of the test's own to an SQLite file, made where it is missing. Ends the test program on an error.
class SqliteFile {
 public:
  explicit SqliteFile(const QString& path, const char* sql = "") {
    if (sqlite3_open(path.toUtf8().constData(), &m_handle) != SQLITE_OK) qFatal("cannot make a database");
    run(sql);
  }
  ~SqliteFile() { sqlite3_close(m_handle); }
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  void run(const char* sql) {
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) qFatal("%s", sqlite3_errmsg(m_handle));
  }
  /// The first column of the first row.
  [[nodiscard]] QByteArray ask(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    QByteArray answer;
    if (sqlite3_prepare_v2(m_handle, sql, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
      answer = QByteArray(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    return answer;
  }

 private:
  sqlite3* m_handle = nullptr;
};

}  // namespace courier::testing
