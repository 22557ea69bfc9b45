#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/models/query/SqliteFixture.h"

namespace courier {
namespace {

using testing::SqliteFile;

class SqliteRefusal : public testing::SqliteFixture {
 protected:
  SqliteRefusal() {
    fill("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    SqliteFile(path("courier.db"), "CREATE TABLE secret (x)");
  }
  void expectOpenError(const char* file, ErrorKind kind, const char* words) {
    m_file = file;
    const auto result = query(u"SELECT 1");
    ASSERT_FALSE(result.ok()) << file;
    EXPECT_EQ(result.error().kind, kind) << file;
    EXPECT_TRUE(result.error().message.contains(QString::fromUtf8(words))) << result.error().message.toStdString();
    EXPECT_TRUE(result.error().message.contains(QString::fromUtf8(file))) << result.error().message.toStdString();
    Connection connection;
    connection.file = path(file);
    EXPECT_EQ(m_engine.tables({connection, {}}, {}, m_cancel).error().kind, kind);
  }
};

TEST_F(SqliteRefusal, FilesThatAreNoDatabase) {
  QFile text(path("notes.txt"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write(QByteArray("These are notes and no database at all.\n").repeated(200));
  text.close();
  ASSERT_TRUE(QDir(m_folder.path()).mkdir(QStringLiteral("folder")));
  expectOpenError("missing.db", ErrorKind::NotFound, "There is no file");
  EXPECT_FALSE(QFile::exists(path("missing.db")));
  allowWriting();
  expectOpenError("missing.db", ErrorKind::NotFound, "There is no file");
  EXPECT_FALSE(QFile::exists(path("missing.db")));
  expectOpenError("notes.txt", ErrorKind::InvalidInput, "is not an SQLite database");
  expectOpenError("folder", ErrorKind::InvalidInput, "is not a file");
}

TEST_F(SqliteRefusal, AnEmptyFileIsAnEmptyDatabase) {
  QFile empty(path("empty.db"));
  ASSERT_TRUE(empty.open(QIODevice::WriteOnly));
  m_file = "empty.db";
  EXPECT_EQ(query(u"SELECT * FROM sqlite_schema")->rows, 0);
}

TEST_F(SqliteRefusal, TheProgramsOwnDatabaseUnderAnyName) {
  std::error_code error;
  const auto own = path("courier.db").toStdString();
  std::filesystem::create_hard_link(own, path("hard.db").toStdString(), error);
  ASSERT_FALSE(error);
  std::filesystem::create_symlink(own, path("soft.db").toStdString(), error);
  expectOpenError("courier.db", ErrorKind::InvalidInput, "own database");
  expectOpenError("hard.db", ErrorKind::InvalidInput, "own database");
  if (!error) expectOpenError("soft.db", ErrorKind::InvalidInput, "own database");
  m_file = "db";
  for (const bool readOnly : {true, false}) {
    m_request.connection.readOnly = readOnly;
    for (const char* name : {"courier.db", "hard.db", "./courier.db"}) {
      const QString sql = QStringLiteral("ATTACH '%1' AS x; SELECT * FROM x.secret").arg(path(name));
      EXPECT_TRUE(failure(sql.toStdU16String().c_str()).contains(QStringLiteral("own database"))) << name;
      const QString address = QStringLiteral("ATTACH 'file:%1' AS x; SELECT * FROM x.secret").arg(path(name));
      EXPECT_TRUE(failure(address.toStdU16String().c_str()).contains(QStringLiteral("file: address"))) << name;
    }
    const QString joined = QStringLiteral("ATTACH '%1' || 'r.db' AS x").arg(path("courie"));
    EXPECT_TRUE(failure(joined.toStdU16String().c_str()).contains(QStringLiteral("written out")));
  }
  EXPECT_TRUE(query(u"ATTACH ':memory:' AS m; SELECT 1").ok());
  SqliteFile(path("other.db"), "CREATE TABLE o (x)");
  const QString other = QStringLiteral("ATTACH '%1' AS x; SELECT * FROM x.o").arg(path("other.db"));
  EXPECT_TRUE(query(other.toStdU16String().c_str()).ok());
}

TEST_F(SqliteRefusal, WritingOnAReadOnlyConnection) {
  const char16_t* statements[] = {
      u"INSERT INTO t VALUES (2)",
      u"UPDATE t SET a = 2",
      u"DELETE FROM t RETURNING a",
      u"CREATE TABLE u (x)",
      u"CREATE TEMP TABLE u (x); INSERT INTO u VALUES (1); CREATE TEMP TRIGGER g AFTER INSERT ON u BEGIN INSERT INTO t "
      u"VALUES (2); END; INSERT INTO u VALUES (2)",
      u"CREATE TEMP TABLE u (x); DROP TABLE u; DROP TABLE t",
      u"ALTER TABLE t RENAME TO u",
      u"DROP TABLE t",
      u"VACUUM",
      u"VACUUM INTO 'copy.db'",
      u"PRAGMA user_version = 5",
      u"PRAGMA journal_mode = WAL",
      u"PRAGMA query_only = 0; INSERT INTO t VALUES (2)",
      u"WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
  };
  for (const char16_t* statement : statements) {
    const auto result = query(statement);
    ASSERT_FALSE(result.ok()) << QString::fromUtf16(statement).toStdString();
    EXPECT_EQ(result.error().message, u"This connection is read-only. To change data, allow this connection to write.")
        << QString::fromUtf16(statement).toStdString() << result.error().message.toStdString();
    EXPECT_EQ(result.error().kind, ErrorKind::Sql);
    EXPECT_TRUE(result.error().position.has_value());
  }
  EXPECT_FALSE(QFile::exists(QStringLiteral("copy.db")));
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT group_concat(a) FROM t"), "1");
  EXPECT_TRUE(query(u"BEGIN; SELECT a FROM t; COMMIT; EXPLAIN DELETE FROM t").ok());
  EXPECT_EQ(SqliteFile(path("db")).ask("PRAGMA journal_mode"), "delete");
}

TEST_F(SqliteRefusal, WhatEndsWithTheConnectionMayBeMadeOnAReadOnlyOne) {
  const QByteArray before = SqliteFile(path("db")).ask("SELECT group_concat(name) FROM sqlite_schema");
  ASSERT_EQ(failure(u"CREATE TEMP TABLE u (x); INSERT INTO u SELECT a + 41 FROM t; UPDATE u SET x = x + 1; "
                    u"CREATE INDEX temp.i ON u (x); ALTER TABLE u RENAME TO v; CREATE TEMP VIEW w AS SELECT x FROM v; "
                    u"SELECT x FROM w"),
            QString());
  EXPECT_EQ(m_sink.cell(0, 0).integer, 43);
  EXPECT_EQ(failure(u"CREATE TEMPORARY TABLE u AS SELECT * FROM t; DROP TABLE u; SELECT 1"), QString());
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT group_concat(name) FROM sqlite_schema"), before);
}

TEST_F(SqliteRefusal, WritingAnAttachedFileOnAReadOnlyConnection) {
  SqliteFile(path("other.db"), "CREATE TABLE o (x)");
  for (const char* sql : {"INSERT INTO x.o VALUES (1)", "CREATE TABLE x.p (y)", "PRAGMA x.user_version = 7",
                          "CREATE TEMP TABLE q AS SELECT 1; DELETE FROM x.o"}) {
    const QString text = QStringLiteral("ATTACH '%1' AS x; %2").arg(path("other.db"), QString::fromUtf8(sql));
    EXPECT_TRUE(failure(text.toStdU16String().c_str()).contains(QStringLiteral("read-only"))) << sql;
  }
  EXPECT_EQ(SqliteFile(path("other.db")).ask("PRAGMA user_version"), "0");
}

TEST_F(SqliteRefusal, AParameterWithoutAValue) {
  const std::pair<const char16_t*, const char16_t*> cases[] = {
      {u"SELECT 1;\nSELECT a FROM t WHERE ':x' = a OR a = :id",
       u"Statement 2, line 2, column 39: the parameter :id has"},
      {u"SELECT a FROM t WHERE a = ?", u"Statement 1, line 1, column 27: the parameter ? has"},
      {u"SELECT a FROM t WHERE a = ?7", u"Statement 1, line 1, column 27: the parameter ?7 has"},
      {u"SELECT a FROM t WHERE a = @a", u"Statement 1, line 1, column 27: the parameter @a has"},
      {u"SELECT a FROM t WHERE a = $a", u"Statement 1, line 1, column 27: the parameter $a has"},
      {u"INSERT INTO t VALUES (:v)", u"Statement 1, line 1, column 23: the parameter :v has"},
  };
  allowWriting();
  for (const auto& [sql, words] : cases) {
    const auto result = query(sql);
    ASSERT_FALSE(result.ok()) << QString::fromUtf16(sql).toStdString();
    EXPECT_EQ(result.error().kind, ErrorKind::Sql);
    EXPECT_TRUE(result.error().message.startsWith(QString::fromUtf16(words))) << result.error().message.toStdString();
  }
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT group_concat(a) FROM t"), "1");
  EXPECT_EQ(failure(u"SELECT ':x', \"?\" FROM (SELECT 1 AS \"?\") -- :y"), QString());
  EXPECT_EQ(failure(u"EXPLAIN SELECT :x"), QString());
}

TEST_F(SqliteRefusal, AnInvisibleCharacterIsNamedWithItsPlace) {
  const std::pair<const char16_t*, const char16_t*> cases[] = {
      {u"SELECT\u00a0a FROM t", u"line 1, column 7 has the invisible character U+00A0"},
      {u"SELECT 1;\n\u00a0SELECT 'x\u00a0' FROM t", u"line 2, column 1 has the invisible character U+00A0"},
      {u"SELECT a /*\u00a0*/ FROM\u200b t", u"line 1, column 20 has the invisible character U+200B"},
      {u"SELECT '\u00a0', \"a\" FROM t\u3000", u"line 1, column 23 has the invisible character U+3000"},
  };
  for (const auto& [sql, words] : cases) {
    const QString message = failure(sql);
    EXPECT_TRUE(message.startsWith(QStringLiteral("Statement "))) << message.toStdString();
    EXPECT_TRUE(message.contains(QString::fromUtf16(words))) << message.toStdString();
  }
  for (const char16_t* sql :
       {u"SELECT '\u00a0' FROM gone", u"SELECT \"\u00a0\" FROM gone -- \u00a0", u"SELEC 1;\u00a0x"}) {
    EXPECT_FALSE(failure(sql).isEmpty());
    EXPECT_FALSE(failure(sql).contains(QStringLiteral("invisible"))) << failure(sql).toStdString();
  }
  EXPECT_EQ(failure(u"SELECT '\u00a0\u200b' FROM t"), QString());
}

TEST_F(SqliteRefusal, SettingsOfTheWholeProcess) {
  EXPECT_TRUE(failure(u"PRAGMA hard_heap_limit = 100000").contains(QStringLiteral("hard_heap_limit")));
  EXPECT_TRUE(query(u"PRAGMA hard_heap_limit").ok());
  EXPECT_TRUE(query(u"PRAGMA cache_size = 100; SELECT 1").ok());
}

TEST_F(SqliteRefusal, ALockedDatabaseIsWaitedForAndThenNamed) {
  SqliteFile other(path("db"), "BEGIN EXCLUSIVE");
  const auto result = query(u"SELECT a FROM t");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::Busy);
  EXPECT_TRUE(result.error().message.contains(QStringLiteral("Another program has locked")));
  other.run("COMMIT");
  EXPECT_EQ(query(u"SELECT a FROM t")->rows, 1);
}

struct ErrorCase {
  const char16_t* sql;
  const char16_t* message;
  qsizetype offset;
};

TEST_F(SqliteRefusal, ErrorsNameStatementLineAndColumn) {
  const ErrorCase cases[] = {
      {u"SELECT foo", u"Statement 1, line 1, column 8: no such column: foo", 7},
      {u"SELECT 1;\n\nSELECT\n  foo FROM t", u"Statement 2, line 4, column 3: no such column: foo", 20},
      {u"-- ä😀\r\n/* ü */ SELECT 'ö', foo", u"Statement 1, line 2, column 21: no such column: foo", 28},
      {u"SELECT '😀', foo", u"Statement 1, line 1, column 13: no such column: foo", 13},
      {u";; SELECT 1; ; SELECT * FROM gone", u"Statement 2, line 1, column 16: no such table: gone", 15},
      {u"SELEC 1", u"Statement 1, line 1, column 1: near \"SELEC\": syntax error", 0},
      {u"SELECT 1;\n  SELECT (1", nullptr, -1},
      {u"SELECT 'no end", nullptr, -1},
      {u"SELECT 1;\n -- here\n SELECT abs(-9223372036854775808)", u"Statement 2, line 3, column 2: integer overflow",
       20},
  };
  for (const ErrorCase& each : cases) {
    const auto result = query(each.sql);
    const std::string text = QString::fromUtf16(each.sql).toStdString();
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().kind, ErrorKind::Sql) << text;
    ASSERT_TRUE(result.error().position.has_value()) << text;
    if (each.message == nullptr) {
      EXPECT_TRUE(result.error().message.startsWith(QStringLiteral("Statement "))) << text;
      continue;
    }
    EXPECT_EQ(result.error().message, QString::fromUtf16(each.message)) << text;
    EXPECT_EQ(result.error().position->offset, each.offset) << text;
  }
}

TEST_F(SqliteRefusal, ErrorsAreTheEditorsOwnLineAndColumn) {
  m_request.origin = TextPosition{3, 10, 5, 200};
  const auto first = query(u"SELECT foo");
  EXPECT_EQ(first.error().message, u"Statement 3, line 10, column 12: no such column: foo");
  EXPECT_EQ(first.error().position->offset, 7);
  const auto second = query(u"SELECT 1;\nSELECT foo");
  EXPECT_EQ(second.error().message, u"Statement 4, line 11, column 8: no such column: foo");
}

TEST_F(SqliteRefusal, ANulCharacterIsNotTheEnd) {
  m_request.connection.file = path("db");
  m_request.sql = QStringLiteral("SELECT 1;\nSELECT 2") + QChar(QChar::Null) + QStringLiteral("; DROP TABLE t");
  const auto result = m_engine.run(m_request, m_cancel, m_sink);
  ASSERT_FALSE(result.ok());
  EXPECT_TRUE(result.error().message.startsWith(QStringLiteral("Statement 2, line 2, column 9: ")))
      << result.error().message.toStdString();
}

/// Cancels 50 ms into the query and measures how long the engine then takes.
class SqliteCancel : public SqliteRefusal {
 protected:
  void expectCancelled(const char16_t* sql) {
    std::atomic<qint64> cancelledAt = 0;
    QElapsedTimer timer;
    timer.start();
    std::thread canceller([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      cancelledAt = timer.elapsed();
      m_cancel.cancel();
    });
    const auto result = query(sql);
    const qint64 endedAt = timer.elapsed();
    canceller.join();
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
    // Promised are 200 ms; the rest is room for a slow machine.
    EXPECT_LT(endedAt - cancelledAt, 1000);
  }
};

TEST_F(SqliteCancel, AnEndlessQueryThatGivesNoRows) {
  expectCancelled(u"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n");
}

TEST_F(SqliteCancel, AnEndlessQueryThatGivesRows) {
  expectCancelled(u"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n");
}

TEST_F(SqliteCancel, WaitingForALock) {
  const SqliteFile other(path("db"), "BEGIN EXCLUSIVE");
  SqliteEngine patient(path("courier.db"), 60'000);
  m_request.connection.file = path("db");
  m_request.sql = QStringLiteral("SELECT a FROM t");
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    m_cancel.cancel();
  });
  QElapsedTimer timer;
  timer.start();
  EXPECT_EQ(patient.run(m_request, m_cancel, m_sink).error().kind, ErrorKind::Cancelled);
  EXPECT_LT(timer.elapsed(), 2000);
  canceller.join();
}

TEST_F(SqliteCancel, BeforeItBegins) {
  m_cancel.cancel();
  EXPECT_EQ(query(u"SELECT 1").error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(m_sink.begins, 0);
}

}  // namespace
}  // namespace courier
