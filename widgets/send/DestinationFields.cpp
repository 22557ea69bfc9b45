#include "widgets/send/DestinationFields.h"

#include <QComboBox>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"
#include "widgets/targets/AddressFields.h"

namespace courier {
namespace {

constexpr int kTyped = -1;  ///< the entry for an address, among the indexes of saved targets
constexpr int kNowhere = -2;

}  // namespace

DestinationFields::DestinationFields(TargetStore& targets, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  auto* choice = new FormGrid(this);
  m_target = new QComboBox(choice);
  m_target->setObjectName(QStringLiteral("target"));
  m_target->addItem(tr("An address…"), kTyped);
  choice->addRow(tr("Send &to"), m_target);
  layout->addWidget(choice);
  m_savedRows = new FormGrid(this);
  m_path = new CheckedField(tr("Path"), m_savedRows);
  m_path->edit()->setObjectName(QStringLiteral("path"));
  m_path->edit()->setFont(monospaceFont());
  m_path->edit()->setPlaceholderText(tr("after the target's address; may be empty"));
  m_savedRows->addRow(tr("Pat&h"), m_path);
  layout->addWidget(m_savedRows);
  m_typedRows = new FormGrid(this);
  m_fields = new AddressFields(*m_typedRows);
  layout->addWidget(m_typedRows);
  m_hint = new Note(this);
  m_hint->setObjectName(QStringLiteral("hint"));
  layout->addWidget(m_hint);
  connect(m_target, &QComboBox::currentIndexChanged, this, [this] {
    showChoice();
    touch();
  });
  connect(m_target, &QComboBox::activated, this, [this] { m_isChosen = true; });
  connect(m_path->edit(), &QLineEdit::textChanged, this, &DestinationFields::touch);
  connect(m_fields, &AddressFields::edited, this, &DestinationFields::touch);
  connect(m_fields, &AddressFields::methodChosen, this, [this](HttpMethod method) {
    m_typedMethod = method;
    touch();
  });
  showChoice();
  whenDone(targets.all(), this, [this](const Expected<QVector<Target>>& all) { showTargets(all); });
}

void DestinationFields::showTargets(const Expected<QVector<Target>>& targets) {
  if (!targets) return m_hint->say(Tone::Bad, targets.error().message);
  const bool typing = !m_fields->addressField()->text().isEmpty();
  m_targets = *targets;
  m_isKnown = true;
  for (int index = 0; index < m_targets.size(); ++index) m_target->insertItem(index, m_targets[index].name, index);
  if (!m_targets.isEmpty()) m_target->insertSeparator(static_cast<int>(m_targets.size()));
  const int preferred = m_target->findText(m_preferred, Qt::MatchExactly | Qt::MatchCaseSensitive);
  if (!typing && !m_isChosen) m_target->setCurrentIndex(m_preferred.isEmpty() ? 0 : qMax(0, preferred));
  showChoice();
  showSet();
  beginAtAddress();
  Q_EMIT targetsKnown(m_targets);
}

// Where nothing is saved there is nothing to choose: a person who has not gone elsewhere yet types the address.
void DestinationFields::beginAtAddress() {
  const QWidget* now = window()->focusWidget();
  if (m_targets.isEmpty() && !m_isChosen && (!now || now == m_target))
    m_fields->addressField()->edit()->setFocus(Qt::OtherFocusReason);
}

void DestinationFields::offerNowhere() {
  m_target->insertItem(0, tr("Nowhere: keep the result here"), kNowhere);
  m_isChosen = true;
  choose(kNowhere);
}

bool DestinationFields::isNowhere() const {
  return m_target->currentData().toInt() == kNowhere && m_target->currentData().isValid();
}

void DestinationFields::choose(int entry) {
  m_target->setCurrentIndex(m_target->findData(entry));
}

void DestinationFields::set(const std::optional<DeliveryRequest>& request, const QString& secretPlace) {
  m_isChosen = true;
  m_set = request;
  m_secretPlace = secretPlace;
  if (!request) choose(kNowhere);
  showSet();
  m_isAsSet = true;
}

// Whether it is a saved target is known once the targets are.
void DestinationFields::showSet() {
  if (!m_set || !m_isKnown) return;
  const DeliveryRequest request = *std::exchange(m_set, std::nullopt);
  const auto saved = std::find_if(m_targets.begin(), m_targets.end(),
                                  [&](const Target& target) { return target.id == request.targetId; });
  if (saved != m_targets.end()) {
    m_path->edit()->setText(request.targetText.section(u':', 1));
    choose(static_cast<int>(saved - m_targets.begin()));
  } else {
    m_fields->setAddress(request.to.url, request.to.user);
    m_fields->setStoredPassword(request.to.secretKey.isEmpty() ? QString() : m_secretPlace);
    m_typedMethod = request.to.method;
    choose(kTyped);
  }
  m_isAsSet = true;
}

void DestinationFields::touch() {
  m_isAsSet = false;
  Q_EMIT changed();
}

QString DestinationFields::text() const {
  if (isNowhere()) return {};
  const Target* target = this->target();
  if (!target) return m_fields->addressField()->text();
  const QString path = m_path->text().trimmed();
  return path.isEmpty() ? target->name : target->name + u':' + path;
}

std::optional<TargetUrl> DestinationFields::url() const {
  if (isNowhere()) return std::nullopt;
  const Target* target = this->target();
  if (!target) return m_fields->url();
  const auto joined = target->to.joined(m_path->text().trimmed());
  return joined ? std::optional(joined->url) : std::nullopt;
}

void DestinationFields::setError(const QString& sentence) {
  CheckedField* field = target() ? m_path : m_fields->addressField();
  field->setError(sentence);
  field->edit()->setFocus(Qt::OtherFocusReason);
}

const Target* DestinationFields::target() const {
  const QVariant index = m_target->currentData();
  const int number = index.toInt();
  return index.isValid() && number >= 0 && number < m_targets.size() ? &m_targets[number] : nullptr;
}

void DestinationFields::showChoice() {
  const Target* target = this->target();
  m_savedRows->setVisible(target != nullptr);
  m_typedRows->setVisible(target == nullptr && !isNowhere());
  showHint();
}

void DestinationFields::showHint() {
  const Target* target = this->target();
  if (target && target->state != TargetState::Active) return m_hint->say(Tone::Bad, target->stateReason);
  if (target) return m_hint->say(Tone::Warn, unencryptedWarning(target->to.url));
  if (!m_offersReceiver) return m_hint->clear();
  m_hint->say(Tone::Info,
              m_targets.isEmpty()
                  ? tr("There is no saved target yet. Type a web address, or try it here: a receiver on this computer "
                       "shows the "
                       "request as it arrives.")
                  : tr("No web server at hand? A receiver on this computer shows the request as it arrives."));
  Button* here = m_hint->addAction(tr("Try it here"));
  here->setObjectName(QStringLiteral("tryHere"));
  connect(here, &Button::clicked, this, &DestinationFields::receiverRequested);
}

void DestinationFields::offerReceiver() {
  m_offersReceiver = true;
  showHint();
}

void DestinationFields::useAddress(const QString& address) {
  choose(kTyped);
  const auto parsed = TargetUrl::parse(address);
  if (!parsed) return;
  m_fields->setAddress(parsed->url, parsed->user);
  if (parsed->password) m_fields->setPassword(*parsed->password);
  m_fields->addressField()->edit()->setFocus(Qt::OtherFocusReason);
  touch();
}

std::optional<DeliveryRequest> DestinationFields::request() {
  if (const Target* target = this->target()) {
    const auto joined = target->to.joined(m_path->text().trimmed());
    m_path->setError(joined ? QString() : joined.error().message);
    if (!joined) return std::nullopt;
    DeliveryRequest made;
    made.to = *joined;
    return made;
  }
  const auto url = m_fields->url();
  if (!url || isNowhere()) return std::nullopt;
  DeliveryRequest made;
  made.to.url = *url;
  made.to.method = m_typedMethod;
  made.to.user = m_fields->user();
  return made;
}

bool DestinationFields::signsIn() const {
  const Target* target = this->target();
  if (target) return !target->to.secretKey.isEmpty();
  return !isNowhere() && (!m_fields->user().isEmpty() || m_fields->password());
}

std::optional<TargetWish> DestinationFields::check() {
  TargetWish wish;
  if (const Target* target = this->target()) {
    const QString path = m_path->text().trimmed();
    if (const auto joined = target->to.joined(path); !joined) {
      m_path->setError(joined.error().message);
      m_path->edit()->setFocus(Qt::OtherFocusReason);
      return std::nullopt;
    }
    wish.reference.name = target->name;
    wish.reference.tail = path;
    return wish;
  }
  if (!m_fields->check()) return std::nullopt;
  const auto url = m_fields->url();
  if (!url) return std::nullopt;
  TargetUrl::Parsed address;
  address.url = *url;
  address.user = m_fields->user();
  address.password = m_fields->password();
  address.hasUserInfo = !address.user.isEmpty() || address.password;
  // A password without a user name is known by the address alone, which may be another now.
  if (!address.hasUserInfo && m_fields->isPasswordStored()) {
    m_fields->setPasswordError(tr("Enter the password again: without a user name, it is kept for one address only."));
    return std::nullopt;
  }
  address.method = m_typedMethod;
  wish.reference.address = address;
  return wish;
}

}  // namespace courier
