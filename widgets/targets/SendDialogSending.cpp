#include <QCheckBox>
#include <utility>

#include "models/base/WhenDone.h"
#include "widgets/common/Note.h"
#include "widgets/targets/AlsoTargets.h"
#include "widgets/targets/SendChanges.h"
#include "widgets/targets/SendDialog.h"
#include "widgets/targets/SendOutcomes.h"
#include "widgets/targets/TargetChoice.h"

// What the dialog does from the click on Send on.

namespace courier {

void SendDialog::send() {
  if (!m_sendButton->isEnabled()) return;
  m_trouble->clear();
  const auto wish = m_choice->check();
  if (wish && m_also->check()) resolve(*wish);
}

void SendDialog::resolve(TargetWish wish) {
  QVector<TargetWish> wishes{std::move(wish)};
  for (const auto& [target, path] : m_also->ticked()) {
    TargetWish also;
    also.reference.name = target.name;
    also.reference.tail = path;
    wishes.append(also);
  }
  setBusy(true);
  whenDone(m_resolver.resolveAll(wishes), this, [this](const Expected<QVector<ResolvedTarget>>& resolved) {
    if (resolved) return queue(*resolved);
    if (resolved.error().kind == ErrorKind::SecretUnavailable) return offerSession();
    fail(resolved.error());
  });
}

void SendDialog::offerSession() {
  setBusy(false);
  m_trouble->say(Tone::Warn, tr("This computer has no keychain: the password is kept until Query Courier closes."));
  Button* accept = m_trouble->addAction(tr("Send all the same"));
  accept->setObjectName(QStringLiteral("acceptSession"));
  connect(accept, &Button::clicked, this, [this] {
    m_trouble->clear();
    auto wish = m_sendButton->isEnabled() ? m_choice->check() : std::nullopt;
    if (!wish) return;
    wish->fallback = SecretStore::Fallback::Session;
    resolve(std::move(*wish));
  });
}

// A password that was just entered, which only an address typed in place can have, is the person's answer to the pause.
void SendDialog::queue(const QVector<ResolvedTarget>& targets) {
  QVector<DeliveryRequest> requests;
  for (const ResolvedTarget& target : targets) requests.append(target.request);
  const ResolvedTarget& first = targets.constFirst();
  if (first.state != TargetState::Paused || !first.passwordPlace) return queueNow(requests);
  whenDone(m_outbox.resumeTarget(first.request.targetId), this,
           [this, requests](const Expected<int>& resumed) { resumed ? queueNow(requests) : fail(resumed.error()); });
}

void SendDialog::queueNow(const QVector<DeliveryRequest>& requests) {
  whenDone(m_send(requests, m_shown.incomplete), this, [this](const Expected<QVector<DeliveryId>>& queued) {
    queued ? showQueued(*queued) : fail(queued.error());
  });
}

void SendDialog::showQueued(const QVector<DeliveryId>& ids) {
  m_sent = true;
  setBusy(false);
  m_form->setEnabled(false);
  m_also->hide();
  m_incomplete->setEnabled(false);
  m_sendButton->hide();
  m_close->setText(tr("Close"));
  m_close->setFocus(Qt::OtherFocusReason);
  m_changes->clear();
  m_outcome->follow(ids);
}

void SendDialog::fail(const Error& error) {
  setBusy(false);
  m_trouble->say(Tone::Bad, error.message);
}

void SendDialog::setBusy(bool busy) {
  m_busy = busy;
  m_form->setEnabled(!busy);
  showReadiness();
}

QString SendDialog::sendText() const {
  if (m_busy) return tr("Queuing…");
  const auto further = static_cast<int>(m_also->ticked().size());
  return further == 0 ? tr("Send") : tr("Send to %n target(s)", nullptr, further + 1);
}

void SendDialog::showProgress(DeliveryId id, qint64 sent, qint64 total) {
  m_outcome->showProgress(id, sent, total);
}

}  // namespace courier
