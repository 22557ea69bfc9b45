#include "widgets/common/Note.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr qsizetype kMostSaid = 1200;
constexpr int kLongWord = 100;
constexpr int kLeastWidth = 160;

/// The text with places to break in words that no line has room for: a server's or a database's may have megabytes.
QString breakable(const QString& text) {
  QString shown;
  int word = 0;
  for (const QChar character : beginningOf(text, kMostSaid)) {
    word = character.isSpace() ? 0 : word + 1;
    if (word > kLongWord && !character.isLowSurrogate() && !character.isMark()) {
      shown += QChar(0x200B);
      word = 1;
    }
    shown += character;
  }
  return shown;
}

}  // namespace

Note::Note(QWidget* parent) : QFrame(parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 8, 12, 8);
  layout->setSpacing(10);
  m_label = new QLabel(this);
  m_label->setTextFormat(Qt::PlainText);
  m_label->setWordWrap(true);
  // Else its longest word would widen the window.
  m_label->setMinimumWidth(kLeastWidth);
  m_label->setAccessibleName(tr("Message"));
  m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  layout->addWidget(m_label, 1);
  m_actions = new QHBoxLayout;
  m_actions->setSpacing(4);
  layout->addLayout(m_actions);
  hide();
}

void Note::say(Tone tone, const QString& text) {
  while (QLayoutItem* item = m_actions->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  m_tone = tone;
  m_text = text;
  m_label->setText(breakable(text));
  setAccessibleName(beginningOf(text, kMostSaid));
  recolor();
  setVisible(!text.isEmpty());
  Q_EMIT shownChanged(!text.isEmpty());
  update();
}

void Note::complain(const QString& sentence, const std::function<void()>& tryAgain) {
  say(Tone::Bad, sentence);
  connect(addAction(tr("Try again")), &Button::clicked, this, [this, tryAgain] {
    clear();
    tryAgain();
  });
}

Button* Note::addAction(const QString& text, ButtonKind kind) {
  auto* button = new Button(text, kind, this);
  // Tab comes to it where it stands, not behind all that was there before it.
  const QLayoutItem* last = m_actions->itemAt(m_actions->count() - 1);
  setTabOrder(last ? last->widget() : m_label, button);
  m_actions->addWidget(button);
  button->show();
  return button;
}

void Note::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const Theme& theme = Theme::of(palette());
  painter.setBrush(m_tone == Tone::Dim ? theme.bg : theme.toneFill(m_tone));
  painter.drawRoundedRect(rect(), 8, 8);
}

void Note::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && m_label) recolor();
  QFrame::changeEvent(event);
}

void Note::recolor() {
  const Theme& theme = Theme::of(palette());
  QPalette colors = m_label->palette();
  const QColor wanted = m_tone == Tone::Info ? theme.text : theme.toneText(m_tone);
  if (colors.color(QPalette::WindowText) == wanted) return;
  colors.setColor(QPalette::WindowText, wanted);
  colors.setColor(QPalette::Text, wanted);
  m_label->setPalette(colors);
}

}  // namespace courier
