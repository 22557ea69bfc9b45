#pragma once

#include "widgets/targets/OptionGroup.h"

namespace courier {

class Button;
class PathField;
class ProxyControls;

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
  ProxyControls* m_proxy;
};

/// Which certificates to trust over TLS, and which one to present. A CA file's certificates are copied into the target;
/// a client certificate and its key stay where they are.
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
  PathField* m_ca;
  Button* m_forget;
  PathField* m_certificate;
  PathField* m_key;
  QCheckBox* m_hasPassphrase;
  CheckedField* m_passphrase;
  QString m_caPem;
  TlsOptions m_before;
};

/// The time limits of one attempt, in seconds.
class LimitFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit LimitFields(QWidget* parent = nullptr);
};

}  // namespace courier
