#include "widgets/common/Appearance.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QSignalSpy>

#include "widgets/common/Icons.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

QColor strongestColor(const QIcon& drawing) {
  const QImage image = drawing.pixmap(QSize(24, 24), 1.0).toImage();
  QColor strongest = Qt::transparent;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      if (pixel.alpha() > strongest.alpha()) strongest = pixel;
    }
  }
  return strongest;
}

class AppearanceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (qEnvironmentVariableIsSet("QUERY_COURIER_THEME")) GTEST_SKIP() << "the scheme is fixed for pictures";
  }
  void TearDown() override { Appearance(*qApp).setScheme(Appearance::schemeFromEnvironment()); }
};

TEST_F(AppearanceTest, FollowsThePaletteOfTheDesktop) {
  Appearance appearance(*qApp, Appearance::Scheme::FollowDesktop);
  QSignalSpy changed(&appearance, &Appearance::changed);
  QPalette desktop;
  desktop.setColor(QPalette::Window, QColor(0x202020));
  QApplication::setPalette(desktop);
  EXPECT_TRUE(appearance.isDark());
  EXPECT_EQ(QApplication::palette().color(QPalette::Window), Theme::dark().bg);
  desktop.setColor(QPalette::Window, QColor(0xeeeeee));
  QApplication::setPalette(desktop);
  EXPECT_FALSE(appearance.isDark());
  EXPECT_EQ(QApplication::palette().color(QPalette::Base), Theme::light().panel);
  EXPECT_GE(changed.count(), 2);
}

TEST_F(AppearanceTest, AFixedSchemeStays) {
  Appearance appearance(*qApp, Appearance::Scheme::Dark);
  QPalette desktop;
  desktop.setColor(QPalette::Window, QColor(0xeeeeee));
  QApplication::setPalette(desktop);
  EXPECT_TRUE(appearance.isDark());
  EXPECT_EQ(QApplication::palette().color(QPalette::Window), Theme::dark().bg);
}

TEST_F(AppearanceTest, IconsTakeTheColourOfTheScheme) {
  const QIcon drawing = icon(QStringLiteral("plus"));
  {
    const Appearance light(*qApp, Appearance::Scheme::Light);
    EXPECT_EQ(strongestColor(drawing).rgb(), Theme::light().text.rgb());
  }
  const Appearance dark(*qApp, Appearance::Scheme::Dark);
  EXPECT_EQ(strongestColor(drawing).rgb(), Theme::dark().text.rgb());
  EXPECT_EQ(strongestColor(icon(QStringLiteral("plus"), IconTone::Bad)).rgb(), Theme::dark().bad.rgb());
}

TEST_F(AppearanceTest, AnIconHasEveryPixelOfADenseScreen) {
  const QPixmap drawn = icon(QStringLiteral("query")).pixmap(QSize(22, 22), 2.0);
  EXPECT_EQ(drawn.size(), QSize(44, 44));
  EXPECT_EQ(drawn.devicePixelRatio(), 2.0);
}

}  // namespace
}  // namespace courier
