#include "models/trino/TrinoType.h"

#include <gtest/gtest.h>

#include <string>

namespace courier {
namespace {

/// "array<int> declared", as the contract has the column.
std::string contractOf(const std::string& words) {
  const Column column = trinoColumn(QStringLiteral("c"), QString::fromStdString(words), trinoType(words));
  EXPECT_EQ(column.databaseType.toStdString(), words);
  return columnTypeName(column.type, column.element).toStdString() +
         (column.source == TypeSource::Declared ? " declared" : "");
}

/// The tree in short: row{a: integer, b: [text]}.
std::string shapeOf(const TrinoType& type) {
  switch (type.form) {
    case TrinoType::Form::Text:
      return "text";
    case TrinoType::Form::Integer:
      return type.type == ColumnType::Int ? "int" : "long";
    case TrinoType::Form::Float:
      return "float";
    case TrinoType::Form::Double:
      return "double";
    case TrinoType::Form::Truth:
      return "truth";
    case TrinoType::Form::Bytes:
      return "bytes";
    case TrinoType::Form::Array:
      return "[" + shapeOf(type.parts.front()) + "]";
    case TrinoType::Form::Map:
      return "{" + shapeOf(type.parts.front()) + "}";
    case TrinoType::Form::Row:
      break;
  }
  std::string shape = "row(";
  for (size_t index = 0; index < type.parts.size(); ++index) {
    if (index > 0) shape += ", ";
    if (!type.names.empty()) shape += type.names[index] + ": ";
    shape += shapeOf(type.parts[index]);
  }
  return shape + ")";
}

TEST(TrinoType, EachTypeHasItsContract) {
  const std::pair<const char*, const char*> cases[] = {
      {"boolean", "boolean"},
      {"tinyint", "int"},
      {"smallint", "int"},
      {"integer", "int"},
      {"bigint", "long"},
      {"real", "float"},
      {"double", "double"},
      {"decimal(38, 10)", "string"},
      {"decimal(38,10)", "string"},
      {"number", "string"},
      {"varchar", "string"},
      {"varchar(20)", "string"},
      {"char(5)", "string"},
      {"varbinary", "string"},
      {"date", "string"},
      {"time(3)", "string"},
      {"time(12) with time zone", "string"},
      {"timestamp(6)", "string"},
      {"timestamp(9) with time zone", "string"},
      {"timestamp with time zone", "string"},
      {"INTERVAL DAY TO SECOND", "string"},
      {"interval year to month", "string"},
      {"json", "string"},
      {"uuid", "string"},
      {"ipaddress", "string"},
      {"Geometry", "string"},
      {"HyperLogLog", "string"},
      {"qdigest(bigint)", "string"},
      {"unknown", "string"},
      {"somebody's own type", "string"},
      {"array(integer)", "array<int> declared"},
      {"array(bigint)", "array<long> declared"},
      {"array(real)", "array<float> declared"},
      {"array(double)", "array<double> declared"},
      {"array(boolean)", "array<boolean> declared"},
      {"array(varchar(20))", "array<string> declared"},
      {"array(decimal(5,2))", "array<string> declared"},
      {"array(timestamp(3) with time zone)", "array<string> declared"},
      {"array(unknown)", "array<string> declared"},
      {"array(array(integer))", "string"},
      {"array(map(varchar, bigint))", "string"},
      {"array(row(a bigint))", "string"},
      {"map(varchar, row(x double))", "string"},
      {"row(a bigint, \"b c\" array(integer))", "string"},
      // Treasure Data's, which are Hive's.
      {"string", "string"},
      {"int", "int"},
      {"long", "long"},
      {"float", "float"},
      {"array<string>", "array<string> declared"},
      {"array<array<int>>", "string"},
      {"map<string,bigint>", "string"},
      {"struct<a:int,b:string>", "string"},
  };
  for (const auto& [words, contract] : cases) EXPECT_EQ(contractOf(words), contract) << words;
}

TEST(TrinoType, WordsBecomeATree) {
  const std::pair<const char*, const char*> cases[] = {
      {"row(bigint, varchar)", "row(long, text)"},
      {"row(bigint,varchar(3))", "row(long, text)"},
      {"row(a bigint,b row(c real))", "row(a: long, b: row(c: float))"},
      {"row(\"b c\" array(integer))", "row(b c: [int])"},
      {"row(\"a\" bigint, \"q\"\"x\" integer)", "row(a: long, q\"x: int)"},
      {"row(\"(,\" double, \")\" map(varchar,boolean))", "row((,: double, ): {truth})"},
      {"row(\"\" double)", "row(double)"},
      // Not all have names, or one name is there twice.
      {"row(a bigint, bigint)", "row(long, long)"},
      {"row(a bigint, a bigint)", "row(long, long)"},
      {"row(a bigint, A bigint)", "row(a: long, A: long)"},
      // What is a type by itself is no name.
      {"row(date)", "row(text)"},
      {"row(date date)", "row(date: text)"},
      {"row(timestamp(3) with time zone)", "row(text)"},
      {"row(timestamp with time zone, bigint)", "row(text, long)"},
      {"row(time with time zone)", "row(text)"},
      {"row(timestamp timestamp(6) with time zone, x bigint)", "row(timestamp: text, x: long)"},
      {"row(INTERVAL DAY TO SECOND)", "row(text)"},
      {"row(interval INTERVAL DAY TO SECOND, b double)", "row(interval: text, b: double)"},
      {"row(double precision, bigint)", "row(double, long)"},
      {"row(array(real), map(bigint, double))", "row([float], {double})"},
      {"row(array array(real), map map(bigint, double))", "row(array: [float], map: {double})"},
      {"map(decimal(38,2), array(varbinary))", "{[bytes]}"},
      {"ARRAY(ROW(X BIGINT))", "[row(X: long)]"},
      {" array ( bigint ) ", "[long]"},
      {"struct<a:int,b:array<struct<c:binary>>>", "row(a: int, b: [row(c: bytes)])"},
      {"function(bigint,boolean)", "text"},
      {"tdigest", "bytes"},
  };
  for (const auto& [words, shape] : cases) EXPECT_EQ(shapeOf(trinoType(words)), shape) << words;
}

TEST(TrinoType, WhatCannotBeReadIsText) {
  for (const char* words : {"",
                            " ",
                            "(",
                            ")",
                            "array",
                            "array(",
                            "array()",
                            "array(bigint",
                            "array(bigint))",
                            "array(bigint) x",
                            "map(bigint)",
                            "map(bigint,)",
                            "row()",
                            "row(a)x",
                            "row(,)",
                            "row(\"a",
                            "row(\"a\")",
                            "row(a bigint,)",
                            "decimal(38",
                            "\"x\"",
                            "array(decimal(\"))",
                            "struct<a:>"}) {
    EXPECT_EQ(shapeOf(trinoType(words)), "text") << words;
  }
}

TEST(TrinoType, NestingWithoutEndIsText) {
  const auto nested = [](const std::string& open, int times) {
    std::string words;
    for (int at = 0; at < times; ++at) words += open;
    words += "bigint";
    for (int at = 0; at < times; ++at) words += ')';
    return trinoType(words);
  };
  EXPECT_EQ(nested("array(", 90).form, TrinoType::Form::Array);
  EXPECT_EQ(nested("array(", 1'000'000).form, TrinoType::Form::Text);
  EXPECT_EQ(nested("row(a ", 1'000'000).form, TrinoType::Form::Text);
  EXPECT_EQ(trinoType(std::string(1'000'000, '(')).form, TrinoType::Form::Text);
}

TEST(TrinoType, AWideRowIsReadOnce) {
  std::string words = "row(";
  for (int field = 0; field < 100'000; ++field)
    words += (field > 0 ? ", f" : "f") + std::to_string(field) + " row(x bigint)";
  EXPECT_EQ(trinoType(words + ")").names.size(), 100'000U);
}

}  // namespace
}  // namespace courier
