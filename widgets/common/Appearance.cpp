#include "widgets/common/Appearance.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

#include "widgets/common/Style.h"
#include "widgets/common/Theme.h"

namespace courier {

Appearance::Appearance(QApplication& application, Scheme scheme, QObject* parent)
    : QObject(parent), m_application(application), m_scheme(scheme) {
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
