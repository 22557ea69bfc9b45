// What real clusters send for each of their types, and what becomes of it.
#include <gtest/gtest.h>

#include "tests/trino/TrinoFixture.h"

namespace courier {
namespace {

struct TypeCase {
  const char* value;  ///< in SQL
  const char* type;   ///< the contract's
  const char* cell;
};

const TypeCase ofBoth[] = {
    {"true", "boolean", "true"},
    {"tinyint '-128'", "int", "integer -128"},
    {"smallint '32767'", "int", "integer 32767"},
    {"integer '-2147483648'", "int", "integer -2147483648"},
    {"9223372036854775807", "long", "integer 9223372036854775807"},
    {"real '0.1'", "float", "real 0.1"},
    {"1e300", "double", "real 1e+300"},
    {"1e10", "double", "real 1e+10"},
    {"nan()", "double", "real nan"},
    {"-infinity()", "double", "real -inf"},
    {"cast(infinity() as real)", "float", "real inf"},
    {"decimal '123.40'", "string", "text 123.40"},
    {"decimal '12345678901234567890.123456789012345678'", "string", "text 12345678901234567890.123456789012345678"},
    {"'a😀'", "string", "text a😀"},
    {"cast('' as varchar(9))", "string", "text "},
    {"cast('ab' as char(5))", "string", "text ab   "},
    {"cast(NULL as varchar)", "string", "null"},
    {"NULL", "string", "null"},
    {"x'00ff'", "string", "blob 00ff"},
    {"date '2024-02-29'", "string", "text 2024-02-29"},
    {"time '12:34:56.123'", "string", "text 12:34:56.123"},
    {"timestamp '2024-02-29 12:34:56.123'", "string", "text 2024-02-29 12:34:56.123"},
    {"timestamp '2024-02-29 12:34:56.123 Asia/Tokyo'", "string", "text 2024-02-29 12:34:56.123 Asia/Tokyo"},
    {"interval '14' month", "string", "text 1-2"},
    {"interval '3' day", "string", "text 3 00:00:00.000"},
    {"json '{\"a\": [1, 2.5]}'", "string", "text {\"a\":[1,2.5]}"},
    {"uuid '12151fd2-7586-11e9-8f9e-2a86e4085a59'", "string", "text 12151fd2-7586-11e9-8f9e-2a86e4085a59"},
    {"ipaddress '10.0.0.1'", "string", "text 10.0.0.1"},
    {"ARRAY[1, NULL, 2]", "array<int>", "array [1,null,2]"},
    {"cast(ARRAY[] as array(bigint))", "array<long>", "array []"},
    {"ARRAY['a', NULL, 'NULL', 'x,y', 'q\"b\\s', '😀']", "array<string>",
     "array [\"a\",null,\"NULL\",\"x,y\",\"q\\\"b\\\\s\",\"😀\"]"},
    {"ARRAY[true, false]", "array<boolean>", "array [true,false]"},
    {"ARRAY[0.5e0, nan()]", "array<double>", "array [0.5,null]"},
    {"ARRAY[decimal '1.50']", "array<string>", "array [\"1.50\"]"},
    {"ARRAY[ARRAY[1], ARRAY[2, 3], NULL]", "string", "text [[1],[2,3],null]"},
    {"MAP(ARRAY['a', 'b'], ARRAY[1, NULL])", "string", "text {\"a\":1,\"b\":null}"},
    {"MAP(ARRAY[1], ARRAY[ARRAY['x']])", "string", "text {\"1\":[\"x\"]}"},
    {"cast(ROW(1, 'x') as ROW(a bigint, b varchar))", "string", "text {\"a\":1,\"b\":\"x\"}"},
    {"ROW(1, 'x')", "string", "text [1,\"x\"]"},
    {"cast(ROW(ROW(2.5e0)) as ROW(\"a b\" ROW(c double)))", "string", "text {\"a b\":{\"c\":2.5}}"},
    {"approx_set(1)", "string", nullptr},
};

class TypesOf : public testing::TrinoFixture {
 protected:
  using TrinoFixture::TrinoFixture;
  template <class Cases>
  void expect(const Cases& cases) {
    for (const TypeCase& each : cases) {
      const QString sql = QStringLiteral("SELECT %1 AS value").arg(QString::fromUtf8(each.value));
      ASSERT_EQ(failure(sql).toStdString(), "") << each.value;
      ASSERT_EQ(m_sink.columns.size(), 1) << each.value;
      const Column& column = m_sink.columns.at(0);
      EXPECT_EQ(column.name, u"value");
      EXPECT_EQ(columnTypeName(column.type, column.element).toStdString(), each.type) << each.value;
      if (each.cell != nullptr) {
        EXPECT_EQ(cell(0), each.cell) << each.value;
      }
    }
  }
};

class TrinoTypes : public TypesOf {};

TEST_F(TrinoTypes, AreTheContracts) {
  expect(ofBoth);
}

TEST_F(TrinoTypes, OfAnyPrecision) {
  const TypeCase cases[] = {
      {"time '12:34:56'", "string", "text 12:34:56"},
      {"time '12:34:56.123456789012'", "string", "text 12:34:56.123456789012"},
      {"time '12:34:56.123456 +09:30'", "string", "text 12:34:56.123456+09:30"},
      {"timestamp '2024-02-29 12:34:56'", "string", "text 2024-02-29 12:34:56"},
      {"timestamp '2024-02-29 12:34:56.123456789012'", "string", "text 2024-02-29 12:34:56.123456789012"},
      {"timestamp '2024-02-29 12:34:56.123456 UTC'", "string", "text 2024-02-29 12:34:56.123456 UTC"},
      {"timestamp '-0044-03-15 00:00:00'", "string", "text -0044-03-15 00:00:00"},
      {"interval '3 04:05:06.789' day to second", "string", "text 3 04:05:06.789"},
      {"color('red')", "string", nullptr},
  };
  expect(cases);
}

TEST_F(TrinoTypes, ManyColumnsOfOneName) {
  ASSERT_EQ(failure(QStringLiteral("SELECT 1 AS a, 'x' AS a, NULL")).toStdString(), "");
  ASSERT_EQ(m_sink.columns.size(), 3);
  EXPECT_EQ(m_sink.columns.at(1).name, u"a");
  EXPECT_EQ(cell(1), "text x");
}

class PrestoTypes : public TypesOf {
 protected:
  PrestoTypes() : TypesOf("COURIER_PRESTO") {}
};

TEST_F(PrestoTypes, AreTheContracts) {
  expect(ofBoth);
}

}  // namespace
}  // namespace courier
