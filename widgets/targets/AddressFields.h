#pragma once

#include <QObject>
#include <optional>

#include "models/address/TargetUrl.h"

namespace courier {

class CheckedField;
class FormGrid;
class Note;

/// The rows of a form that hold an address and who signs in there. A pasted or typed address with a user and a
/// password is taken apart into the fields; no password stays in the address. A stored password is never shown.
class AddressFields final : public QObject {
  Q_OBJECT
 public:
  /// Adds its rows to `grid`, which outlives it.
  explicit AddressFields(FormGrid& grid);

  void setAddress(const TargetUrl& url, const QString& user);
  /// As if it were typed.
  void setPassword(const QString& password);
  /// A password is kept already: `place` ("in the keychain") stands in its empty field. "": none is.
  void setStoredPassword(const QString& place);
  [[nodiscard]] bool isPasswordStored() const { return m_passwordIsStored; }
  /// Whether a user name and password are asked for at all: another kind of sign-in needs none. What stands in the
  /// fields stays there.
  void setSignInShown(bool shown);
  void setPasswordError(const QString& sentence);

  /// Takes the address apart, looks at every field and says below each what is wrong; the first such gets the focus.
  [[nodiscard]] bool check();
  /// The address as it stands; nothing while it is not valid.
  [[nodiscard]] std::optional<TargetUrl> url() const;
  /// May be empty beside a password: a server that signs in by a token alone wants it so (RFC 7617, 2).
  [[nodiscard]] QString user() const;
  /// The password that was typed or pasted; nothing where none was.
  [[nodiscard]] std::optional<QString> password() const;
  [[nodiscard]] CheckedField* addressField() const { return m_address; }
  [[nodiscard]] CheckedField* passwordField() const { return m_password; }
  /// The address can be read but no longer changed, nor the user it is known with.
  void fixAddress();
  void setEnabled(bool enabled);

 Q_SIGNALS:
  void edited();
  /// An address chose its method (?method=post).
  void methodChosen(courier::HttpMethod method);
  /// An address brought its user while none was asked for.
  void userPasted();

 private:
  void takeApart();
  void showWarning();
  FormGrid& m_grid;
  CheckedField* m_address;
  CheckedField* m_user;
  CheckedField* m_password;
  Note* m_warning;
  qsizetype m_lastLength = 0;
  bool m_signInShown = true;
  bool m_passwordIsStored = false;
  bool m_emptyPasswordMeant = false;
};

}  // namespace courier
