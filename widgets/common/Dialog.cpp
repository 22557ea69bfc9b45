#include "widgets/common/Dialog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kMessageWidth = 420;

}  // namespace

Dialog::Dialog(const QString& heading, QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setModal(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(20, 18, 20, 18);
  layout->setSpacing(14);
  m_heading = newWords({}, this);
  m_heading->setFont(headingFont());
  layout->addWidget(m_heading);
  m_content = new QVBoxLayout;
  m_content->setSpacing(12);
  layout->addLayout(m_content, 1);
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

QLabel* Dialog::addWords(const QString& text) {
  QLabel* words = newWords(text, this);
  m_content->addWidget(words);
  return words;
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

bool Dialog::event(QEvent* event) {
  const bool handled = QDialog::event(event);
  if (event->type() == QEvent::LayoutRequest && layout()->hasHeightForWidth()) {
    const int wanted = layout()->totalHeightForWidth(width());
    if (wanted > height()) resize(width(), wanted);
  }
  return handled;
}

Button* Dialog::addButton(QHBoxLayout* layout, const QString& text, ButtonKind kind) {
  auto* button = new Button(text, kind, this);
  layout->addWidget(button);
  return button;
}

ConfirmDialog::ConfirmDialog(const QString& question, const QString& consequences, const QString& agree,
                             QWidget* parent)
    : Dialog(question, parent) {
  setFixedWidth(460);
  addWords(consequences);
  content()->addStretch(1);
  Button* cancel = addCancelButton();
  Button* button = addRightButton(agree, ButtonKind::Primary);
  button->setObjectName(QStringLiteral("agree"));
  connect(button, &Button::clicked, this, &ConfirmDialog::accept);
  cancel->setFocus(Qt::OtherFocusReason);
}

MessageDialog::MessageDialog(const QString& heading, const QString& words, QWidget* parent) : Dialog(heading, parent) {
  QLabel* label = addWords(words);
  label->setMinimumWidth(kMessageWidth);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  Button* close = addDefaultButton(tr("&Close"));
  connect(close, &Button::clicked, this, &MessageDialog::accept);
  close->setFocus(Qt::OtherFocusReason);
}

}  // namespace courier
