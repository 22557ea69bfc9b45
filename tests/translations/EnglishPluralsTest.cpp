#include <gtest/gtest.h>

#include <QMap>

#include "tests/support/SourceFolder.h"
#include "tests/translations/TsFile.h"

namespace courier {

namespace {

using testing::TsMessage;

/// What is wrong with the English plural forms: one sentence a message.
QStringList complaints(const QVector<TsMessage>& texts, const QVector<TsMessage>& english) {
  QMap<QString, TsMessage> forms;
  const auto key = [](const TsMessage& m) { return m.context + u'\n' + m.source + u'\n' + m.comment; };
  for (const TsMessage& message : english) forms.insert(key(message), message);
  QStringList found;
  for (const TsMessage& text : texts) {
    if (!text.isPlural) continue;
    const TsMessage form = forms.value(key(text));
    const bool isWhole = form.isFinished && form.translations.size() == 2 && !form.translations[0].isEmpty() &&
                         !form.translations[1].isEmpty();
    if (!isWhole) found.append(QStringLiteral("%1: \"%2\" has no plural forms").arg(text.context, text.source));
    if (isWhole && form.translations[0] == form.translations[1]) {
      found.append(QStringLiteral("%1: \"%2\" has the same form for one and for many").arg(text.context, text.source));
    }
  }
  return found;
}

TsMessage plural(const QStringList& forms, bool isFinished = true) {
  return {QStringLiteral("A"), QStringLiteral("%n row(s)"), {}, true, isFinished, forms};
}

TEST(EnglishPluralsTest, EveryCountedTextHasBothForms) {
  const auto texts = testing::readTs(QStringLiteral(COURIER_TRANSLATIONS_DIR "/query_courier.ts"));
  ASSERT_FALSE(texts.isEmpty());
  const auto english = testing::readTs(testing::sourcePath(QStringLiteral("translations/query_courier_en.ts")));
  EXPECT_EQ(complaints(texts, english).join(u'\n').toStdString(), "")
      << "Run the target update_translations and fill in translations/query_courier_en.ts.";
}

TEST(EnglishPluralsTest, TheCheckCanFail) {
  const QVector<TsMessage> texts = {plural({QString()}, false)};
  const QString one = QStringLiteral("%n row");
  const QString many = QStringLiteral("%n rows");
  EXPECT_EQ(complaints(texts, {}).size(), 1);
  EXPECT_EQ(complaints(texts, {plural({one, many}, false)}).size(), 1);
  EXPECT_EQ(complaints(texts, {plural({one, QString()})}).size(), 1);
  EXPECT_EQ(complaints(texts, {plural({many, many})}).size(), 1);
  EXPECT_EQ(complaints(texts, {plural({one, many})}).size(), 0);
}

}  // namespace

}  // namespace courier
