#include "models/schedules/SlotTableModel.h"

#include "models/base/Wording.h"
#include "models/outbox/DeliveryWords.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

const QString noValue = QStringLiteral("–");
/// Nobody calls a run late that begins within these.
constexpr qint64 onTimeMs = 5000;

TableCell faintDash() {
  return {.text = noValue, .note = {}, .face = Face::Faint, .hint = {}};
}

SlotWords jobWords(const SlotLine& line) {
  if (!line.job) return {SlotTableModel::tr("ran"), Tone::Dim, SlotTableModel::tr("Its job is no longer kept.")};
  const Job& job = *line.job;
  switch (job.state) {
    case JobState::Queued:
      return {SlotTableModel::tr("waiting"), Tone::Info, {}};
    case JobState::Running:
      return {SlotTableModel::tr("running"), Tone::Info, {}};
    case JobState::Error:
      return {SlotTableModel::tr("failed"), Tone::Bad, job.error};
    case JobState::Killed:
      return {SlotTableModel::tr("stopped"), Tone::Dim, job.error};
    case JobState::Success:
      break;
  }
  const QString rows = job.rows < 0 ? QString() : SlotTableModel::tr("%Ln row(s)", nullptr, static_cast<int>(job.rows));
  return {SlotTableModel::tr("ran"), Tone::Ok, rows};
}

TableCell lateCell(const SlotLine& line) {
  const auto late = slotlines::lateMs(line);
  if (!late) return faintDash();
  if (*late < onTimeMs) return {.text = SlotTableModel::tr("on time"), .note = {}, .face = Face::Faint, .hint = {}};
  return {.text = durationText(*late), .note = {}, .hint = {}};
}

TableCell jobCell(const SlotLine& line) {
  if (!line.slot.jobId.isValid()) return faintDash();
  const bool isBackfill = line.job && line.job->kind == JobKind::Backfill;
  return {.text = QString::number(line.slot.jobId.value),
          .note = isBackfill ? SlotTableModel::tr("backfill") : QString(),
          .hint = {}};
}

TableCell deliveryCell(const SlotLine& line, qint64 nowMs) {
  if (line.delivery) {
    const DeliveryWords words = deliveryWords(*line.delivery, nowMs);
    return {.text = words.text, .note = {}, .tone = words.tone, .hint = reasonNow(*line.delivery, nowMs)};
  }
  if (!line.job || !line.job->sendTo) return faintDash();
  const bool isOver = line.job->state == JobState::Error || line.job->state == JobState::Killed;
  return {.text = isOver ? SlotTableModel::tr("not sent") : SlotTableModel::tr("after the query"),
          .note = {},
          .tone = Tone::Dim,
          .hint = {}};
}

}  // namespace

SlotWords slotWords(const SlotLine& line) {
  const SlotRecord& slot = line.slot;
  QString reason = slot.reason;
  if (slot.missed > 1) {
    reason =
        SlotTableModel::tr("%Ln slot(s), this one the last. %1", nullptr, static_cast<int>(slot.missed)).arg(reason);
  }
  switch (slot.state) {
    case SlotState::Queued:
      return jobWords(line);
    case SlotState::Missed:
      return {SlotTableModel::tr("missed"), Tone::Bad, reason};
    case SlotState::Skipped:
      return {SlotTableModel::tr("skipped"), Tone::Warn, reason};
    case SlotState::Interrupted:
      break;
  }
  return {SlotTableModel::tr("interrupted"), Tone::Warn,
          SlotTableModel::tr("Cut off: it counts as missed, and the schedule decides next whether to run it.")};
}

SlotTableModel::SlotTableModel(const Clock& clock, QObject* parent)
    : KeyedTableModel<SlotLine>(parent), m_clock(clock) {}

void SlotTableModel::setZone(const QString& zone) {
  const QTimeZone known(zone.toUtf8());
  m_zone = known.isValid() ? known : QTimeZone::utc();
  refresh();
}

int SlotTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant SlotTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case SlotColumn:
      return tr("Slot");
    case OutcomeColumn:
      return tr("What happened to it");
    case LateColumn:
      return tr("Late by");
    case JobColumn:
      return tr("Job");
    case DeliveryColumn:
      return tr("Delivery");
    default:
      return {};
  }
}

TableCell SlotTableModel::cell(const SlotLine& line, int column) const {
  switch (column) {
    case SlotColumn:
      return {.text = slotText(line.slot.slotMs, m_zone), .note = {}, .hint = QString::fromLatin1(m_zone.id())};
    case OutcomeColumn: {
      const SlotWords words = slotWords(line);
      return {.text = words.text, .note = words.reason.simplified(), .tone = words.tone, .hint = words.reason};
    }
    case LateColumn:
      return lateCell(line);
    case JobColumn:
      return jobCell(line);
    default:
      return deliveryCell(line, m_clock.nowMs());
  }
}

}  // namespace courier
