#include "widgets/schedules/RunFields.h"

#include <QComboBox>
#include <QSpinBox>
#include <QVBoxLayout>

#include "models/schedules/SchedulePlan.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"

namespace courier {
namespace {

constexpr int kLongestDelay = 86'400;
constexpr int kMostRetries = 10;

}  // namespace

RunFields::RunFields(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  m_missed = makeChoice("missed", grid);
  m_missed->setToolTip(tr("What happens to runs whose time passed while Query Courier was closed or asleep"));
  m_missed->addItem({}, static_cast<int>(MissedPolicy::Once));
  m_missed->addItem(tr("Do not run what was missed"), static_cast<int>(MissedPolicy::None));
  m_missed->addItem(tr("Run all that were missed, at most the newest %1").arg(scheduleplan::mostCaughtUp),
                    static_cast<int>(MissedPolicy::All));
  grid->addRow(tr("If &missed"), m_missed);
  m_overlap = makeChoice("overlap", grid);
  m_overlap->setToolTip(tr("What happens to a run that is due while the last one is still running"));
  m_overlap->addItem(tr("Skip it, and record that"), static_cast<int>(OverlapPolicy::Skip));
  m_overlap->addItem(tr("Let one wait"), static_cast<int>(OverlapPolicy::Queue));
  grid->addRow(tr("If still runnin&g"), m_overlap);
  m_delay = makeNumber("delay", 0, kLongestDelay, tr(" s", "seconds, behind a number"), grid);
  m_delay->setToolTip(tr("Start this many seconds after the time"));
  grid->addRow(tr("&Delay"), m_delay);
  m_retries = makeNumber("retries", 0, kMostRetries, {}, grid);
  m_retries->setToolTip(tr("Run the query again after an error, at most this many times"));
  grid->addRow(tr("Retr&ies"), m_retries);
  m_priority = makeChoice("priority", grid);
  m_priority->addItem(tr("Highest"), 2);
  m_priority->addItem(tr("High"), 1);
  m_priority->addItem(tr("Normal"), 0);
  m_priority->addItem(tr("Low"), -1);
  m_priority->addItem(tr("Lowest"), -2);
  m_priority->setToolTip(tr("Which run starts first when several wait"));
  grid->addRow(tr("&Priority"), m_priority);
  setDueEveryDay(true);
  set({});
}

void RunFields::set(const Schedule& schedule) {
  choose(*m_missed, static_cast<int>(schedule.missed));
  choose(*m_overlap, static_cast<int>(schedule.overlap));
  m_delay->setValue(static_cast<int>(schedule.delaySeconds));
  m_retries->setValue(schedule.retryLimit);
  choose(*m_priority, schedule.priority);
}

void RunFields::read(Schedule& schedule) const {
  schedule.missed = static_cast<MissedPolicy>(m_missed->currentData().toInt());
  schedule.overlap = static_cast<OverlapPolicy>(m_overlap->currentData().toInt());
  schedule.delaySeconds = m_delay->value();
  schedule.retryLimit = m_retries->value();
  schedule.priority = m_priority->currentData().toInt();
}

void RunFields::setDueEveryDay(bool isDueEveryDay) {
  m_missed->setItemText(m_missed->findData(static_cast<int>(MissedPolicy::Once)),
                        isDueEveryDay ? tr("Run the newest once, if at most 24 hours late")
                                      : tr("Run the newest once, if at most 7 days late"));
}

}  // namespace courier
