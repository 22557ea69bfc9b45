#include <QEventLoop>
#include <QTimer>

#include "app/cli/Command.h"
#include "models/delivery/TargetChecker.h"
#include "models/targets/TargetReference.h"

namespace courier {

namespace {

constexpr int cancelLookMs = 100;
constexpr int stepWidth = 12;
constexpr int outcomeWidth = 9;

struct Text {
  Q_DECLARE_TR_FUNCTIONS(CheckCommand)
};

QString stepName(CheckStep step, HttpMethod method) {
  switch (step) {
    case CheckStep::Name:
      return Text::tr("Name");
    case CheckStep::Connection:
      return Text::tr("Connection");
    case CheckStep::Tls:
      return QStringLiteral("TLS");
    case CheckStep::Credentials:
      return Text::tr("Credentials");
    case CheckStep::Put:
      return httpMethodName(method);
  }
  return {};
}

QString outcomeName(CheckOutcome outcome) {
  switch (outcome) {
    case CheckOutcome::Ok:
      return Text::tr("ok");
    case CheckOutcome::Failed:
      return Text::tr("failed");
    case CheckOutcome::NotDone:
      return Text::tr("not done");
  }
  return {};
}

QString lineText(const CheckLine& line, HttpMethod method) {
  QString text = stepName(line.step, method).leftJustified(stepWidth) + u' ' +
                 outcomeName(line.outcome).leftJustified(outcomeWidth) + u' ' + line.text;
  if (line.ms >= 0) text += Text::tr(" (%1 ms)").arg(line.ms);
  return text;
}

/// Where a saved target or a typed address is and as whom it is written to; a typed password stays in hand.
Result<CheckPlan> planOf(CommandContext& context, const TargetReference& reference) {
  CheckPlan plan;
  DeliveryRequest& request = plan.request;
  TargetStore& targets = context.services->targets();
  if (reference.address) {
    const TargetUrl::Parsed& address = *reference.address;
    request.url = address.url;
    request.user = context.arguments.value(QStringLiteral("user"), address.user);
    request.method = address.method.value_or(HttpMethod::Put);
    plan.password = address.password;
  } else {
    const auto target = waitFor(targets.findByName(reference.name));
    if (!target) return target.error();
    const auto joined = reference.tail.isEmpty() ? Result<TargetUrl::Joined>(TargetUrl::Joined{target->url, {}})
                                                 : target->url.joined(reference.tail);
    if (!joined) return joined.error();
    request.targetId = target->id;
    request.url = joined->url;
    request.user = context.arguments.value(QStringLiteral("user"), target->user);
    request.method = joined->method.value_or(target->method);
    request.options = target->options;
    request.secretKey = target->secretKey;
    if (request.user != target->user && !context.arguments.has(QStringLiteral("password"))) {
      return Error{ErrorKind::InvalidInput, Text::tr("Another user needs a password of its own: add -p."), {}, {}};
    }
    request.targetText = reference.tail.isEmpty() ? target->name : target->name + u':' + reference.tail;
  }
  if (context.arguments.has(QStringLiteral("password"))) {
    auto password = context.console.readSecret(Text::tr("Password: "));
    if (!password) return password.error();
    plan.password = *password;
  }
  if (plan.password && request.user.isEmpty()) {
    return Error{ErrorKind::InvalidInput, Text::tr("A password needs a user name: add -u USER."), {}, {}};
  }
  if (!reference.address) return plan;
  request.targetText = request.url.addressForPeople(request.user, plan.password.has_value());
  if (request.user.isEmpty() || plan.password) return plan;
  // Written to before: its password is known.
  Target wanted;
  wanted.url = request.url;
  wanted.user = request.user;
  const auto known = waitFor(targets.findOrCreateUnnamed(wanted));
  if (!known) return known.error();
  request.secretKey = known->target.secretKey;
  return plan;
}

ExitCode checkTarget(CommandContext& context) {
  const auto reference = TargetReference::parse(context.arguments.positional(0));
  if (!reference) return context.fail(reference.error());
  auto plan = planOf(context, *reference);
  if (!plan) return context.fail(plan.error());
  const DeliveryRequest& request = plan->request;
  if (auto allowed = context.services->targets().checkAllowed(request.url, request.options.proxy); !allowed)
    return context.fail(allowed.error());
  plan->sendsTestBody = !context.arguments.has(QStringLiteral("no-send"));
  if (plan->sendsTestBody) context.console.out(testBodyText(*plan));

  QEventLoop loop;
  ExitCode code = ExitCode::Killed;
  TargetChecker checker(context.services->secrets(), *plan);
  QObject::connect(&checker, &TargetChecker::told, &loop,
                   [&](const CheckLine& line) { context.console.out(lineText(line, plan->request.method)); });
  if (plan->request.targetId.isValid()) {
    QObject::connect(&checker, &TargetChecker::secretRead, &loop, [&] {
      static_cast<void>(context.services->targets().noteSecretUsed(plan->request.targetId, plan->request.secretKey));
    });
  }
  QObject::connect(&checker, &TargetChecker::finished, &loop, [&](bool passed) {
    code = passed ? ExitCode::Done : ExitCode::NotDelivered;
    loop.quit();
  });
  QTimer cancelLook;
  QObject::connect(&cancelLook, &QTimer::timeout, &loop, [&] {
    if (context.cancel.isCancelled()) loop.quit();
  });
  cancelLook.start(cancelLookMs);
  QTimer::singleShot(0, &checker, &TargetChecker::start);
  loop.exec();
  if (code == ExitCode::Killed) context.console.err(Text::tr("Stopped."));
  return code;
}

}  // namespace

QVector<Command> checkCommands() {
  using Value = OptionSpec::Value;
  return {
      {QStringLiteral("result:check"),
       QStringLiteral("NAME[:PATH]|URL [--no-send] [-u USER] [-p]"),
       Text::tr("Checks a target: name, connection, TLS, credentials, PUT; the last two by an empty test body."),
       {{{}, QStringLiteral("no-send"), Value::None, {}, Text::tr("send no test body: name, connection and TLS alone")},
        {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"), Text::tr("sign in as USER")},
        {u'p',
         QStringLiteral("password"),
         Value::None,
         {},
         Text::tr("ask for the password, or read it as a line of standard input; used this once")}},
       1,
       1,
       checkTarget}};
}

}  // namespace courier
