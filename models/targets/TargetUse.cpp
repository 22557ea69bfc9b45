#include "models/targets/TargetUse.h"

#include <QCoreApplication>
#include <QDateTime>

#include "models/base/Wording.h"

namespace courier {
namespace {

constexpr int kNames = 10;

struct TargetUseTr {
  Q_DECLARE_TR_FUNCTIONS(TargetUse)
};

QString firstNames(const QStringList& names) {
  const QString separator = TargetUseTr::tr(", ", "between names");
  if (names.size() <= kNames) return names.join(separator);
  return names.mid(0, kNames).join(separator) + QStringLiteral(" …");
}

bool isToday(qint64 atMs, qint64 nowMs) {
  return QDateTime::fromMSecsSinceEpoch(atMs).date() == QDateTime::fromMSecsSinceEpoch(nowMs).date();
}

}  // namespace

QString secretUseText(const Target& target, SecretStore::Place place, qint64 nowMs) {
  if (target.to.secretKey.isEmpty()) return {};
  const bool isPassword = target.to.neededSecrets() == QStringList{secretfields::password};
  const bool isKept = place == SecretStore::Place::Keychain;
  const QString what = isPassword ? (isKept ? TargetUseTr::tr("Password in the keychain")
                                            : TargetUseTr::tr("Password kept until Query Courier closes"))
                                  : (isKept ? TargetUseTr::tr("Secret in the keychain")
                                            : TargetUseTr::tr("Secret kept until Query Courier closes"));
  if (target.secretUsedMs == 0) return TargetUseTr::tr("%1, never used", "where a secret is").arg(what);
  const QString when = momentText(target.secretUsedMs, nowMs);
  return isToday(target.secretUsedMs, nowMs)
             ? TargetUseTr::tr("%1, last used today %2", "where a secret is").arg(what, when)
             : TargetUseTr::tr("%1, last used %2", "where a secret is").arg(what, when);
}

QString scheduleUseText(const QStringList& schedules) {
  if (schedules.isEmpty()) return {};
  return TargetUseTr::tr("Used by %n schedule(s): %1", nullptr, static_cast<int>(schedules.size()))
      .arg(firstNames(schedules));
}

QString scheduleLossText(const QStringList& schedules) {
  if (schedules.isEmpty()) return {};
  return TargetUseTr::tr("%n schedule(s) send there and will fail until you choose another target for them: %1.",
                         nullptr, static_cast<int>(schedules.size()))
      .arg(firstNames(schedules));
}

}  // namespace courier
