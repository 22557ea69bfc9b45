#pragma once

#include "widgets/targets/OptionGroup.h"

class QSpinBox;

namespace courier {

/// The time limits of one attempt, in seconds.
class LimitFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit LimitFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  void read(Target& target) const override;

 private:
  QSpinBox* m_connect;
  QSpinBox* m_sending;
  QSpinBox* m_answer;
  QSpinBox* m_total;
};

}  // namespace courier
