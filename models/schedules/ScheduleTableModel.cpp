#include "models/schedules/ScheduleTableModel.h"

#include <QDateTime>

#include "models/base/Wording.h"
#include "models/outbox/DeliveryWords.h"
#include "models/outbox/FailureText.h"
#include "models/schedules/CronWords.h"
#include "models/schedules/SlotTableModel.h"

namespace courier {

namespace {

/// The zone's name without its continent: "New York".
QString shortZone(const QString& zone) {
  return zone.section(u'/', -1).replace(u'_', u' ');
}

qint64 dueMs(const Schedule& schedule, qint64 nowMs) {
  if (!schedule.isOn || schedule.cron.isOnDemand()) return 0;
  return schedule.cron.next(nowMs, QTimeZone(schedule.zone.toUtf8())).value_or(0);
}

}  // namespace

ScheduleTableModel::ScheduleTableModel(const Clock& clock, QObject* parent)
    : KeyedTableModel<ScheduleOverview>(parent), m_clock(clock) {}

QVector<Schedule> ScheduleTableModel::schedules() const {
  QVector<Schedule> all;
  for (const ScheduleOverview& row : rows()) all.append(row.schedule);
  return all;
}

std::optional<ScheduleTableModel::Next> ScheduleTableModel::next() const {
  std::optional<Next> soonest;
  const qint64 now = m_clock.nowMs();
  for (const ScheduleOverview& row : rows()) {
    const qint64 at = dueMs(row.schedule, now);
    if (at > 0 && (!soonest || at < soonest->atMs)) soonest = Next{row.schedule.name, row.schedule.zone, at};
  }
  return soonest;
}

int ScheduleTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant ScheduleTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case SwitchColumn:
      return role == Qt::AccessibleTextRole ? tr("Switch") : QString();
    case NameColumn:
      return tr("Name");
    case WhenColumn:
      return tr("When");
    case NextColumn:
      return tr("Next run");
    case LastColumn:
      return tr("Last run");
    case TargetColumn:
      return tr("Target");
    default:
      return role == Qt::AccessibleTextRole ? tr("Actions") : QString();
  }
}

TableCell ScheduleTableModel::cell(const ScheduleOverview& row, int column) const {
  const Schedule& schedule = row.schedule;
  switch (column) {
    case SwitchColumn:
      return {.text = schedule.isOn ? tr("On") : tr("Off"),
              .note = {},
              .hint = schedule.isOn ? tr("On. A click or Space switches it off.")
                                    : tr("Off. A click or Space switches it on.")};
    case NameColumn:
      return {.text = schedule.name, .note = {}, .face = Face::Strong, .hint = schedule.name};
    case WhenColumn: {
      const QString words = cronWords(schedule.cron);
      return {.text = words,
              .note = {},
              .face = schedule.isOn ? Face::Plain : Face::Faint,
              .hint = schedule.cron.isOnDemand() ? words : QStringLiteral("%1 (%2)").arg(words, schedule.cron.text())};
    }
    case NextColumn:
      return nextRun(row);
    case LastColumn:
      return lastRun(row);
    case TargetColumn:
      return target(schedule);
    default:
      return {.text = QStringLiteral("⋯"),
              .note = {},
              .face = Face::Faint,
              .alignment = Qt::AlignHCenter,
              .hint = tr("Actions for “%1”").arg(schedule.name)};
  }
}

TableCell ScheduleTableModel::nextRun(const ScheduleOverview& row) const {
  const Schedule& schedule = row.schedule;
  if (schedule.isOn && !row.lacks.isEmpty()) {
    const qint64 dueAt = dueMs(schedule, m_clock.nowMs());
    return {.text = tr("will fail", "the next run of a schedule"),
            .note = dueAt > 0 ? zonedMoment(dueAt, m_clock.nowMs(), QTimeZone(schedule.zone.toUtf8())) : QString(),
            .tone = Tone::Bad,
            .hint = row.lacks};
  }
  if (!schedule.isOn) return {.text = tr("off", "a schedule"), .note = {}, .face = Face::Faint, .hint = {}};
  if (schedule.cron.isOnDemand()) return {.text = tr("on demand"), .note = {}, .face = Face::Faint, .hint = {}};
  const qint64 now = m_clock.nowMs();
  const qint64 at = dueMs(schedule, now);
  if (at == 0) return {.text = tr("never"), .note = {}, .tone = Tone::Warn, .hint = cronWords(schedule.cron)};
  const QTimeZone zone(schedule.zone.toUtf8());
  return {.text = zonedMoment(at, now, zone),
          .note = QStringLiteral("%1 %2").arg(
              offsetText(zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(at, Qt::UTC))), shortZone(schedule.zone)),
          .hint = QStringLiteral("%1, %2").arg(slotText(at, zone), schedule.zone)};
}

TableCell ScheduleTableModel::lastRun(const ScheduleOverview& row) const {
  if (!row.last) return {.text = tr("never"), .note = {}, .face = Face::Faint, .hint = {}};
  const SlotLine& line = *row.last;
  const SlotWords words = slotWords(line);
  QString note = momentText(line.slot.slotMs, m_clock.nowMs());
  if (line.slot.missed > 1) note = tr("%1, %Ln run(s) missed", "", static_cast<int>(line.slot.missed)).arg(note);
  TableCell cell{.text = words.text, .note = note, .tone = words.tone, .hint = words.reason};
  if (!line.job || line.job->state != JobState::Success) return cell;
  cell.note = tr("%1, %Ln row(s)", "09:00, 3 rows", static_cast<int>(line.job->rows)).arg(note);
  if (line.delivery) {
    const DeliveryWords delivery = deliveryWords(*line.delivery, m_clock.nowMs());
    cell.text = delivery.text;
    cell.tone = delivery.tone;
    cell.hint = reasonNow(*line.delivery, m_clock.nowMs());
  }
  return cell;
}

TableCell ScheduleTableModel::target(const Schedule& schedule) const {
  if (!schedule.sendTo) return {.text = tr("none", "no target"), .note = {}, .face = Face::Faint, .hint = {}};
  return {
      .text = schedule.sendTo->targetText, .note = {}, .face = Face::Mono, .hint = schedule.sendTo->to.url.address()};
}

}  // namespace courier
