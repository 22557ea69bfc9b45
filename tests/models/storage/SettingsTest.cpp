#include "models/storage/Settings.h"

#include <gtest/gtest.h>

#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

TEST(Settings, ComeBackAsTheyWere) {
  const QVariantMap values = {
      {QStringLiteral("text"), QStringLiteral("\"ä\\\n")},
      {QStringLiteral("empty"), QStringLiteral("")},
      {QStringLiteral("big"), (qint64{1} << 53) + 1},
      {QStringLiteral("half"), 0.5},
      {QStringLiteral("yes"), true},
      {QStringLiteral("list"), QVariantList{QStringLiteral("a"), 1}},
      {QStringLiteral("map"), QVariantMap{{QStringLiteral("width"), 120}}},
  };
  testing::TempDatabase database;
  {
    Settings settings(*database);
    ASSERT_TRUE(await(settings.load()).ok());
    for (auto it = values.begin(); it != values.end(); ++it) {
      settings.setValue(it.key(), it.value());
      EXPECT_EQ(settings.value(it.key()), it.value()) << "known at once";
    }
    settings.setValue(QStringLiteral("bytes"), QByteArray("\0\xff geometry", 11));
  }
  Settings again(*database);
  ASSERT_TRUE(await(again.load()).ok());
  for (auto it = values.begin(); it != values.end(); ++it) {
    EXPECT_EQ(again.value(it.key()), it.value()) << qUtf8Printable(it.key());
  }
  EXPECT_EQ(again.value(QStringLiteral("big")).toLongLong(), (qint64{1} << 53) + 1);
  EXPECT_EQ(again.value(QStringLiteral("bytes")), QVariant(QByteArray("\0\xff geometry", 11)));
}

TEST(Settings, TheLastValueStandsAndAnInvalidOneRemoves) {
  testing::TempDatabase database;
  {
    Settings settings(*database);
    for (int i = 0; i < 20; ++i) settings.setValue(QStringLiteral("a"), i);
    settings.setValue(QStringLiteral("b"), 1);
    settings.setValue(QStringLiteral("b"), QVariant());
  }
  EXPECT_EQ(database.value(QStringLiteral("SELECT group_concat(key || value) FROM setting")).toString(),
            QStringLiteral("a19"));
}

TEST(Settings, AnswerTheFallbackForWhatIsNotSetOrNotReadable) {
  testing::TempDatabase database;
  database.change(QStringLiteral("INSERT INTO setting VALUES ('broken', '{')"));
  Settings settings(*database);
  ASSERT_TRUE(await(settings.load()).ok());
  EXPECT_EQ(settings.value(QStringLiteral("broken"), 5), QVariant(5));
  EXPECT_EQ(settings.value(QStringLiteral("none"), 7), QVariant(7));
  EXPECT_FALSE(settings.value(QStringLiteral("none")).isValid());
}

TEST(Settings, AWriteThatFailsIsSaid) {
  testing::TempDatabase database;
  database.change(QStringLiteral("DROP TABLE setting"));
  Settings settings(*database);
  QStringList messages;
  QObject::connect(&settings, &Settings::failed, [&](const Error& error) { messages.append(error.message); });
  settings.setValue(QStringLiteral("a"), 1);
  EXPECT_TRUE(testing::waitUntil([&] { return messages.size() == 1; }));
  EXPECT_FALSE(await(settings.load()).ok());
  EXPECT_EQ(settings.value(QStringLiteral("a")), QVariant(1)) << "remembered all the same";
}

}  // namespace
}  // namespace courier
