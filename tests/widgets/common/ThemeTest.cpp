#include "widgets/common/Theme.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

struct Pair {
  const char* what;
  QColor text;
  QColor fill;
};

std::vector<Pair> pairsOf(const Theme& t) {
  std::vector<Pair> pairs{
      {"on accent", t.onAccent, t.accent},
      {"on accent, hover", t.onAccent, t.accentHover},
      {"on bad", t.onBad, t.bad},
      {"text on selection", t.text, t.selection},
      {"keyword on panel", t.keyword, t.panel},
      {"string on panel", t.string, t.panel},
      {"number on panel", t.number, t.panel},
      {"ok on its fill", t.ok, t.okSoft},
      {"warn on its fill", t.warn, t.warnSoft},
      {"bad on its fill", t.bad, t.badSoft},
      {"dim on warn fill", t.text, t.warnSoft},
      {"bad on panel", t.bad, t.panel},
      {"warn on panel", t.warn, t.panel},
      {"ok on panel", t.ok, t.panel},

  };
  for (const auto& [name, fill] : {std::pair{"bg", t.bg}, {"panel", t.panel}, {"row", t.row}, {"soft", t.accentSoft}}) {
    pairs.push_back({name, t.text, fill});
    pairs.push_back({name, t.dim, fill});
    pairs.push_back({name, t.null, fill});
    pairs.push_back({name, t.accent, fill});
  }
  return pairs;
}

TEST(ThemeTest, ContrastFollowsTheDefinition) {
  EXPECT_NEAR(contrastRatio(Qt::black, Qt::white), 21.0, 0.01);
  EXPECT_NEAR(contrastRatio(QColor(0x777777), Qt::white), 4.48, 0.01);
  EXPECT_NEAR(contrastRatio(Qt::white, QColor(0x777777)), 4.48, 0.01);
  EXPECT_NEAR(contrastRatio(Qt::red, Qt::red), 1.0, 0.001);
}

TEST(ThemeTest, WordsCanBeReadOnEveryFillOfBothSchemes) {
  for (const Theme* theme : {&Theme::light(), &Theme::dark()}) {
    for (const Pair& pair : pairsOf(*theme)) {
      EXPECT_GE(contrastRatio(pair.text, pair.fill), 4.5)
          << (theme->isDark ? "dark: " : "light: ") << pair.what << " " << pair.text.name().toStdString() << " on "
          << pair.fill.name().toStdString();
    }
  }
}

TEST(ThemeTest, APaletteKnowsItsScheme) {
  EXPECT_TRUE(Theme::of(Theme::dark().palette()).isDark);
  EXPECT_FALSE(Theme::of(Theme::light().palette()).isDark);
}

TEST(ThemeTest, TheStyleSheetHasNoTokenLeft) {
  for (const Theme* theme : {&Theme::light(), &Theme::dark()}) {
    const QString sheet = theme->styleSheet();
    EXPECT_GT(sheet.size(), 1000);
    EXPECT_FALSE(sheet.contains(QStringLiteral("@{")))
        << sheet.mid(sheet.indexOf(QStringLiteral("@{")), 30).toStdString();
    EXPECT_TRUE(sheet.contains(theme->accent.name()));
  }
}

}  // namespace
}  // namespace courier
