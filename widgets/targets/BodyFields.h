#pragma once

#include "widgets/targets/OptionGroup.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace courier {

/// What is sent and by which method: rows at most, the body's form.
class BodyFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit BodyFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  void read(Target& target) const override;
  [[nodiscard]] QWidget* fieldOf(TargetPart part) const override;
  void setMethod(HttpMethod method);

 private:
  QComboBox* m_method;
  QSpinBox* m_rowCap;
  QComboBox* m_format;
  QCheckBox* m_gzip;
  QCheckBox* m_wide;
};

}  // namespace courier
