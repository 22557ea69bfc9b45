#include "app/cli/Arguments.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

const QVector<OptionSpec>& options() {
  using Value = OptionSpec::Value;
  static const QVector<OptionSpec> all = {
      {u'w', QStringLiteral("wait"), Value::Optional, QStringLiteral("SEC"), QStringLiteral("wait")},
      {u'r', QStringLiteral("result"), Value::Required, QStringLiteral("URL"), QStringLiteral("target")},
      {u'c', QStringLiteral("column-header"), Value::None, {}, QStringLiteral("names")},
      {u'T', QStringLiteral("type"), Value::Required, QStringLiteral("TYPE"), {}},
  };
  return all;
}

Expected<Arguments> parse(const QStringList& words) {
  return Arguments::parse(words, options());
}

struct GoodCase {
  QStringList words;
  QString result;
  bool hasWait;
  QString wait;
  QStringList positionals;
};

TEST(Arguments, ReadTheToolbeltsGrammar) {
  const QString r = QStringLiteral("-r");
  const QString url = QStringLiteral("web://h/");
  const QString sql = QStringLiteral("SELECT 1");
  const QVector<GoodCase> cases = {
      {{r, url, sql}, url, false, {}, {sql}},
      {{QStringLiteral("-rweb://h/"), sql}, url, false, {}, {sql}},
      {{QStringLiteral("--result"), url, QStringLiteral("-w"), sql}, url, true, {}, {sql}},
      {{QStringLiteral("--result=web://h/"), QStringLiteral("-w=5"), sql}, url, true, QStringLiteral("5"), {sql}},
      {{QStringLiteral("-w5"), sql}, {}, true, QStringLiteral("5"), {sql}},
      {{QStringLiteral("--wait=7"), sql}, {}, true, QStringLiteral("7"), {sql}},
      {{QStringLiteral("--wait"), QStringLiteral("7")}, {}, true, {}, {QStringLiteral("7")}},
      {{QStringLiteral("-")}, {}, false, {}, {QStringLiteral("-")}},
      {{QStringLiteral("--"), QStringLiteral("-w")}, {}, false, {}, {QStringLiteral("-w")}},
      {{sql, r, url}, url, false, {}, {sql}},
      {{r, QStringLiteral("-w")}, QStringLiteral("-w"), false, {}, {}},
  };
  for (const GoodCase& good : cases) {
    const auto parsed = parse(good.words);
    ASSERT_TRUE(parsed.ok()) << good.words.join(u' ').toStdString();
    EXPECT_EQ(parsed->value(QStringLiteral("result")), good.result) << good.words.join(u' ').toStdString();
    EXPECT_EQ(parsed->has(QStringLiteral("wait")), good.hasWait) << good.words.join(u' ').toStdString();
    EXPECT_EQ(parsed->value(QStringLiteral("wait")), good.wait) << good.words.join(u' ').toStdString();
    EXPECT_EQ(parsed->positionals(), good.positionals) << good.words.join(u' ').toStdString();
  }
}

TEST(Arguments, NameWhatIsWrong) {
  const QVector<QPair<QStringList, QString>> cases = {
      {{QStringLiteral("-z")}, QStringLiteral("-z")},
      {{QStringLiteral("--nothing")}, QStringLiteral("--nothing")},
      {{QStringLiteral("-r")}, QStringLiteral("--result")},
      {{QStringLiteral("-cx")}, QStringLiteral("--column-header")},
      {{QStringLiteral("--column-header=1")}, QStringLiteral("--column-header")},
  };
  for (const auto& [words, named] : cases) {
    const auto parsed = parse(words);
    ASSERT_FALSE(parsed.ok()) << words.join(u' ').toStdString();
    EXPECT_EQ(parsed.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(parsed.error().message.contains(named)) << parsed.error().message.toStdString();
  }
}

TEST(Arguments, KnowWhatMeansNothingHere) {
  const auto parsed = parse({QStringLiteral("-T"), QStringLiteral("presto"), QStringLiteral("SELECT 1")});
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->ignored(), QStringList{QStringLiteral("type")});
  EXPECT_EQ(parsed->positionals(), QStringList{QStringLiteral("SELECT 1")});
  EXPECT_FALSE(parsed->has(QStringLiteral("type")));
}

TEST(Arguments, NumbersHaveBounds) {
  const auto parsed = parse({QStringLiteral("-w=12x")});
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->number(QStringLiteral("wait"), 0, 0, 100).ok());
  const auto good = parse({QStringLiteral("-w=100")});
  EXPECT_EQ(*good->number(QStringLiteral("wait"), 0, 0, 100), 100);
  EXPECT_FALSE(good->number(QStringLiteral("wait"), 0, 0, 99).ok());
  EXPECT_EQ(*good->number(QStringLiteral("result"), 3, 0, 99), 3);
}

}  // namespace
}  // namespace courier
