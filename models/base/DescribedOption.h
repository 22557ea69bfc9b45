#pragma once

#include <QString>
#include <limits>
#include <optional>
#include <span>

namespace courier {

/// One of the values that a choice has.
struct OptionChoice {
  int value;
  const char* key;           ///< how it is stored and given on the command line
  const char* label;         ///< how the dialog calls it; labelText()
  const char* said = "";     ///< how a sentence calls it; "": by its key
  const char* context = "";  ///< of its texts' translations

  [[nodiscard]] QString labelText() const;
};

enum class OptionKind {
  YesNo,
  Number,        ///< a whole number of [least, most]
  Choice,        ///< one of `choices`
  Text,          ///< as it is typed, on one line; of at most `most` characters, 0: as many as one likes
  Lines,         ///< as it is typed, on as many lines as one likes
  Certificates,  ///< PEM text, given as the file that holds it
  File,          ///< the path of a file
  Headers        ///< TargetOptions::headers
};

/// What a number counts.
enum class OptionUnit { None, Rows, Seconds, Percent };

/// When a list of all options, as result:show's, says an option.
enum class OptionShow {
  Changed,    ///< when it is not at its default
  WithOther,  ///< also when another option of its line is not at its default
  Always
};

/// What any option has, whatever it belongs to.
struct OptionWords {
  OptionKind kind;
  const char* context = "";  ///< of its texts' translations
  const char* help = "";
  qint64 least = 0;
  qint64 most = 0;
  OptionUnit unit = OptionUnit::None;
  std::span<const OptionChoice> choices = {};

  /// A text of the option, or of its table, in the person's language.
  [[nodiscard]] QString translated(const char* text) const;
  [[nodiscard]] const OptionChoice* choice(const QString& key) const;
  [[nodiscard]] const OptionChoice* choice(qint64 value) const;
  [[nodiscard]] QString unitText() const;
  [[nodiscard]] QString valueName() const;
  [[nodiscard]] QString helpText(const QString& usual) const;
  /// The number that this text stands for, of a YesNo (1 or 0), a Number or a Choice; nothing where it stands for none.
  [[nodiscard]] std::optional<qint64> numberOf(const QString& text) const;
  [[nodiscard]] QString textOf(qint64 number) const;
  /// Whether a Text, Lines, Certificates or File may hold it.
  [[nodiscard]] bool takes(const QString& text) const;
};

/// One option of a Subject, described once: how it is stored, given, checked, entered and shown is made from this. Its
/// default is what a Subject has that nobody has touched. A constant; its texts are translated when they are asked for.
template <class Id, class Subject>
struct DescribedOption {
  Id id;
  OptionKind kind;
  const char* part = "";     ///< the object that it is stored in; "": the outermost
  const char* key = "";      ///< by which it is stored in there; "": it has a column of its own
  const char* flag = "";     ///< its long name on the command line; "": another flag gives it too
  const char* help = "";     ///< what the flag does
  const char* name = "";     ///< what it is called: where its number is out of range, and beside its field
  const char* line = "";     ///< the line of result:show that it is in; "": it is said elsewhere
  const char* said = "";     ///< what that line says; %1 is its value
  const char* context = "";  ///< of its texts' translations
  OptionShow show = OptionShow::Changed;
  qint64 least = 0;
  qint64 most = 0;
  int step = 1;
  OptionUnit unit = OptionUnit::None;
  std::span<const OptionChoice> choices = {};

  // Where it is. The first two for YesNo, Number and Choice, the others for Text, Lines, Certificates and File.
  qint64 (*value)(const Subject& of) = nullptr;
  void (*setValue)(Subject& of, qint64 value) = nullptr;
  const QString& (*string)(const Subject& of) = nullptr;
  void (*setString)(Subject& of, const QString& string) = nullptr;

  /// Whether it is in the Subject's JSON.
  [[nodiscard]] bool isStored() const { return *key != '\0'; }
  [[nodiscard]] bool hasFlag() const { return *flag != '\0'; }
  [[nodiscard]] QString flagName() const { return QString::fromLatin1(flag); }
  [[nodiscard]] QString nameText() const { return words().translated(name); }
  [[nodiscard]] bool isInRange(qint64 number) const { return number >= least && number <= most; }
  [[nodiscard]] bool hasMost() const { return most < std::numeric_limits<qint64>::max(); }
  /// The choice with this key or value; null where it has none.
  [[nodiscard]] const OptionChoice* choice(const QString& wanted) const { return words().choice(wanted); }
  [[nodiscard]] const OptionChoice* choice(qint64 wanted) const { return words().choice(wanted); }
  /// What stands behind a number in a field: " s".
  [[nodiscard]] QString unitText() const { return words().unitText(); }
  /// What its value has to be, as the help says it: "yes|no", "SECONDS", "90d|7d|delivered".
  [[nodiscard]] QString valueName() const { return words().valueName(); }
  /// What the flag does, its default and its range.
  [[nodiscard]] QString helpText() const { return words().helpText(text(Subject())); }

  /// Its value as a person gives it to the flag: "yes", "3600", "90d". Certificates: the PEM text.
  [[nodiscard]] QString text(const Subject& of) const {
    return value ? words().textOf(value(of)) : string ? string(of) : QString();
  }
  /// Takes what text() gives, a choice and yes or no in any case. False, and nothing is changed, where it is none or
  /// out of range. Looks into no file and at nothing else of `of`.
  [[nodiscard]] bool setText(Subject& of, const QString& text) const {
    if (setValue) {
      const auto number = words().numberOf(text);
      if (number) setValue(of, *number);
      return number.has_value();
    }
    if (!setString || !words().takes(text)) return false;
    setString(of, text);
    return true;
  }
  [[nodiscard]] OptionWords words() const { return {kind, context, help, least, most, unit, choices}; }
};

/// Whether each option of a table stands at its id's place, so that it is found by that.
template <class Table>
[[nodiscard]] constexpr bool optionsAreInOrder(const Table& table) {
  for (size_t i = 0; i < table.size(); ++i) {
    if (static_cast<size_t>(table[i].id) != i) return false;
  }
  return true;
}

}  // namespace courier
