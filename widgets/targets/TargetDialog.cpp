#include "widgets/targets/TargetDialog.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "models/address/TargetReference.h"
#include "models/base/WhenDone.h"
#include "models/targets/TargetUse.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/targets/AddressFields.h"
#include "widgets/targets/CheckPanel.h"
#include "widgets/targets/OptionFields.h"

namespace courier {

TargetDialog::TargetDialog(TargetStore& targets, Outbox& outbox, SecretStore& secrets, const Clock& clock,
                           std::optional<Target> existing, QWidget* parent)
    : Dialog(!existing                  ? tr("New target")
             : existing->name.isEmpty() ? tr("Edit the address")
                                        : tr("Edit target"),
             parent),
      m_targets(targets),
      m_outbox(outbox),
      m_saver(new TargetSaver(targets, secrets, this)),
      m_existing(std::move(existing)) {
  setPreferredSize(640);
  build(secrets);
  connectParts();
  if (m_existing) {
    fill(secrets.place() == SecretStore::Place::Keychain ? tr("in the keychain")
                                                         : tr("kept until Query Courier closes"));
    showUse(secretUseText(*m_existing, secrets.place(), clock.nowMs()));
  }
}

void TargetDialog::build(SecretStore& secrets) {
  m_grid = new FormGrid(this);
  m_name = new CheckedField(tr("Name"), m_grid);
  m_name->edit()->setObjectName(QStringLiteral("name"));
  m_name->edit()->setPlaceholderText(QStringLiteral("myweb"));
  m_grid->addRow(tr("&Name"), m_name);
  m_fields = new AddressFields(*m_grid);
  m_panel = new CheckPanel(secrets, m_grid);
  m_use = new DimLabel({}, m_grid);
  m_use->setObjectName(QStringLiteral("use"));
  m_use->setWordWrap(true);
  m_grid->addWide(m_use);
  m_use->hide();
  m_grid->addWide(m_panel);
  m_options = new OptionFields(this);
  content()->addWidget(m_grid);
  content()->addWidget(m_options);
  content()->addStretch(1);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  addBelow(m_note);
  m_check = addLeftButton(tr("Check"));
  m_check->setObjectName(QStringLiteral("check"));
  m_cancel = addCancelButton();
  m_save = addDefaultButton(tr("Save"));
  m_save->setObjectName(QStringLiteral("save"));
}

void TargetDialog::connectParts() {
  connect(m_save, &Button::clicked, this, &TargetDialog::save);
  connect(m_check, &Button::clicked, this, &TargetDialog::toggleCheck);
  connect(m_fields, &AddressFields::methodChosen, m_options, &OptionFields::setMethod);
  connect(m_fields, &AddressFields::userPasted, this, [this] { m_options->setAuthKind(AuthKind::Basic); });
  connect(m_fields, &AddressFields::edited, m_panel, &CheckPanel::withdraw);
  connect(m_options, &OptionFields::authKindChanged, this,
          [this](AuthKind kind) { m_fields->setSignInShown(kind == AuthKind::Basic); });
  connect(m_panel, &CheckPanel::secretRead, this, [this](TargetId id, const QString& key) {
    if (id.isValid()) static_cast<void>(m_targets.noteSecretUsed(id, key));
  });
  connect(m_panel, &CheckPanel::sendChosen, this, &TargetDialog::runCheck);
  connect(m_panel, &CheckPanel::runningChanged, this,
          [this](bool running) { m_check->setText(running ? tr("Stop") : tr("Check again")); });
}

void TargetDialog::fill(const QString& secretPlace) {
  // An address typed in place has no name and is known by its address: the sign-in is what can change.
  m_name->edit()->setText(m_existing->name);
  m_fields->setAddress(m_existing->to.url, m_existing->to.user);
  if (isUnnamed()) {
    m_grid->setRowShown(m_name, false);
    m_fields->fixAddress();
  }
  m_options->set(*m_existing);
  if (!m_existing->to.secretKey.isEmpty()) {
    const QStringList stored = m_existing->to.neededSecrets();
    if (stored.contains(secretfields::password)) m_fields->setStoredPassword(secretPlace);
    m_options->setStored(stored, secretPlace);
  }
  if (m_existing->state != TargetState::Active) m_note->say(Tone::Bad, m_existing->stateReason);
}

void TargetDialog::showUse(const QString& secret) {
  const auto say = [this, secret](const QString& schedules) {
    QStringList lines{secret, schedules};
    lines.removeAll(QString());
    m_use->setText(lines.join(QLatin1Char('\n')));
    m_use->setVisible(!lines.isEmpty());
  };
  say({});
  whenDone(m_targets.schedulesUsing(m_existing->id), this, [this, say](const Expected<QStringList>& schedules) {
    schedules ? say(scheduleUseText(*schedules)) : m_note->say(Tone::Bad, schedules.error().message);
  });
}

void TargetDialog::suggestAddress(const TargetUrl::Parsed& address) {
  m_fields->setAddress(address.url, address.user);
  if (address.password) m_fields->setPassword(*address.password);
  rememberFields();
}

void TargetDialog::begin(TargetPart part) {
  QWidget* field = m_options->open(part);
  if (part == TargetPart::Address) field = m_fields->addressField()->edit();
  if (part == TargetPart::Password) field = m_fields->passwordField()->edit();
  if (!field) return;
  field->setFocus(Qt::OtherFocusReason);
  reveal(field);
}

void TargetDialog::reject() {
  // While a keychain is asked nothing may be left half done; it has a time limit of its own.
  if (!m_busy) Dialog::reject();
}

bool TargetDialog::checkFields() {
  // The address has the focus first: it stands above.
  QWidget* wrong = m_options->check();
  if (!m_fields->check()) return false;
  if (wrong) wrong->setFocus(Qt::OtherFocusReason);
  return !wrong;
}

void TargetDialog::save() {
  if (m_busy) return;
  m_note->clear();
  m_panel->withdraw();
  const bool fieldsAreGood = checkFields();
  if (const auto name = checkTargetName(m_name->text().trimmed()); !isUnnamed() && !name) {
    m_name->setError(name.error().message);
    m_name->edit()->setFocus(Qt::OtherFocusReason);
    return;
  }
  if (!fieldsAreGood) return;
  m_panel->stop();
  write(SecretStore::Fallback::None);
}

void TargetDialog::write(SecretStore::Fallback fallback) {
  setBusy(true);
  const Target target = wanted();
  whenDone(m_saver->save({target, typedSecrets(target)}, fallback), this, [this](const Expected<SavedTarget>& saved) {
    if (saved) return finish(saved->id);
    if (saved.error().kind == ErrorKind::SecretUnavailable) return offerSession();
    fail(saved.error());
  });
}

void TargetDialog::offerSession() {
  setBusy(false);
  const QStringList typed = typedSecrets(wanted()).keys();
  m_note->say(Tone::Warn, typed == QStringList{secretfields::password}
                              ? tr("This computer has no keychain: the password is kept until Query Courier closes.")
                              : tr("This computer has no keychain: the secrets are kept until Query Courier closes."));
  Button* accept = m_note->addAction(tr("Save anyway"));
  accept->setObjectName(QStringLiteral("acceptSession"));
  connect(accept, &Button::clicked, this, [this] {
    if (m_busy || !checkFields() || typedSecrets(wanted()).isEmpty()) return;
    write(SecretStore::Fallback::Session);
  });
}

Target TargetDialog::wanted() const {
  Target target = m_existing.value_or(Target{});
  target.name = m_name->text().trimmed();
  target.to.url = *m_fields->url();
  m_options->read(target);
  // An address typed in place is known by its user; elsewhere a user is sent by Basic alone.
  const bool hasUser = target.to.options.auth == AuthKind::Basic;
  if (hasUser || !isUnnamed()) target.to.user = hasUser ? m_fields->user() : QString();
  return target;
}

QHash<QString, QString> TargetDialog::typedSecrets(const Target& target) const {
  QHash<QString, QString> typed = m_options->secrets(target);
  const auto password = m_fields->password();
  // Without a user name it is the password that says that there is a sign-in.
  if (password && target.to.options.auth == AuthKind::Basic) typed.insert(secretfields::password, *password);
  return typed;
}

bool TargetDialog::signInChanged() const {
  if (!m_existing) return false;
  const Target target = wanted();
  const TargetOptions& before = m_existing->to.options;
  return !typedSecrets(target).isEmpty() || target.to.user != m_existing->to.user ||
         before.withConnectionOf(target.to.options) != before || target.to.options.authHeader != before.authHeader;
}

void TargetDialog::finish(TargetId id) {
  const auto close = [this, id] {
    setBusy(false);
    Q_EMIT saved(id);
    accept();
  };
  if (!signInChanged()) return close();
  const auto closeAfter = [this, close](const Expected<int>& sent) {
    if (sent) return close();
    setBusy(false);
    m_note->say(Tone::Bad, sent.error().message);
  };
  if (m_existing->state == TargetState::Paused) return whenDone(m_outbox.resumeTarget(id), this, closeAfter);
  // What was refused for a certificate goes as what was held for a password does.
  whenDone(m_outbox.sendMended(id), this, closeAfter);
}

void TargetDialog::fail(const Error& error) {
  setBusy(false);
  if (error.kind == ErrorKind::AlreadyExists) {
    m_name->setError(error.message);
    m_name->edit()->setFocus(Qt::OtherFocusReason);
    return;
  }
  if (error.kind == ErrorKind::SecretMissing) {
    if (error.detail == secretfields::password) return m_fields->setPasswordError(error.message);
    if (m_options->showSecretError(error.detail, error.message)) return;
  }
  m_note->say(Tone::Bad, error.message);
}

void TargetDialog::setBusy(bool busy) {
  m_busy = busy;
  m_save->setEnabled(!busy);
  m_cancel->setEnabled(!busy);
  m_check->setEnabled(!busy);
  m_save->setText(busy ? tr("Saving…") : tr("Save"));
  m_name->setEnabled(!busy);
  m_fields->setEnabled(!busy);
  m_options->setEnabled(!busy);
}

void TargetDialog::toggleCheck() {
  if (m_panel->isRunning()) return m_panel->stop();
  m_note->clear();
  if (!checkFields()) return m_panel->withdraw();
  const CheckInput input = checkInput();
  if (const auto allowed = m_targets.checkAllowed(input.request.to); !allowed)
    return m_note->say(Tone::Bad, allowed.error().message);
  m_panel->ask(testBodyText(input));
  reveal(m_panel);
}

void TargetDialog::runCheck(bool sends) {
  if (m_busy || !checkFields()) return;
  CheckInput input = checkInput();
  // What was agreed to is what is sent: the fields may have changed since.
  if (sends && testBodyText(input) != m_panel->asked()) return toggleCheck();
  input.sendsTestBody = sends;
  m_panel->start(input);
  reveal(m_panel);
}

CheckInput TargetDialog::checkInput() const {
  const Target target = wanted();
  CheckInput input;
  input.secrets = typedSecrets(target);
  if (input.secrets.contains(secretfields::password)) input.password = input.secrets.take(secretfields::password);
  DeliveryRequest& request = input.request;
  request.targetId = target.id;
  request.to = target.to;
  // The keychain is asked only for what was not typed.
  const QStringList needed = target.to.neededSecrets();
  const auto isTyped = [&](const QString& field) {
    return input.secrets.contains(field) || (input.password && field == secretfields::password);
  };
  if (std::all_of(needed.begin(), needed.end(), isTyped)) request.to.secretKey.clear();
  request.targetText =
      target.name.isEmpty() ? target.to.url.addressForPeople(target.to.user, input.password.has_value()) : target.name;
  return input;
}

}  // namespace courier
