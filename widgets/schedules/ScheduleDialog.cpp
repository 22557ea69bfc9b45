#include "widgets/schedules/ScheduleDialog.h"

#include <QLineEdit>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/schedules/ZoneNames.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Fold.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/schedules/RunFields.h"
#include "widgets/schedules/SqlFields.h"
#include "widgets/schedules/TimeFields.h"
#include "widgets/schedules/VariablePreview.h"
#include "widgets/send/DestinationFields.h"

namespace courier {

ScheduleDialog::ScheduleDialog(Parts parts, const Schedule& schedule, QWidget* parent)
    : Dialog(schedule.id.isValid() ? tr("Edit schedule: %1").arg(schedule.name) : tr("New schedule"), parent),
      m(parts),
      m_initial(schedule),
      m_resolver(m.targets, m.secrets) {
  setPreferredSize(790);
  build();
  fill();
  loadConnections();
  whenDone(m.schedules.nextJobId(), this, [this](const Expected<JobId>& next) {
    if (next) m_nextJob = *next;
    preview();
  });
}

Schedule ScheduleDialog::fresh() {
  Schedule schedule;
  schedule.cron = *CronExpression::parse(QStringLiteral("0 9 * * *"));
  schedule.zone = systemZoneName();
  return schedule;
}

void ScheduleDialog::build() {
  auto* head = new FormGrid(this);
  m_name = new CheckedField(tr("Name"), head);
  m_name->edit()->setObjectName(QStringLiteral("name"));
  m_name->edit()->setPlaceholderText(QStringLiteral("hourly_count_example"));
  head->addRow(tr("&Name"), m_name);
  content()->addWidget(head);
  m_time = new TimeFields(m.clock, this);
  content()->addWidget(m_time);
  m_sql = new SqlFields(this);
  content()->addWidget(m_sql);
  m_target = new DestinationFields(m.targets, this);
  m_target->offerNowhere();
  content()->addWidget(m_target);
  m_preview = new VariablePreview(this);
  content()->addWidget(m_preview);
  auto* more = new Fold(tr("Missed runs, delay, retries, &order"), QStringLiteral("more"), this);
  m_run = new RunFields(more);
  more->content()->addWidget(m_run);
  content()->addWidget(more);
  content()->addStretch(1);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  addBelow(m_note);
  m_runNow = addLeftButton(tr("Run now"));
  m_runNow->setObjectName(QStringLiteral("runNow"));
  m_runNow->setToolTip(tr("Saves what was changed, then runs it once, now"));
  m_backfill = addLeftButton(tr("Backfill…"));
  m_backfill->setObjectName(QStringLiteral("backfill"));
  m_backfill->setToolTip(tr("Saves what was changed, then runs it for earlier times"));
  m_runNow->setVisible(m_initial.id.isValid());
  m_backfill->setVisible(m_initial.id.isValid());
  m_cancel = addCancelButton();
  m_save = addDefaultButton(tr("Save"));
  m_save->setObjectName(QStringLiteral("save"));
  connect(m_save, &Button::clicked, this, [this] { save(nullptr); });
  connect(m_runNow, &Button::clicked, this, [this] { save(&ScheduleDialog::runWanted); });
  connect(m_backfill, &Button::clicked, this, [this] { save(&ScheduleDialog::backfillWanted); });
  connect(m_time, &TimeFields::changed, this, [this] {
    m_run->setDueEveryDay(m_time->cron().isDueEveryDay());
    preview();
  });
  connect(m_sql, &SqlFields::changed, this, &ScheduleDialog::preview);
  connect(m_target, &DestinationFields::changed, this, &ScheduleDialog::preview);
  connect(m_target, &DestinationFields::targetsKnown, this, [this] { rememberFields(m_target); });
}

void ScheduleDialog::fill() {
  m_name->edit()->setText(m_initial.name);
  m_time->set(m_initial.cron, m_initial.zone);
  m_sql->set(m_initial.sql, m_initial.connectionId);
  m_target->set(m_initial.sendTo, m.secrets.place() == SecretStore::Place::Keychain
                                      ? tr("in the keychain")
                                      : tr("kept until Query Courier closes"));
  m_run->set(m_initial);
  m_name->setFocus(Qt::OtherFocusReason);
}

void ScheduleDialog::loadConnections() {
  whenDone(m.connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    if (all) {
      m_sql->setConnections(*all);
      rememberFields(m_sql);
    } else {
      m_note->say(Tone::Bad, all.error().message);
    }
  });
}

SlotValues ScheduleDialog::values() const {
  return {m_time->nextRunMs(), m_time->zone(), m_nextJob};
}

void ScheduleDialog::preview() {
  m_preview->show(m_sql->sql(), m_target->url(), values());
}

void ScheduleDialog::reject() {
  // While a keychain is asked nothing may be left half done; it has a time limit of its own.
  if (!m_busy) Dialog::reject();
}

bool ScheduleDialog::checkFields() {
  m_note->clear();
  if (m_name->text().trimmed().isEmpty()) {
    m_name->setError(tr("The schedule's name is empty. Give it one."));
    m_name->edit()->setFocus(Qt::OtherFocusReason);
    return false;
  }
  return m_time->check() && m_sql->check() && checkVariables();
}

bool ScheduleDialog::checkVariables() {
  if (const auto sql = schedulevariables::expandSql(m_sql->sql(), values()); !sql) {
    m_sql->setError(sql.error());
    return false;
  }
  if (m_target->isNowhere() || m_target->isAsSet()) return true;
  if (const auto address = schedulevariables::checkAddress(m_target->text()); !address) {
    m_target->setError(address.error().message);
    return false;
  }
  return true;
}

Schedule ScheduleDialog::wanted() const {
  Schedule schedule = m_initial;
  schedule.name = m_name->text().trimmed();
  schedule.cron = m_time->cron();
  schedule.zone = QString::fromUtf8(m_time->zone().id());
  schedule.sql = m_sql->sql();
  schedule.connectionId = m_sql->connection();
  m_run->read(schedule);
  return schedule;
}

void ScheduleDialog::save(Then then) {
  if (m_busy || !checkFields()) return;
  Schedule schedule = wanted();
  // What was not touched stays as it is, a password that is kept included.
  if (m_target->isNowhere()) schedule.sendTo.reset();
  if (m_target->isNowhere() || m_target->isAsSet()) return write(schedule, then);
  const auto wish = m_target->check();
  if (!wish) return;
  setBusy(true);
  whenDone(m_resolver.resolve(*wish), this, [this, schedule, then](const Expected<ResolvedTarget>& resolved) {
    if (!resolved) return fail(resolved.error());
    Schedule whole = schedule;
    whole.sendTo = resolved->request;
    whole.sendTo->latestWins = true;
    write(whole, then);
  });
}

void ScheduleDialog::write(const Schedule& schedule, Then then) {
  setBusy(true);
  auto written = schedule.id.isValid() ? andThen(m.schedules.update(schedule), this, [id = schedule.id] { return id; })
                                       : m.schedules.create(schedule);
  whenDone(std::move(written), this, [this, then](const Expected<ScheduleId>& id) { finish(id, then); });
}

void ScheduleDialog::finish(const Expected<ScheduleId>& written, Then then) {
  if (!written) return fail(written.error());
  setBusy(false);
  Q_EMIT saved(*written);
  if (then) (this->*then)(*written);
  accept();
}

void ScheduleDialog::fail(const Error& error) {
  setBusy(false);
  if (error.kind != ErrorKind::AlreadyExists) return m_note->say(Tone::Bad, error.message);
  m_name->setError(error.message);
  m_name->edit()->setFocus(Qt::OtherFocusReason);
}

void ScheduleDialog::setBusy(bool busy) {
  m_busy = busy;
  for (QWidget* part :
       std::initializer_list<QWidget*>{content()->parentWidget(), m_save, m_cancel, m_runNow, m_backfill})
    part->setEnabled(!busy);
  m_save->setText(busy ? tr("Saving…") : tr("Save"));
}

}  // namespace courier
