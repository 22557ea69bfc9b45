#include "widgets/common/OptionControls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>

#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"

namespace courier {

CheckedField* makeField(const QString& name, const char* objectName, QWidget* parent) {
  auto* field = new CheckedField(name, parent);
  field->edit()->setObjectName(QString::fromLatin1(objectName));
  return field;
}

CheckedField* makeSecretField(const QString& name, const char* objectName, QWidget* parent) {
  CheckedField* field = makeField(name, objectName, parent);
  field->edit()->setEchoMode(QLineEdit::Password);
  return field;
}

QComboBox* makeChoice(const char* objectName, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(QString::fromLatin1(objectName));
  return box;
}

QSpinBox* makeNumber(const char* objectName, int least, int most, const QString& unit, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setObjectName(QString::fromLatin1(objectName));
  box->setRange(least, most);
  box->setGroupSeparatorShown(true);
  box->setSuffix(unit);
  return box;
}

QCheckBox* addBox(FormGrid& grid, const QString& text, const char* objectName) {
  auto* box = new QCheckBox(text, &grid);
  box->setObjectName(QString::fromLatin1(objectName));
  grid.addWide(box);
  return box;
}

void choose(QComboBox& box, int value) {
  box.setCurrentIndex(box.findData(value));
}

}  // namespace courier
