#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <QVector>
#include <functional>

#include "models/base/Expected.h"

namespace courier {

/// One option of a command.
struct OptionSpec {
  enum class Value { None, Required, Optional };
  QChar shortName;   ///< null: only the long name
  QString longName;  ///< without dashes; the option's key
  Value value = Value::None;
  QString valueName;  ///< for the help: "FILE"
  QString help;       ///< "": known to Treasure Data's toolbelt, means nothing here: said and ignored
  /// What is wrong with a value: InvalidInput names the option and the mend. Null: any value will do.
  std::function<Expected<void>(const QString& value)> check = {};
};

/// A command's words, told apart. Pure. The grammar is the toolbelt's: -x VALUE, -xVALUE, --name VALUE, --name=VALUE;
/// an optional value only as -w=VALUE, -wVALUE or --wait=VALUE; "--" ends the options; a lone "-" is no option.
class Arguments {
 public:
  /// InvalidInput names the option and the mend; a value that is none of its option's is refused here.
  [[nodiscard]] static Expected<Arguments> parse(const QStringList& words, const QVector<OptionSpec>& options);

  [[nodiscard]] bool has(const QString& longName) const { return m_values.contains(longName); }
  /// The last value given, or `fallback`.
  [[nodiscard]] QString value(const QString& longName, const QString& fallback = {}) const;
  /// All values given, in their order.
  [[nodiscard]] QStringList values(const QString& longName) const { return m_values.value(longName); }
  /// The value as a whole number of [least, most]; InvalidInput names the option.
  [[nodiscard]] Expected<qint64> number(const QString& longName, qint64 fallback, qint64 least, qint64 most) const;
  [[nodiscard]] const QStringList& positionals() const { return m_positionals; }
  [[nodiscard]] QString positional(int index) const { return m_positionals.value(index); }
  /// Long names of options that were given and mean nothing here.
  [[nodiscard]] const QStringList& ignored() const { return m_ignored; }

 private:
  QHash<QString, QStringList> m_values;
  QStringList m_positionals;
  QStringList m_ignored;
};

}  // namespace courier
