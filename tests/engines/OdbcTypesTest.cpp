#include <gtest/gtest.h>

#include "tests/engines/OdbcFixture.h"

namespace courier {
namespace {

using testing::odbcServers;

class OdbcTypes : public testing::OdbcFixture {};

struct TypeCase {
  const char* value;  ///< in SQL
  const char* type;   ///< the contract's
  const char* cell;
};

TEST_F(OdbcTypes, PostgresTypesAndValuesAreTheContracts) {
  const TypeCase cases[] = {
      {"1::int2", "int", "integer 1"},
      {"'-2147483648'::int4", "int", "integer -2147483648"},
      {"9223372036854775807::int8", "long", "integer 9223372036854775807"},
      {"4294967295::oid", "long", "integer 4294967295"},
      {"0.1::float4", "float", "real 0.1"},
      {"1e300::float8", "double", "real 1e+300"},
      {"'NaN'::float8", "double", "real nan"},
      {"'-Infinity'::float4", "float", "real -inf"},
      {"1.50::numeric", "string", "text 1.50"},
      {"12345678901234567890.123456789012345678901234567890::numeric(60, 30)", "string",
       "text 12345678901234567890.123456789012345678901234567890"},
      {"('1' || repeat('0', 100))::numeric", "string",
       "text 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"},
      // What the driver loses stands in the README.
      {"true", "string", "text 1"},
      {"'a😀'::text", "string", "text a😀"},
      {"'ab'::char(5)", "string", "text ab   "},
      {"''::varchar(9)", "string", "text "},
      {"NULL::text", "string", "null"},
      {"'2024-02-29'::date", "string", "text 2024-02-29"},
      {"'24:00:00'::time", "string", "text 24:00:00"},
      {"'2024-02-29 12:34:56.123450'::timestamp", "string", "text 2024-02-29 12:34:56.12345"},
      {"'2024-02-29 12:34:56.123456+09'::timestamptz", "string", "text 2024-02-29 03:34:56.123456"},
      {"'2024-02-29 12:34:56.123456+09'::timestamptz::text", "string", "text 2024-02-29 03:34:56.123456+00"},
      {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "string", "text A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"},
      {"'{\"a\": 1,  \"a\": 2}'::json", "string", "text {\"a\": 1,  \"a\": 2}"},
      {"'\\x00ff'::bytea", "string", "blob 00ff"},
      {"''::bytea", "string", "blob "},
      {"'-1234.5'::money", "string", "text -$1,234.50"},
      {"ARRAY[1, 2, NULL]", "string", "text {1,2,NULL}"},
      {"'[1,10)'::int4range", "string", "text [1,10)"},
  };
  for (const TypeCase& each : cases) {
    ASSERT_EQ(failure(QStringLiteral("SELECT %1 AS value").arg(QString::fromUtf8(each.value))), QString())
        << each.value;
    const Column column = m_sink.columns.at(0);
    EXPECT_EQ(column.name, u"value");
    EXPECT_EQ(columnTypeName(column.type, column.element).toStdString(), each.type) << each.value;
    EXPECT_EQ(cell(0), each.cell) << each.value;
  }
}

struct DeclaredCase {
  const char* declaration;
  const char* value;  ///< in SQL
  const char* type;   ///< the contract's
  const char* cell;
};

TEST_F(OdbcTypes, MariaDbTypesAndValuesAreTheContracts) {
  use("maria");
  const DeclaredCase cases[] = {
      {"TINYINT", "-128", "int", "integer -128"},
      {"TINYINT UNSIGNED", "255", "int", "integer 255"},
      {"BOOLEAN", "TRUE", "int", "integer 1"},
      {"INT", "-2147483648", "int", "integer -2147483648"},
      {"INT UNSIGNED", "4294967295", "long", "integer 4294967295"},
      {"BIGINT", "-9223372036854775808", "long", "integer -9223372036854775808"},
      {"BIGINT UNSIGNED", "9223372036854775807", "long", "integer 9223372036854775807"},
      {"BIGINT UNSIGNED", "18446744073709551615", "long", "text 18446744073709551615"},
      {"FLOAT", "0.1", "float", "real 0.1"},
      {"FLOAT", "16777217", "float", "real 16777200"},
      {"DOUBLE", "1e300", "double", "real 1e+300"},
      {"DECIMAL(30, 10)", "12345678901234567890.1234567890", "string", "text 12345678901234567890.1234567890"},
      {"BIT(1)", "b'1'", "boolean", "true"},
      {"BIT(1)", "b'0'", "boolean", "false"},
      {"BIT(10)", "b'1000000001'", "string", "blob 0201"},
      {"DATE", "'0000-00-00'", "string", "text 0000-00-00"},
      {"DATETIME(6)", "'2024-02-29 12:34:56.120000'", "string", "text 2024-02-29 12:34:56.120000"},
      {"TIMESTAMP", "'2024-02-29 12:34:56'", "string", "text 2024-02-29 12:34:56"},
      {"TIME(6)", "'-838:59:59.999999'", "string", "text -838:59:59.999999"},
      {"YEAR", "2155", "int", "integer 2155"},
      {"VARCHAR(20)", "'a😀'", "string", "text a😀"},
      {"VARCHAR(3)", "'😀😀😀'", "string", "text 😀😀😀"},
      {"TEXT", "''", "string", "text "},
      {"LONGTEXT", "NULL", "string", "null"},
      {"BINARY(3)", "x'41'", "string", "blob 410000"},
      {"VARBINARY(3)", "x'00ff'", "string", "blob 00ff"},
      {"LONGBLOB", "x'ff'", "string", "blob ff"},
      {"ENUM('a', 'b c')", "'b c'", "string", "text b c"},
      {"JSON", "'{\"a\": 1,  \"a\": 2}'", "string", "text {\"a\": 1,  \"a\": 2}"},
      {"UUID", "'123E4567-e89b-12d3-a456-426655440000'", "string", "text 123e4567-e89b-12d3-a456-426655440000"},
      {"GEOMETRY", "ST_GeomFromText('POINT(1 2)')", "string",
       "blob 000000000101000000000000000000f03f0000000000000040"},
  };
  for (const DeclaredCase& each : cases) {
    const QString sql =
        QStringLiteral(
            "SET sql_mode = ''; CREATE OR REPLACE TABLE typed (value %1 NULL); INSERT INTO typed VALUES (%2); SELECT "
            "value FROM typed")
            .arg(QString::fromUtf8(each.declaration), QString::fromUtf8(each.value));
    ASSERT_EQ(failure(sql), QString()) << each.declaration;
    const Column column = m_sink.columns.at(0);
    EXPECT_EQ(columnTypeName(column.type, column.element).toStdString(), each.type) << each.declaration;
    EXPECT_EQ(cell(0), each.cell) << each.declaration;
    EXPECT_FALSE(column.databaseType.isEmpty()) << each.declaration;
  }
}

TEST_F(OdbcTypes, ADriversLossesAreMendedAsTheManualSays) {
  use(odbcServers().string(odbcServers().driverText("psqlodbcw") + QStringLiteral(";BoolsAsChar=0")));
  ASSERT_EQ(failure(QStringLiteral("SELECT true, 'infinity'::date::text, '0044-03-15 BC'::date::text")), QString());
  EXPECT_EQ(m_sink.columns.at(0).type, ColumnType::Boolean);
  EXPECT_EQ(cell(0), "true");
  EXPECT_EQ(cell(1), "text infinity");
  EXPECT_EQ(cell(2), "text 0044-03-15 BC");
  use("maria");
  ASSERT_EQ(failure(QStringLiteral(
                "CREATE OR REPLACE TABLE typed (f FLOAT, b BIT(10), g GEOMETRY); INSERT INTO typed VALUES (16777216, "
                "b'1000000001', POINT(1, 2)); SELECT CAST(f AS DOUBLE), BIN(b), ST_AsText(g) FROM typed")),
            QString());
  EXPECT_EQ(cell(0), "real 16777216");
  EXPECT_EQ(cell(1), "text 1000000001");
  EXPECT_EQ(cell(2), "text POINT(1 2)");
}

TEST_F(OdbcTypes, SqliteTypesHoldOnlyWhileTheValuesFit) {
  use("lite");
  const DeclaredCase cases[] = {
      {"INTEGER", "9223372036854775807", "long", "integer 9223372036854775807"},
      {"INTEGER", "'text'", "long", "text text"},
      {"INTEGER", "2.5", "long", "real 2.5"},
      {"REAL", "0.1", "double", "real 0.1"},
      {"TEXT", "'aé😀'", "string", "text aé😀"},
      {"TEXT", "NULL", "string", "null"},
      {"VARCHAR(3)", "'longer than three'", "string", "text longer than three"},
      {"BLOB", "x'00ff'", "string", "blob 00ff"},
      {"BOOLEAN", "1", "boolean", "true"},
      {"BOOLEAN", "'yes'", "boolean", "text yes"},
      {"DATE", "'2024-02-29'", "string", "text 2024-02-29"},
      {"DECIMAL(10,2)", "1.50", "string", "text 1.5"},
      {"FLOAT", "1e300", "double", "real 1e+300"},
  };
  for (const DeclaredCase& each : cases) {
    const QString sql = QStringLiteral(
                            "DROP TABLE IF EXISTS t; CREATE TABLE t (value %1); INSERT INTO t VALUES (%2); "
                            "SELECT value FROM t")
                            .arg(QString::fromUtf8(each.declaration), QString::fromUtf8(each.value));
    ASSERT_EQ(failure(sql), QString()) << each.declaration;
    const Column column = m_sink.columns.at(0);
    EXPECT_EQ(columnTypeName(column.type, column.element).toStdString(), each.type) << each.declaration;
    EXPECT_EQ(cell(0), each.cell) << each.declaration;
    EXPECT_EQ(column.source == TypeSource::Fixed, column.type == ColumnType::String) << each.declaration;
  }
}

}  // namespace
}  // namespace courier
