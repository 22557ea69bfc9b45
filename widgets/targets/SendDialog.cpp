#include "widgets/targets/SendDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QShortcut>
#include <QVBoxLayout>

#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/targets/AlsoTargets.h"
#include "widgets/targets/SendChanges.h"
#include "widgets/targets/SendOutcomes.h"
#include "widgets/targets/SendPreview.h"
#include "widgets/targets/TargetChoice.h"

namespace courier {
SendDialog::SendDialog(ShownResult shown, TargetStore& targets, Outbox& outbox, SecretStore& secrets, Send send,
                       QWidget* parent)
    : Dialog(tr("Send the result"), parent),
      m_shown(std::move(shown)),
      m_outbox(outbox),
      m_resolver(targets, secrets),
      m_send(std::move(send)) {
  resize(800, 760);
  buildForm(targets);
  buildIncomplete();
  buildPreviewChoice();
  m_preview = new SendPreview(m_shown, this);
  content()->addWidget(m_preview, 1);
  m_changes = new SendChanges(outbox, this);
  content()->addWidget(m_changes);
  m_trouble = new Note(this);
  m_trouble->setObjectName(QStringLiteral("trouble"));
  content()->addWidget(m_trouble);
  m_outcome = new SendOutcomes(outbox, this);
  content()->addWidget(m_outcome);
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
  m_choice = new TargetChoice(targets, m_form);
  m_choice->prefer(m_shown.preferredTarget);
  m_choice->offerReceiver();
  layout->addWidget(m_choice);
  m_also = new AlsoTargets(m_form);
  layout->addWidget(m_also);
  // What the dialog has to spare is the preview's.
  m_form->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  content()->addWidget(m_form);
  connect(m_choice, &TargetChoice::changed, this, &SendDialog::showChoice);
  connect(m_choice, &TargetChoice::receiverRequested, this, &SendDialog::receiverRequested);
  connect(m_choice, &TargetChoice::targetsKnown, this, [this](const QVector<Target>& known) {
    m_also->setTargets(known);
    showChoice();
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

void SendDialog::buildIncomplete() {
  const QString rows = QLocale().toString(m_shown.rows);
  m_incomplete = new QCheckBox(tr("Incomplete: stopped at %1 rows. Send them all the same.").arg(rows), this);
  m_incomplete->setObjectName(QStringLiteral("incomplete"));
  m_incomplete->setVisible(m_shown.incomplete);
  content()->addWidget(m_incomplete);
  connect(m_incomplete, &QCheckBox::toggled, this, &SendDialog::showReadiness);
}

void SendDialog::useAddress(const QString& address) {
  if (!m_busy && !m_sent && !address.isEmpty()) m_choice->useAddress(address);
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

}  // namespace courier
