#include "widgets/common/Dialog.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMetaProperty>
#include <QRadioButton>
#include <QScreen>
#include <QVBoxLayout>
#include <QWindow>
#include <algorithm>

#include "widgets/common/FormScroll.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kMessageWidth = 420;
constexpr int kConfirmWidth = 460;
constexpr int kAroundSides = 20;
constexpr QMargins kUsualFrame{4, 32, 4, 4};  ///< of a window that nobody has framed yet

QMargins frameOf(const QWidget& window) {
  const QWindow* handle = window.windowHandle();
  const QMargins known = handle && window.isVisible() ? handle->frameMargins() : QMargins();
  return known.isNull() ? kUsualFrame : known;
}

/// Whether a person enters something in it: its value is then its class's user property.
bool isField(const QWidget& widget) {
  // Of buttons, those that say yes or no; a fold's title only shows more.
  if (qobject_cast<const QAbstractButton*>(&widget))
    return qobject_cast<const QCheckBox*>(&widget) || qobject_cast<const QRadioButton*>(&widget) ||
           widget.property("choice").toBool();
  return !widget.inherits("QAbstractSlider") && !widget.property("readOnly").toBool();
}

QVariant valueOf(const QWidget& widget) {
  return isField(widget) ? widget.metaObject()->userProperty().read(&widget) : QVariant();
}

}  // namespace

Dialog::Dialog(const QString& heading, QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setModal(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kAroundSides, 18, kAroundSides, 18);
  layout->setSpacing(14);
  m_heading = newWords({}, this);
  m_heading->setFont(headingFont());
  layout->addWidget(m_heading);
  m_scroll = new FormScroll(this);
  layout->addWidget(m_scroll, 1);
  m_below = new QVBoxLayout;
  m_below->setSpacing(12);
  layout->addLayout(m_below);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(8);
  m_left = new QHBoxLayout;
  m_left->setSpacing(8);
  m_right = new QHBoxLayout;
  m_right->setSpacing(8);
  foot->addLayout(m_left);
  foot->addStretch(1);
  foot->addLayout(m_right);
  layout->addLayout(foot);
  setHeading(heading);
}

void Dialog::setHeading(const QString& heading) {
  m_heading->setText(heading);
  setWindowTitle(heading);
}

QVBoxLayout* Dialog::content() const {
  return m_scroll->content();
}

QLabel* Dialog::addWords(const QString& text) {
  QLabel* words = newWords(text, this);
  content()->addWidget(words);
  return words;
}

void Dialog::addBelow(QWidget* part) {
  m_below->addWidget(part);
}

Button* Dialog::addLeftButton(const QString& text, ButtonKind kind) {
  return addButton(m_left, text, kind);
}

Button* Dialog::addRightButton(const QString& text, ButtonKind kind) {
  return addButton(m_right, text, kind);
}

Button* Dialog::addDefaultButton(const QString& text) {
  Button* button = addRightButton(text, ButtonKind::Primary);
  button->setDefault(true);
  return button;
}

Button* Dialog::addCancelButton() {
  Button* button = addRightButton(tr("Cancel"));
  connect(button, &Button::clicked, this, &Dialog::reject);
  return button;
}

Button* Dialog::addButton(QHBoxLayout* layout, const QString& text, ButtonKind kind) {
  auto* button = new Button(text, kind, this);
  layout->addWidget(button);
  return button;
}

void Dialog::setPreferredSize(int width, int height) {
  m_preferred = {width, height};
}

void Dialog::reveal(QWidget* part) {
  m_scroll->reveal(part);
}

void Dialog::setVisible(bool visible) {
  const bool opens = visible && !m_fitted.isValid();
  if (opens) {
    m_cameFrom.remember(parentWidget());
    rememberFields();
    fit();
  }
  const bool closes = !visible && isVisible();
  QDialog::setVisible(visible);
  // Now its frame is known.
  if (opens) fit();
  if (closes) m_cameFrom.giveBack();
}

bool Dialog::event(QEvent* event) {
  const bool handled = QDialog::event(event);
  if (event->type() == QEvent::LayoutRequest && m_fitted.isValid() && isVisible()) fit();
  return handled;
}

void Dialog::fit() {
  // A person gave it another size: within that, the content scrolls.
  if (m_fitted.isValid() && size() != m_fitted) return;
  const QWidget* over = !isVisible() && parentWidget() ? parentWidget()->window() : this;
  const QRect room = over->screen()->availableGeometry().marginsRemoved(frameOf(*over));
  ensurePolished();
  const int wanted = m_preferred.width() > 0 ? m_preferred.width() : layout()->totalSizeHint().width();
  const int wide = m_fitted.isValid() ? this->width() : qMin(wanted, room.width());
  const int width = qMax(wide, layout()->totalMinimumSize().width());
  const QMargins around = layout()->contentsMargins();
  const int others = layout()->totalHeightForWidth(width) - m_scroll->sizeHint().height();
  const int high = others + m_scroll->heightAt(width - around.left() - around.right());
  resize(QSize(width, qMin(qMax(high, m_preferred.height()), room.height())).expandedTo(layout()->totalMinimumSize()));
  m_fitted = size();
  if (isVisible()) keepOnScreen(room);
}

void Dialog::keepOnScreen(const QRect& room) {
  const QPoint at = geometry().topLeft();
  const QPoint inside(qMax(room.left(), qMin(at.x(), room.right() + 1 - width())),
                      qMax(room.top(), qMin(at.y(), room.bottom() + 1 - height())));
  if (inside != at) move(pos() + inside - at);
}

void Dialog::reject() {
  if (hasEntries()) return askDiscard();
  QDialog::reject();
}

void Dialog::rememberFields(const QWidget* part) {
  const auto widgets = (part ? part : this)->findChildren<QWidget*>();
  for (const QWidget* widget : widgets) {
    if (const QVariant value = valueOf(*widget); value.isValid()) m_remembered.insert(widget, value);
  }
}

bool Dialog::hasEntries() const {
  // A field that came later has no value to be compared with: what made it come has.
  const auto widgets = findChildren<QWidget*>();
  return std::any_of(widgets.begin(), widgets.end(), [this](const QWidget* widget) {
    const auto before = m_remembered.constFind(widget);
    return before != m_remembered.constEnd() && *before != valueOf(*widget);
  });
}

void Dialog::askDiscard() {
  const QString name = QStringLiteral("discard");
  const auto asked = findChildren<const Dialog*>(name);
  if (std::any_of(asked.begin(), asked.end(), [](const Dialog* ask) { return ask->isVisible(); })) return;
  auto* ask = new ConfirmDialog(tr("Discard what you entered?"),
                                tr("“%1” is closed, and what you entered there is lost.").arg(windowTitle()),
                                tr("Discard"), this, tr("Keep editing"));
  ask->setObjectName(name);
  connect(ask, &ConfirmDialog::accepted, this, [this] { QDialog::reject(); });
  ask->open();
}

ConfirmDialog::ConfirmDialog(const QString& question, const QString& consequences, const QString& agree,
                             QWidget* parent, const QString& refuse)
    : Dialog(question, parent) {
  setPreferredSize(kConfirmWidth);
  addWords(consequences);
  content()->addStretch(1);
  Button* cancel = addCancelButton();
  if (!refuse.isEmpty()) cancel->setText(refuse);
  Button* button = addRightButton(agree, ButtonKind::Primary);
  button->setObjectName(QStringLiteral("agree"));
  connect(button, &Button::clicked, this, &ConfirmDialog::accept);
  cancel->setFocus(Qt::OtherFocusReason);
}

MessageDialog::MessageDialog(const QString& heading, const QString& words, QWidget* parent) : Dialog(heading, parent) {
  setPreferredSize(kMessageWidth);
  addWords(words)->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  Button* close = addDefaultButton(tr("&Close"));
  connect(close, &Button::clicked, this, &MessageDialog::accept);
  close->setFocus(Qt::OtherFocusReason);
}

}  // namespace courier
