#include "widgets/jobs/ElsewhereDialog.h"

#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/JobActions.h"
#include "widgets/jobs/JobFacts.h"
#include "widgets/send/DestinationFields.h"
#include "widgets/send/SendOutcome.h"

namespace courier {

ElsewhereDialog::ElsewhereDialog(const Job& job, Parts parts, QWidget* parent)
    : Dialog(tr("Send the result of job %1 elsewhere").arg(job.id.value), parent),
      m_job(job.id),
      m(std::move(parts)),
      m_resolver(m.targets, m.secrets) {
  setPreferredSize(600);
  const QString name = job.queryName.isEmpty() ? job.sql.simplified().left(80) : job.queryName;
  auto* facts =
      new DimLabel(tr("%1: %2", "query: what its result is").arg(name, resultFacts({job, std::nullopt})), this);
  facts->setObjectName(QStringLiteral("facts"));
  facts->setWordWrap(true);
  content()->addWidget(facts);
  m_choice = new DestinationFields(m.targets, this);
  content()->addWidget(m_choice);
  m_trouble = new Note(this);
  m_trouble->setObjectName(QStringLiteral("trouble"));
  addBelow(m_trouble);
  m_outcome = new SendOutcome(m.outbox, SendOutcome::Naming::Alone, this);
  m_outcome->hide();
  addBelow(m_outcome);
  content()->addStretch(1);
  m_close = addCancelButton();
  m_send = addRightButton(tr("Send"), ButtonKind::Primary);
  m_send->setObjectName(QStringLiteral("send"));
  connect(m_choice, &DestinationFields::targetsKnown, this, [this] { rememberFields(m_choice); });
  connect(m_send, &Button::clicked, this, [this] { send(SecretStore::Fallback::None); });
  connect(m_outcome, &SendOutcome::showInJobsRequested, this, [this](DeliveryId id) {
    Q_EMIT showInJobsRequested(id);
    accept();
  });
}

void ElsewhereDialog::send(SecretStore::Fallback fallback) {
  m_trouble->clear();
  auto wish = m_choice->check();
  if (!wish) return;
  wish->fallback = fallback;
  setBusy(true);
  whenDone(m_resolver.resolve(*wish), this, [this](const Expected<ResolvedTarget>& resolved) {
    if (resolved) return askThenQueue(*resolved);
    if (resolved.error().kind == ErrorKind::SecretUnavailable) return offerSession();
    fail(resolved.error());
  });
}

void ElsewhereDialog::offerSession() {
  setBusy(false);
  m_trouble->say(Tone::Warn, tr("This computer has no keychain: the password is kept until Query Courier closes."));
  connect(m_trouble->addAction(tr("Send anyway")), &Button::clicked, this,
          [this] { send(SecretStore::Fallback::Session); });
}

void ElsewhereDialog::askThenQueue(const ResolvedTarget& target) {
  whenDone(m.outbox.overwrittenAt(target.request.to.url.lane(), m_job), this,
           [this, target](const Expected<std::optional<Delivery>>& newer) {
             if (!newer) return fail(newer.error());
             if (!newer->has_value()) return queue(target);
             ConfirmDialog* ask = askOverwrite(**newer, m.clock.nowMs(), tr("Send"), this);
             connect(ask, &ConfirmDialog::accepted, this, [this, target] { queue(target); });
             connect(ask, &ConfirmDialog::rejected, this, [this] { setBusy(false); });
             ask->open();
           });
}

// A password that was just entered is the person's answer to the pause.
void ElsewhereDialog::queue(const ResolvedTarget& target) {
  if (target.state != TargetState::Paused || !target.passwordPlace) return queueNow(target.request);
  whenDone(m.outbox.resumeTarget(target.request.targetId), this, [this, target](const Expected<int>& resumed) {
    resumed ? queueNow(target.request) : fail(resumed.error());
  });
}

void ElsewhereDialog::queueNow(const DeliveryRequest& request) {
  whenDone(m.send(request), this, [this](const Expected<DeliveryId>& queued) {
    if (!queued) return fail(queued.error());
    setBusy(false);
    m_choice->setEnabled(false);
    m_send->hide();
    m_close->setText(tr("Close"));
    m_close->setFocus(Qt::OtherFocusReason);
    m_outcome->show();
    m_outcome->follow(*queued);
  });
}

bool ElsewhereDialog::hasEntries() const {
  return !m_send->isHidden() && Dialog::hasEntries();
}

void ElsewhereDialog::fail(const Error& error) {
  setBusy(false);
  m_trouble->say(Tone::Bad, error.message);
}

void ElsewhereDialog::setBusy(bool busy) {
  m_choice->setEnabled(!busy);
  m_send->setEnabled(!busy);
  m_send->setText(busy ? tr("Queuing…") : tr("Send"));
}

void ElsewhereDialog::showProgress(DeliveryId id, qint64 sent, qint64 total) {
  m_outcome->showProgress(id, sent, total);
}

}  // namespace courier
