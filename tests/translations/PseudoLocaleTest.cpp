#include "translations/tools/PseudoLocale.h"

#include <gtest/gtest.h>

#include <QBuffer>
#include <QRegularExpression>
#include <algorithm>

#include "tests/translations/TsFile.h"
#include "translations/tools/PseudoText.h"

namespace courier {

namespace {

QStringList placeholders(const QString& text) {
  static const QRegularExpression pattern(
      QStringLiteral(R"(%L?(?:\d{1,2}|n)|\$\{[^}]*\}|</?[A-Za-z][^<>]*>|&#?\w+;|&\S|\n)"));
  QStringList found;
  for (auto matches = pattern.globalMatch(text); matches.hasNext();) found.append(matches.next().captured());
  std::sort(found.begin(), found.end());
  return found;
}

TEST(PseudoLocaleTest, TranslatesPlainAndPluralMessages) {
  QBuffer input;
  input.setData(R"(<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>courier::A</name>
    <message>
        <source>&amp;Save &lt;b&gt;%1&lt;/b&gt;</source>
        <comment>a button</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
</context>
</TS>)");
  ASSERT_TRUE(input.open(QIODevice::ReadOnly));
  QBuffer output;
  ASSERT_TRUE(output.open(QIODevice::ReadWrite));
  ASSERT_TRUE(writePseudoLocale(input, output).ok());
  EXPECT_TRUE(output.data().contains("<TS version=\"2.1\" language=\"en_XA\">"));
  output.seek(0);
  const auto messages = testing::readTs(output);
  ASSERT_EQ(messages.size(), 2);
  EXPECT_EQ(messages[0].context, QStringLiteral("courier::A"));
  EXPECT_EQ(messages[0].source, QStringLiteral("&Save <b>%1</b>"));
  EXPECT_EQ(messages[0].comment, QStringLiteral("a button"));
  EXPECT_EQ(messages[0].translations, QStringList{pseudoText(messages[0].source)});
  EXPECT_EQ(messages[1].translations.size(), 2);
  EXPECT_EQ(messages[1].translations[1], pseudoText(QStringLiteral("%n rows")));
  EXPECT_TRUE(messages[0].isFinished && messages[1].isFinished);
}

TEST(PseudoLocaleTest, RefusesWhatIsNoTemplate) {
  QBuffer input;
  input.setData("<TS><message></TS>");
  ASSERT_TRUE(input.open(QIODevice::ReadOnly));
  QBuffer output;
  ASSERT_TRUE(output.open(QIODevice::WriteOnly));
  const auto written = writePseudoLocale(input, output);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::InvalidInput);
}

TEST(PseudoLocaleTest, EveryTextOfTheProgramKeepsItsPlaceholders) {
  const auto messages = testing::readTs(QStringLiteral(COURIER_TRANSLATIONS_DIR "/query_courier_en_XA.ts"));
  ASSERT_GT(messages.size(), 50);
  for (const auto& message : messages) {
    ASSERT_EQ(message.translations.size(), message.isPlural ? 2 : 1) << message.source.toStdString();
    for (const QString& translation : message.translations) {
      EXPECT_EQ(placeholders(translation), placeholders(message.source)) << translation.toStdString();
      EXPECT_GT(translation.size(), message.source.size()) << translation.toStdString();
    }
  }
}

TEST(PseudoLocaleTest, ItsPlaceholderCheckCanFail) {
  EXPECT_NE(placeholders(QStringLiteral("%1 of %2")), placeholders(QStringLiteral("%1 of 2")));
  EXPECT_NE(placeholders(QStringLiteral("&Save")), placeholders(QStringLiteral("Save")));
  EXPECT_NE(placeholders(QStringLiteral("%n rows")), placeholders(QStringLiteral("%1 rows")));
}

}  // namespace

}  // namespace courier
