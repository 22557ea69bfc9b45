#include "app/cli/Arguments.h"

#include <QCoreApplication>
#include <algorithm>

namespace courier {

namespace {

struct ArgumentsTr {
  Q_DECLARE_TR_FUNCTIONS(Arguments)
};

/// What a word says before its value is known.
struct OptionWord {
  const OptionSpec* option = nullptr;
  std::optional<QString> attached;  ///< the value in the same word
};

Expected<OptionWord> longOption(const QString& word, const QVector<OptionSpec>& options) {
  const qsizetype equals = word.indexOf(u'=');
  const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const OptionSpec& option) { return option.longName == name; });
  if (found == options.end()) return Error::invalidInput(ArgumentsTr::tr("Unknown option --%1. See --help.").arg(name));
  OptionWord parsed{&*found, {}};
  if (equals >= 0) parsed.attached = word.mid(equals + 1);
  return parsed;
}

Expected<OptionWord> shortOption(const QString& word, const QVector<OptionSpec>& options) {
  const QChar name = word[1];
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const OptionSpec& option) { return option.shortName == name; });
  if (found == options.end()) return Error::invalidInput(ArgumentsTr::tr("Unknown option -%1. See --help.").arg(name));
  OptionWord parsed{&*found, {}};
  if (word.size() > 2) {
    const bool hasEquals = word[2] == u'=' && found->value == OptionSpec::Value::Optional;
    parsed.attached = word.mid(hasEquals ? 3 : 2);
  }
  return parsed;
}

}  // namespace

Expected<Arguments> Arguments::parse(const QStringList& words, const QVector<OptionSpec>& options) {
  Arguments arguments;
  for (int i = 0; i < words.size(); ++i) {
    const QString& word = words[i];
    if (word == u"--") {
      arguments.m_positionals += words.mid(i + 1);
      break;
    }
    if (word.size() < 2 || word[0] != u'-') {
      arguments.m_positionals.append(word);
      continue;
    }
    auto parsed = word.startsWith(u"--") ? longOption(word, options) : shortOption(word, options);
    if (!parsed) return parsed.error();
    const OptionSpec& option = *parsed->option;
    QString value = parsed->attached.value_or(QString());
    if (option.value == OptionSpec::Value::None && parsed->attached) {
      return Error::invalidInput(ArgumentsTr::tr("Option --%1 takes no value.").arg(option.longName));
    }
    if (option.value == OptionSpec::Value::Required && !parsed->attached) {
      if (i + 1 >= words.size())
        return Error::invalidInput(ArgumentsTr::tr("Option --%1 needs a value.").arg(option.longName));
      value = words[++i];
    }
    if (option.check) {
      if (const auto fine = option.check(value); !fine) return fine.error();
    }
    if (option.help.isEmpty()) {
      arguments.m_ignored.append(option.longName);
    } else {
      arguments.m_values[option.longName].append(value);
    }
  }
  return arguments;
}

QString Arguments::value(const QString& longName, const QString& fallback) const {
  const auto found = m_values.constFind(longName);
  return found == m_values.constEnd() ? fallback : found->last();
}

Expected<qint64> Arguments::number(const QString& longName, qint64 fallback, qint64 least, qint64 most) const {
  if (!has(longName) || value(longName).isEmpty()) return fallback;
  bool ok = false;
  const qint64 number = value(longName).toLongLong(&ok);
  if (ok && number >= least && number <= most) return number;
  return Error::invalidInput(ArgumentsTr::tr("Option --%1 needs a whole number from %2 to %3, not \"%4\".")
                                 .arg(longName)
                                 .arg(least)
                                 .arg(most)
                                 .arg(value(longName)));
}

}  // namespace courier
