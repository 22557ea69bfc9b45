#include "widgets/targets/OptionGroup.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QVBoxLayout>
#include <limits>

#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"

namespace courier {
namespace {

/// As much of a number as a field can hold.
int fieldNumber(qint64 number) {
  return static_cast<int>(qMin(number, qint64{std::numeric_limits<int>::max()}));
}

}  // namespace

QSpinBox* makeNumber(OptionId id, const char* objectName, QWidget* parent) {
  const TargetOption& option = targetOption(id);
  QSpinBox* box =
      makeNumber(objectName, fieldNumber(option.least), fieldNumber(option.most), option.unitText(), parent);
  box->setSingleStep(option.step);
  return box;
}

OptionGroup::OptionGroup(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_grid = new FormGrid(this);
  layout->addWidget(m_grid);
}

QComboBox* OptionGroup::addChoice(OptionId id, const QString& label, const char* objectName) {
  QComboBox* box = makeChoice(objectName, m_grid);
  for (const OptionChoice& choice : targetOption(id).choices) box->addItem(choice.labelText(), choice.value);
  m_grid->addRow(label, box);
  add({.option = &targetOption(id), .choice = box});
  return box;
}

QSpinBox* OptionGroup::addNumber(OptionId id, const QString& label, const char* objectName) {
  QSpinBox* box = makeNumber(id, objectName, m_grid);
  m_grid->addRow(label, box);
  add({.option = &targetOption(id), .number = box});
  return box;
}

QCheckBox* OptionGroup::addYesNo(OptionId id, const QString& text, const char* objectName) {
  QCheckBox* box = addBox(*m_grid, text, objectName);
  add({.option = &targetOption(id), .yesNo = box});
  return box;
}

void OptionGroup::add(const Control& control) {
  m_controls.append(control);
  show(control, Destination());
}

void OptionGroup::show(const Control& control, const Destination& to) {
  const qint64 value = control.option->value(to);
  if (control.choice) choose(*control.choice, static_cast<int>(value));
  if (control.number) control.number->setValue(fieldNumber(value));
  if (control.yesNo) control.yesNo->setChecked(value != 0);
}

void OptionGroup::set(const Target& target) {
  for (const Control& control : m_controls) show(control, target.to);
}

void OptionGroup::read(Target& target) const {
  for (const Control& control : m_controls) {
    const TargetOption& option = *control.option;
    if (control.choice) option.setValue(target.to, control.choice->currentData().toInt());
    if (control.yesNo) option.setValue(target.to, control.yesNo->isChecked() ? 1 : 0);
    if (!control.number) continue;
    // A number beyond what can be shown stays while nobody changes it.
    const int most = control.number->maximum();
    const bool isBeyond = !option.hasMost() && option.value(target.to) >= most && control.number->value() == most;
    if (!isBeyond) option.setValue(target.to, control.number->value());
  }
}

}  // namespace courier
