#pragma once

#include <QHash>
#include <QVector>
#include <QWidget>

#include "models/address/TargetOptionTable.h"
#include "models/targets/Target.h"
#include "widgets/targets/TargetPart.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace courier {

class CheckedField;
class FormGrid;

/// A number's field, with the range, the step and the unit of its option.
[[nodiscard]] QSpinBox* makeNumber(OptionId id, const char* objectName, QWidget* parent);

/// Some of a target's options as a part of its form. The controls of most options are made from their description, show
/// their default at first, and are set and read here; the others are the groups' own.
class OptionGroup : public QWidget {
  Q_OBJECT
 public:
  explicit OptionGroup(QWidget* parent = nullptr);

  virtual void set(const Target& target);
  /// Says below each field what is wrong with it, and gives the first such; null: all is well.
  [[nodiscard]] virtual QWidget* check() { return nullptr; }
  /// Writes what stands here into `target`; after a check() that found nothing.
  virtual void read(Target& target) const;
  /// The fields that secrets are typed into, by secretfields' names.
  [[nodiscard]] virtual QHash<QString, CheckedField*> secretFields() const { return {}; }
  /// The field that this part is about; null where it is none of these.
  [[nodiscard]] virtual QWidget* fieldOf(TargetPart) const { return nullptr; }

 protected:
  [[nodiscard]] FormGrid& grid() const { return *m_grid; }
  /// A row with the entries of a choice; `label` as FormGrid has it.
  QComboBox* addChoice(OptionId id, const QString& label, const char* objectName);
  QSpinBox* addNumber(OptionId id, const QString& label, const char* objectName);
  /// A row with a box to tick.
  QCheckBox* addYesNo(OptionId id, const QString& text, const char* objectName);

 private:
  /// One of the three is there.
  struct Control {
    const TargetOption* option;
    QComboBox* choice = nullptr;
    QSpinBox* number = nullptr;
    QCheckBox* yesNo = nullptr;
  };
  void add(const Control& control);
  static void show(const Control& control, const Destination& to);
  FormGrid* m_grid;
  QVector<Control> m_controls;
};

}  // namespace courier
