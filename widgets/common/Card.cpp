#include "widgets/common/Card.h"

#include <QChildEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr qreal kRadius = 10;

/// Lies above the content, lets the mouse through, and draws the frame over the square corners of tables.
class Corners final : public QWidget {
 public:
  explicit Corners(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outside;
    outside.addRect(rect());
    outside.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    painter.fillPath(outside, theme.bg);
    painter.setPen(theme.line);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  }
};

}  // namespace

Card::Card(QWidget* parent) : QFrame(parent) {
  m_content = new QVBoxLayout(this);
  m_content->setContentsMargins(1, 1, 1, 1);
  m_content->setSpacing(0);
  m_corners = new Corners(this);
}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), Theme::of(palette()).panel);
}

void Card::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  m_corners->setGeometry(rect());
  m_corners->raise();
}

void Card::childEvent(QChildEvent* event) {
  QFrame::childEvent(event);
  if (event->added() && m_corners && event->child() != m_corners) m_corners->raise();
}

}  // namespace courier
