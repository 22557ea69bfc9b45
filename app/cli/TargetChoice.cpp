#include "app/cli/TargetChoice.h"

#include "models/targets/TargetResolver.h"

namespace courier {

namespace {

struct TargetChoiceTr {
  Q_DECLARE_TR_FUNCTIONS(TargetChoice)
};

}  // namespace

Expected<DeliveryRequest> chooseTarget(CommandContext& context, const QString& words, SecretStore::Fallback fallback) {
  const auto reference = TargetReference::parse(words);
  if (!reference) return reference.error();
  TargetWish wish;
  wish.reference = *reference;
  wish.fallback = fallback;
  if (context.arguments.has(QStringLiteral("user"))) wish.user = context.arguments.value(QStringLiteral("user"));
  if (context.arguments.has(QStringLiteral("password"))) {
    auto password = context.console.readSecret(TargetChoiceTr::tr("Password: "));
    if (!password) return password.error();
    wish.password = *password;
  }
  Services& services = *context.services;
  const auto resolved = waitOnMain([&services, wish] {
    // Ends with the program: it is used once by a command.
    auto* resolver = new TargetResolver(services.targets(), services.secrets(), QCoreApplication::instance());
    return resolver->resolve(wish);
  });
  if (!resolved) return resolved.error();
  if (resolved->passwordPlace == SecretStore::Place::Session) {
    context.console.err(
        TargetChoiceTr::tr("This computer has no keychain: the password is kept in memory, until this command ends."));
  }
  if (const QString warning = unencryptedWarning(resolved->request.to.url); reference->address && !warning.isEmpty()) {
    context.console.err(warning);
  }
  if (resolved->state != TargetState::Active) {
    context.console.err(
        TargetChoiceTr::tr("%1 is stopped: %2").arg(resolved->request.targetText, resolved->stateReason));
    context.console.err(TargetChoiceTr::tr("Mend it, then run: query-courier result:resume %1")
                            .arg(reference->address ? resolved->request.to.url.address() : reference->name));
  }
  return resolved->request;
}

}  // namespace courier
