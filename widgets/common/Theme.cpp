#include "widgets/common/Theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QHash>
#include <algorithm>
#include <cmath>

#include "widgets/common/Icons.h"

namespace courier {
namespace {

Theme makeLight() {
  Theme theme;
  theme.bg = QColor(0xf6f7f9);
  theme.panel = QColor(0xffffff);
  theme.row = QColor(0xfafbfc);
  theme.line = QColor(0xdfe3e8);
  theme.text = QColor(0x1c232b);
  theme.dim = QColor(0x5d6975);
  theme.null = QColor(0x606b77);
  theme.accent = QColor(0x1b62d2);
  theme.accentHover = QColor(0x1553b8);
  theme.onAccent = QColor(0xffffff);
  theme.accentSoft = QColor(0xe3eefd);
  theme.selection = QColor(0xc9defb);
  theme.scroll = QColor(0xc4cbd3);
  theme.ok = QColor(0x17753f);
  theme.okSoft = QColor(0xe0f3e7);
  theme.warn = QColor(0x8a5a00);
  theme.warnSoft = QColor(0xfdf1d6);
  theme.bad = QColor(0xb3261e);
  theme.badSoft = QColor(0xfce4e2);
  theme.onBad = QColor(0xffffff);
  theme.keyword = QColor(0x8a2be2);
  theme.string = QColor(0x0a7d4b);
  theme.number = QColor(0xb35900);
  return theme;
}

Theme makeDark() {
  Theme theme;
  theme.isDark = true;
  theme.bg = QColor(0x17191d);
  theme.panel = QColor(0x1f2328);
  theme.row = QColor(0x23282e);
  theme.line = QColor(0x343a42);
  theme.text = QColor(0xe6eaef);
  theme.dim = QColor(0x9aa5b1);
  theme.null = QColor(0x929da9);
  theme.accent = QColor(0x6ea8ff);
  theme.accentHover = QColor(0x8dbaff);
  theme.onAccent = QColor(0x0b1524);
  theme.accentSoft = QColor(0x22344f);
  theme.selection = QColor(0x2d4a75);
  theme.scroll = QColor(0x4a525c);
  theme.ok = QColor(0x5fd08a);
  theme.okSoft = QColor(0x1b3526);
  theme.warn = QColor(0xf0c05a);
  theme.warnSoft = QColor(0x3a2f16);
  theme.bad = QColor(0xff8a80);
  theme.badSoft = QColor(0x41211f);
  theme.onBad = QColor(0x2a0f0d);
  theme.keyword = QColor(0xc792ea);
  theme.string = QColor(0x8fd6a3);
  theme.number = QColor(0xf0a060);
  return theme;
}

double luminance(const QColor& color) {
  const auto part = [](double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

QFont resized(QFont font, qreal points) {
  // A font given in pixels has no point size.
  const qreal current = font.pointSizeF();
  if (current > 0) {
    font.setPointSizeF(std::max(6.0, current + points));
  } else {
    font.setPixelSize(std::max(8, font.pixelSize() + qRound(points * 4 / 3)));
  }
  return font;
}

}  // namespace

const Theme& Theme::light() {
  static const Theme theme = makeLight();
  return theme;
}

const Theme& Theme::dark() {
  static const Theme theme = makeDark();
  return theme;
}

const Theme& Theme::of(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

QColor Theme::toneText(Tone tone) const {
  switch (tone) {
    case Tone::Ok:
      return ok;
    case Tone::Warn:
      return warn;
    case Tone::Bad:
      return bad;
    case Tone::Info:
      return accent;
    case Tone::None:
    case Tone::Dim:
      break;
  }
  return dim;
}

QColor Theme::toneFill(Tone tone) const {
  switch (tone) {
    case Tone::Ok:
      return okSoft;
    case Tone::Warn:
      return warnSoft;
    case Tone::Bad:
      return badSoft;
    case Tone::Info:
      return accentSoft;
    case Tone::None:
    case Tone::Dim:
      break;
  }
  return Qt::transparent;
}

QPalette Theme::palette() const {
  QPalette palette;
  const auto set = [&](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
  set(QPalette::Window, bg);
  set(QPalette::WindowText, text);
  set(QPalette::Base, panel);
  set(QPalette::AlternateBase, row);
  set(QPalette::Text, text);
  set(QPalette::PlaceholderText, dim);
  set(QPalette::Button, panel);
  set(QPalette::ButtonText, text);
  set(QPalette::BrightText, bad);
  set(QPalette::ToolTipBase, panel);
  set(QPalette::ToolTipText, text);
  set(QPalette::Highlight, accentSoft);
  set(QPalette::HighlightedText, text);
  set(QPalette::Link, accent);
  set(QPalette::LinkVisited, accent);
  set(QPalette::Light, panel);
  set(QPalette::Midlight, row);
  set(QPalette::Mid, line);
  set(QPalette::Dark, line);
  set(QPalette::Shadow, line);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
    palette.setColor(QPalette::Disabled, role, null);
  }
  return palette;
}

QString Theme::styleSheet() const {
  loadResources();
  QFile file(QStringLiteral(":/courier/style.qss"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QHash<QString, QString> tokens{
      {QStringLiteral("theme"), isDark ? QStringLiteral("dark") : QStringLiteral("light")},
      {QStringLiteral("bg"), bg.name()},
      {QStringLiteral("panel"), panel.name()},
      {QStringLiteral("row"), row.name()},
      {QStringLiteral("line"), line.name()},
      {QStringLiteral("text"), text.name()},
      {QStringLiteral("dim"), dim.name()},
      {QStringLiteral("null"), null.name()},
      {QStringLiteral("accent"), accent.name()},
      {QStringLiteral("accentHover"), accentHover.name()},
      {QStringLiteral("onAccent"), onAccent.name()},
      {QStringLiteral("accentSoft"), accentSoft.name()},
      {QStringLiteral("selection"), selection.name()},
      {QStringLiteral("scroll"), scroll.name()},
      {QStringLiteral("bad"), bad.name()},
  };
  QString sheet = QString::fromUtf8(file.readAll());
  for (auto token = tokens.cbegin(); token != tokens.cend(); ++token) {
    sheet.replace(QStringLiteral("@{%1}").arg(token.key()), token.value());
  }
  return sheet;
}

double contrastRatio(const QColor& first, const QColor& second) {
  const double a = luminance(first);
  const double b = luminance(second);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QFont semibold(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont titleFont() {
  return semibold(resized(QApplication::font(), 5));
}

QFont headingFont() {
  return semibold(resized(QApplication::font(), 2));
}

QFont smallFont() {
  return resized(QApplication::font(), -1);
}

QFont monospaceFont() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  const QFont base = QApplication::font();
  if (base.pointSizeF() > 0) {
    font.setPointSizeF(base.pointSizeF());
  } else {
    font.setPixelSize(base.pixelSize());
  }
  return font;
}

}  // namespace courier
