#include "models/data/ColumnTyper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::batchOfColumn;
using testing::Blob;
using testing::columnOf;
using testing::Null;
using testing::Value;

constexpr qint64 edge = qint64{1} << 53;
const double infinity = std::numeric_limits<double>::infinity();
const double notANumber = std::numeric_limits<double>::quiet_NaN();
const std::string text = "x";

struct Case {
  TypeSource source;
  ColumnType type;
  std::vector<Value> values;
  ColumnType expected;
};

constexpr auto fixed = TypeSource::Fixed;
constexpr auto declared = TypeSource::Declared;
constexpr auto fromValues = TypeSource::Values;
using enum ColumnType;

std::vector<Case> cases() {
  const qint64 least = std::numeric_limits<qint64>::min();
  return {
      // What an engine promises holds whatever comes.
      {fixed, Long, {text}, Long},
      {fixed, Int, {edge}, Int},
      {fixed, Float, {0.1}, Float},
      {fixed, ColumnType::Array, {testing::Array{"[1]"}}, ColumnType::Array},
      {fixed, Boolean, {}, Boolean},
      // A declared long holds integers, however large.
      {declared, Long, {}, Long},
      {declared, Long, {Null{}, Null{}}, Long},
      {declared, Long, {qint64{1}, Null{}, least}, Long},
      {declared, Long, {1.0}, Double},
      {declared, Long, {qint64{1}, 2.5}, Double},
      {declared, Long, {edge, 2.5}, Double},
      {declared, Long, {-edge, 2.5}, Double},
      {declared, Long, {edge + 1, 2.5}, String},
      {declared, Long, {-edge - 1, 2.5}, String},
      {declared, Long, {qint64{1}, std::string()}, String},
      {declared, Long, {Blob{"1"}}, String},
      // A declared double holds reals, and integers that a double holds exactly.
      {declared, Double, {}, Double},
      {declared, Double, {1.5, Null{}}, Double},
      {declared, Double, {qint64{1}, qint64{2}}, Double},
      {declared, Double, {edge, 1.5}, Double},
      {declared, Double, {edge + 1}, Long},
      {declared, Double, {edge + 1, 1.5}, String},
      {declared, Double, {infinity, -infinity, notANumber}, Double},
      {declared, Double, {1.5, text}, String},
      // A declared boolean holds 0 and 1.
      {declared, Boolean, {}, Boolean},
      {declared, Boolean, {qint64{0}, qint64{1}, Null{}}, Boolean},
      {declared, Boolean, {true, qint64{0}}, Boolean},
      {declared, Boolean, {qint64{0}, qint64{2}}, Long},
      {declared, Boolean, {qint64{-1}}, Long},
      {declared, Boolean, {1.0}, Double},
      {declared, Boolean, {std::string("true")}, String},
      // A declared string holds everything.
      {declared, String, {}, String},
      {declared, String, {qint64{1}}, String},
      {declared, String, {1.5, qint64{1}}, String},
      // The rarer declarations.
      {declared, Int, {qint64{std::numeric_limits<qint32>::min()}}, Int},
      {declared, Int, {qint64{std::numeric_limits<qint32>::max()} + 1}, Long},
      {declared, Float, {0.5, qint64{1}, infinity, notANumber}, Float},
      {declared, Float, {0.1}, Double},
      {declared, Float, {1e300}, Double},
      {declared, Float, {qint64{5}}, Long},
      {declared, ColumnType::Array, {testing::Array{"[]"}, Null{}}, ColumnType::Array},
      {declared, ColumnType::Array, {testing::Array{"[1]"}, text}, String},
      {declared, ColumnType::Array, {qint64{1}}, Long},
      // Without a declaration the values decide.
      {fromValues, String, {}, String},
      {fromValues, Long, {}, String},
      {fromValues, Long, {Null{}}, String},
      {fromValues, String, {qint64{0}, qint64{1}}, Long},
      {fromValues, String, {qint64{1}, edge + 1}, Long},
      {fromValues, String, {1.0, Null{}}, Double},
      {fromValues, String, {infinity}, Double},
      {fromValues, String, {qint64{3}, 0.5}, Double},
      {fromValues, String, {edge + 1, infinity}, String},
      {fromValues, String, {qint64{3}, text}, String},
      {fromValues, String, {Blob{""}}, String},
      {fromValues, String, {true, false, Null{}}, Boolean},
      {fromValues, String, {true, qint64{7}}, Long},
      {fromValues, String, {true, 0.5}, Double},
      {fromValues, String, {true, text}, String},
      {fromValues, String, {testing::Array{"[1]"}}, String},
  };
}

TEST(ColumnTyper, FindsTheTypeWhateverTheOrderAndTheCuts) {
  int number = 0;
  for (const Case& one : cases()) {
    SCOPED_TRACE("case " + std::to_string(number++));
    const Columns columns{columnOf(QStringLiteral("c"), one.type, one.source)};
    ColumnTyper whole(columns);
    whole.add(*batchOfColumn(one.values), static_cast<int>(one.values.size()));
    EXPECT_EQ(whole.type(0), one.expected);

    ColumnTyper backwards(columns);
    std::vector<Value> reversed = one.values;
    std::reverse(reversed.begin(), reversed.end());
    for (const Value& value : reversed) backwards.add(*batchOfColumn({value}), 1);
    EXPECT_EQ(backwards.type(0), one.expected);
    EXPECT_EQ(backwards.columns(), whole.columns());
  }
}

TEST(ColumnTyper, WhatIsFinalNeverChanges) {
  const std::vector<Value> all{Null{}, qint64{0}, qint64{5},           edge + 1, 0.5, 0.1, 1e300, true,
                               text,   Blob{},    testing::Array{"[]"}};
  int finals = 0;
  for (const Case& one : cases()) {
    ColumnTyper typer({columnOf(QStringLiteral("c"), one.type, one.source)});
    for (const Value& value : one.values) typer.add(*batchOfColumn({value}), 1);
    if (!typer.isFinal(0)) continue;
    ++finals;
    for (const Value& value : all) typer.add(*batchOfColumn({value}), 1);
    EXPECT_EQ(typer.type(0), one.expected);
  }
  EXPECT_GT(finals, 10);
}

TEST(ColumnTyper, SaysWhenASettledTypeChanges) {
  ColumnTyper typer({columnOf(QStringLiteral("c"), String, fromValues)});
  EXPECT_TRUE(typer.isUnsettled(0));
  EXPECT_FALSE(typer.add(*batchOfColumn({Null{}}), 1));
  EXPECT_TRUE(typer.isUnsettled(0));
  EXPECT_FALSE(typer.isFinal(0));
  EXPECT_FALSE(typer.add(*batchOfColumn({qint64{1}}), 1)) << "there was no value before";
  EXPECT_FALSE(typer.isUnsettled(0));
  EXPECT_FALSE(typer.add(*batchOfColumn({qint64{2}, Null{}}), 2));
  EXPECT_TRUE(typer.add(*batchOfColumn({2.5}), 1));
  EXPECT_FALSE(typer.isFinal(0));
  EXPECT_TRUE(typer.add(*batchOfColumn({text}), 1));
  EXPECT_TRUE(typer.isFinal(0));
  EXPECT_FALSE(typer.add(*batchOfColumn({1.5}), 1));
}

TEST(ColumnTyper, KnowsWhichTypesCameFromAWantOfValues) {
  ColumnTyper typer({columnOf(QStringLiteral("fixed"), Long), columnOf(QStringLiteral("declared"), Long, declared),
                     columnOf(QStringLiteral("text"), String, declared),
                     columnOf(QStringLiteral("none"), String, fromValues)});
  typer.add(*batchOf(4, {{Null{}, Null{}, Null{}, Null{}}}), 1);
  EXPECT_FALSE(typer.isUnsettled(0));
  EXPECT_TRUE(typer.isUnsettled(1));
  EXPECT_TRUE(typer.isUnsettled(2));
  EXPECT_TRUE(typer.isUnsettled(3));
  typer.add(*batchOf(4, {{Null{}, qint64{1}, text, text}}), 1);
  for (int column = 0; column < 4; ++column) EXPECT_FALSE(typer.isUnsettled(column)) << column;
}

TEST(ColumnTyper, LooksOnlyAtTheRowsThatAreSent) {
  ColumnTyper typer({columnOf(QStringLiteral("c"), Long, declared)});
  typer.add(*batchOfColumn({qint64{1}, qint64{2}, text}), 2);
  EXPECT_EQ(typer.type(0), Long);
}

}  // namespace
}  // namespace courier
