#pragma once

#include "widgets/targets/OptionGroup.h"

class QComboBox;
class QLabel;

namespace courier {

/// How long this computer keeps the bodies of what was sent, and that it does.
class KeepField final : public OptionGroup {
  Q_OBJECT
 public:
  explicit KeepField(QWidget* parent = nullptr);

  void set(const Target& target) override;
  void read(Target& target) const override;

 private:
  void say();
  QComboBox* m_choice;
  QLabel* m_words;
};

}  // namespace courier
