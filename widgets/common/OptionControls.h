#pragma once

#include <QString>

class QCheckBox;
class QComboBox;
class QSpinBox;
class QWidget;

namespace courier {

class CheckedField;
class FormGrid;

/// The controls that a target's options are made of, each with its object name and its accessible name.

[[nodiscard]] CheckedField* makeField(const QString& name, const char* objectName, QWidget* parent);
/// A field whose text is not shown.
[[nodiscard]] CheckedField* makeSecretField(const QString& name, const char* objectName, QWidget* parent);
[[nodiscard]] QComboBox* makeChoice(const char* objectName, QWidget* parent);
/// A whole number from `least` to `most` with its unit behind.
[[nodiscard]] QSpinBox* makeNumber(const char* objectName, int least, int most, const QString& unit, QWidget* parent);
/// A row with a box to tick, in the controls' column.
QCheckBox* addBox(FormGrid& grid, const QString& text, const char* objectName);
/// Chooses the entry with this value.
void choose(QComboBox& box, int value);

}  // namespace courier
