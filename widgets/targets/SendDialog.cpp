#include "widgets/targets/SendDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QShortcut>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Fonts.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/targets/AddressFields.h"
#include "widgets/targets/AlsoTargets.h"
#include "widgets/targets/SendChanges.h"
#include "widgets/targets/SendOutcomes.h"
#include "widgets/targets/SendPreview.h"
#include "widgets/targets/SendRequest.h"

namespace courier {
namespace {

constexpr int kTyped = -1;  ///< the entry for an address, among the indexes of saved targets

}  // namespace

SendDialog::SendDialog(ShownResult shown, TargetStore& targets, Outbox& outbox, SecretStore& secrets, Send send,
                       QWidget* parent)
    : Dialog(tr("Send the result"), parent),
      m_shown(std::move(shown)),
      m_outbox(outbox),
      m_resolver(targets, secrets),
      m_send(std::move(send)) {
  resize(800, 760);
  buildForm();
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
  whenDone(targets.all(), this, [this](const Result<QVector<Target>>& all) { showTargets(all); });
}

void SendDialog::buildForm() {
  m_form = new QWidget(this);
  auto* layout = new QVBoxLayout(m_form);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  auto* choice = new FormGrid(m_form);
  m_target = new QComboBox(choice);
  m_target->setObjectName(QStringLiteral("target"));
  m_target->addItem(tr("An address…"), kTyped);
  choice->addRow(tr("Send &to"), m_target);
  layout->addWidget(choice);
  m_savedRows = new FormGrid(m_form);
  m_path = new CheckedField(tr("Path"), m_savedRows);
  m_path->edit()->setObjectName(QStringLiteral("path"));
  m_path->edit()->setFont(monospaceFont());
  m_path->edit()->setPlaceholderText(tr("behind the target's address; may stay empty"));
  m_savedRows->addRow(tr("Pat&h"), m_path);
  layout->addWidget(m_savedRows);
  m_typedRows = new FormGrid(m_form);
  m_fields = new AddressFields(*m_typedRows);
  layout->addWidget(m_typedRows);
  m_hint = new Note(m_form);
  m_hint->setObjectName(QStringLiteral("hint"));
  layout->addWidget(m_hint);
  m_also = new AlsoTargets(m_form);
  layout->addWidget(m_also);
  connect(m_also, &AlsoTargets::changed, this, &SendDialog::showPreview);
  // What the dialog has to spare is the preview's.
  m_form->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  content()->addWidget(m_form);
  connect(m_target, &QComboBox::currentIndexChanged, this, &SendDialog::showChoice);
  connect(m_path->edit(), &QLineEdit::textChanged, this, &SendDialog::showPreview);
  connect(m_fields, &AddressFields::edited, this, &SendDialog::showPreview);
  connect(m_fields, &AddressFields::methodChosen, this, [this](HttpMethod method) {
    m_typedMethod = method;
    showPreview();
  });
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

void SendDialog::showTargets(const Result<QVector<Target>>& targets) {
  if (!targets) return m_trouble->say(Tone::Bad, targets.error().message);
  const bool typing = !m_fields->addressField()->text().isEmpty();
  m_targets = *targets;
  for (int index = 0; index < m_targets.size(); ++index) m_target->insertItem(index, m_targets[index].name, index);
  m_also->setTargets(m_targets);
  if (!m_targets.isEmpty()) m_target->insertSeparator(static_cast<int>(m_targets.size()));
  const int preferred = m_target->findText(m_shown.preferredTarget, Qt::MatchExactly | Qt::MatchCaseSensitive);
  const bool knowsPreferred = !m_shown.preferredTarget.isEmpty() && preferred >= 0;
  if (!typing) m_target->setCurrentIndex(knowsPreferred ? preferred : 0);
  showChoice();
}

void SendDialog::useAddress(const QString& address) {
  if (m_busy || m_sent || address.isEmpty()) return;
  m_target->setCurrentIndex(m_target->findData(kTyped));
  if (const auto parsed = TargetUrl::parse(address)) {
    m_fields->setAddress(parsed->url, parsed->user);
    if (parsed->password) m_fields->setPassword(*parsed->password);
  }
  showPreview();
}

const Target* SendDialog::chosen() const {
  const int index = m_target->currentData().toInt();
  return m_target->currentData().isValid() && index >= 0 && index < m_targets.size() ? &m_targets[index] : nullptr;
}

Result<TargetWish> SendDialog::wish() const {
  TargetWish made;
  if (const Target* target = chosen()) {
    const QString path = m_path->text().trimmed();
    if (!path.isEmpty()) {
      if (const auto joined = target->url.joined(path); !joined) return joined.error();
    }
    made.reference.name = target->name;
    made.reference.tail = path;
    return made;
  }
  TargetUrl::Parsed address;
  const auto url = m_fields->url();
  if (!url) return Error{ErrorKind::InvalidInput, tr("Enter an address."), {}, {}};
  address.url = *url;
  address.user = m_fields->user();
  address.password = m_fields->password();
  address.hasUserInfo = !address.user.isEmpty();
  address.method = m_typedMethod;
  made.reference.address = address;
  return made;
}

void SendDialog::showChoice() {
  const Target* target = chosen();
  m_savedRows->setVisible(target != nullptr);
  m_typedRows->setVisible(target == nullptr);
  m_also->setChosen(target ? target->id : TargetId());
  if (target && target->state != TargetState::Active) {
    m_hint->say(Tone::Bad, target->stateReason);
  } else if (target) {
    m_hint->say(Tone::Warn, unencryptedWarning(target->url));
  } else {
    m_hint->say(Tone::Info, m_targets.isEmpty()
                                ? tr("There is no saved target yet. Type a web address, or try it here: a receiver on "
                                     "this computer shows the request as it arrives.")
                                : tr("No web server at hand? A receiver on this computer shows the request as it "
                                     "arrives."));
    Button* here = m_hint->addAction(tr("Try it here"));
    here->setObjectName(QStringLiteral("tryHere"));
    connect(here, &Button::clicked, this, &SendDialog::receiverRequested);
  }
  showPreview();
}

SendDialog::Wanted SendDialog::wantedHere() {
  Wanted wanted;
  if (const Target* target = chosen()) {
    const auto made = requestTo(*target, m_path->text().trimmed());
    m_path->setError(made ? QString() : made.error().message);
    if (made) wanted.request = *made;
    wanted.signsIn = !target->secretKey.isEmpty();
  } else if (const auto url = m_fields->url()) {
    DeliveryRequest made;
    made.url = *url;
    made.method = m_typedMethod;
    made.user = m_fields->user();
    wanted.signsIn = !made.user.isEmpty();
    wanted.request = made;
  }
  return wanted;
}

SendDialog::Wanted SendDialog::wantedForPreview() {
  Wanted here = wantedHere();
  const TargetId shown{m_previewFor->currentData().toLongLong()};
  for (const auto& [target, path] : m_also->ticked()) {
    if (target.id != shown) continue;
    const auto made = requestTo(target, path);
    return {made ? std::optional(*made) : std::nullopt, !target.secretKey.isEmpty()};
  }
  return here;
}

void SendDialog::showPreviewChoice() {
  const auto ticked = m_also->ticked();
  const QVariant shown = m_previewFor->currentData();
  const Target* target = chosen();
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
  m_changes->compare(m_request->url, m_preview->facts(), m_request->options.guards);
}

void SendDialog::showReadiness() {
  if (!m_sendButton) return;
  const bool agreed = !m_shown.incomplete || m_incomplete->isChecked();
  m_sendButton->setEnabled(!m_busy && !m_sent && agreed);
  m_sendButton->setText(sendText());
}

}  // namespace courier
