#pragma once

#include <QPair>
#include <QString>
#include <QVector>
#include <limits>
#include <optional>
#include <span>

#include "models/address/Destination.h"

namespace courier {

/// The options of a target, in the order of their description.
enum class OptionId {
  Auth,
  AuthHeader,
  Signed,
  Headers,
  Method,
  RowCap,
  BodyFormat,
  Gzip,
  WideIntegers,
  Proxy,
  ProxyHost,
  ProxyPort,
  ProxyUser,
  Authority,
  ClientCertificate,
  ClientKey,
  KeyPassphrase,
  TlsMinimum,
  ConnectLimit,
  SendLimit,
  AnswerLimit,
  TotalLimit,
  HoldEmpty,
  HoldRowChange,
  HoldColumns,
  HoldTruncated,
  SkipUnchanged,
  Keep
};

/// One of the values that a choice has.
struct OptionChoice {
  int value;
  const char* key;        ///< how it is stored and given on the command line
  const char* label;      ///< how the dialog calls it; labelText()
  const char* said = "";  ///< how a sentence calls it; "": by its key

  [[nodiscard]] QString labelText() const;
};

enum class OptionKind {
  YesNo,
  Number,        ///< a whole number of [least, most]
  Choice,        ///< one of `choices`
  Text,          ///< as it is typed
  Certificates,  ///< PEM text, given as the file that holds it
  File,          ///< the path of a file
  Headers        ///< TargetOptions::headers
};

/// What a number counts.
enum class OptionUnit { None, Rows, Seconds, Percent };

/// When result:show says an option.
enum class OptionShow {
  Changed,    ///< when it is not at its default
  WithOther,  ///< also when another option of its line is not at its default
  Always
};

/// One option of a target, described once: how it is stored, given, checked, entered and shown is made from this.
/// Its default is what Destination and TargetOptions say. A constant; its texts are translated when they are asked for.
struct TargetOption {
  OptionId id;
  OptionKind kind;
  const char* part = "";  ///< the object that it is stored in; "": the outermost
  const char* key = "";   ///< by which it is stored in there; "": it has a column of its own
  const char* flag = "";  ///< its long name on the command line; "": another flag gives it too
  const char* help = "";  ///< what the flag does
  const char* name = "";  ///< for a Number: what is out of range
  const char* line = "";  ///< the line of result:show that it is in; "": it is said elsewhere
  const char* said = "";  ///< what that line says; %1 is its value
  OptionShow show = OptionShow::Changed;
  qint64 least = 0;
  qint64 most = 0;
  int step = 1;
  OptionUnit unit = OptionUnit::None;
  std::span<const OptionChoice> choices = {};

  // Where it is. The first two for YesNo, Number and Choice, the others for Text, Certificates and File.
  qint64 (*value)(const Destination& to) = nullptr;
  void (*setValue)(Destination& to, qint64 value) = nullptr;
  const QString& (*string)(const Destination& to) = nullptr;
  void (*setString)(Destination& to, const QString& string) = nullptr;

  /// Whether it is in TargetOptions' JSON.
  [[nodiscard]] bool isStored() const { return *key != '\0'; }
  [[nodiscard]] bool hasFlag() const { return *flag != '\0'; }
  [[nodiscard]] QString flagName() const { return QString::fromLatin1(flag); }
  [[nodiscard]] QString nameText() const;
  [[nodiscard]] bool isInRange(qint64 number) const { return number >= least && number <= most; }
  [[nodiscard]] bool hasMost() const { return most < std::numeric_limits<qint64>::max(); }
  /// The choice with this key or value; null where it has none.
  [[nodiscard]] const OptionChoice* choice(const QString& key) const;
  [[nodiscard]] const OptionChoice* choice(qint64 value) const;
  /// What stands behind a number in a field: " s".
  [[nodiscard]] QString unitText() const;
  /// What its value has to be, as the help says it: "yes|no", "SECONDS", "90d|7d|delivered".
  [[nodiscard]] QString valueName() const;
  /// What the flag does, its default and its range.
  [[nodiscard]] QString helpText() const;

  /// Its value as a person gives it to the flag: "yes", "3600", "90d". Headers: a line each. Certificates: the PEM
  /// text.
  [[nodiscard]] QString text(const Destination& to) const;
  /// Takes what text() gives, a choice and yes or no in any case; a header is added to those there are. False, and
  /// nothing is changed, where it is none or out of range. Looks into no file and at nothing else of `to`.
  [[nodiscard]] bool setText(Destination& to, const QString& text) const;
};

/// All of them, in the order of OptionId.
[[nodiscard]] std::span<const TargetOption> targetOptionTable();
[[nodiscard]] const TargetOption& targetOption(OptionId id);

/// The value of a choice that is stored by this key.
template <class Value>
[[nodiscard]] std::optional<Value> optionValueOf(OptionId id, const QString& key) {
  const OptionChoice* choice = targetOption(id).choice(key);
  return choice ? std::optional(static_cast<Value>(choice->value)) : std::nullopt;
}

/// What result:show says of the options, "Name" and "value", in order: all that differs from a plain target, and
/// nothing secret.
[[nodiscard]] QVector<QPair<QString, QString>> targetOptionLines(const Destination& to);

}  // namespace courier
