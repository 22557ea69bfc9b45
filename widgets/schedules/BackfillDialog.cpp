#include "widgets/schedules/BackfillDialog.h"

#include <QDateTimeEdit>
#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>

#include "models/base/TableRoles.h"
#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/Panels.h"

namespace courier {
namespace {

constexpr int kTypedMs = 120;
constexpr qint64 kDayMs = 86'400'000;
constexpr qint64 kMinuteMs = 60'000;
enum Column { SlotColumn, BeforeColumn, ColumnCount };

}  // namespace

BackfillDialog::BackfillDialog(ScheduleStore& schedules, const Schedule& schedule, const Clock& clock, QWidget* parent)
    : Dialog(tr("Backfill %1").arg(schedule.name), parent),
      m_schedules(schedules),
      m_clock(clock),
      m_schedule(schedule),
      m_zone(schedule.zone.toUtf8()) {
  build();
  m_typed.setSingleShot(true);
  m_typed.setInterval(kTypedMs);
  connect(&m_typed, &QTimer::timeout, this, &BackfillDialog::list);
  const qint64 now = m_clock.nowMs() / kMinuteMs * kMinuteMs;
  setRange(m_schedule.cron.isOnDemand() ? now : now - kDayMs, now);
}

BackfillDialog::~BackfillDialog() {
  m_table->dropModel();
}

QDateTimeEdit* BackfillDialog::newEdit(const char* name) {
  auto* edit = new QDateTimeEdit(this);
  edit->setObjectName(QString::fromLatin1(name));
  // The zone's own clock is shown and typed; what instant it means is slotrange's business.
  edit->setTimeSpec(Qt::UTC);
  edit->setDisplayFormat(tr("ddd d MMM yyyy HH:mm", "a day and a time to type: Mon 23 Nov 2026 07:30"));
  edit->setCalendarPopup(true);
  connect(edit, &QDateTimeEdit::dateTimeChanged, &m_typed, qOverload<>(&QTimer::start));
  return edit;
}

void BackfillDialog::build() {
  auto* form = new FormGrid(this);
  m_from = newEdit("from");
  if (m_schedule.cron.isOnDemand()) {
    form->addRow(tr("&Time"), m_from);
  } else {
    m_to = newEdit("to");
    form->addRow(tr("&From"), m_from);
    form->addRow(tr("&To"), m_to);
  }
  form->addWide(new DimLabel(tr("Local time of %1").arg(m_schedule.zone), form));
  content()->addWidget(form);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("rangeNote"));
  content()->addWidget(m_note);
  m_count = new DimLabel({}, this);
  m_count->setObjectName(QStringLiteral("count"));
  content()->addWidget(m_count);
  m_model.setColumnCount(ColumnCount);
  m_model.setHorizontalHeaderLabels({tr("Slot"), tr("Before")});
  auto* card = new Card(this);
  m_table = new DataTable(tr("Slots that run"), card);
  m_table->setObjectName(QStringLiteral("slots"));
  m_table->setModel(&m_model);
  m_table->horizontalHeader()->resizeSection(SlotColumn, 250);
  m_table->setMinimumHeight(220);
  card->content()->addWidget(m_table);
  content()->addWidget(card, 1);
  m_outcome = new Note(this);
  m_outcome->setObjectName(QStringLiteral("outcome"));
  content()->addWidget(m_outcome);
  m_close = addCancelButton();
  m_run = addRightButton(tr("Run"), ButtonKind::Primary);
  m_run->setObjectName(QStringLiteral("run"));
  connect(m_run, &Button::clicked, this, &BackfillDialog::run);
  m_from->setFocus(Qt::OtherFocusReason);
  setPreferredSize(600);
}

void BackfillDialog::setRange(qint64 fromMs, qint64 toMs) {
  const auto wall = [this](qint64 atMs) {
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(atMs, m_zone);
    return QDateTime(local.date(), local.time(), Qt::UTC);
  };
  m_givenFromMs = fromMs;
  m_givenFrom = wall(fromMs);
  m_from->setDateTime(m_givenFrom);
  if (m_to) m_to->setDateTime(wall(toMs));
  list();
}

qint64 BackfillDialog::instantOf(const QDateTimeEdit& edit) const {
  if (&edit == m_from && edit.dateTime() == m_givenFrom) return m_givenFromMs;
  return slotrange::instantOf(edit.date(), edit.time(), m_zone);
}

void BackfillDialog::list() {
  m_typed.stop();
  const qint64 fromMs = instantOf(*m_from);
  const qint64 toMs = m_to ? instantOf(*m_to) : fromMs;
  const qint64 now = m_clock.nowMs();
  const bool isToAhead = m_to && toMs > now;
  // The last minute counts whole, as it is typed.
  m_range = slotrange::between(m_schedule, fromMs, qMin(toMs + kMinuteMs - 1, qMax(now, fromMs)));
  if (m_to && fromMs > now) m_range = {};
  m_model.setRowCount(static_cast<int>(m_range.slotsMs.size()));
  for (int row = 0; row < m_model.rowCount(); ++row) {
    m_model.setItem(row, SlotColumn, new QStandardItem(slotText(m_range.slotsMs[row], m_zone)));
    m_model.setItem(row, BeforeColumn, new QStandardItem);
  }
  sayRange(isToAhead);
  const int generation = ++m_generation;
  whenDone(m_schedules.records(m_schedule.id, m_range.slotsMs), this,
           [this, generation](const Expected<QVector<SlotRecord>>& records) {
             if (generation != m_generation) return;
             if (!records) return m_outcome->say(Tone::Bad, records.error().message);
             mark(*records);
             Q_EMIT listed();
           });
}

void BackfillDialog::sayRange(bool isToAhead) {
  const int count = static_cast<int>(m_range.slotsMs.size());
  const QString total = tr("%Ln slot(s)", nullptr, static_cast<int>(qMin<qint64>(m_range.total, 2'000'000'000)));
  m_count->setText(m_schedule.cron.isOnDemand() ? tr("It runs on demand: one run, with this time as its slot.")
                   : count > 0                  ? total
                                                : tr("No slot lies between these times."));
  m_run->setEnabled(count > 0);
  m_run->setText(tr("Run %Ln slot(s)", nullptr, count));
  if (m_to && m_to->dateTime() < m_from->dateTime()) {
    m_note->say(Tone::Warn, tr("The end is before the start. Choose a later end."));
  } else if (m_range.isCut()) {
    m_note->say(Tone::Warn, tr("%1 lie between these times; the first %2 run. Run those, then the rest.")
                                .arg(total, QLocale().toString(count)));
  } else if (isToAhead) {
    m_note->say(Tone::Info, tr("Future slots are left out: they run when they are due."));
  } else {
    m_note->clear();
  }
}

void BackfillDialog::mark(const QVector<SlotRecord>& records) {
  for (const SlotRecord& record : records) {
    const auto row = static_cast<int>(m_range.slotsMs.indexOf(record.slotMs));
    if (row < 0) continue;
    QStandardItem* item = m_model.item(row, BeforeColumn);
    if (record.jobId.isValid()) {
      item->setText(tr("already queued"));
      item->setData(static_cast<int>(Tone::Info), ToneRole);
      item->setData(tr("%1, job %2", "queued before: 23 Nov 07:30, job 12")
                        .arg(momentText(record.recordedMs, m_clock.nowMs()), QString::number(record.jobId.value)),
                    NoteRole);
    } else {
      const bool isSkipped = record.state == SlotState::Skipped;
      item->setText(isSkipped ? tr("skipped") : tr("missed"));
      item->setData(static_cast<int>(isSkipped ? Tone::Warn : Tone::Bad), ToneRole);
      item->setData(record.reason, NoteRole);
      item->setToolTip(record.reason);
    }
  }
}

void BackfillDialog::setBusy(bool isBusy) {
  for (QWidget* part : {static_cast<QWidget*>(m_from), static_cast<QWidget*>(m_to), static_cast<QWidget*>(m_run)}) {
    if (part != nullptr) part->setEnabled(!isBusy);
  }
}

void BackfillDialog::run() {
  // What was typed last may not be listed yet: what runs is what is seen.
  if (m_typed.isActive()) return list();
  m_outcome->clear();
  setBusy(true);
  const SlotRange wanted = m_range;
  whenDone(
      m_schedules.backfill(m_schedule.id, wanted.slotsMs), this, [this, wanted](const Expected<QVector<JobId>>& jobs) {
        setBusy(false);
        if (!jobs) {
          m_outcome->say(Tone::Bad, jobs.error().message);
          m_run->setFocus(Qt::OtherFocusReason);
          return;
        }
        m_outcome->say(
            Tone::Ok, tr("%Ln job(s) were queued. The Jobs page shows them.", nullptr, static_cast<int>(jobs->size())));
        m_close->setText(tr("Close"));
        rememberFields();
        if (wanted.isCut()) {
          // Whole minutes are typed; every slot is at one.
          setRange(wanted.slotsMs.last() + kMinuteMs, instantOf(*m_to));
        } else {
          list();
          m_run->setEnabled(false);
          m_close->setFocus(Qt::OtherFocusReason);
        }
        Q_EMIT queued();
      });
}

}  // namespace courier
