#include <QEventLoop>
#include <QTimer>

#include "app/cli/Command.h"
#include "models/address/TargetReference.h"
#include "models/check/TargetChecker.h"

namespace courier {

namespace {

constexpr int cancelLookMs = 100;
constexpr int stepWidth = 12;
constexpr int outcomeWidth = 9;

struct CheckCommandTr {
  Q_DECLARE_TR_FUNCTIONS(CheckCommand)
};

QString stepName(CheckStep step, HttpMethod method) {
  switch (step) {
    case CheckStep::Name:
      return CheckCommandTr::tr("Name");
    case CheckStep::Connection:
      return CheckCommandTr::tr("Connection");
    case CheckStep::Tls:
      return QStringLiteral("TLS");
    case CheckStep::Credentials:
      return CheckCommandTr::tr("Credentials");
    case CheckStep::Put:
      return httpMethodName(method);
  }
  return {};
}

QString outcomeName(CheckOutcome outcome) {
  switch (outcome) {
    case CheckOutcome::Ok:
      return CheckCommandTr::tr("ok");
    case CheckOutcome::Failed:
      return CheckCommandTr::tr("failed");
    case CheckOutcome::NotDone:
      return CheckCommandTr::tr("not done");
  }
  return {};
}

QString lineText(const CheckLine& line, HttpMethod method) {
  QString text = stepName(line.step, method).leftJustified(stepWidth) + u' ' +
                 outcomeName(line.outcome).leftJustified(outcomeWidth) + u' ' + line.text;
  if (line.ms >= 0) text += CheckCommandTr::tr(" (%1 ms)").arg(line.ms);
  return text;
}

/// Where a saved target or a typed address is and as whom it is written to; a typed password stays in hand.
Expected<CheckInput> inputOf(CommandContext& context, const TargetReference& reference) {
  CheckInput input;
  DeliveryRequest& request = input.request;
  TargetStore& targets = context.services->targets();
  if (reference.address) {
    const TargetUrl::Parsed& address = *reference.address;
    request.to.url = address.url;
    request.to.user = context.arguments.value(QStringLiteral("user"), address.user);
    request.to.method = address.method.value_or(HttpMethod::Put);
    input.password = address.password;
  } else {
    const auto target = waitFor(targets.findByName(reference.name));
    if (!target) return target.error();
    const auto joined = target->to.joined(reference.tail);
    if (!joined) return joined.error();
    request.targetId = target->id;
    request.to = *joined;
    request.to.user = context.arguments.value(QStringLiteral("user"), target->to.user);
    if (request.to.user != target->to.user && !context.arguments.has(QStringLiteral("password"))) {
      return Error::invalidInput(CheckCommandTr::tr("Another user needs another password: add -p."));
    }
    request.targetText = reference.tail.isEmpty() ? target->name : target->name + u':' + reference.tail;
  }
  if (context.arguments.has(QStringLiteral("password"))) {
    auto password = context.console.readSecret(CheckCommandTr::tr("Password: "));
    if (!password) return password.error();
    input.password = *password;
  }
  if (!reference.address) return input;
  request.targetText = request.to.url.addressForPeople(request.to.user, input.password.has_value());
  if (request.to.user.isEmpty() || input.password) return input;
  // Written to before: its password is known.
  Target wanted;
  wanted.to.url = request.to.url;
  wanted.to.user = request.to.user;
  const auto known = waitFor(targets.findOrCreateUnnamed(wanted));
  if (!known) return known.error();
  request.to.secretKey = known->target.to.secretKey;
  return input;
}

ExitCode checkTarget(CommandContext& context) {
  const auto reference = TargetReference::parse(context.arguments.positional(0));
  if (!reference) return context.fail(reference.error());
  auto input = inputOf(context, *reference);
  if (!input) return context.fail(input.error());
  const DeliveryRequest& request = input->request;
  if (auto allowed = context.services->targets().checkAllowed(request.to); !allowed)
    return context.fail(allowed.error());
  input->sendsTestBody = !context.arguments.has(QStringLiteral("no-send"));
  if (input->sendsTestBody) context.console.out(testBodyText(*input));

  QEventLoop loop;
  ExitCode code = ExitCode::Killed;
  TargetChecker checker(context.services->secrets(), *input);
  QObject::connect(&checker, &TargetChecker::told, &loop,
                   [&](const CheckLine& line) { context.console.out(lineText(line, input->request.to.method)); });
  if (input->request.targetId.isValid()) {
    QObject::connect(&checker, &TargetChecker::secretRead, &loop, [&] {
      static_cast<void>(
          context.services->targets().noteSecretUsed(input->request.targetId, input->request.to.secretKey));
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
  if (code == ExitCode::Killed) context.console.err(CheckCommandTr::tr("Stopped."));
  return code;
}

}  // namespace

QVector<Command> checkCommands() {
  using Value = OptionSpec::Value;
  return {
      {QStringLiteral("result:check"),
       QStringLiteral("NAME[:PATH]|URL [--no-send] [-u USER] [-p]"),
       CheckCommandTr::tr(
           "Checks a target: name, connection, TLS, credentials, PUT; the last two with an empty test body."),
       {{{},
         QStringLiteral("no-send"),
         Value::None,
         {},
         CheckCommandTr::tr("send no test body: check only name, connection and TLS")},
        {u'u', QStringLiteral("user"), Value::Required, QStringLiteral("USER"), CheckCommandTr::tr("sign in as USER")},
        {u'p',
         QStringLiteral("password"),
         Value::None,
         {},
         CheckCommandTr::tr("ask for the password, or read it as a line of standard input; used only this once")}},
       1,
       1,
       checkTarget}};
}

}  // namespace courier
