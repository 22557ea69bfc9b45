#pragma once

#include <QHash>
#include <QWidget>

#include "models/targets/Target.h"
#include "widgets/targets/TargetPart.h"

namespace courier {

class CheckedField;

/// Some of a target's options as a part of its form.
class OptionGroup : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  virtual void set(const Target& target) = 0;
  /// Says below each field what is wrong with it, and gives the first such; null: all is well.
  [[nodiscard]] virtual QWidget* check() { return nullptr; }
  /// Writes what stands here into `target`; after a check() that found nothing.
  virtual void read(Target& target) const = 0;
  /// The fields that secrets are typed into, by secretfields' names.
  [[nodiscard]] virtual QHash<QString, CheckedField*> secretFields() const { return {}; }
  /// The field that this part is about; null where it is none of these.
  [[nodiscard]] virtual QWidget* fieldOf(TargetPart) const { return nullptr; }
};

}  // namespace courier
