#pragma once

#include "widgets/targets/OptionGroup.h"

class QPlainTextEdit;

namespace courier {

class Note;

/// A target's further headers, a line each: "Name: value".
class HeadersField final : public QWidget {
  Q_OBJECT
 public:
  explicit HeadersField(QWidget* parent = nullptr);

  void setHeaders(const Destination& to);
  /// What stands there; a line without a colon is a name without a value.
  [[nodiscard]] QVector<HttpHeader> headers() const;
  /// Says below what is wrong, and gives the field to mend; null: nothing is.
  [[nodiscard]] QWidget* check();

 private:
  QPlainTextEdit* m_lines;
  Note* m_error;
};

/// How the server learns who is sending, besides user name and password: a token or a secret header instead of them,
/// extra headers, and the signature of the body.
class SignInFields final : public OptionGroup {
  Q_OBJECT
 public:
  explicit SignInFields(QWidget* parent = nullptr);

  void set(const Target& target) override;
  [[nodiscard]] QWidget* check() override;
  void read(Target& target) const override;
  [[nodiscard]] QHash<QString, CheckedField*> secretFields() const override;
  [[nodiscard]] QWidget* fieldOf(TargetPart part) const override;
  [[nodiscard]] AuthKind kind() const;
  void setKind(AuthKind kind);

 Q_SIGNALS:
  void kindChanged(courier::AuthKind kind);

 private:
  void showRows();
  QComboBox* m_kind;
  CheckedField* m_token;
  CheckedField* m_headerName;
  CheckedField* m_headerValue;
  HeadersField* m_headers;
  QCheckBox* m_isSigned;
  CheckedField* m_signingSecret;
};

}  // namespace courier
