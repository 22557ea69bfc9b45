#include "widgets/connections/ConnectionMark.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>

namespace courier {
namespace {

constexpr int kEdge = 4;
constexpr int kPillPadding = 9;
constexpr int kEdgePadding = 12;

/// One colour in the light scheme, with white words, and in the dark one, with black ones.
struct MarkPair {
  MarkColour colour;
  QRgb light;
  QRgb dark;
};
constexpr MarkPair kMarks[] = {{MarkColour::Red, 0xc62828, 0xf0716a},    {MarkColour::Orange, 0xb45309, 0xf0a04b},
                               {MarkColour::Yellow, 0x8a6d00, 0xf2cc4d}, {MarkColour::Green, 0x2e7d32, 0x6cc070},
                               {MarkColour::Blue, 0x1565c0, 0x6ea8fe},   {MarkColour::Purple, 0x7b1fa2, 0xc08bf0},
                               {MarkColour::Grey, 0x5f6670, 0xa9b0ba}};

/// A square that is painted in the colour of the scheme of the moment.
class MarkIconEngine final : public QIconEngine {
 public:
  explicit MarkIconEngine(MarkColour colour) : m_colour(colour) {}
  void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(markColors(m_colour, Theme::of(QGuiApplication::palette())).fill);
    const int side = qMin(rect.width(), rect.height()) * 3 / 4;
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    painter->drawRoundedRect(square, 3, 3);
    painter->restore();
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
  }
  [[nodiscard]] QIconEngine* clone() const override { return new MarkIconEngine(m_colour); }

 private:
  MarkColour m_colour;
};

}  // namespace

MarkColors markColors(MarkColour colour, const Theme& theme) {
  for (const MarkPair& mark : kMarks) {
    if (mark.colour == colour)
      return theme.isDark ? MarkColors{QColor(mark.dark), QColor(0x14161a)} : MarkColors{QColor(mark.light), Qt::white};
  }
  return {theme.line, theme.text};
}

QIcon markIcon(MarkColour colour) {
  return colour == MarkColour::None ? QIcon() : QIcon(new MarkIconEngine(colour));
}

MarkPill::MarkPill(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  hide();
}

void MarkPill::setMark(const QString& label, MarkColour colour) {
  m_label = label;
  m_colour = colour;
  setAccessibleName(label);
  setVisible(!label.isEmpty());
  updateGeometry();
  update();
}

QSize MarkPill::sizeHint() const {
  const QFontMetrics metrics(semibold(font()));
  return {metrics.horizontalAdvance(m_label) + 2 * kPillPadding, metrics.height() + 5};
}

void MarkPill::paintEvent(QPaintEvent*) {
  const MarkColors colors = markColors(m_colour, Theme::of(palette()));
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colors.fill);
  painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
  painter.setPen(colors.onFill);
  painter.setFont(semibold(font()));
  painter.drawText(rect(), Qt::AlignCenter, m_label);
}

MarkEdge::MarkEdge(QWidget* parent) : QWidget(parent) {
  hide();
}

void MarkEdge::setConnection(const Connection& connection) {
  const QString& label = connection.server.label;
  m_colour = connection.server.colour;
  const QString access = connection.readOnly ? tr("read-only") : tr("can change data");
  m_text = label.isEmpty() ? QString() : tr("%1 · %2 · %3", "label, name, access").arg(label, connection.name, access);
  setAccessibleName(m_text);
  setFixedHeight(label.isEmpty() ? kEdge : QFontMetrics(semibold(smallFont())).height() + kEdge);
  setVisible(!label.isEmpty() || m_colour != MarkColour::None);
  update();
}

void MarkEdge::paintEvent(QPaintEvent*) {
  const MarkColors colors = markColors(m_colour, Theme::of(palette()));
  QPainter painter(this);
  painter.fillRect(rect(), colors.fill);
  painter.setPen(colors.onFill);
  painter.setFont(semibold(smallFont()));
  const QRect inside = rect().adjusted(kEdgePadding, 0, -kEdgePadding, 0);
  painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                   painter.fontMetrics().elidedText(m_text, Qt::ElideRight, inside.width()));
}

}  // namespace courier
