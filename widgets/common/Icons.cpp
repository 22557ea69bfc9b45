#include "widgets/common/Icons.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "widgets/common/Theme.h"

static void initResources() {
  Q_INIT_RESOURCE(icons);
}

namespace courier {
namespace {

QColor toneColor(IconTone tone, const Theme& theme) {
  switch (tone) {
    case IconTone::Text:
      return theme.text;
    case IconTone::Dim:
      return theme.dim;
    case IconTone::Accent:
      return theme.accent;
    case IconTone::OnAccent:
      return theme.onAccent;
    case IconTone::Ok:
      return theme.ok;
    case IconTone::Warn:
      return theme.warn;
    case IconTone::Bad:
      return theme.bad;
  }
  return theme.text;
}

/// Draws one SVG in a colour of the palette that holds at the time of drawing.
class TintedIconEngine final : public QIconEngine {
 public:
  TintedIconEngine(QString name, IconTone tone) : m_name(std::move(name)), m_tone(tone) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap drawn = tinted((QSizeF(rect.size()) * ratio).toSize(), mode, state);
    drawn.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), drawn);
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override { return tinted(size, mode, state); }
  [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(m_name, m_tone); }

 private:
  [[nodiscard]] QPixmap tinted(const QSize& size, QIcon::Mode mode, QIcon::State state) const {
    const Theme& theme = Theme::of(QApplication::palette());
    QPixmap drawn(size);
    drawn.fill(Qt::transparent);
    QSvgRenderer renderer(QStringLiteral(":/courier/icons/%1.svg").arg(m_name));
    QPainter painter(&drawn);
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    QColor color = toneColor(m_tone, theme);
    if (mode == QIcon::Disabled) color = theme.null;
    if (state == QIcon::On) color = theme.accent;
    painter.fillRect(drawn.rect(), color);
    return drawn;
  }

  QString m_name;
  IconTone m_tone;
};

}  // namespace

void loadResources() {
  initResources();
}

QIcon icon(const QString& name, IconTone tone) {
  loadResources();
  return QIcon(new TintedIconEngine(name, tone));
}

}  // namespace courier
