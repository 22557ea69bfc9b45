#pragma once

#include "widgets/targets/OptionGroup.h"

class QCheckBox;
class QComboBox;

namespace courier {

class Button;
class FormGrid;
class PathField;

/// Whom to trust over TLS, and as whom to appear. A CA file's certificates are copied into the target; a client
/// certificate and its key stay where they are.
class TlsFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit TlsFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  [[nodiscard]] QWidget* check() override;
  void read(Target& target) const override;
  [[nodiscard]] QHash<QString, CheckedField*> secretFields() const override;
  [[nodiscard]] QWidget* fieldOf(TargetPart part) const override;

 private:
  void showKept();
  void showPassphrase();
  /// Reads the CA file that was named. "": all is well, else what is wrong.
  [[nodiscard]] QString takeCa();
  FormGrid* m_grid;
  PathField* m_ca;
  Button* m_forget;
  PathField* m_certificate;
  PathField* m_key;
  QCheckBox* m_hasPassphrase;
  CheckedField* m_passphrase;
  QComboBox* m_minimum;
  QString m_caPem;
  TlsOptions m_before;
};

}  // namespace courier
