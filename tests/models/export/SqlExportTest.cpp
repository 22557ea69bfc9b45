#include <sqlite3.h>

#include <limits>

#include "tests/models/export/ExportFixture.h"

namespace courier {
namespace {

using testing::Array;
using testing::Blob;
using testing::columnOf;
using testing::Null;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

ExportOptions sqlFor(InsertDialect dialect, const char* table = "result") {
  ExportOptions options;
  options.format = ExportFormat::Sql;
  options.dialect = dialect;
  options.table = QString::fromUtf8(table);
  return options;
}

class SqlExport : public testing::ExportFixture {
 protected:
  void fillWithOddities() {
    fill({columnOf(QStringLiteral("n"), ColumnType::Long), columnOf(QStringLiteral("order"), ColumnType::String),
          columnOf(QStringLiteral("n"), ColumnType::Double), columnOf(QString(), ColumnType::Boolean)},
         {{std::numeric_limits<qint64>::min(), std::string("it's a \\ \"x\"\n"), 0.1, true},
          {Null{}, std::string("a\0b", 3), kInfinity, false},
          {qint64{1}, Blob{std::string("\0\xFF", 2)}, std::numeric_limits<double>::quiet_NaN(), Null{}}});
  }
};

TEST_F(SqlExport, SqliteRunsItAndHasTheSameValues) {
  fillWithOddities();
  ExportOptions options = sqlFor(InsertDialect::Sqlite, "my table");
  options.rowsPerInsert = 2;
  const std::string statements = text(options);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  const auto run = [&](const std::string& sql, std::string* rows) {
    char* error = nullptr;
    const auto take = [](void* into, int count, char** values, char**) {
      for (int index = 0; index < count; ++index)
        static_cast<std::string*>(into)->append(values[index] ? values[index] : "NULL").append(";");
      static_cast<std::string*>(into)->append("\n");
      return 0;
    };
    std::string unused;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), take, rows ? rows : &unused, &error), SQLITE_OK) << error << sql;
    sqlite3_free(error);
  };
  run("CREATE TABLE \"my table\" (n INTEGER, \"order\", n_2 REAL, column_4 INTEGER);" + statements, nullptr);
  std::string rows;
  run("SELECT n, typeof(n), hex(\"order\"), typeof(\"order\"), n_2, column_4 FROM \"my table\"", &rows);
  EXPECT_EQ(rows,
            "-9223372036854775808;integer;697427732061205C202278220A;text;0.1;1;\n"
            "NULL;null;610062;text;Inf;0;\n"
            "1;integer;00FF;blob;NULL;NULL;\n");
  sqlite3_close(database);
  EXPECT_EQ(warnings(), "1 number(s) are NaN or infinite, which cannot be written here: they became NULL.");
}

TEST_F(SqlExport, EachDatabaseGetsItsOwnLiterals) {
  fillWithOddities();
  EXPECT_EQ(text(sqlFor(InsertDialect::PostgreSql, "Shop.result")),
            "INSERT INTO \"Shop\".result (n, \"order\", n_2, column_4) VALUES\n"
            "(-9223372036854775808, 'it''s a \\ \"x\"\n', 0.1, TRUE),\n"
            "(NULL, 'ab', 'Infinity', FALSE),\n"
            "(1, '\\x00FF', 'NaN', NULL);\n");
  EXPECT_EQ(warnings(), "1 text(s) hold the character NUL, which PostgreSQL does not take: it was left out.");
  EXPECT_EQ(text(sqlFor(InsertDialect::MariaDb)),
            "INSERT INTO result (n, `order`, n_2, column_4) VALUES\n"
            "(-9223372036854775808, 'it''s a \\\\ \"x\"\n', 0.1, TRUE),\n"
            "(NULL, 'a\\0b', NULL, FALSE),\n"
            "(1, X'00FF', NULL, NULL);\n");
  EXPECT_EQ(text(sqlFor(InsertDialect::Trino, "hive.web.result")),
            "INSERT INTO hive.web.result (n, \"order\", n_2, column_4) VALUES\n"
            "(-9223372036854775808, 'it''s a \\ \"x\"\n', 0.1, TRUE),\n"
            "(NULL, U&'a\\0000b', infinity(), FALSE),\n"
            "(1, X'00FF', nan(), NULL);\n");
}

TEST_F(SqlExport, TypesThatTakeNoTextHaveTheirWord) {
  fill({typed("d", "date"), typed("t", "timestamp(3)"), typed("m", "decimal(5,2)"), typed("a", "array(bigint)")},
       {{std::string("2026-11-30"), std::string("2026-11-30 08:00:00.000"), std::string("12.50"), Array{"[1,2]"}}});
  EXPECT_EQ(text(sqlFor(InsertDialect::Trino)),
            "INSERT INTO result (d, t, m, a) VALUES\n"
            "(DATE '2026-11-30', TIMESTAMP '2026-11-30 08:00:00.000', 12.50, '[1,2]');\n");
  EXPECT_EQ(warnings(), "1 array(s) were written as JSON text.");
  EXPECT_EQ(text(sqlFor(InsertDialect::PostgreSql)),
            "INSERT INTO result (d, t, m, a) VALUES\n"
            "('2026-11-30', '2026-11-30 08:00:00.000', 12.50, '[1,2]');\n");
}

TEST_F(SqlExport, AStatementEndsAfterItsRows) {
  fill(named({QStringLiteral("a")}), {{qint64{1}}, {qint64{2}}, {qint64{3}}});
  ExportOptions options = sqlFor(InsertDialect::Standard);
  options.rowsPerInsert = 2;
  EXPECT_EQ(text(options), "INSERT INTO result (a) VALUES\n(1),\n(2);\nINSERT INTO result (a) VALUES\n(3);\n");
  fill(named({QStringLiteral("a")}), {});
  EXPECT_EQ(text(options), "");
  options.table = QStringLiteral(" ");
  EXPECT_EQ(exportText(store, options, 1000, {}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(SqlExport, AnInListHasEachValueOnce) {
  fill(named({QStringLiteral("a")}),
       {{std::string("b")}, {Null{}}, {std::string("a'x")}, {qint64{3}}, {std::string("b")}, {qint64{3}}});
  ExportOptions options;
  options.format = ExportFormat::InList;
  EXPECT_EQ(text(options), "('b', 'a''x', 3)");
  EXPECT_EQ(warnings(), "1 NULL(s) were left out: IN never finds them.");
  fill(named({QStringLiteral("a")}), {{Null{}}});
  EXPECT_EQ(text(options), "(NULL)");
}

}  // namespace
}  // namespace courier
