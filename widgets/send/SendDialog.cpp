#include "widgets/send/SendDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QShortcut>
#include <QVBoxLayout>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/outbox/ChangesText.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/send/AlsoTargets.h"
#include "widgets/send/DestinationFields.h"
#include "widgets/send/SendOutcome.h"
#include "widgets/send/SendPreview.h"

namespace courier {

/// What changed since the last delivery to an address, and whether the target's guards will hold the result.
class SendChanges final : public QWidget {
 public:
  SendChanges(Outbox& outbox, QWidget* parent) : QWidget(parent), m_outbox(outbox) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_note = new Note(this);
    m_note->setObjectName(QStringLiteral("changes"));
    layout->addWidget(m_note);
    connect(m_note, &Note::shownChanged, this, &QWidget::setVisible);
    hide();
  }

  /// Looks up what was delivered there and compares. Says nothing while the body is not known.
  void compare(const TargetUrl& url, const std::optional<BodyFacts>& body, const GuardOptions& guards) {
    const quint64 asked = ++m_asked;
    if (!body) return m_note->clear();
    whenDone(m_outbox.deliveredBefore(url), this,
             [this, asked, body, guards](const Expected<std::optional<DeliveredBefore>>& before) {
               if (asked != m_asked) return;
               if (!before) return m_note->say(Tone::Bad, before.error().message);
               const QString forecast = guardForecast(*body, *before, guards);
               const QString changes = changesText(*body, *before);
               if (forecast.isEmpty()) return m_note->say(Tone::Info, changes);
               m_note->say(Tone::Warn, forecast + QLatin1Char('\n') + changes);
             });
  }

  void clear() {
    ++m_asked;
    m_note->clear();
  }

 private:
  Outbox& m_outbox;
  quint64 m_asked = 0;  ///< an answer to an older question is dropped
  Note* m_note;
};

SendDialog::SendDialog(ShownResult shown, TargetStore& targets, Outbox& outbox, SecretStore& secrets, Send send,
                       QWidget* parent)
    : Dialog(tr("Send the result"), parent),
      m_shown(std::move(shown)),
      m_outbox(outbox),
      m_resolver(targets, secrets),
      m_send(std::move(send)) {
  setPreferredSize(800, 760);
  buildForm(targets);
  buildRowChoice();
  buildPreviewChoice();
  m_preview = new SendPreview(m_shown, this);
  content()->addWidget(m_preview, 1);
  m_changes = new SendChanges(outbox, this);
  content()->addWidget(m_changes);
  m_trouble = new Note(this);
  m_trouble->setObjectName(QStringLiteral("trouble"));
  addBelow(m_trouble);
  m_outcome = new SendOutcomes(outbox, this);
  addBelow(m_outcome);
  m_close = addCancelButton();
  m_sendButton = addRightButton(tr("Send"), ButtonKind::Primary);
  m_sendButton->setObjectName(QStringLiteral("send"));
  m_sendButton->setToolTip(tr("Ctrl+Enter"));
  connect(m_sendButton, &Button::clicked, this, &SendDialog::send);
  for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
    connect(shortcut, &QShortcut::activated, this, &SendDialog::send);
  }
  connect(m_outcome, &SendOutcomes::showInJobsRequested, this, [this](DeliveryId id) {
    Q_EMIT showInJobsRequested(id);
    accept();
  });
  connect(m_preview, &SendPreview::encoded, this, [this] {
    showChanges();
    showReadiness();
  });
  showChoice();
}

void SendDialog::buildForm(TargetStore& targets) {
  m_form = new QWidget(this);
  auto* layout = new QVBoxLayout(m_form);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  m_choice = new DestinationFields(targets, m_form);
  m_choice->prefer(m_shown.preferredTarget);
  m_choice->offerReceiver();
  layout->addWidget(m_choice);
  m_also = new AlsoTargets(m_form);
  layout->addWidget(m_also);
  // What the dialog has to spare is the preview's.
  m_form->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  content()->addWidget(m_form);
  connect(m_choice, &DestinationFields::changed, this, &SendDialog::showChoice);
  connect(m_choice, &DestinationFields::receiverRequested, this, &SendDialog::receiverRequested);
  connect(m_choice, &DestinationFields::targetsKnown, this, [this](const QVector<Target>& known) {
    m_also->setTargets(known);
    showChoice();
    rememberFields();
  });
  connect(m_also, &AlsoTargets::changed, this, &SendDialog::showPreview);
}

void SendDialog::buildPreviewChoice() {
  m_previewRow = new FormGrid(this);
  m_previewFor = new QComboBox(m_previewRow);
  m_previewFor->setObjectName(QStringLiteral("previewFor"));
  m_previewRow->addRow(tr("Previe&w for"), m_previewFor);
  m_previewRow->hide();
  content()->addWidget(m_previewRow);
  connect(m_previewFor, &QComboBox::activated, this, &SendDialog::showPreview);
}

void SendDialog::buildRowChoice() {
  const QString rows = QLocale().toString(m_shown.rows);
  m_incomplete = new QCheckBox(tr("Incomplete: stopped at %1 rows. Send them anyway.").arg(rows), this);
  m_incomplete->setObjectName(QStringLiteral("incomplete"));
  m_incomplete->setVisible(m_shown.incomplete);
  content()->addWidget(m_incomplete);
  connect(m_incomplete, &QCheckBox::toggled, this, &SendDialog::showReadiness);
  const qint64 few = m_shown.onlyShown ? m_shown.onlyShown->rowCount() : 0;
  m_onlyShown = new QCheckBox(
      tr("%1 rows fetched, %2 shown. Send only the rows shown.").arg(rows, QLocale().toString(few)), this);
  m_onlyShown->setObjectName(QStringLiteral("onlyShown"));
  m_onlyShown->setVisible(m_shown.onlyShown != nullptr);
  content()->addWidget(m_onlyShown);
  connect(m_onlyShown, &QCheckBox::toggled, this, [this] { m_preview->setRows(this->rows()); });
}

std::shared_ptr<const RowSource> SendDialog::rows() const {
  return m_onlyShown->isChecked() ? m_shown.onlyShown : m_shown.result;
}

void SendDialog::useAddress(const QString& address) {
  if (m_busy || m_sent || address.isEmpty()) return;
  m_choice->useAddress(address);
  rememberFields(m_choice);
}

bool SendDialog::hasEntries() const {
  return !m_sent && Dialog::hasEntries();
}

void SendDialog::showChoice() {
  const Target* target = m_choice->target();
  m_also->setChosen(target ? target->id : TargetId());
  showPreview();
}

SendDialog::Wanted SendDialog::wantedForPreview() {
  const Wanted here{m_choice->request(), m_choice->signsIn()};
  const TargetId shown{m_previewFor->currentData().toLongLong()};
  for (const auto& [target, path] : m_also->ticked()) {
    if (target.id != shown) continue;
    const auto joined = target.to.joined(path);
    if (!joined) return {};
    DeliveryRequest made;
    made.to = *joined;
    return {made, !target.to.secretKey.isEmpty()};
  }
  return here;
}

void SendDialog::showPreviewChoice() {
  const auto ticked = m_also->ticked();
  const QVariant shown = m_previewFor->currentData();
  const Target* target = m_choice->target();
  m_previewFor->clear();
  m_previewFor->addItem(target ? target->name : tr("the address above"), qint64{0});
  for (const auto& also : ticked) m_previewFor->addItem(also.target.name, also.target.id.value);
  m_previewFor->setCurrentIndex(qMax(0, m_previewFor->findData(shown)));
  m_previewRow->setVisible(!ticked.isEmpty());
}

void SendDialog::showPreview() {
  if (!m_preview) return;
  showPreviewChoice();
  const Wanted wanted = wantedForPreview();
  m_request = wanted.request;
  m_preview->setRequest(wanted.request, wanted.signsIn);
  showChanges();
  showReadiness();
}

void SendDialog::showChanges() {
  if (m_sent) return;
  if (!m_request) return m_changes->clear();
  m_changes->compare(m_request->to.url, m_preview->facts(), m_request->to.options.guards);
}

void SendDialog::showReadiness() {
  if (!m_sendButton) return;
  const bool agreed = !m_shown.incomplete || m_incomplete->isChecked();
  m_sendButton->setEnabled(!m_busy && !m_sent && agreed);
  m_sendButton->setText(sendText());
}

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
  Button* accept = m_trouble->addAction(tr("Send anyway"));
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
  whenDone(m_send(rows(), requests, m_shown.incomplete), this, [this](const Expected<QVector<DeliveryId>>& queued) {
    queued ? showQueued(*queued) : fail(queued.error());
  });
}

void SendDialog::showQueued(const QVector<DeliveryId>& ids) {
  m_sent = true;
  setBusy(false);
  m_form->setEnabled(false);
  m_also->hide();
  m_incomplete->setEnabled(false);
  m_onlyShown->setEnabled(false);
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
  m_onlyShown->setEnabled(!busy);
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
