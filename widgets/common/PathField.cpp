#include "widgets/common/PathField.h"

#include <QDir>
#include <QHBoxLayout>

#include "widgets/common/Button.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FileQuestion.h"
#include "widgets/common/OptionControls.h"

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
  FileQuestion question;
  question.title = title;
  question.filters = filter.split(QStringLiteral(";;"));
  question.present = path();
  askForFile(this, question, [this](const QString& file) { edit()->setText(QDir::toNativeSeparators(file)); });
}

QString pemFilter() {
  return PathField::tr("PEM files (*.pem *.crt *.cer *.key);;All files (*)");
}

}  // namespace courier
