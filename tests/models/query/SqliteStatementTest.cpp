#include <gtest/gtest.h>

#include "models/query/SqliteStatement.h"

namespace courier {
namespace {

TEST(SqliteColumn, DeclarationsGiveTheContractsTypes) {
  struct Case {
    const char* declaration;
    ColumnType type;
    TypeSource source;
  };
  const Case cases[] = {
      {"INTEGER", ColumnType::Long, TypeSource::Declared},
      {"int", ColumnType::Long, TypeSource::Declared},
      {"BigInt", ColumnType::Long, TypeSource::Declared},
      {"UNSIGNED BIG INT", ColumnType::Long, TypeSource::Declared},
      {"TINYINT(1)", ColumnType::Long, TypeSource::Declared},
      {"REAL", ColumnType::Double, TypeSource::Declared},
      {"float", ColumnType::Double, TypeSource::Declared},
      {"DOUBLE PRECISION", ColumnType::Double, TypeSource::Declared},
      {"BOOLEAN", ColumnType::Boolean, TypeSource::Declared},
      {"bool", ColumnType::Boolean, TypeSource::Declared},
      {"TEXT", ColumnType::String, TypeSource::Declared},
      {"VARCHAR(255)", ColumnType::String, TypeSource::Declared},
      {"DATETIME", ColumnType::String, TypeSource::Declared},
      {"DECIMAL(10,2)", ColumnType::String, TypeSource::Declared},
      {"NUMERIC", ColumnType::String, TypeSource::Declared},
      {"BLOB", ColumnType::String, TypeSource::Declared},
      {"whatever", ColumnType::String, TypeSource::Declared},
      {"", ColumnType::String, TypeSource::Values},
      {" ", ColumnType::String, TypeSource::Values},
  };
  for (const Case& each : cases) {
    const Column column = sqliteColumn(QStringLiteral("c"), QString::fromUtf8(each.declaration));
    EXPECT_EQ(column.type, each.type) << each.declaration;
    EXPECT_EQ(column.source, each.source) << each.declaration;
    EXPECT_EQ(column.databaseType, QString::fromUtf8(each.declaration));
    EXPECT_EQ(column.name, u"c");
  }
}

}  // namespace
}  // namespace courier
