#pragma once

#include <QByteArray>
#include <QString>
#include <array>
#include <string>
#include <vector>

#include "models/secrets/EscapedText.h"

namespace courier {

/// Hides secrets in what comes from outside: each becomes "•••", in whatever form it is repeated. The forms: itself,
/// in base64 and base64url at any place within what was encoded, in hexadecimal; each with any letter large or small,
/// and with any of EscapedText's escapes, whole or in part. Secrets that contain or overlap one another are hidden
/// together. Any one thread.
class SecretMask {
 public:
  /// Shorter ones would blot out ordinary text, and are not hidden by themselves.
  static constexpr qsizetype shortestSecret = 3;

  void add(const QString& secret);
  /// The password by itself, and both as Basic credentials (RFC 7617).
  void addCredentials(const QString& user, const QString& password);
  /// The value of a header whose parts may be repeated by themselves: "Bearer abcdefgh", "Token token=abcdefgh",
  /// "Basic …" with what it encodes.
  void addHeaderValue(const QString& value);
  /// A key, as text and decoded: "whsec_" and base64 (Standard Webhooks), or base64 alone.
  void addKey(const QString& key);

  /// How a text ends: where it was cut, the beginning of a secret at its end is hidden too.
  enum class Ending { Whole, Cut };
  [[nodiscard]] QByteArray masked(const QByteArray& text, Ending ending = Ending::Whole) const;
  [[nodiscard]] QString masked(const QString& text) const { return QString::fromUtf8(masked(text.toUtf8())); }

 private:
  using Letter = std::vector<std::u32string>;  ///< every way to write it
  struct Form {
    std::vector<Letter> letters;
    std::u32string between;    ///< what may stand between two letters: line breaks and the like
    bool sharesFirst = false;  ///< base64: the letter before belongs to it in part
    bool sharesLast = false;   ///< … and the one behind
    bool isBase64 = false;
    bool operator==(const Form&) const = default;
  };
  using Places = QVarLengthArray<qsizetype, 8>;

  static Letter letterOf(char32_t letter);
  void addForm(Form form);
  void addPlain(const QString& secret);
  void addEncoded(const QString& text);
  void addEncoded(const QByteArray& bytes);
  void addBase64(const QByteArray& bytes, qsizetype before);
  [[nodiscard]] static qsizetype endOf(const Form& form, const EscapedText& text, qsizetype place, Ending ending);
  [[nodiscard]] static qsizetype sharedEnd(const Form& form, const EscapedText& text, qsizetype end);

  std::vector<Form> m_forms;
  std::array<std::vector<size_t>, 256> m_formsByFirst;  ///< by the low byte of what they begin with
};

/// Whether the value of a header or of a query's field is a secret, as far as its name tells, in any case. The
/// Idempotency-Key is none.
[[nodiscard]] bool isSecretName(const QByteArray& name);

}  // namespace courier
