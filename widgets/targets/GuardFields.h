#pragma once

#include "widgets/targets/OptionGroup.h"

class QCheckBox;
class QSpinBox;

namespace courier {

/// When a result is not sent without a person's word.
class GuardFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit GuardFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  void read(Target& target) const override;

 private:
  QCheckBox* m_empty;
  QCheckBox* m_columns;
  QCheckBox* m_truncated;
  QCheckBox* m_rows;
  QSpinBox* m_percent;
  QCheckBox* m_unchanged;
};

}  // namespace courier
