#include "tests/models/query/SqliteFixture.h"

namespace courier {
namespace {

using testing::SqliteFile;

/// Files whose own schema calls functions and virtual tables.
class SqliteSchema : public testing::SqliteFixture {};

struct SchemaCase {
  const char* schema;
  const char16_t* sql;  ///< what is asked, on a connection that may write
  const char* first;    ///< the first cell of its rows
};

TEST_F(SqliteSchema, WhatItUsesIsAllowedWhereverItStands) {
  const SchemaCase cases[] = {
      {"CREATE TABLE e (doc TEXT, n INT AS (json_extract(doc, '$.n'))); INSERT INTO e VALUES ('{\"n\": 7}')",
       u"SELECT n FROM e", "7"},
      {"CREATE TABLE e (doc TEXT, n INT AS (doc ->> 'n') STORED); INSERT INTO e VALUES ('{\"n\": 7}')",
       u"UPDATE e SET doc = '{\"n\": 8}'; SELECT n FROM e", "8"},
      {"CREATE TABLE e (doc TEXT); CREATE INDEX i ON e (json_extract(doc, '$.n')); INSERT INTO e VALUES ('{\"n\": 7}')",
       u"INSERT INTO e VALUES ('{\"n\": 6}'); SELECT json_extract(doc, '$.n') FROM e ORDER BY 1", "6"},
      {"CREATE TABLE e (doc TEXT); CREATE INDEX i ON e (doc) WHERE json_valid(doc); INSERT INTO e VALUES ('1')",
       u"SELECT doc FROM e WHERE json_valid(doc)", "1"},
      {"CREATE TABLE e (doc TEXT CHECK (json_valid(doc)), d TEXT DEFAULT (json_array(1)))",
       u"INSERT INTO e (doc) VALUES ('{}'); SELECT d FROM e", "[1]"},
      {"CREATE VIEW v AS SELECT value FROM json_each('[5, 6]')", u"SELECT value FROM v", "5"},
      {"CREATE VIRTUAL TABLE f USING fts5 (a); INSERT INTO f VALUES ('a word'); "
       "CREATE VIEW v AS SELECT highlight(f, 0, '<', '>') AS h FROM f WHERE f MATCH 'word'",
       u"SELECT h FROM v", "a <word>"},
      {"CREATE VIRTUAL TABLE f USING fts4 (a); INSERT INTO f VALUES ('a word'); "
       "CREATE VIEW v AS SELECT snippet(f) AS s FROM f WHERE f MATCH 'word'",
       u"SELECT s FROM v", "a <b>word</b>"},
      {"CREATE VIRTUAL TABLE f USING fts5 (a); CREATE TABLE t (a); "
       "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO f VALUES (new.a); END",
       u"INSERT INTO t VALUES ('some word'); SELECT a FROM f WHERE f MATCH 'word'", "some word"},
      {"CREATE VIRTUAL TABLE r USING rtree (id, x0, x1); INSERT INTO r VALUES (1, 2, 3); "
       "CREATE VIEW v AS SELECT id FROM r WHERE x0 > 1",
       u"SELECT id FROM v", "1"},
      {"CREATE VIEW v AS SELECT name FROM pragma_table_info('t'); CREATE TABLE t (here)", u"SELECT name FROM v",
       "here"},
      {"CREATE TABLE t (a, b AS (strftime('%Y', a)), c AS (printf('%03d', 7)), d AS (upper(hex(zeroblob(1)))));"
       "INSERT INTO t VALUES ('2024-02-29')",
       u"SELECT b || c || d FROM t", "202400700"},
      {"CREATE TABLE t (a); CREATE VIEW v AS SELECT unknown_function(a) FROM t; PRAGMA writable_schema = 1;"
       "UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a, CHECK (a REGEXP ''x''))' WHERE name = 't'",
       u"SELECT count(*) FROM t", "0"},
  };
  allowWriting();
  int number = 0;
  for (const SchemaCase& each : cases) {
    const QByteArray name = "db" + QByteArray::number(++number);
    SqliteFile(path(name.constData()), each.schema);
    m_file = name.constData();
    m_request.connection.readOnly = true;
    EXPECT_EQ(failure(u"SELECT 1"), QString()) << each.schema;
    allowWriting();
    ASSERT_EQ(failure(each.sql), QString()) << each.schema;
    const Cell first = m_sink.cell(0, 0);
    EXPECT_EQ(first.kind == CellKind::Integer ? std::to_string(first.integer) : std::string(first.bytes), each.first)
        << each.schema;
    Connection connection;
    connection.file = path(m_file);
    EXPECT_TRUE(m_engine.tables({connection, {}}, {}, m_cancel).ok()) << each.schema;
  }
}

TEST_F(SqliteSchema, WhatReachesBeyondTheFileIsRefusedWhereverItStands) {
  fill(
      "CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT load_extension('x') AS a;"
      "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT fts3_tokenizer('simple'); END");
  for (const char16_t* sql : {u"SELECT load_extension('x')", u"SELECT a FROM v", u"SELECT fts3_tokenizer('simple')",
                              u"INSERT INTO t VALUES (2)", u"SELECT LOAD_EXTENSION('x', 'y') FROM t"}) {
    allowWriting();
    // SQLite itself refuses in a view what is for direct use alone.
    const QString message = failure(sql);
    EXPECT_TRUE(message.contains(QStringLiteral("is not allowed here")) ||
                message.contains(QStringLiteral("unsafe use of")))
        << message.toStdString();
  }
  EXPECT_EQ(SqliteFile(path("db")).ask("SELECT group_concat(a) FROM t"), "1");
}

TEST_F(SqliteSchema, SqlitesOwnLimitsComeWithAMend) {
  fill("CREATE TABLE t (a)");
  const auto repeated = [](const char* text, int count) { return QString::fromUtf8(QByteArray(text).repeated(count)); };
  const std::pair<QString, const char*> cases[] = {
      {QStringLiteral("SELECT ") + repeated("(", 500) + QStringLiteral("1") + repeated(")", 500), "with WITH"},
      {QStringLiteral("SELECT 1 WHERE 1") + repeated(" OR 2", 1500), "IN (…)"},
      {QStringLiteral("SELECT 1") + repeated(" UNION ALL SELECT 1", 600), "VALUES"},
      {QStringLiteral("SELECT 1") + repeated(", 1", 3000), "name only the columns"},
      {QStringLiteral("SELECT 1 FROM t") + repeated(", t", 80), "join some of them"},
      {QStringLiteral("SELECT max(1") + repeated(", 1", 200) + QStringLiteral(")"), "several steps"},
      {QStringLiteral("SELECT replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000)))"), "substr()"},
  };
  for (const auto& [sql, mend] : cases) {
    const QString message = failure(sql.toStdU16String().c_str());
    EXPECT_TRUE(message.startsWith(QStringLiteral("Statement 1, line 1, "))) << message.toStdString();
    EXPECT_TRUE(message.contains(QString::fromUtf8(mend))) << sql.left(40).toStdString() << message.toStdString();
  }
}

}  // namespace
}  // namespace courier
