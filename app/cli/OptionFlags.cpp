#include "app/cli/OptionFlags.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

namespace courier {

namespace {

// The words are those of the targets' flags, which had them first.
struct OptionFlagsTr {
  Q_DECLARE_TR_FUNCTIONS(TargetFlags)
};

}  // namespace

Error notAValue(const OptionWords& option, const QString& flag, const QString& given) {
  if (option.kind == OptionKind::Number) {
    return Error::invalidInput(OptionFlagsTr::tr("Option --%1 needs a whole number from %2 to %3, not \"%4\".")
                                   .arg(flag)
                                   .arg(option.least)
                                   .arg(option.most)
                                   .arg(given));
  }
  if (option.kind == OptionKind::Text && option.most > 0)
    return Error::invalidInput(
        OptionFlagsTr::tr("Option --%1 needs at most %2 characters on one line.").arg(flag).arg(option.most));
  return Error::invalidInput(
      OptionFlagsTr::tr("Option --%1 needs %2, not \"%3\".").arg(flag, option.valueName(), given));
}

Error notAProxy(const QString& given) {
  if (!QUrl(given, QUrl::StrictMode).password().isEmpty())
    return Error::invalidInput(
        OptionFlagsTr::tr("The proxy's password does not belong in --proxy: leave it out and add --proxy-password."));
  return Error::invalidInput(
      OptionFlagsTr::tr("Option --proxy needs system, none, http://[USER@]HOST:PORT or socks5://[USER@]HOST:PORT."));
}

Expected<QString> fileNamed(const QString& flag, const QString& given) {
  if (given == u"none") return QString();
  const QFileInfo file(given);
  if (!file.isFile() || !file.isReadable())
    return Error::invalidInput(
        OptionFlagsTr::tr("The file \"%1\" of --%2 cannot be read. Check its path.").arg(given, flag));
  return file.absoluteFilePath();
}

OptionSpec newFlag(const char* name, const QString& valueName, const QString& help,
                   std::function<Expected<void>(const QString&)> check) {
  const auto value = valueName.isEmpty() ? OptionSpec::Value::None : OptionSpec::Value::Required;
  return {{}, QString::fromLatin1(name), value, valueName, help, std::move(check)};
}

}  // namespace courier
