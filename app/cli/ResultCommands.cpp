#include "app/SpoolCleaner.h"
#include "app/cli/ListOutput.h"
#include "app/cli/Ownership.h"
#include "app/cli/TargetOptions.h"
#include "models/targets/TargetReference.h"

namespace courier {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(ResultCommands)
};

/// Moves a sign-in into the keychain under a key of its own; "" where there is nothing secret.
Result<QString> storeSecret(CommandContext& context, const SignIn& signIn) {
  if (!signIn.password) return QString();
  const QString key = newSecretKey();
  const auto written = waitFor(
      context.services->secrets().write(key, Secret::ofPassword(*signIn.password), SecretStore::Fallback::None));
  if (!written) return written.error();
  return key;
}

void forgetSecret(CommandContext& context, const QString& key) {
  if (!key.isEmpty()) (void)waitFor(context.services->secrets().remove(key));
}

void sayWarning(CommandContext& context, const TargetUrl& url) {
  const QString warning = unencryptedWarning(url);
  if (!warning.isEmpty()) context.console.err(warning);
}

ExitCode createTarget(CommandContext& context) {
  const QString name = context.arguments.positional(0);
  if (auto named = checkTargetName(name); !named) return context.fail(named.error());
  const auto parsed = TargetUrl::parse(context.arguments.positional(1));
  if (!parsed) return context.fail(parsed.error());
  const auto signIn = readSignIn(context, *parsed, name);
  if (!signIn) return context.fail(signIn.error());
  Target target;
  target.name = name;
  target.url = parsed->url;
  target.user = signIn->user;
  if (auto applied = applyTargetOptions(context, *parsed, target); !applied) return context.fail(applied.error());

  const auto key = storeSecret(context, *signIn);
  if (!key) return context.fail(key.error());
  target.secretKey = *key;
  const auto created = waitFor(context.services->targets().create(target));
  if (!created) {
    forgetSecret(context, *key);
    return context.fail(created.error());
  }
  sayWarning(context, target.url);
  context.console.err(Text::tr("Result target '%1' is created.").arg(name));
  return ExitCode::Done;
}

ExitCode updateTarget(CommandContext& context) {
  const auto found = waitFor(context.services->targets().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  Target target = *found;
  TargetUrl::Parsed parsed;
  parsed.url = target.url;
  parsed.user = target.user;
  if (context.arguments.positionals().size() > 1) {
    auto given = TargetUrl::parse(context.arguments.positional(1));
    if (!given) return context.fail(given.error());
    if (!given->hasUserInfo) given->user = target.user;
    parsed = *given;
  }
  const auto signIn =
      readSignIn(context, parsed, target.name, target.secretKey.isEmpty() ? KeptPassword::None : KeptPassword::Stored);
  if (!signIn) return context.fail(signIn.error());
  target.url = parsed.url;
  target.user = signIn->user;
  if (auto applied = applyTargetOptions(context, parsed, target); !applied) return context.fail(applied.error());

  const auto key = storeSecret(context, *signIn);
  if (!key) return context.fail(key.error());
  if (!key->isEmpty()) target.secretKey = *key;
  const auto updated = waitFor(context.services->targets().update(target));
  if (!updated) {
    forgetSecret(context, *key);
    return context.fail(updated.error());
  }
  // What waits signs in as the target says now; only then may the old item go.
  const auto resumed = waitFor(context.services->outbox().resumeTarget(target.id));
  if (!resumed) return context.fail(resumed.error());
  if (!key->isEmpty()) forgetSecret(context, found->secretKey);
  sayWarning(context, target.url);
  context.console.err(Text::tr("Result target '%1' is updated.").arg(target.name));
  return ExitCode::Done;
}

QString signInText(const Target& target) {
  return target.secretKey.isEmpty() ? Text::tr("none") : Text::tr("%1, password in the keychain").arg(target.user);
}

QString stateText(const Target& target) {
  switch (target.state) {
    case TargetState::Active:
      return Text::tr("active");
    case TargetState::Paused:
      return Text::tr("paused");
    case TargetState::Disabled:
      return Text::tr("disabled");
  }
  return {};
}

ExitCode listTargets(CommandContext& context) {
  const auto targets = waitFor(context.services->targets().all());
  if (!targets) return context.fail(targets.error());
  ListOutput list({QStringLiteral("name"), QStringLiteral("url"), QStringLiteral("method"), QStringLiteral("state")});
  for (const Target& target : *targets) {
    list.add({target.name, target.url.addressForPeople(target.user, !target.secretKey.isEmpty()),
              httpMethodName(target.method), stateText(target)});
  }
  return list.print(context);
}

ExitCode showTarget(CommandContext& context) {
  const auto target = waitFor(context.services->targets().findByName(context.arguments.positional(0)));
  if (!target) return context.fail(target.error());
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) context.console.out(QStringLiteral("%1: %2").arg(name.leftJustified(9), value));
  };
  line(Text::tr("Name"), target->name);
  line(Text::tr("URL"), target->url.addressForPeople(target->user, !target->secretKey.isEmpty()));
  line(Text::tr("Method"), httpMethodName(target->method));
  line(Text::tr("Sign-in"), signInText(*target));
  line(Text::tr("Row cap"), target->rowCap == 0 ? Text::tr("none") : QString::number(target->rowCap));
  line(Text::tr("State"), stateText(*target));
  line(Text::tr("Reason"), target->stateReason);
  return ExitCode::Done;
}

ExitCode deleteTarget(CommandContext& context) {
  const auto target = waitFor(context.services->targets().findByName(context.arguments.positional(0)));
  if (!target) return context.fail(target.error());
  const auto removed = waitFor(context.services->targets().remove(target->id));
  if (!removed) return context.fail(removed.error());
  waitFor(SpoolCleaner::removeUnusedSecrets(context.services->targets(), context.services->secrets()));
  context.console.err(
      Text::tr("Result target '%1' is deleted; the history keeps what was sent to it.").arg(target->name));
  return ExitCode::Done;
}

ExitCode resumeTarget(CommandContext& context) {
  const auto reference = TargetReference::parse(context.arguments.positional(0));
  if (!reference) return context.fail(reference.error());
  Services& services = *context.services;
  TargetId id;
  if (reference->address) {
    Target wanted;
    wanted.url = reference->address->url;
    wanted.user = reference->address->user;
    const auto unnamed = waitFor(services.targets().findOrCreateUnnamed(wanted));
    if (!unnamed) return context.fail(unnamed.error());
    id = unnamed->target.id;
  } else {
    const auto target = waitFor(services.targets().findByName(reference->name));
    if (!target) return context.fail(target.error());
    id = target->id;
  }
  const auto resumed = waitFor(services.outbox().resumeTarget(id));
  if (!resumed) return context.fail(resumed.error());
  ringOwner(context);
  context.console.err(Text::tr("Resumed; %n delivery(s) wait and are due now.", nullptr, *resumed));
  return ExitCode::Done;
}

}  // namespace

QVector<Command> resultCommands() {
  const QString options = QStringLiteral(" [-u USER] [-p] [--method put|post] [--row-cap N]");
  return {
      {QStringLiteral("result:create"), QStringLiteral("NAME URL") + options,
       Text::tr("Saves a target: web://host/path or webs://host/path."), targetOptions(), 2, 2, createTarget},
      {QStringLiteral("result:update"), QStringLiteral("NAME [URL]") + options,
       Text::tr("Changes a target; a paused one goes on."), targetOptions(), 1, 2, updateTarget},
      {QStringLiteral("result:list"),
       QStringLiteral("[-f FORMAT]"),
       Text::tr("The targets."),
       {formatOption(true)},
       0,
       0,
       listTargets},
      {QStringLiteral("result:show"), QStringLiteral("NAME"), Text::tr("A target."), {}, 1, 1, showTarget},
      {QStringLiteral("result:delete"), QStringLiteral("NAME"), Text::tr("Forgets a target."), {}, 1, 1, deleteTarget},
      {QStringLiteral("result:resume"),
       QStringLiteral("NAME|URL"),
       Text::tr("Lets deliveries go to a paused or disabled target again."),
       {},
       1,
       1,
       resumeTarget},
  };
}

}  // namespace courier
