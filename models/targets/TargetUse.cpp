#include "models/targets/TargetUse.h"

#include <QCoreApplication>
#include <QDateTime>

#include "models/base/TimeText.h"

namespace courier {
namespace {

constexpr int kNames = 10;

struct Text {
  Q_DECLARE_TR_FUNCTIONS(TargetUse)
};

QString listed(const QStringList& names) {
  const QString separator = Text::tr(", ", "between names");
  if (names.size() <= kNames) return names.join(separator);
  return names.mid(0, kNames).join(separator) + QStringLiteral(" …");
}

bool isToday(qint64 atMs, qint64 nowMs) {
  return QDateTime::fromMSecsSinceEpoch(atMs).date() == QDateTime::fromMSecsSinceEpoch(nowMs).date();
}

}  // namespace

QString secretUseText(const Target& target, SecretStore::Place place, qint64 nowMs) {
  if (target.secretKey.isEmpty()) return {};
  const bool isPassword = neededSecrets(target.user, target.options) == QStringList{secretfields::password};
  const bool isKept = place == SecretStore::Place::Keychain;
  const QString what =
      isPassword
          ? (isKept ? Text::tr("Password in the keychain") : Text::tr("Password kept until Query Courier closes"))
          : (isKept ? Text::tr("Secret in the keychain") : Text::tr("Secret kept until Query Courier closes"));
  if (target.secretUsedMs == 0) return Text::tr("%1, never used", "where a secret is").arg(what);
  const QString when = momentText(target.secretUsedMs, nowMs);
  return isToday(target.secretUsedMs, nowMs) ? Text::tr("%1, last used today %2", "where a secret is").arg(what, when)
                                             : Text::tr("%1, last used %2", "where a secret is").arg(what, when);
}

QString scheduleUseText(const QStringList& schedules) {
  if (schedules.isEmpty()) return {};
  return Text::tr("Used by %n schedule(s): %1", nullptr, static_cast<int>(schedules.size())).arg(listed(schedules));
}

QString scheduleLossText(const QStringList& schedules) {
  if (schedules.isEmpty()) return {};
  return Text::tr("%n schedule(s) send there and will fail until you choose another target for them: %1.", nullptr,
                  static_cast<int>(schedules.size()))
      .arg(listed(schedules));
}

}  // namespace courier
