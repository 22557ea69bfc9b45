#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include "models/query/SqliteEngine.h"
#include "tests/support/Batches.h"

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

/// An engine, a database file to ask, and what the last query() gave.
class SqliteFixture : public ::testing::Test {
 protected:
  SqliteFixture() = default;
  /// `folder`: where the files are, with XXXXXX for what makes it unique.
  explicit SqliteFixture(const QString& folder) : m_folder(folder) {}
  [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
  void fill(const char* sql) { SqliteFile(path("db"), sql); }

  [[nodiscard]] Expected<QuerySummary> query(const char16_t* sql, qint64 rowLimit = 0) {
    m_request.connection.file = path(m_file);
    m_request.sql = QString::fromUtf16(sql);
    m_request.rowLimit = rowLimit;
    m_sink = {};
    return m_engine.run(m_request, m_cancel, m_sink);
  }
  [[nodiscard]] QString failure(const char16_t* sql) {
    const auto result = query(sql);
    return result.ok() ? QString() : result.error().message;
  }
  void allowWriting() { m_request.connection.readOnly = false; }

  QTemporaryDir m_folder;
  const char* m_file = "db";
  SqliteEngine m_engine{path("courier.db"), 300};
  QueryRequest m_request;
  CancelToken m_cancel;
  CollectingSink m_sink;
};

}  // namespace courier::testing
