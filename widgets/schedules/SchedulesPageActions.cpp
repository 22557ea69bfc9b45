// What can be done with a schedule.
#include <QMenu>

#include "models/base/WhenDone.h"
#include "widgets/common/ConfirmDialog.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Note.h"
#include "widgets/schedules/BackfillDialog.h"
#include "widgets/schedules/HistoryDialog.h"
#include "widgets/schedules/SchedulesPage.h"

namespace courier {

void SchedulesPage::newSchedule() {
  openDialog(ScheduleDialog::fresh());
}

void SchedulesPage::scheduleQuery(const QString& name, const QString& sql, ConnectionId connection) {
  Schedule schedule = ScheduleDialog::fresh();
  schedule.name = name;
  schedule.sql = sql;
  schedule.connectionId = connection;
  openDialog(schedule);
}

void SchedulesPage::editSchedule(ScheduleId id) {
  withSchedule(id, [this](const Schedule& schedule) { openDialog(schedule); });
}

void SchedulesPage::runNow(ScheduleId id) {
  // A run has a slot of its own: this second.
  backfill(id, {m.clock.nowMs() / 1000 * 1000});
}

void SchedulesPage::backfill(ScheduleId id, const QVector<qint64>& slotsMs) {
  whenDone(m.schedules.backfill(id, slotsMs), this, [this](const Expected<QVector<JobId>>& jobs) {
    if (!jobs) return m_note->say(Tone::Bad, jobs.error().message);
    m_note->say(Tone::Info, jobs->size() == 1 ? tr("Job %1 was queued.").arg(jobs->first().value)
                                              : tr("%Ln job(s) were queued.", "", static_cast<int>(jobs->size())));
    connect(m_note->addAction(tr("Show")), &Button::clicked, this,
            [this, job = jobs->last()] { Q_EMIT jobWanted(job); });
    Q_EMIT queued();
  });
}

void SchedulesPage::withSchedule(ScheduleId id, const std::function<void(const Schedule& schedule)>& use) {
  whenDone(m.schedules.find(id), this, [this, use](const Expected<Schedule>& found) {
    if (!found) return m_note->say(Tone::Bad, found.error().message);
    use(*found);
  });
}

void SchedulesPage::openHistory(ScheduleId id) {
  withSchedule(id, [this](const Schedule& schedule) {
    auto* dialog = new HistoryDialog(m.schedules, schedule, m.clock, this);
    connect(this, &SchedulesPage::reloadAsked, dialog, &HistoryDialog::refresh);
    connect(dialog, &HistoryDialog::jobWanted, this, [this, dialog](JobId job) {
      dialog->accept();
      Q_EMIT jobWanted(job);
    });
    connect(dialog, &HistoryDialog::backfillWanted, dialog,
            [this, dialog](ScheduleId of, const QVector<qint64>& slotsMs) {
              whenDone(m.schedules.backfill(of, slotsMs), dialog, [this, dialog](const Expected<QVector<JobId>>& jobs) {
                dialog->report(jobs);
                if (jobs) Q_EMIT queued();
              });
            });
    dialog->open();
    Q_EMIT lookedAt(schedule.id);
  });
}

void SchedulesPage::openBackfill(ScheduleId id) {
  withSchedule(id, [this](const Schedule& schedule) {
    auto* dialog = new BackfillDialog(m.schedules, schedule, m.clock, this);
    connect(dialog, &BackfillDialog::queued, this, &SchedulesPage::queued);
    dialog->open();
  });
}

ScheduleDialog* SchedulesPage::openDialog(const Schedule& schedule) {
  auto* dialog = new ScheduleDialog(m, schedule, this);
  connect(dialog, &ScheduleDialog::saved, this, [this, isNew = !schedule.id.isValid()](ScheduleId id) {
    if (isNew && m_loaded && m_model.rowCount() == 0) Q_EMIT firstSaved();
    m_wanted = id;
    load();
  });
  connect(dialog, &ScheduleDialog::backfillWanted, this, &SchedulesPage::openBackfill);
  connect(dialog, &ScheduleDialog::runWanted, this, &SchedulesPage::runNow);
  dialog->open();
  return dialog;
}

void SchedulesPage::openMenu(int row, const QPoint& at) {
  const Schedule schedule = m_model.at(row).schedule;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto add = [&](const char* iconName, const QString& text, const std::function<void()>& does) {
    QAction* action = menu->addAction(text);
    if (iconName != nullptr) action->setIcon(icon(QString::fromLatin1(iconName)));
    connect(action, &QAction::triggered, this, does);
  };
  add("edit", tr("&Edit…"), [this, schedule] { openDialog(schedule); });
  add("play", tr("&Run now"), [this, schedule] { runNow(schedule.id); });
  add("refresh", tr("&Backfill…"), [this, schedule] { openBackfill(schedule.id); });
  add("jobs", tr("&History…"), [this, schedule] { openHistory(schedule.id); });
  add("copy", tr("D&uplicate…"), [this, schedule] { duplicate(schedule); });
  menu->addSeparator();
  add(nullptr, schedule.isOn ? tr("Switch &off") : tr("Switch &on"), [this, schedule] { toggle(schedule); });
  connect(menu->addAction(icon(QStringLiteral("trash"), IconTone::Bad), tr("&Delete…")), &QAction::triggered, this,
          [this, schedule] { askDelete(schedule); });
  menu->popup(at);
}

void SchedulesPage::duplicate(const Schedule& schedule) {
  Schedule copy = schedule;
  copy.id = {};
  const auto isTaken = [this](const QString& name) {
    for (const ScheduleOverview& row : m_model.rows()) {
      if (row.schedule.name == name) return true;
    }
    return false;
  };
  for (int number = 2; isTaken(copy.name); ++number) copy.name = QStringLiteral("%1_%2").arg(schedule.name).arg(number);
  openDialog(copy);
}

void SchedulesPage::toggle(const Schedule& schedule) {
  whenDone(m.schedules.setOn(schedule.id, !schedule.isOn), this, [this](const Expected<void>& changed) {
    if (!changed) m_note->say(Tone::Bad, changed.error().message);
    load();
  });
}

void SchedulesPage::askDelete(const Schedule& schedule) {
  auto* ask = new ConfirmDialog(tr("Delete “%1”?").arg(schedule.name),
                                tr("It does not run any more. The history of what it ran and sent stays on the Jobs "
                                   "page, and what it has queued still runs."),
                                tr("Delete"), this);
  connect(ask, &ConfirmDialog::accepted, this, [this, id = schedule.id] {
    whenDone(m.schedules.remove(id), this, [this](const Expected<void>& removed) {
      if (!removed) m_note->say(Tone::Bad, removed.error().message);
    });
  });
  ask->open();
}

}  // namespace courier
