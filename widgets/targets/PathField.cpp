#include "widgets/targets/PathField.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>

#include "widgets/common/Button.h"
#include "widgets/common/CheckedField.h"
#include "widgets/targets/OptionControls.h"

namespace courier {

PathField::PathField(const QString& name, const char* objectName, const QString& filter, QWidget* parent)
    : QWidget(parent) {
  m_layout = new QHBoxLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(8);
  m_field = makeField(name, objectName, this);
  m_layout->addWidget(m_field, 1);
  setFocusProxy(m_field);
  setAccessibleName(name);
  const QString title = tr("Choose: %1").arg(name);
  connect(addButton(tr("Choose…"), title), &Button::clicked, this, [this, title, filter] { choose(title, filter); });
}

QLineEdit* PathField::edit() const {
  return m_field->edit();
}

QString PathField::path() const {
  return m_field->text().trimmed();
}

Button* PathField::addButton(const QString& text, const QString& accessibleName) {
  auto* button = new Button(text, ButtonKind::Plain, this);
  button->setAccessibleName(accessibleName);
  // The field may grow by what is wrong with it.
  m_layout->addWidget(button, 0, Qt::AlignTop);
  return button;
}

void PathField::choose(const QString& title, const QString& filter) {
  auto* ask = new QFileDialog(this, title, path(), filter);
  ask->setAttribute(Qt::WA_DeleteOnClose);
  ask->setFileMode(QFileDialog::ExistingFile);
  connect(ask, &QFileDialog::fileSelected, this,
          [this](const QString& file) { edit()->setText(QDir::toNativeSeparators(file)); });
  ask->open();
}

}  // namespace courier
