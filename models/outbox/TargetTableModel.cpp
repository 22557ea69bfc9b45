#include "models/outbox/TargetTableModel.h"

#include <QStringList>

#include "models/base/Wording.h"
#include "models/outbox/Delivery.h"
#include "models/outbox/DeliveryWords.h"
#include "models/targets/TargetUse.h"

namespace courier {

TargetTableModel::TargetTableModel(const Clock& clock, QObject* parent)
    : KeyedTableModel<TargetOverview>(parent), m_clock(clock) {}

void TargetTableModel::setSecretPlace(SecretStore::Place place) {
  if (m_place == place) return;
  m_place = place;
  refresh();
}

int TargetTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant TargetTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case NameColumn:
      return tr("Name");
    case AddressColumn:
      return tr("Address");
    case SignInColumn:
      return tr("Sign-in");
    case LastColumn:
      return tr("Last delivery");
    case UsedByColumn:
      return tr("Used by");
    default:
      return role == Qt::AccessibleTextRole ? tr("Actions") : QString();
  }
}

TableCell TargetTableModel::cell(const TargetOverview& row, int column) const {
  switch (column) {
    case NameColumn:
      return {.text = row.target.name, .note = {}, .face = Face::Strong, .hint = row.target.name};
    case AddressColumn:
      return {.text = row.target.to.url.address(), .note = {}, .face = Face::Mono, .hint = row.target.to.url.address()};
    case SignInColumn:
      return signIn(row.target);
    case LastColumn:
      return lastDelivery(row);
    case UsedByColumn:
      return usedBy(row);
    default:
      return {.text = QStringLiteral("⋯"),
              .note = {},
              .face = Face::Faint,
              .alignment = Qt::AlignHCenter,
              .hint = tr("Actions for “%1”").arg(row.target.name)};
  }
}

TableCell TargetTableModel::signIn(const Target& target) const {
  if (target.to.secretKey.isEmpty()) return {.text = tr("none"), .note = {}, .face = Face::Faint, .hint = {}};
  const QString place = m_place == SecretStore::Place::Keychain ? tr("keychain") : tr("this session");
  const QString who = [&] {
    switch (target.to.options.auth) {
      case AuthKind::Bearer:
        return tr("bearer token");
      case AuthKind::Header:
        return target.to.options.authHeader;
      case AuthKind::None:
      case AuthKind::Basic:
        break;
    }
    if (!target.to.signsIn()) return tr("no sign-in", "but another secret, as for signing");
    return target.to.user.isEmpty() ? tr("password alone", "a sign-in without a user name") : target.to.user;
  }();
  return {.text = tr("%1 · %2", "who signs in · where the secret is").arg(who, place),
          .note = {},
          .hint = secretUseText(target, m_place, m_clock.nowMs())};
}

TableCell TargetTableModel::usedBy(const TargetOverview& overview) const {
  const int count = static_cast<int>(overview.schedules.size());
  if (count == 0) return {.text = QStringLiteral("–"), .note = {}, .face = Face::Faint, .hint = {}};
  return {.text = tr("%Ln schedule(s)", "that use a target", count),
          .note = {},
          .hint = scheduleUseText(overview.schedules)};
}

TableCell TargetTableModel::lastDelivery(const TargetOverview& overview) const {
  const Target& target = overview.target;
  const qint64 now = m_clock.nowMs();
  if (target.state != TargetState::Active) {
    const QString status = statusOfReason(target.stateReason);
    const QString since = momentText(target.stateSinceMs, now);
    QStringList note{status.isEmpty() ? tr("since %1").arg(since)
                                      : tr("%1 since %2", "401 since 08:12").arg(status, since)};
    if (overview.waiting > 0) note.append(tr("%Ln wait", "deliveries", static_cast<int>(overview.waiting)));
    return {.text = target.state == TargetState::Paused ? tr("paused") : tr("disabled"),
            .note = note.join(tr(", ", "between parts of a list")),
            .tone = Tone::Bad,
            .hint = target.stateReason};
  }
  const auto state = overview.lastState;
  if (!state) return {.text = tr("never"), .note = {}, .face = Face::Faint, .hint = {}};
  QStringList note;
  if (overview.lastFinishedMs > 0) note.append(momentText(overview.lastFinishedMs, now));
  note.append(tr("%Ln row(s)", "", static_cast<int>(overview.lastRows)));
  if (!isFinal(*state) && overview.waiting > 1) {
    note.append(tr("%Ln wait", "deliveries", static_cast<int>(overview.waiting)));
  }
  return {.text = deliveryStateWord(*state),
          .note = note.join(tr(", ", "between parts of a list")),
          .tone = toneOf(*state),
          .hint = {}};
}

}  // namespace courier
