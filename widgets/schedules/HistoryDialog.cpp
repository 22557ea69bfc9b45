#include "widgets/schedules/HistoryDialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/outbox/FailureText.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/Panels.h"

namespace courier {
namespace {

constexpr auto kSoon = std::chrono::milliseconds(150);

bool isRunnable(const SlotLine& line) {
  return line.slot.state == SlotState::Missed || line.slot.state == SlotState::Skipped;
}

}  // namespace

HistoryDialog::HistoryDialog(ScheduleStore& schedules, const Schedule& schedule, const Clock& clock, QWidget* parent)
    : Dialog(tr("History of %1").arg(schedule.name), parent),
      m_schedules(schedules),
      m_clock(clock),
      m_schedule(schedule),
      m_model(clock),
      m_soon(kSoon, [this] { read(); }) {
  m_model.setZone(schedule.zone);
  build();
  connect(&schedules, &Store::changed, this, &HistoryDialog::refresh);
  read();
}

HistoryDialog::~HistoryDialog() {
  m_table->dropModel();
}

void HistoryDialog::build() {
  content()->addWidget(new DimLabel(tr("Times are in the zone %1.").arg(m_schedule.zone), this));
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  content()->addWidget(m_note);
  auto* card = new Card(this);
  m_stack = new QStackedWidget(card);
  m_table = new DataTable(tr("History of %1").arg(m_schedule.name), m_stack);
  m_table->setObjectName(QStringLiteral("slots"));
  m_table->setModel(&m_model);
  QHeaderView* columns = m_table->horizontalHeader();
  // What happened gets all the room that the others do not need.
  columns->setStretchLastSection(false);
  columns->setSectionResizeMode(QHeaderView::ResizeToContents);
  columns->setSectionResizeMode(SlotTableModel::OutcomeColumn, QHeaderView::Stretch);
  m_stack->addWidget(m_table);
  m_empty = new EmptyState(QStringLiteral("schedules"), tr("No runs yet"), emptyText(), m_stack);
  m_stack->addWidget(m_empty);
  card->content()->addWidget(m_stack);
  content()->addWidget(card, 1);
  m_reason = newCopyableWords({}, this);
  m_reason->setObjectName(QStringLiteral("reason"));
  m_reason->setAccessibleName(tr("What happened to the chosen slot"));
  content()->addWidget(m_reason);
  auto* foot = new QHBoxLayout;
  m_count = new DimLabel({}, this);
  m_count->setObjectName(QStringLiteral("count"));
  foot->addWidget(m_count);
  m_more = new Button(tr("Show more"), ButtonKind::Quiet, this);
  m_more->setObjectName(QStringLiteral("more"));
  m_more->hide();
  foot->addWidget(m_more);
  foot->addStretch(1);
  content()->addLayout(foot);
  m_open = addLeftButton(tr("Open job"));
  m_open->setObjectName(QStringLiteral("openJob"));
  m_run = addLeftButton(tr("Run it now"));
  m_run->setObjectName(QStringLiteral("runSlot"));
  Button* close = addRightButton(tr("Close"));
  connect(close, &Button::clicked, this, &Dialog::accept);
  connect(m_more, &Button::clicked, this, [this] {
    m_limit += page;
    read();
  });
  connect(m_open, &Button::clicked, this, &HistoryDialog::openJob);
  connect(m_run, &Button::clicked, this, &HistoryDialog::runSlot);
  connect(m_table, &QAbstractItemView::activated, this, &HistoryDialog::openJob);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryDialog::showChosen);
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_table, &QWidget::customContextMenuRequested, this, &HistoryDialog::openMenu);
  m_table->setFocus(Qt::OtherFocusReason);
  setPreferredSize(940, 560);
  showChosen();
}

void HistoryDialog::refresh() {
  m_soon.ask();
}

void HistoryDialog::read() {
  if (m_isReading) {
    m_readsAgain = true;
    return;
  }
  m_isReading = true;
  m_readsAgain = false;
  // One more tells whether there are more.
  whenDone(m_schedules.historyLines(m_schedule.id, m_limit + 1), this,
           [this](const Expected<QVector<SlotLine>>& lines) {
             m_isReading = false;
             if (lines) {
               showLines(*lines);
             } else {
               m_note->say(Tone::Bad, lines.error().message);
             }
             if (m_readsAgain) read();
           });
}

void HistoryDialog::showLines(const QVector<SlotLine>& lines) {
  const bool hasMore = lines.size() > m_limit;
  m_model.setRows(hasMore ? lines.first(m_limit) : lines);
  const int count = m_model.rowCount();
  m_stack->setCurrentWidget(count > 0 ? static_cast<QWidget*>(m_table) : m_empty);
  m_count->setVisible(count > 0);
  m_count->setText(hasMore ? tr("The newest %1 lines are shown; there are more.").arg(QLocale().toString(count))
                           : tr("%Ln line(s)", nullptr, count));
  m_more->setVisible(hasMore);
  if (count > 0 && !m_table->currentIndex().isValid()) m_table->selectRow(0);
  showChosen();
  Q_EMIT shown();
}

const SlotLine* HistoryDialog::chosen() const {
  const QModelIndex index = m_table->currentIndex();
  return index.isValid() ? &m_model.at(index.row()) : nullptr;
}

void HistoryDialog::showChosen() {
  const SlotLine* line = chosen();
  m_open->setEnabled(line != nullptr && line->job.has_value());
  m_run->setEnabled(line != nullptr && isRunnable(*line));
  m_run->setText(line != nullptr && line->slot.missed > 1 ? tr("Run the newest of them now") : tr("Run it now"));
  QString words;
  if (line != nullptr) {
    words = slotWords(*line).reason;
    if (line->delivery && !line->delivery->reason.isEmpty()) {
      const QString reason = reasonNow(*line->delivery, m_clock.nowMs());
      words = words.isEmpty() ? reason : words + QLatin1Char('\n') + reason;
    }
  }
  m_reason->setText(words);
  m_reason->setVisible(!words.isEmpty());
}

void HistoryDialog::openMenu(const QPoint& at) {
  const QModelIndex index = m_table->indexAt(at);
  if (!index.isValid()) return;
  m_table->setCurrentIndex(index);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (Button* button : {m_open, m_run}) {
    QAction* action = menu->addAction(button->text());
    action->setEnabled(button->isEnabled());
    connect(action, &QAction::triggered, button, &Button::click);
  }
  menu->popup(m_table->viewport()->mapToGlobal(at));
}

void HistoryDialog::openJob() {
  const SlotLine* line = chosen();
  if (line != nullptr && line->job) Q_EMIT jobWanted(line->job->id);
}

void HistoryDialog::runSlot() {
  const SlotLine* line = chosen();
  if (line == nullptr || !isRunnable(*line)) return;
  m_note->clear();
  // Until the list is read again: two clicks are not two runs.
  m_run->setEnabled(false);
  Q_EMIT backfillWanted(m_schedule.id, {line->slot.slotMs});
}

void HistoryDialog::report(const Expected<QVector<JobId>>& queued) {
  if (!queued) {
    m_note->say(Tone::Bad, queued.error().message);
  } else if (!queued->isEmpty()) {
    m_note->say(Tone::Ok, tr("Job %1 is queued.").arg(queued->first().value));
    const JobId job = queued->first();
    connect(m_note->addAction(tr("Open job")), &Button::clicked, this, [this, job] { Q_EMIT jobWanted(job); });
  }
  refresh();
}

QString HistoryDialog::emptyText() const {
  if (m_schedule.cron.isOnDemand()) return tr("It runs only when you use Run now or Backfill.");
  if (m_schedule.cron.isNever()) return tr("Its expression is never due. Edit the schedule.");
  if (!m_schedule.isOn) return tr("It is switched off. Switch it on to run it at its times.");
  const QTimeZone zone(m_schedule.zone.toUtf8());
  const auto next = m_schedule.cron.next(m_clock.nowMs(), zone);
  return next ? tr("It is due next on %1.").arg(slotText(*next, zone)) : tr("It is not due in the coming years.");
}

}  // namespace courier
