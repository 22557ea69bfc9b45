#pragma once

#include <QProxyStyle>

namespace courier {

/// Fusion with the measures of this program; colours and frames come from the style sheet (Theme::styleSheet()).
class Style final : public QProxyStyle {
  Q_OBJECT
 public:
  Style();
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returned) const override;
};

}  // namespace courier
