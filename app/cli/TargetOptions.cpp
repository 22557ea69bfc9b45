#include "app/cli/TargetOptions.h"

namespace courier {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(TargetOptions)
};

Error wrong(const QString& message) {
  return {ErrorKind::InvalidInput, message, {}, {}};
}

}  // namespace

QVector<OptionSpec> targetOptions() {
  using Value = OptionSpec::Value;
  return {
      {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"), Text::tr("sign in as USER")},
      {u'p',
       QStringLiteral("password"),
       Value::None,
       {},
       Text::tr("ask for the password, or read it as a line of standard input")},
      {{}, QStringLiteral("method"), Value::Required, QStringLiteral("put|post"), Text::tr("how to send (put)")},
      {{},
       QStringLiteral("row-cap"),
       Value::Required,
       QStringLiteral("N"),
       Text::tr("send at most N rows (100000); 0: all")},
  };
}

Result<SignIn> readSignIn(CommandContext& context, const TargetUrl::Parsed& address, const QString& name,
                          KeptPassword kept) {
  SignIn signIn{context.arguments.value(QStringLiteral("user"), address.user), address.password};
  if (context.arguments.has(QStringLiteral("password"))) {
    if (signIn.user.isEmpty()) return wrong(Text::tr("A password needs a user name: add -u USER."));
    auto password = context.console.readSecret(Text::tr("Password of %1 for %2: ").arg(signIn.user, name));
    if (!password) return password.error();
    signIn.password = *password;
  }
  if (!signIn.user.isEmpty() && !signIn.password && kept == KeptPassword::None) {
    return wrong(Text::tr("The user name has no password: add -p, or write user:@host for an empty one."));
  }
  return signIn;
}

Result<void> applyTargetOptions(const CommandContext& context, const TargetUrl::Parsed& address, Target& target) {
  if (address.method) target.method = *address.method;
  if (context.arguments.has(QStringLiteral("method"))) {
    const QString method = context.arguments.value(QStringLiteral("method")).toLower();
    if (method != u"put" && method != u"post")
      return wrong(Text::tr("Option --method wants put or post, not \"%1\".").arg(method));
    target.method = method == u"post" ? HttpMethod::Post : HttpMethod::Put;
  }
  const auto cap =
      context.arguments.number(QStringLiteral("row-cap"), target.rowCap, 0, std::numeric_limits<qint64>::max());
  if (!cap) return cap.error();
  target.rowCap = *cap;
  return {};
}

}  // namespace courier
