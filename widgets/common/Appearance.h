#pragma once

#include <QObject>

class QApplication;

namespace courier {

/// Gives the application its look and keeps it in step with the desktop's light or dark scheme. Main thread.
/// QUERY_COURIER_THEME=light|dark in the environment fixes the scheme.
class Appearance final : public QObject {
  Q_OBJECT
 public:
  enum class Scheme { FollowDesktop, Light, Dark };

  /// Applies style, palette and style sheet at once. `application` outlives it.
  explicit Appearance(QApplication& application, Scheme scheme = schemeFromEnvironment(), QObject* parent = nullptr);

  [[nodiscard]] static Scheme schemeFromEnvironment();
  [[nodiscard]] bool isDark() const { return m_dark; }
  void setScheme(Scheme scheme);

  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  /// The colours have changed; palettes and style sheet are in place.
  void changed();

 private:
  enum class Source { Desktop, ApplicationPalette };
  void refresh(Source source);
  void apply(bool dark);
  QApplication& m_application;
  Scheme m_scheme;
  bool m_dark = false;
  bool m_applying = false;
};

}  // namespace courier
