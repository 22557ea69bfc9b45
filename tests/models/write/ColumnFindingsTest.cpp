#include "models/data/ResultStore.h"
#include "models/write/ColumnFindings.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <functional>
#include <limits>

#include "models/write/BodyPreview.h"

namespace courier {
namespace {

constexpr qint64 wide = (qint64{1} << 53) + 1;

Column column(const char* type, ColumnType sent, TypeSource source, const char* name = "c") {
  return {QString::fromLatin1(name), QString::fromLatin1(type), sent, ColumnType::String, source};
}

using Fill = std::function<void(ColumnBatchBuilder& rows)>;

/// A result of one column, its rows ended after each value.
BodyPreview preview(const Columns& columns, const Fill& fill, const BodyOptions& form = {}, qint64 cap = 0) {
  const QTemporaryDir folder;
  ResultStore store(folder.path());
  ColumnBatchBuilder rows(static_cast<int>(columns.size()));
  fill(rows);
  if (!store.begin(columns) || !store.append(rows.take())) qFatal("no result");
  const auto made = previewBody(store, cap, form, {});
  if (!made) qFatal("no preview");
  return *made;
}

std::string remarks(const BodyPreview& body, qsizetype at = 0) {
  return columnRemarks(at, body.declared, body.columns, body.findings[at], body.form)
      .join(QStringLiteral(" | "))
      .toStdString();
}

Fill integers(std::initializer_list<qint64> values) {
  const QVector<qint64> kept(values);
  return [kept](ColumnBatchBuilder& rows) {
    for (const qint64 value : kept) {
      rows.appendInteger(0, value);
      rows.endRow();
    }
  };
}

Fill reals(std::initializer_list<double> values) {
  const QVector<double> kept(values);
  return [kept](ColumnBatchBuilder& rows) {
    for (const double value : kept) {
      rows.appendReal(0, value);
      rows.endRow();
    }
  };
}

Fill texts(std::initializer_list<const char*> values) {
  const QVector<const char*> kept(values);
  return [kept](ColumnBatchBuilder& rows) {
    for (const char* value : kept) {
      if (value) {
        rows.appendText(0, value);
      } else {
        rows.appendNull(0);
      }
      rows.endRow();
    }
  };
}

TEST(ColumnFindings, SaysWhatBecomesOfEachOddValue) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Column whole = column("BIGINT", ColumnType::Long, TypeSource::Declared);
  const Column real = column("double", ColumnType::Double, TypeSource::Fixed);
  const Column text = column("TEXT", ColumnType::String, TypeSource::Declared);
  const Column none = column("", ColumnType::String, TypeSource::Values);
  const Fill blob = [](ColumnBatchBuilder& rows) {
    rows.appendBlob(0, "\x01\xff");
    rows.endRow();
  };
  const BodyOptions strings{.wideIntegersAsStrings = true};
  const BodyOptions csv{.format = BodyFormat::Csv};
  const struct {
    Column column;
    Fill fill;
    BodyOptions form;
    const char* remark;
  } cases[] = {
      {whole, integers({1, 2, wide - 1}), {}, ""},
      {whole, integers({1, wide, -wide}), {}, "2 integer(s) beyond 2^53, exact: JavaScript would round them"},
      {whole, integers({1, wide, -wide}), strings, "2 integer(s) beyond 2^53 sent as strings"},
      {whole, integers({wide}), csv, "1 integer(s) beyond 2^53, exact: a spreadsheet would round them"},
      {real, reals({1.5, nan, infinite, -infinite}), {}, "3 value(s) NaN or infinite: null"},
      {real, reals({nan}), csv, "1 value(s) NaN or infinite: an empty field"},
      {text, texts({"a", "\xc3\xa4", "\xc3", "x\xff"}), {}, "2 text(s) not UTF-8: the broken parts become �"},
      {text, blob, {}, "1 binary value(s) as base64"},
      {text, integers({7, 8}), {}, "2 number(s) sent as strings"},
      {text, texts({nullptr, nullptr}), {}, "only NULL: sent as string because there is no value"},
      {none, texts({nullptr}), {}, "only NULL: sent as string because there is no value"},
      {none, texts({"a", nullptr}), {}, ""},
      {none, texts({}), {}, ""},
      {whole, texts({"many"}), {}, "not every value fits the declared type: string instead of long"},
      {column("numeric(10,2)", ColumnType::String, TypeSource::Fixed),
       texts({"1.50"}),
       {},
       "decimals sent as strings, every digit kept"},
      {column("timestamp with time zone", ColumnType::String, TypeSource::Fixed),
       texts({"2026-01-01"}),
       {},
       "dates and times sent as strings, as the database writes them"},
      {column("numeric", ColumnType::String, TypeSource::Fixed), texts({nullptr}), {}, ""},
  };
  for (const auto& one : cases) EXPECT_EQ(remarks(preview({one.column}, one.fill, one.form)), one.remark);
}

TEST(ColumnFindings, ValuesOfSeveralKindsBecomeStrings) {
  const Fill mixed = [](ColumnBatchBuilder& rows) {
    rows.appendInteger(0, 1);
    rows.endRow();
    rows.appendText(0, "x\xff");
    rows.endRow();
  };
  EXPECT_EQ(remarks(preview({column("", ColumnType::String, TypeSource::Values)}, mixed)),
            "values of several kinds: all sent as strings | 1 text(s) not UTF-8: the broken parts become �");
}

TEST(ColumnFindings, NamesThatAreEmptyOrTwice) {
  const Columns columns = {
      column("", ColumnType::String, TypeSource::Values, "a"), column("", ColumnType::String, TypeSource::Values, "a"),
      column("", ColumnType::String, TypeSource::Values, ""), column("", ColumnType::String, TypeSource::Values, "b")};
  const Fill row = [](ColumnBatchBuilder& rows) {
    for (int at = 0; at < 4; ++at) rows.appendText(at, "x");
    rows.endRow();
  };
  const BodyPreview result = preview(columns, row);
  EXPECT_EQ(remarks(result, 0), "its name occurs more than once");
  EXPECT_EQ(remarks(result, 1), "its name occurs more than once");
  EXPECT_EQ(remarks(result, 2), "it has no name");
  EXPECT_EQ(remarks(result, 3), "");
  const BodyPreview lines = preview(columns, row, {.format = BodyFormat::Lines});
  EXPECT_EQ(remarks(lines, 0), "its name occurs more than once");
  const std::string key = remarks(lines, 1).substr(std::string("its name occurs more than once: sent as “").size());
  EXPECT_TRUE(lines.beginning.contains(('"' + key.substr(0, key.find("”")) + '"').c_str())) << key;
}

TEST(ColumnFindings, CountOnlyTheRowsThatAreSent) {
  const Column whole = column("BIGINT", ColumnType::Long, TypeSource::Declared);
  EXPECT_EQ(preview({whole}, integers({wide, wide, wide}), {}, 2).findings[0].wideIntegers, 2);
  EXPECT_EQ(preview({whole}, integers({1, 2, wide}), {}, 2).findings[0].wideIntegers, 0);
}

TEST(ColumnFindings, ATableHasALineForEachRemark) {
  const BodyPreview body = preview({column("TEXT", ColumnType::String, TypeSource::Declared, "")},
                                   texts({"\xff", "ok"}), {.format = BodyFormat::Csv});
  const auto lines = bodyColumnLines(body);
  ASSERT_EQ(lines.size(), 2);
  EXPECT_EQ(lines[0].name, QStringLiteral("(no name)"));
  EXPECT_EQ(lines[0].databaseType, QStringLiteral("TEXT"));
  EXPECT_EQ(lines[0].bodyType, QStringLiteral("string"));
  EXPECT_TRUE(lines[1].name.isEmpty());
  EXPECT_EQ(lines[1].remark, QStringLiteral("it has no name"));
  EXPECT_EQ(oddColumns(lines), 1);
  EXPECT_EQ(body.unsettled, QVector<bool>{false});
}

}  // namespace
}  // namespace courier
