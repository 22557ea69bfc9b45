#include "models/base/DescribedOption.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "models/base/Wording.h"

namespace courier {
namespace {

// The words that options of all tables share are the targets', which had them first.
struct DescribedOptionTr {
  Q_DECLARE_TR_FUNCTIONS(TargetOptions)
};

const QString yesWord = QStringLiteral("yes");
const QString noWord = QStringLiteral("no");

QString translatedIn(const char* context, const char* text) {
  return *text == '\0' ? QString() : QCoreApplication::translate(context, text);
}

}  // namespace

QString OptionChoice::labelText() const {
  return translatedIn(context, label);
}

QString OptionWords::translated(const char* text) const {
  return translatedIn(context, text);
}

const OptionChoice* OptionWords::choice(const QString& wanted) const {
  const auto found = std::find_if(choices.begin(), choices.end(),
                                  [&](const OptionChoice& one) { return wanted == QLatin1String(one.key); });
  return found == choices.end() ? nullptr : &*found;
}

const OptionChoice* OptionWords::choice(qint64 wanted) const {
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const OptionChoice& one) { return one.value == wanted; });
  return found == choices.end() ? nullptr : &*found;
}

QString OptionWords::unitText() const {
  switch (unit) {
    case OptionUnit::None:
    case OptionUnit::Rows:
      return {};
    case OptionUnit::Seconds:
      return DescribedOptionTr::tr(" s", "seconds, behind a number");
    case OptionUnit::Percent:
      return DescribedOptionTr::tr(" %", "behind a number");
  }
  return {};
}

QString OptionWords::valueName() const {
  switch (kind) {
    case OptionKind::YesNo:
      return yesWord + u'|' + noWord;
    case OptionKind::Number:
      if (unit == OptionUnit::Seconds) return QStringLiteral("SECONDS");
      return unit == OptionUnit::Percent ? QStringLiteral("PERCENT") : QStringLiteral("N");
    case OptionKind::Choice: {
      QStringList keys;
      for (const OptionChoice& one : choices) keys += QString::fromLatin1(one.key);
      return keys.join(u'|');
    }
    case OptionKind::Text:
    case OptionKind::Lines:
      return QStringLiteral("TEXT");
    case OptionKind::Certificates:
    case OptionKind::File:
      return QStringLiteral("FILE|none");
    case OptionKind::Headers:
      return QStringLiteral("\"NAME: VALUE\"");
  }
  return {};
}

QString OptionWords::helpText(const QString& usual) const {
  const QString does = translated(help);
  if (usual.isEmpty()) return does;
  if (kind == OptionKind::Number && most < std::numeric_limits<qint64>::max())
    return DescribedOptionTr::tr("%1 (%2; from %3 to %4)").arg(does, usual).arg(least).arg(most);
  return QStringLiteral("%1 (%2)").arg(does, usual);
}

std::optional<qint64> OptionWords::numberOf(const QString& text) const {
  if (kind == OptionKind::Number) {
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber && number >= least && number <= most ? std::optional(number) : std::nullopt;
  }
  const QString lower = text.toLower();
  if (kind == OptionKind::YesNo) {
    if (lower != yesWord && lower != noWord) return std::nullopt;
    return lower == yesWord ? 1 : 0;
  }
  const OptionChoice* chosen = choice(lower);
  return chosen ? std::optional<qint64>(chosen->value) : std::nullopt;
}

QString OptionWords::textOf(qint64 number) const {
  if (kind == OptionKind::Number) return QString::number(number);
  if (kind == OptionKind::YesNo) return number != 0 ? yesWord : noWord;
  const OptionChoice* chosen = choice(number);
  return chosen ? QString::fromLatin1(chosen->key) : QString();
}

bool OptionWords::takes(const QString& text) const {
  if (kind == OptionKind::Lines || kind == OptionKind::Certificates) return !text.contains(QChar(0));
  const bool isShort = kind != OptionKind::Text || most == 0 || text.size() <= most;
  return isShort && !hasControlCharacters(text);
}

}  // namespace courier
