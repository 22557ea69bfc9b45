#include "widgets/common/Appearance.h"

#include <QApplication>
#include <QEvent>
#include <QProxyStyle>
#include <QScopedValueRollback>

#include "widgets/common/Access.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

/// Fusion with the measures of this program; colours and frames come from the style sheet (Theme::styleSheet()).
class Style final : public QProxyStyle {
 public:
  Style() : QProxyStyle(QStringLiteral("Fusion")) {}

  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
    switch (metric) {
      case PM_SmallIconSize:
      case PM_ButtonIconSize:
      case PM_TabBarIconSize:
        return 16;
      case PM_SplitterWidth:
        return 1;
      case PM_ScrollView_ScrollBarSpacing:
        return 0;
      case PM_TreeViewIndentation:
        return 16;
      case PM_ButtonShiftHorizontal:
      case PM_ButtonShiftVertical:
      case PM_TabBarTabShiftVertical:
      case PM_TabBarTabShiftHorizontal:
        return 0;
      default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
  }

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    // The style sheet shows the focus, in one way everywhere.
    if (element != PE_FrameFocusRect) QProxyStyle::drawPrimitive(element, option, painter, widget);
  }

  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returned) const override {
    switch (hint) {
      case SH_ComboBox_Popup:
      case SH_EtchDisabledText:
      case SH_DitherDisabledText:
      case SH_Widget_Animate:
        return 0;
      case SH_Widget_Animation_Duration:
        return 0;
      default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
  }
};

}  // namespace

Appearance::Appearance(QApplication& application, Scheme scheme, QObject* parent)
    : QObject(parent), m_application(application), m_scheme(scheme) {
  installAccess();
  m_application.setStyle(new Style);
  refresh(Source::ApplicationPalette);
  m_application.installEventFilter(this);
}

Appearance::Scheme Appearance::schemeFromEnvironment() {
  const QString wanted = qEnvironmentVariable("QUERY_COURIER_THEME");
  if (wanted == QStringLiteral("light")) return Scheme::Light;
  if (wanted == QStringLiteral("dark")) return Scheme::Dark;
  return Scheme::FollowDesktop;
}

void Appearance::setScheme(Scheme scheme) {
  m_scheme = scheme;
  refresh(Source::Desktop);
}

bool Appearance::eventFilter(QObject* watched, QEvent* event) {
  if (!m_applying) {
    if (event->type() == QEvent::ThemeChange && watched->isWindowType()) {
      refresh(Source::Desktop);
    } else if (event->type() == QEvent::ApplicationPaletteChange && watched == &m_application) {
      refresh(Source::ApplicationPalette);
    }
  }
  return QObject::eventFilter(watched, event);
}

void Appearance::refresh(Source source) {
  const QScopedValueRollback guard(m_applying, true);
  if (m_scheme != Scheme::FollowDesktop) {
    apply(m_scheme == Scheme::Dark);
    return;
  }
  // Our own palette hides the desktop's: an empty one brings it back for the look at its lightness.
  if (source == Source::Desktop) QApplication::setPalette(QPalette());
  apply(Theme::of(QApplication::palette()).isDark);
}

void Appearance::apply(bool dark) {
  m_dark = dark;
  const Theme& theme = dark ? Theme::dark() : Theme::light();
  QApplication::setPalette(theme.palette());
  const QString sheet = theme.styleSheet();
  if (m_application.styleSheet() != sheet) m_application.setStyleSheet(sheet);
  Q_EMIT changed();
}

}  // namespace courier
