#pragma once

#include "widgets/targets/OptionGroup.h"

class QComboBox;

namespace courier {

class FormGrid;

/// The proxy on the way to the server.
class ProxyFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit ProxyFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  [[nodiscard]] QWidget* check() override;
  void read(Target& target) const override;
  [[nodiscard]] QHash<QString, CheckedField*> secretFields() const override;
  [[nodiscard]] QWidget* fieldOf(TargetPart part) const override;

 private:
  void showRows();
  [[nodiscard]] bool isNamed() const;
  [[nodiscard]] ProxyOptions wanted() const;
  FormGrid* m_grid;
  QComboBox* m_kind;
  CheckedField* m_place;
  CheckedField* m_user;
  CheckedField* m_password;
};

}  // namespace courier
