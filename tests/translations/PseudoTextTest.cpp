#include "translations/tools/PseudoText.h"

#include <gtest/gtest.h>

#include <QString>

namespace courier {

namespace {

TEST(PseudoTextTest, MarksLettersAndKeepsWhatHasAMeaning) {
  EXPECT_EQ(pseudoText(QStringLiteral("Run")), QStringLiteral("[Ŕüñ ·]"));
  EXPECT_EQ(pseudoText(QStringLiteral("&Open…")), QStringLiteral("[&Opéñ… ·]"));
  EXPECT_EQ(pseudoText(QStringLiteral("%1")), QStringLiteral("[%1]"));
  EXPECT_EQ(pseudoText(QString()), QStringLiteral("[]"));
  for (const QString& kept :
       {QStringLiteral("%1"), QStringLiteral("%L2"), QStringLiteral("%12"), QStringLiteral("%n"), QStringLiteral("%Ln"),
        QStringLiteral("${slot_date}"), QStringLiteral("<b>"), QStringLiteral("</b>"), QStringLiteral("<a href=\"x\">"),
        QStringLiteral("&amp;"), QStringLiteral("&#160;"), QStringLiteral("&S"), QStringLiteral("\n")}) {
    const QString text = pseudoText(QStringLiteral("before ") + kept + QStringLiteral(" end"));
    EXPECT_TRUE(text.startsWith(QStringLiteral("[bé"))) << text.toStdString();
    EXPECT_TRUE(text.contains(kept)) << text.toStdString();
    EXPECT_FALSE(text.contains(QStringLiteral("end"))) << text.toStdString();
  }
}

TEST(PseudoTextTest, IsAboutAThirdLonger) {
  const QString source = QStringLiteral("Anyone on the way can read the data and the password.");
  const QString text = pseudoText(source);
  EXPECT_GE(text.size(), source.size() * 130 / 100);
  EXPECT_LE(text.size(), source.size() * 145 / 100);
  EXPECT_TRUE(text.endsWith(u']'));
}

}  // namespace

}  // namespace courier
