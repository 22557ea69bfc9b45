#pragma once

#include "widgets/targets/OptionGroup.h"

class QHBoxLayout;
class QLineEdit;

namespace courier {

class Button;

/// The path of a file, typed or chosen.
class PathField final : public QWidget {
  Q_OBJECT
 public:
  /// `filter` as QFileDialog has it.
  PathField(const QString& name, const char* objectName, const QString& filter, QWidget* parent = nullptr);

  [[nodiscard]] CheckedField* field() const { return m_field; }
  [[nodiscard]] QLineEdit* edit() const;
  [[nodiscard]] QString path() const;
  /// A further button behind.
  Button* addButton(const QString& text, const QString& accessibleName);

 private:
  void choose(const QString& title, const QString& filter);
  CheckedField* m_field;
  QHBoxLayout* m_layout;
};

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
  QComboBox* m_kind;
  CheckedField* m_place;
  CheckedField* m_user;
  CheckedField* m_password;
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
