#pragma once

#include "widgets/targets/OptionGroup.h"

class QLabel;

namespace courier {

/// What is sent and by which method: rows at most, the body's form.
class BodyFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit BodyFields(QWidget* parent = nullptr);

  [[nodiscard]] QWidget* fieldOf(TargetPart part) const override;
  void setMethod(HttpMethod method);

 private:
  QComboBox* m_method;
  QSpinBox* m_rowCap;
};

/// The guards of a target: when a result is held for a person to decide, or not sent at all.
class GuardFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit GuardFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  void read(Target& target) const override;

 private:
  QCheckBox* m_rows;
  QSpinBox* m_percent;
};

/// How long this computer keeps the bodies that were sent, and a sentence that it keeps them.
class KeepField final : public OptionGroup {
  Q_OBJECT
 public:
  explicit KeepField(QWidget* parent = nullptr);

 private:
  void say();
  QComboBox* m_choice;
  QLabel* m_words;
};

}  // namespace courier
