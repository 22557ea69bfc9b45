#include "widgets/window/StatusStrip.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <algorithm>

#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

QFont stripFont() {
  QFont font = smallFont();
  font.setWeight(QFont::Medium);
  return font;
}

}  // namespace

/// Words in three colours that can be clicked.
class OutboxButton final : public QAbstractButton {
 public:
  explicit OutboxButton(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setFont(smallFont());
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
  }
  void setCounts(qint64 waiting, qint64 needsYou) {
    const auto number = [](qint64 count) { return static_cast<int>(std::min<qint64>(count, 1'000'000'000)); };
    m_head = StatusStrip::tr("Outbox:") + QLatin1Char(' ');
    m_waiting = waiting > 0 ? StatusStrip::tr("%L1 waiting", "results in the outbox").arg(waiting) : QString();
    m_needsYou =
        needsYou > 0 ? StatusStrip::tr("%Ln need(s) you", "results in the outbox", number(needsYou)) : QString();
    m_comma = !m_waiting.isEmpty() && !m_needsYou.isEmpty() ? QStringLiteral(", ") : QString();
    setText(m_waiting.isEmpty() && m_needsYou.isEmpty() ? QString() : m_head + m_waiting + m_comma + m_needsYou);
    setAccessibleName(text().isEmpty() ? StatusStrip::tr("Outbox: nothing waits") : text());
    setVisible(!text().isEmpty());
    updateGeometry();
    update();
  }
  [[nodiscard]] QSize sizeHint() const override {
    return {QFontMetrics(stripFont()).horizontalAdvance(text()) + 8, 26};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    int left = 4;
    const auto draw = [&](const QString& words, const QColor& color, const QFont& font) {
      painter.setFont(font);
      painter.setPen(color);
      const int wide = QFontMetrics(font).horizontalAdvance(words);
      painter.drawText(QRect(left, 0, wide + 1, height()), Qt::AlignVCenter | Qt::AlignLeft, words);
      left += wide;
    };
    draw(m_head, theme.dim, font());
    draw(m_waiting, theme.text, stripFont());
    draw(m_comma, theme.dim, font());
    draw(m_needsYou, theme.bad, stripFont());
    if (hasFocus()) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(theme.accent, 2));
      painter.drawRoundedRect(QRectF(rect()).adjusted(1, 3, -1, -3), 5, 5);
    }
  }

 private:
  QString m_head;
  QString m_waiting;
  QString m_comma;
  QString m_needsYou;
};

StatusStrip::StatusStrip(QWidget* parent) : QWidget(parent) {
  setFixedHeight(28);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 1, 8, 0);
  layout->setSpacing(24);
  m_text = new QLabel(this);
  m_text->setFont(stripFont());
  m_text->setTextFormat(Qt::PlainText);
  m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  layout->addWidget(m_text, 1);
  m_outbox = new OutboxButton(this);
  layout->addWidget(m_outbox);
  m_next = new DimLabel({}, this);
  m_next->setFont(smallFont());
  m_next->hide();
  layout->addWidget(m_next);
  connect(m_outbox, &QAbstractButton::clicked, this, &StatusStrip::outboxClicked);
  m_outbox->setCounts(0, 0);
}

void StatusStrip::setText(const QString& text) {
  m_full = text;
  m_text->setAccessibleName(text);
  fitText();
}

QString StatusStrip::text() const {
  return m_full;
}

void StatusStrip::fitText() {
  const QString shown = m_text->fontMetrics().elidedText(m_full, Qt::ElideRight, m_text->width());
  m_text->setText(shown);
  m_text->setToolTip(shown == m_full ? QString() : m_full.toHtmlEscaped());
}

void StatusStrip::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  layout()->activate();
  fitText();
}

void StatusStrip::setOutbox(qint64 waiting, qint64 needsYou) {
  m_outbox->setCounts(waiting, needsYou);
  layout()->activate();
  fitText();
}

QString StatusStrip::outboxText() const {
  return m_outbox->text();
}

void StatusStrip::setNextRun(const QString& text) {
  m_next->setText(text);
  m_next->setVisible(!text.isEmpty());
  layout()->activate();
  fitText();
}

QString StatusStrip::nextRun() const {
  return m_next->text();
}

void StatusStrip::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::of(palette());
  QPainter painter(this);
  painter.fillRect(rect(), theme.panel);
  painter.fillRect(QRect(0, 0, width(), 1), theme.line);
}

}  // namespace courier
