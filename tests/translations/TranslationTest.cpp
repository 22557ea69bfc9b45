#include "models/base/Translation.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QTranslator>

#include "tests/support/SourceFolder.h"
#include "tests/translations/TsFile.h"
#include "translations/tools/PseudoText.h"

namespace courier {

namespace {

class TranslationTest : public ::testing::Test {
 protected:
  ~TranslationTest() override {
    qunsetenv("QUERY_COURIER_LANGUAGE");
    qDeleteAll(QCoreApplication::instance()->findChildren<QTranslator*>());
  }
  static QString install(const QString& language) {
    return installTranslators(*QCoreApplication::instance(), language);
  }
  static QString translated(const testing::TsMessage& message, int n) {
    return QCoreApplication::translate(message.context.toUtf8().constData(), message.source.toUtf8().constData(),
                                       message.comment.isEmpty() ? nullptr : message.comment.toUtf8().constData(), n);
  }
};

TEST_F(TranslationTest, ThePseudoLocaleTranslatesEveryTextOfTheProgram) {
  const auto messages = testing::readTs(QStringLiteral(COURIER_TRANSLATIONS_DIR "/query_courier.ts"));
  ASSERT_GT(messages.size(), 50);
  EXPECT_EQ(install(QStringLiteral("en_XA")), QStringLiteral("en_XA"));
  for (const auto& message : messages) {
    QString expected = pseudoText(message.source);
    if (message.isPlural) expected.replace(QStringLiteral("%n"), QStringLiteral("2"));
    const QString text = translated(message, message.isPlural ? 2 : -1);
    if (message.isPlural && message.source.contains(QStringLiteral("%Ln"))) {
      EXPECT_TRUE(text.startsWith(u'[')) << text.toStdString();
    } else {
      EXPECT_EQ(text, expected) << text.toStdString();
    }
  }
}

TEST_F(TranslationTest, TheEnvironmentChoosesWhereNothingElseDoes) {
  qputenv("QUERY_COURIER_LANGUAGE", "en_XA");
  EXPECT_EQ(install(QStringLiteral("en")), QStringLiteral("en"));
  EXPECT_EQ(install(QString()), QStringLiteral("en_XA"));
}

TEST_F(TranslationTest, AnUnknownLanguageFallsBackToItsParentAndThenToEnglish) {
  EXPECT_EQ(install(QStringLiteral("en-XA")), QStringLiteral("en_XA"));
  EXPECT_EQ(install(QStringLiteral("en_XA_x")), QStringLiteral("en_XA"));
  EXPECT_EQ(install(QStringLiteral("tlh_XX")), QStringLiteral("en"));
  EXPECT_FALSE(install(QStringLiteral("../query_courier_en_XA")).isEmpty());
}

TEST_F(TranslationTest, EnglishCountsInItsOwnForms) {
  EXPECT_EQ(install(QStringLiteral("en")), QStringLiteral("en"));
  const auto messages = testing::readTs(testing::sourcePath(QStringLiteral("translations/query_courier_en.ts")));
  for (const auto& message : messages) {
    EXPECT_NE(translated(message, 1), translated(message, 2)) << message.source.toStdString();
  }
}

}  // namespace

}  // namespace courier
