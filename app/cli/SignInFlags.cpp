// TargetFlags: who signs in, and the secrets.
#include "app/cli/TargetFlags.h"
#include "models/address/OptionKeys.h"

namespace courier {

namespace {

struct SignInFlagsTr {
  Q_DECLARE_TR_FUNCTIONS(SignInFlags)
};

/// What the flags say of the kind of sign-in; nothing where they leave it as it is.
Expected<std::optional<AuthKind>> authFrom(const Arguments& arguments, bool namesUser) {
  if (arguments.has(QStringLiteral("auth"))) {
    const QString word = arguments.value(QStringLiteral("auth")).toLower();
    const auto kind = authKindFromKey(word);
    if (!kind)
      return Error::invalidInput(
          SignInFlagsTr::tr("Option --auth wants none, basic, bearer or header, not \"%1\".").arg(word));
    return std::optional(*kind);
  }
  if (arguments.has(QStringLiteral("token"))) return std::optional(AuthKind::Bearer);
  if (arguments.has(QStringLiteral("secret-header"))) return std::optional(AuthKind::Header);
  return namesUser ? std::optional(AuthKind::Basic) : std::optional<AuthKind>();
}

/// One secret of the draft, where its flag was given.
Expected<void> readInto(CommandContext& context, TargetDraft& draft, const QString& flag, const QString& field,
                        const QString& prompt) {
  if (!context.arguments.has(flag)) return {};
  const auto value = context.console.readSecret(prompt);
  if (!value) return value.error();
  draft.secrets.insert(field, *value);
  return {};
}

Expected<void> readBasic(CommandContext& context, const TargetUrl::Parsed& address, TargetDraft& draft) {
  draft.target.to.user = context.arguments.value(QStringLiteral("user"), address.user);
  if (address.password) draft.secrets.insert(secretfields::password, *address.password);
  if (!context.arguments.has(QStringLiteral("password"))) return {};
  if (draft.target.to.user.isEmpty())
    return Error::invalidInput(SignInFlagsTr::tr("A password needs a user name: add -u USER."));
  return readInto(context, draft, QStringLiteral("password"), secretfields::password,
                  SignInFlagsTr::tr("Password of %1 for %2: ").arg(draft.target.to.user, draft.target.name));
}

Expected<void> readSecrets(CommandContext& context, TargetDraft& draft) {
  const Arguments& arguments = context.arguments;
  TargetOptions& options = draft.target.to.options;
  if (arguments.has(QStringLiteral("secret-header")))
    options.authHeader = arguments.value(QStringLiteral("secret-header"));
  if (arguments.has(QStringLiteral("signing-secret"))) options.isSigned = true;
  if (arguments.has(QStringLiteral("no-signature"))) options.isSigned = false;
  if (arguments.has(QStringLiteral("key-passphrase"))) options.tls.keyHasPassphrase = true;
  const QString& name = draft.target.name;
  const QVector<std::tuple<QString, QString, QString>> asked = {
      {QStringLiteral("token"), secretfields::token, SignInFlagsTr::tr("Token for %1: ").arg(name)},
      {QStringLiteral("secret-header"), secretfields::headerValue,
       SignInFlagsTr::tr("Value of %1 for %2: ").arg(options.authHeader, name)},
      {QStringLiteral("signing-secret"), secretfields::signingSecret,
       SignInFlagsTr::tr("Signing secret for %1: ").arg(name)},
      {QStringLiteral("proxy-password"), secretfields::proxyPassword,
       SignInFlagsTr::tr("Password of %1 at the proxy: ").arg(options.proxy.user)},
      {QStringLiteral("key-passphrase"), secretfields::keyPassphrase,
       SignInFlagsTr::tr("Passphrase of the client key: ")}};
  for (const auto& [flag, field, prompt] : asked) {
    if (auto read = readInto(context, draft, flag, field, prompt); !read) return read;
  }
  return {};
}

}  // namespace

Expected<void> applySignIn(CommandContext& context, const TargetUrl::Parsed& address, TargetDraft& draft) {
  const Arguments& arguments = context.arguments;
  const bool namesUser =
      address.hasUserInfo || arguments.has(QStringLiteral("user")) || arguments.has(QStringLiteral("password"));
  const auto kind = authFrom(arguments, namesUser);
  if (!kind) return kind.error();
  AuthKind& auth = draft.target.to.options.auth;
  if (*kind) auth = **kind;
  if (auth == AuthKind::Basic) {
    if (auto read = readBasic(context, address, draft); !read) return read;
  } else {
    if (namesUser)
      return Error::invalidInput(
          SignInFlagsTr::tr(
              "A user name and password are sent with --auth basic only. Leave out the user or --auth %1.")
              .arg(authKindKey(auth)));
    draft.target.to.user.clear();
  }
  if (auth != AuthKind::Bearer && arguments.has(QStringLiteral("token")))
    return Error::invalidInput(
        SignInFlagsTr::tr("A token is sent with --auth bearer only. Leave out --token or --auth."));
  if (auth != AuthKind::Header && arguments.has(QStringLiteral("secret-header")))
    return Error::invalidInput(
        SignInFlagsTr::tr("A secret header is sent with --auth header only. Leave out --secret-header or --auth."));
  return readSecrets(context, draft);
}

Error withFlagNamed(const Error& error) {
  if (error.kind != ErrorKind::SecretMissing) return error;
  const QString& field = error.detail;
  const QString message = [&] {
    if (field == secretfields::token) return SignInFlagsTr::tr("The token is missing: add --token.");
    if (field == secretfields::headerValue)
      return SignInFlagsTr::tr("The secret header's value is missing: add --secret-header NAME.");
    if (field == secretfields::signingSecret)
      return SignInFlagsTr::tr("The signing secret is missing: add --signing-secret.");
    if (field == secretfields::proxyPassword)
      return SignInFlagsTr::tr("The proxy's password is missing: add --proxy-password.");
    if (field == secretfields::keyPassphrase)
      return SignInFlagsTr::tr("The key's passphrase is missing: add --key-passphrase.");
    return SignInFlagsTr::tr("The user name has no password: add -p, or write user:@host for an empty one.");
  }();
  return Error::invalidInput(message);
}

}  // namespace courier
