#include <QDateTime>

#include "app/SpoolCleaner.h"
#include "app/cli/Output.h"
#include "app/cli/QueuedWork.h"
#include "app/cli/TargetFlags.h"
#include "models/address/TargetOptionTable.h"
#include "models/address/TargetReference.h"

namespace courier {

namespace {

struct ResultCommandsTr {
  Q_DECLARE_TR_FUNCTIONS(ResultCommands)
};

/// Saves the draft and its secrets, or says why not.
Expected<TargetId> saveDraft(CommandContext& context, const TargetDraft& draft) {
  Services& services = *context.services;
  const auto saved = waitOnMain([&services, draft] {
    // Ends with the program: it is used once by a command.
    auto* saver = new TargetSaver(services.targets(), services.secrets(), QCoreApplication::instance());
    return saver->save(draft, SecretStore::Fallback::None);
  });
  if (!saved) return withFlagNamed(saved.error());
  return saved->id;
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
  TargetDraft draft;
  draft.target.name = name;
  draft.target.to.url = parsed->url;
  draft.target.to.method = parsed->method.value_or(draft.target.to.method);
  if (auto applied = applyTargetFlags(context.arguments, draft.target.to); !applied)
    return context.fail(applied.error());
  if (auto applied = applySignIn(context, *parsed, draft); !applied) return context.fail(applied.error());
  if (auto saved = saveDraft(context, draft); !saved) return context.fail(saved.error());
  sayWarning(context, draft.target.to.url);
  context.console.err(ResultCommandsTr::tr("Result target '%1' is created.").arg(name));
  return ExitCode::Done;
}

ExitCode updateTarget(CommandContext& context) {
  const auto found = waitFor(context.services->targets().findByName(context.arguments.positional(0)));
  if (!found) return context.fail(found.error());
  TargetDraft draft{*found, {}};
  Target& target = draft.target;
  TargetUrl::Parsed address;
  address.url = target.to.url;
  address.user = target.to.user;
  if (context.arguments.positionals().size() > 1) {
    auto given = TargetUrl::parse(context.arguments.positional(1));
    if (!given) return context.fail(given.error());
    if (!given->hasUserInfo) given->user = target.to.user;
    address = *given;
    target.to.url = given->url;
    target.to.method = given->method.value_or(target.to.method);
  }
  if (auto applied = applyTargetFlags(context.arguments, target.to); !applied) return context.fail(applied.error());
  if (auto applied = applySignIn(context, address, draft); !applied) return context.fail(applied.error());
  if (auto saved = saveDraft(context, draft); !saved) return context.fail(saved.error());
  // What is held goes on with the target as it is now.
  const auto resumed = waitFor(context.services->outbox().resumeTarget(target.id));
  if (!resumed) return context.fail(resumed.error());
  ringOwner(context);
  sayWarning(context, target.to.url);
  context.console.err(ResultCommandsTr::tr("Result target '%1' is updated.").arg(target.name));
  return ExitCode::Done;
}

bool hasKnownPassword(const Target& target) {
  return target.to.options.auth == AuthKind::Basic && target.to.signsIn() && !target.to.secretKey.isEmpty();
}

QString signInText(const Target& target) {
  const TargetOptions& options = target.to.options;
  if (!target.to.signsIn()) return ResultCommandsTr::tr("none");
  switch (options.auth) {
    case AuthKind::None:
      break;
    case AuthKind::Basic:
      if (target.to.user.isEmpty()) return ResultCommandsTr::tr("a password without a user name, in the keychain");
      return target.to.secretKey.isEmpty() ? ResultCommandsTr::tr("%1, password not known").arg(target.to.user)
                                           : ResultCommandsTr::tr("%1, password in the keychain").arg(target.to.user);
    case AuthKind::Bearer:
      return ResultCommandsTr::tr("bearer token in the keychain");
    case AuthKind::Header:
      return ResultCommandsTr::tr("header %1, its value in the keychain").arg(options.authHeader);
  }
  return {};
}

/// "active", "paused", "disabled".
QString targetStateText(TargetState state) {
  switch (state) {
    case TargetState::Active:
      return ResultCommandsTr::tr("active");
    case TargetState::Paused:
      return ResultCommandsTr::tr("paused");
    case TargetState::Disabled:
      return ResultCommandsTr::tr("disabled");
  }
  return {};
}

/// What result:show says of a target, "Name", "value", in order: all that differs from a plain target, and nothing
/// secret.
QVector<QPair<QString, QString>> targetLines(const Target& target) {
  QVector<QPair<QString, QString>> lines;
  const auto line = [&](const QString& name, const QString& value) {
    if (!value.isEmpty()) lines.append({name, value});
  };
  const bool hasPassword = hasKnownPassword(target);
  line(ResultCommandsTr::tr("Name"), target.name);
  line(ResultCommandsTr::tr("URL"), target.to.url.addressForPeople(target.to.user, hasPassword));
  line(ResultCommandsTr::tr("Method"), httpMethodName(target.to.method));
  line(ResultCommandsTr::tr("Sign-in"), signInText(target));
  lines += targetOptionLines(target.to);
  line(ResultCommandsTr::tr("State"), targetStateText(target.state));
  line(ResultCommandsTr::tr("Reason"), target.stateReason);
  return lines;
}

ExitCode listTargets(CommandContext& context) {
  const auto targets = waitFor(context.services->targets().all());
  if (!targets) return context.fail(targets.error());
  ListOutput list({QStringLiteral("name"), QStringLiteral("url"), QStringLiteral("method"), QStringLiteral("state")});
  for (const Target& target : *targets) {
    list.add({target.name, target.to.url.addressForPeople(target.to.user, hasKnownPassword(target)),
              httpMethodName(target.to.method), targetStateText(target.state)});
  }
  return list.print(context);
}

/// What there is to tell of a target; said once.
ExitCode sayNotices(CommandContext& context, TargetId target) {
  NoticeStore& notices = context.services->notices();
  const auto unseen = waitFor(notices.unseen(target));
  if (!unseen) return context.fail(unseen.error());
  for (const Notice& notice : *unseen) {
    context.console.out(QStringLiteral("%1: %2  %3")
                            .arg(ResultCommandsTr::tr("Notice").leftJustified(9),
                                 QDateTime::fromMSecsSinceEpoch(notice.createdMs, Qt::UTC).toString(Qt::ISODate),
                                 notice.text));
  }
  if (unseen->isEmpty()) return ExitCode::Done;
  if (const auto seen = waitFor(notices.markSeen(target)); !seen) return context.fail(seen.error());
  return ExitCode::Done;
}

ExitCode showTarget(CommandContext& context) {
  const auto target = waitFor(context.services->targets().findByName(context.arguments.positional(0)));
  if (!target) return context.fail(target.error());
  for (const auto& [name, value] : targetLines(*target))
    context.console.out(QStringLiteral("%1: %2").arg(name.leftJustified(9), value));
  return sayNotices(context, target->id);
}

ExitCode deleteTarget(CommandContext& context) {
  const auto target = waitFor(context.services->targets().findByName(context.arguments.positional(0)));
  if (!target) return context.fail(target.error());
  const auto removed = waitFor(context.services->targets().remove(target->id));
  if (!removed) return context.fail(removed.error());
  (void)waitOnMain(
      [&] { return SpoolCleaner::removeUnusedSecrets(context.services->targets(), context.services->secrets()); });
  context.console.err(
      ResultCommandsTr::tr("Result target '%1' is deleted; the history keeps what was sent to it.").arg(target->name));
  return ExitCode::Done;
}

/// The target that the word names, or the address typed in place.
ExitCode resumeByNameOrAddress(CommandContext& context) {
  const auto reference = TargetReference::parse(context.arguments.positional(0));
  if (!reference) return context.fail(reference.error());
  Services& services = *context.services;
  TargetId id;
  if (reference->address) {
    Target wanted;
    wanted.to.url = reference->address->url;
    wanted.to.user = reference->address->user;
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
  context.console.err(ResultCommandsTr::tr("Resumed; %n delivery(s) wait and are due now.", nullptr, *resumed));
  return ExitCode::Done;
}

}  // namespace

QVector<Command> resultCommands() {
  const QString options = QStringLiteral(" [-u USER] [-p] [OPTION…]");
  return {
      {QStringLiteral("result:create"), QStringLiteral("NAME URL") + options,
       ResultCommandsTr::tr("Saves a target: web://host/path or webs://host/path."), targetFlags(), 2, 2, createTarget},
      {QStringLiteral("result:update"), QStringLiteral("NAME [URL]") + options,
       ResultCommandsTr::tr("Changes a target; resumes it if it is paused."), targetFlags(), 1, 2, updateTarget},
      {QStringLiteral("result:list"),
       QStringLiteral("[-f FORMAT]"),
       ResultCommandsTr::tr("Lists the targets."),
       {formatOption(true)},
       0,
       0,
       listTargets,
       Command::Data::LookedAt},
      {QStringLiteral("result:show"),
       QStringLiteral("NAME"),
       ResultCommandsTr::tr("Shows a target."),
       {},
       1,
       1,
       showTarget,
       Command::Data::LookedAt},
      {QStringLiteral("result:delete"),
       QStringLiteral("NAME"),
       ResultCommandsTr::tr("Deletes a target."),
       {},
       1,
       1,
       deleteTarget},
      {QStringLiteral("result:resume"),
       QStringLiteral("NAME|URL"),
       ResultCommandsTr::tr("Lets deliveries go to a paused or disabled target again."),
       {},
       1,
       1,
       resumeByNameOrAddress},
  };
}

}  // namespace courier
