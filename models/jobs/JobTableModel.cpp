#include "models/jobs/JobTableModel.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "models/base/Wording.h"
#include "models/outbox/DeliveryWords.h"
#include "models/outbox/FailureText.h"

namespace courier {
namespace {

const QString dash = QStringLiteral("–");

QString firstLine(const QString& sql) {
  return sql.simplified().left(120);
}

}  // namespace

JobTableModel::JobTableModel(const Clock& clock, QObject* parent) : KeyedTableModel<JobLine>(parent), m_clock(clock) {}

JobTableModel::Key JobTableModel::keyOfLine(const JobLine& line) {
  return {line.job.id.value, line.delivery ? line.delivery->id.value : 0};
}

int JobTableModel::rowOfJob(JobId id) const {
  for (int row = 0; row < rowCount(); ++row) {
    if (at(row).job.id == id) return row;
  }
  return -1;
}

int JobTableModel::rowOfDelivery(DeliveryId id) const {
  for (int row = 0; row < rowCount(); ++row) {
    if (at(row).delivery && at(row).delivery->id == id) return row;
  }
  return -1;
}

void JobTableModel::setProgress(DeliveryId id, qint64 sent, qint64 total) {
  if (total <= 0) return;
  const int percent = static_cast<int>(qBound(qint64{0}, sent * 100 / total, qint64{100}));
  if (m_percent.value(id, -1) == percent) return;
  m_percent.insert(id, percent);
  const int row = rowOfDelivery(id);
  if (row < 0) return;
  const QModelIndex changed = index(row, DeliveryColumn);
  Q_EMIT dataChanged(changed, changed);
}

void JobTableModel::setRowsSoFar(JobId id, qint64 rows) {
  if (m_rowsSoFar.value(id, -1) == rows) return;
  m_rowsSoFar.insert(id, rows);
  const int row = rowOfJob(id);
  if (row < 0) return;
  const QModelIndex changed = index(row, RowsColumn);
  Q_EMIT dataChanged(changed, changed);
}

int JobTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const bool right = section == JobColumn || section == RowsColumn || section == DurationColumn;
    return static_cast<int>((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  switch (section) {
    case JobColumn:
      return tr("Job");
    case WhenColumn:
      return tr("When");
    case QueryColumn:
      return tr("Query");
    case StateColumn:
      return tr("Query state");
    case DurationColumn:
      return tr("Duration");
    case RowsColumn:
      return tr("Rows");
    case TargetColumn:
      return tr("Target");
    case DeliveryColumn:
      return tr("Delivery");
    default:
      return {};
  }
}

TableCell JobTableModel::cell(const JobLine& line, int column) const {
  const Job& job = line.job;
  switch (column) {
    case JobColumn:
      // Job numbers are names: they are typed again on the command line, so no grouping.
      return {.text = QString::number(job.id.value), .note = {}, .alignment = Qt::AlignRight, .hint = {}};
    case WhenColumn:
      return {.text = momentText(beganMs(job), m_clock.nowMs()),
              .note = {},
              .hint = momentWithSeconds(beganMs(job), m_clock.nowMs())};
    case QueryColumn:
      return {
          .text = job.queryName.isEmpty() ? firstLine(job.sql) : job.queryName, .note = {}, .hint = firstLine(job.sql)};
    case StateColumn:
      return {.text = jobStateWord(job.state), .note = {}, .tone = toneOf(job.state), .hint = job.error};
    case DurationColumn:
      return {.text = tookText(durationMs(job, m_clock.nowMs()).value_or(-1)),
              .note = {},
              .alignment = Qt::AlignRight,
              .hint = {}};
    case RowsColumn:
      return rowsCell(line);
    case TargetColumn: {
      const QString text = line.delivery ? line.delivery->targetText : job.sendTo ? job.sendTo->targetText : QString();
      return {.text = text.isEmpty() ? dash : text, .note = {}, .face = Face::Mono, .hint = text};
    }
    default:
      return deliveryCell(line);
  }
}

TableCell JobTableModel::rowsCell(const JobLine& line) const {
  const Job& job = line.job;
  const qint64 rows = line.delivery ? line.delivery->rows : job.rows;
  const bool cut = line.delivery ? line.delivery->truncated : job.truncated;
  if (rows < 0 && job.state == JobState::Running && m_rowsSoFar.contains(job.id)) {
    return {.text = QLocale().toString(m_rowsSoFar.value(job.id)),
            .note = tr("so far", "rows of a running query"),
            .alignment = Qt::AlignRight,
            .hint = {}};
  }
  if (rows < 0) return {.text = dash, .note = {}, .alignment = Qt::AlignRight, .hint = {}};
  return {.text = QLocale().toString(rows),
          .note = cut ? tr("cut", "rows were left out") : QString(),
          .alignment = Qt::AlignRight,
          .hint = cut ? truncationText(rows) : QString()};
}

TableCell JobTableModel::deliveryCell(const JobLine& line) const {
  if (!line.delivery) {
    if (!line.job.sendTo) return {.text = dash, .note = {}, .face = Face::Faint, .hint = {}};
    const bool ended = line.job.state == JobState::Error || line.job.state == JobState::Killed;
    return {.text = ended ? tr("not sent") : tr("after the query"), .note = {}, .tone = Tone::Dim, .hint = {}};
  }
  const Delivery& delivery = *line.delivery;
  const QString number = QLocale().toString(delivery.attempts);
  if (delivery.state == DeliveryState::Sending) {
    const QString percent = QLocale().toString(m_percent.value(delivery.id));
    return {.text = m_percent.contains(delivery.id) ? tr("sending %1 %").arg(percent)
                                                    : deliveryWords(delivery, m_clock.nowMs()).text,
            .note = delivery.attempts > 1 ? tr("attempt %1").arg(number) : QString(),
            .tone = Tone::Info,
            .hint = {}};
  }
  const DeliveryWords words = deliveryWords(delivery, m_clock.nowMs());
  return {.text = words.text, .note = {}, .tone = words.tone, .hint = reasonNow(delivery, m_clock.nowMs())};
}

qint64 beganMs(const Job& job) {
  return job.startedMs > 0 ? job.startedMs : job.createdMs;
}

std::optional<qint64> durationMs(const Job& job, qint64 nowMs) {
  if (job.startedMs == 0 || job.kind == JobKind::Export) return std::nullopt;
  if (job.endedMs == 0 && job.state != JobState::Running) return std::nullopt;
  return std::max<qint64>(0, (job.endedMs > 0 ? job.endedMs : nowMs) - job.startedMs);
}

QString jobStateWord(JobState state) {
  switch (state) {
    case JobState::Queued:
      return JobTableModel::tr("queued");
    case JobState::Running:
      return JobTableModel::tr("running");
    case JobState::Success:
      return JobTableModel::tr("success");
    case JobState::Error:
      return JobTableModel::tr("error");
    case JobState::Killed:
      return JobTableModel::tr("stopped");
  }
  return {};
}

Tone toneOf(JobState state) {
  switch (state) {
    case JobState::Queued:
    case JobState::Running:
      return Tone::Info;
    case JobState::Success:
      return Tone::Ok;
    case JobState::Error:
      return Tone::Bad;
    case JobState::Killed:
      return Tone::Dim;
  }
  return Tone::None;
}

}  // namespace courier
