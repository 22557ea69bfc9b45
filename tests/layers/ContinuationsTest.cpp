#include <gtest/gtest.h>

#include <QFile>
#include <QRegularExpression>

#include "tests/layers/LayerScan.h"
#include "tests/support/SourceFolder.h"

namespace courier {
namespace {

/// Continuations with a context, by the line they stand in.
QStringList withContext(const QString& text) {
  static const QRegularExpression continuation(QStringLiteral("\\.then\\(\\s*[^\\[\\s][^;{]*?,\\s*\\["));
  QStringList found;
  for (auto match = continuation.globalMatch(text); match.hasNext();) {
    const auto at = match.next().capturedStart();
    found.append(QStringLiteral("line %1").arg(text.left(at).count(u'\n') + 1));
  }
  return found;
}

// QFuture::then() with a context runs at once where the future is done already, before its caller is ready, and asserts
// where the context has gone (Qt 6.4). whenDone() and andThen() do neither.
TEST(Continuations, WithAContextAreMadeByWhenDoneAlone) {
  QStringList found;
  for (const char* layer : {"models", "widgets", "app"}) {
    for (const QString& path : testing::sourcesBelow(testing::sourcePath(), QString::fromLatin1(layer))) {
      QFile file(testing::sourcePath() + u'/' + path);
      ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
      for (const QString& line : withContext(QString::fromUtf8(file.readAll()))) found.append(path + u' ' + line);
    }
  }
  EXPECT_EQ(found.join(u'\n').toStdString(), "");
}

TEST(Continuations, TheScanFindsThem) {
  EXPECT_EQ(withContext(QStringLiteral("a();\nb().then(this, [] {});")), QStringList{QStringLiteral("line 2")});
  EXPECT_EQ(withContext(QStringLiteral("b().then(\n    &owner(), [] {});")).size(), 1);
  EXPECT_EQ(withContext(QStringLiteral("b().then([](int) { return f(1, [] {}); });")).size(), 0);
  EXPECT_EQ(withContext(QStringLiteral("b().then(plain);\nc(1, [] {});")).size(), 0);
}

}  // namespace
}  // namespace courier
