#include "app/cli/TargetFlags.h"

#include "app/cli/OptionFlags.h"
#include "models/address/TargetOptionTable.h"

namespace courier {

namespace {

struct TargetFlagsTr {
  Q_DECLARE_TR_FUNCTIONS(TargetFlags)
};

/// Why `given` is no value of the option.
Error notAValue(const TargetOption& option, const QString& given) {
  if (option.id == OptionId::Proxy) return notAProxy(given);
  if (option.kind == OptionKind::Headers)
    return Error::invalidInput(TargetFlagsTr::tr("Option --header needs \"Name: value\", not \"%1\".").arg(given));
  return notAValue(option.words(), option.flagName(), given);
}

/// The certificates in a file; "" for "none".
Expected<QString> certificatesIn(const TargetOption& option, const QString& given) {
  const auto path = fileNamed(option.flagName(), given);
  return !path || path->isEmpty() ? path : readCertificates(*path);
}

/// Takes one value of one option.
Expected<void> take(const TargetOption& option, const QString& given, Destination& into) {
  Expected<QString> text = given;
  if (option.kind == OptionKind::File) text = fileNamed(option.flagName(), given);
  if (option.kind == OptionKind::Certificates) text = certificatesIn(option, given);
  if (!text) return text.error();
  if (!option.setText(into, *text)) return notAValue(option, given);
  if (option.kind == OptionKind::Headers) return checkHeader(into.options.headers.last());
  if (option.id != OptionId::Proxy) return {};
  TargetOptions alone;
  alone.proxy = into.options.proxy;
  return checkTargetOptions(alone);
}

/// The flag of an option; a wrong value is refused while the words are read.
OptionSpec flagOf(const TargetOption& option) {
  return newFlag(option.flag, option.valueName(), option.helpText(), [&option](const QString& given) {
    Destination alone;
    return take(option, given, alone);
  });
}

/// Who signs in, as the flags say it; `present` where they leave it as it is.
AuthKind authFrom(const Arguments& arguments, bool namesUser, AuthKind present) {
  if (arguments.has(targetOption(OptionId::Auth).flagName())) return present;
  if (arguments.has(QStringLiteral("token"))) return AuthKind::Bearer;
  if (arguments.has(QStringLiteral("secret-header"))) return AuthKind::Header;
  return namesUser ? AuthKind::Basic : present;
}

/// Everything that can be wrong before a secret is asked for.
Expected<void> checkSignIn(const Arguments& arguments, const Destination& to, bool namesUser) {
  const AuthKind auth = to.options.auth;
  if (auth != AuthKind::Basic && namesUser)
    return Error::invalidInput(
        TargetFlagsTr::tr("A user name and password are sent with --auth basic only. Leave out the user or --auth %1.")
            .arg(targetOption(OptionId::Auth).text(to)));
  if (auth != AuthKind::Bearer && arguments.has(QStringLiteral("token")))
    return Error::invalidInput(
        TargetFlagsTr::tr("A token is sent with --auth bearer only. Leave out --token or --auth."));
  if (auth != AuthKind::Header && arguments.has(QStringLiteral("secret-header")))
    return Error::invalidInput(
        TargetFlagsTr::tr("A secret header is sent with --auth header only. Leave out --secret-header or --auth."));
  return checkTargetOptions(to.options);
}

/// The secrets whose flags were given, in the order of the help.
Expected<void> readSecrets(CommandContext& context, TargetDraft& draft) {
  const Destination& to = draft.target.to;
  const QString& name = draft.target.name;
  const QVector<std::tuple<QString, QString, QString>> asked = {
      {QStringLiteral("password"), secretfields::password,
       TargetFlagsTr::tr("Password of %1 for %2: ").arg(to.user, name)},
      {QStringLiteral("token"), secretfields::token, TargetFlagsTr::tr("Token for %1: ").arg(name)},
      {QStringLiteral("secret-header"), secretfields::headerValue,
       TargetFlagsTr::tr("Value of %1 for %2: ").arg(to.options.authHeader, name)},
      {QStringLiteral("signing-secret"), secretfields::signingSecret,
       TargetFlagsTr::tr("Signing secret for %1: ").arg(name)},
      {QStringLiteral("proxy-password"), secretfields::proxyPassword,
       TargetFlagsTr::tr("Password of %1 at the proxy: ").arg(to.options.proxy.user)},
      {QStringLiteral("key-passphrase"), secretfields::keyPassphrase,
       TargetFlagsTr::tr("Passphrase of the client key: ")}};
  for (const auto& [flag, field, prompt] : asked) {
    if (!context.arguments.has(flag)) continue;
    const auto value = context.console.readSecret(prompt);
    if (!value) return value.error();
    draft.secrets.insert(field, *value);
  }
  return {};
}

}  // namespace

QVector<OptionSpec> targetFlags() {
  using Value = OptionSpec::Value;
  QVector<OptionSpec> flags = {
      {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"), TargetFlagsTr::tr("sign in as USER"), {}},
      {u'p',
       QStringLiteral("password"),
       Value::None,
       {},
       TargetFlagsTr::tr("ask for the password, or read it as a line of standard input; likewise the secrets below, in "
                         "this order, one line each"),
       {}},
      newFlag("token", {}, TargetFlagsTr::tr("ask for a bearer token")),
      newFlag("secret-header", QStringLiteral("NAME"),
              TargetFlagsTr::tr("ask for the value of the header NAME that signs in"), checkAuthHeaderName),
      newFlag("signing-secret", {}, TargetFlagsTr::tr("ask for a signing secret (Standard Webhooks), and sign")),
      newFlag("proxy-password", {}, TargetFlagsTr::tr("ask for the password at the proxy")),
      newFlag("key-passphrase", {}, TargetFlagsTr::tr("ask for the passphrase of the client key")),
      newFlag("no-signature", {}, TargetFlagsTr::tr("stop signing")),
      newFlag("no-headers", {}, TargetFlagsTr::tr("remove all extra headers")),
  };
  for (const TargetOption& option : targetOptionTable()) {
    if (option.hasFlag()) flags.append(flagOf(option));
  }
  return flags;
}

Expected<void> applyTargetFlags(const Arguments& arguments, Destination& to) {
  TargetOptions& options = to.options;
  const auto isGiven = [&](OptionId id) { return arguments.has(targetOption(id).flagName()); };
  if (isGiven(OptionId::Headers) || arguments.has(QStringLiteral("no-headers"))) options.headers.clear();
  for (const TargetOption& option : targetOptionTable()) {
    if (!option.hasFlag()) continue;
    for (const QString& given : arguments.values(option.flagName())) {
      if (auto taken = take(option, given, to); !taken) return taken;
    }
  }
  // Another certificate or key has no passphrase until one is given; without a certificate there is no key.
  if (isGiven(OptionId::ClientCertificate) || isGiven(OptionId::ClientKey)) options.tls.keyHasPassphrase = false;
  if (isGiven(OptionId::ClientCertificate) && options.tls.clientCertificateFile.isEmpty())
    options.tls.clientKeyFile.clear();
  return {};
}

Expected<void> applySignIn(CommandContext& context, const TargetUrl::Parsed& address, TargetDraft& draft) {
  const Arguments& arguments = context.arguments;
  const bool namesUser =
      address.hasUserInfo || arguments.has(QStringLiteral("user")) || arguments.has(QStringLiteral("password"));
  Destination& to = draft.target.to;
  TargetOptions& options = to.options;
  options.auth = authFrom(arguments, namesUser, options.auth);
  const bool isBasic = options.auth == AuthKind::Basic;
  to.user = isBasic ? arguments.value(QStringLiteral("user"), address.user) : QString();
  if (isBasic && address.password) draft.secrets.insert(secretfields::password, *address.password);
  options.authHeader = arguments.value(QStringLiteral("secret-header"), options.authHeader);
  if (arguments.has(QStringLiteral("signing-secret"))) options.isSigned = true;
  if (arguments.has(QStringLiteral("no-signature"))) options.isSigned = false;
  if (arguments.has(QStringLiteral("key-passphrase"))) options.tls.keyHasPassphrase = true;
  if (auto fine = checkSignIn(arguments, to, namesUser); !fine) return fine;
  return readSecrets(context, draft);
}

Error withFlagNamed(const Error& error) {
  if (error.kind != ErrorKind::SecretMissing) return error;
  const QString& field = error.detail;
  const QString message = [&] {
    if (field == secretfields::token) return TargetFlagsTr::tr("The token is missing: add --token.");
    if (field == secretfields::headerValue)
      return TargetFlagsTr::tr("The secret header's value is missing: add --secret-header NAME.");
    if (field == secretfields::signingSecret)
      return TargetFlagsTr::tr("The signing secret is missing: add --signing-secret.");
    if (field == secretfields::proxyPassword)
      return TargetFlagsTr::tr("The proxy's password is missing: add --proxy-password.");
    if (field == secretfields::keyPassphrase)
      return TargetFlagsTr::tr("The key's passphrase is missing: add --key-passphrase.");
    return TargetFlagsTr::tr("The user name has no password: add -p, or write user:@host for an empty one.");
  }();
  return Error::invalidInput(message);
}

}  // namespace courier
