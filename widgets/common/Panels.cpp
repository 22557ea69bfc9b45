#include "widgets/common/Panels.h"

#include <QChildEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSplitter>
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
    // A dialog's ground is the panel's own.
    painter.fillPath(outside, window()->inherits("QDialog") ? theme.panel : theme.bg);
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

QSplitter* newCardSplitter(QWidget* parent) {
  auto* split = new QSplitter(Qt::Horizontal, parent);
  split->setHandleWidth(12);
  split->setChildrenCollapsible(false);
  split->setStyleSheet(QStringLiteral("QSplitter::handle, QSplitter::handle:hover { background: transparent; }"));
  return split;
}

Strip::Strip(Fill fill, Lines lines, QWidget* parent) : QWidget(parent), m_fill(fill), m_lines(lines) {}

void Strip::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::of(palette());
  QPainter painter(this);
  painter.fillRect(rect(), m_fill == Fill::Panel ? theme.panel : theme.bg);
  if (m_lines.testFlag(TopLine)) painter.fillRect(QRect(0, 0, width(), 1), theme.line);
  if (m_lines.testFlag(BottomLine)) painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
  if (m_lines.testFlag(RightLine)) painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.line);
}

}  // namespace courier
