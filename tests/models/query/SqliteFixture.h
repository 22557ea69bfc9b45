#pragma once

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "models/query/SqliteEngine.h"
#include "tests/support/CollectingSink.h"
#include "tests/support/SqliteFile.h"

namespace courier::testing {

/// An engine, a database file to ask, and what the last query() gave.
class SqliteFixture : public ::testing::Test {
 protected:
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
