#include "models/odbc/OdbcType.h"

#include <gtest/gtest.h>

#include <QLocale>
#include <cmath>
#include <string>

namespace courier {
namespace {

using namespace std::literals;

std::string wide(std::u16string_view text) {
  return {reinterpret_cast<const char*>(text.data()), text.size() * sizeof(char16_t)};
}

std::string words(const OdbcType& type, std::string_view bytes) {
  ColumnBatchBuilder builder(1);
  std::string room;
  appendOdbcValue(builder, 0, type, bytes, room);
  builder.endRow();
  const ColumnBatchPtr batch = builder.take();
  const Cell cell = batch->cell(0, 0);
  switch (cell.kind) {
    case CellKind::Integer:
      return "integer " + std::to_string(cell.integer);
    case CellKind::Real:
      return "real " + QByteArray::number(cell.real, 'g', QLocale::FloatingPointShortest).toStdString();
    case CellKind::Boolean:
      return cell.integer != 0 ? "true" : "false";
    case CellKind::Blob:
      return "blob " + std::string(cell.bytes);
    default:
      return "text " + std::string(cell.bytes);
  }
}

TEST(OdbcType, EachSqlTypeHasItsContractAndForm) {
  struct Case {
    int sqlType;
    bool isUnsigned;
    ColumnType type;
    TypeSource source;
    SQLSMALLINT cType;
  };
  const Case cases[] = {{SQL_TINYINT, true, ColumnType::Int, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_SMALLINT, true, ColumnType::Int, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_INTEGER, false, ColumnType::Int, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_INTEGER, true, ColumnType::Long, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_BIGINT, false, ColumnType::Long, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_BIGINT, true, ColumnType::Long, TypeSource::Declared, SQL_C_CHAR},
                        {SQL_REAL, false, ColumnType::Float, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_FLOAT, false, ColumnType::Double, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_DOUBLE, false, ColumnType::Double, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_BIT, false, ColumnType::Boolean, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_DECIMAL, false, ColumnType::String, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_NUMERIC, true, ColumnType::String, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_TYPE_TIMESTAMP, false, ColumnType::String, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_INTERVAL_DAY_TO_SECOND, false, ColumnType::String, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_GUID, false, ColumnType::String, TypeSource::Fixed, SQL_C_CHAR},
                        {SQL_VARBINARY, false, ColumnType::String, TypeSource::Fixed, SQL_C_BINARY},
                        {SQL_LONGVARBINARY, false, ColumnType::String, TypeSource::Fixed, SQL_C_BINARY},
                        {SQL_VARCHAR, false, ColumnType::String, TypeSource::Fixed, SQL_C_WCHAR},
                        {SQL_WLONGVARCHAR, false, ColumnType::String, TypeSource::Fixed, SQL_C_WCHAR},
                        // A driver's own: sql_variant, xml, datetimeoffset of SQL Server.
                        {-150, false, ColumnType::String, TypeSource::Fixed, SQL_C_WCHAR},
                        {-152, false, ColumnType::String, TypeSource::Fixed, SQL_C_WCHAR},
                        {-155, false, ColumnType::String, TypeSource::Fixed, SQL_C_WCHAR}};
  for (const Case& one : cases) {
    const OdbcType type = OdbcType::of(one.sqlType, one.isUnsigned);
    EXPECT_EQ(type.type, one.type) << one.sqlType;
    EXPECT_EQ(type.source, one.source) << one.sqlType;
    EXPECT_EQ(type.cType(), one.cType) << one.sqlType;
  }
  EXPECT_EQ(OdbcType::of(SQL_INTEGER, false).byValue().type, ColumnType::Long);
  EXPECT_EQ(OdbcType::of(SQL_INTEGER, false).byValue().source, TypeSource::Declared);
  EXPECT_EQ(OdbcType::of(SQL_VARCHAR, false).byValue().source, TypeSource::Fixed);
}

TEST(OdbcType, ValuesKeepWhatTheDriverGave) {
  const OdbcType integer = OdbcType::of(SQL_BIGINT, true);
  EXPECT_EQ(words(integer, "-9223372036854775808"), "integer -9223372036854775808");
  EXPECT_EQ(words(integer, "18446744073709551615"), "text 18446744073709551615");
  EXPECT_EQ(words(integer, " 7 "), "integer 7");
  const OdbcType real = OdbcType::of(SQL_REAL, false);
  EXPECT_EQ(words(real, "0.1"), "real 0.1");
  EXPECT_EQ(words(real, "0.10000000149011612"), "real 0.1");
  EXPECT_EQ(words(real, "1.6777216e+07"), "real 16777216");
  const OdbcType number = OdbcType::of(SQL_DOUBLE, false);
  EXPECT_EQ(words(number, "0.10000000000000001"), "real 0.1");
  EXPECT_EQ(words(number, "-Infinity"), "real -inf");
  EXPECT_EQ(words(number, "1.#INF"), "real inf");
  EXPECT_EQ(words(number, "-1.#INF"), "real -inf");
  EXPECT_EQ(words(number, "1.#QNAN"), "real nan");
  EXPECT_EQ(words(number, "NaN"), "real nan");
  EXPECT_EQ(words(number, "-0,25"), "real -0.25");
  EXPECT_EQ(words(number, "1,234,567"), "text 1,234,567");
  EXPECT_EQ(words(number, "1,234.5"), "text 1,234.5");
  EXPECT_EQ(words(number, "twelve"), "text twelve");
  const OdbcType truth = OdbcType::of(SQL_BIT, false);
  EXPECT_EQ(words(truth, "1"), "true");
  EXPECT_EQ(words(truth, "\0"sv), "false");
  EXPECT_EQ(words(truth, "yes"), "text yes");
  EXPECT_EQ(words(OdbcType::of(SQL_DECIMAL, false), ".50"), "text .50");
  EXPECT_EQ(words(OdbcType::of(SQL_BINARY, false), "a\0b"sv), "blob a\0b"s);
}

TEST(OdbcType, WideTextBecomesUtf8) {
  const std::pair<std::u16string_view, std::string_view> cases[] = {{u"", ""},
                                                                    {u"plain", "plain"},
                                                                    {u"é߿ࠀ￿", "é߿ࠀ￿"},
                                                                    {u"a\U0001F600b", "a😀b"},
                                                                    {u"\U0010FFFF", "\xF4\x8F\xBF\xBF"},
                                                                    {u"a\0b"sv, "a\0b"sv},
                                                                    {u"\xD83D", "\xEF\xBF\xBD"},
                                                                    {u"\xDE00x", "\xEF\xBF\xBDx"},
                                                                    {u"\xD83D\xD83D\xDE00", "\xEF\xBF\xBD😀"},
                                                                    {u"\xD83Dx", "\xEF\xBF\xBDx"}};
  for (const auto& [utf16, utf8] : cases) {
    std::string text;
    toUtf8(text, wide(utf16));
    EXPECT_EQ(text, utf8);
  }
}

TEST(OdbcType, NamesHaveTheirSizes) {
  const QString name = QStringLiteral("varchar");
  EXPECT_EQ(odbcTypeName(name, SQL_VARCHAR, 20, 0), u"varchar(20)");
  EXPECT_EQ(odbcTypeName(QStringLiteral("numeric"), SQL_NUMERIC, 10, 2), u"numeric(10,2)");
  EXPECT_EQ(odbcTypeName(QStringLiteral("int4"), SQL_INTEGER, 10, 0), u"int4");
  EXPECT_EQ(odbcTypeName(QStringLiteral("decimal(3)"), SQL_DECIMAL, 3, 0), u"decimal(3)");
  EXPECT_EQ(odbcTypeName({}, SQL_VARCHAR, 32, 0), QString());
}

}  // namespace
}  // namespace courier
