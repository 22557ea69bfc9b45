#include "widgets/targets/TargetDialog.h"

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <limits>

#include "models/base/WhenDone.h"
#include "models/targets/TargetReference.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/targets/AddressFields.h"

namespace courier {

TargetDialog::TargetDialog(TargetStore& targets, Outbox& outbox, SecretStore& secrets, std::optional<Target> existing,
                           QWidget* parent)
    : Dialog(!existing                  ? tr("New target")
             : existing->name.isEmpty() ? tr("Edit the address")
                                        : tr("Edit target"),
             parent),
      m_outbox(outbox),
      m_saver(new TargetSaver(targets, secrets, this)),
      m_existing(std::move(existing)) {
  setMinimumWidth(600);
  auto* grid = new FormGrid(this);
  m_name = new CheckedField(tr("Name"), grid);
  m_name->edit()->setObjectName(QStringLiteral("name"));
  m_name->edit()->setPlaceholderText(QStringLiteral("myweb"));
  QLabel* nameLabel = grid->addRow(tr("&Name"), m_name);
  m_fields = new AddressFields(*grid);
  content()->addWidget(grid);
  buildOptions();
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  content()->addWidget(m_note);
  content()->addStretch(1);
  m_cancel = addCancelButton();
  m_save = addRightButton(tr("Save"), ButtonKind::Primary);
  m_save->setObjectName(QStringLiteral("save"));
  connect(m_save, &Button::clicked, this, &TargetDialog::save);
  connect(m_fields, &AddressFields::methodChosen, this,
          [this](HttpMethod method) { m_method->setCurrentIndex(m_method->findData(static_cast<int>(method))); });

  if (!m_existing) return;
  // An address typed in place has no name and is known by its address: the sign-in is what can change.
  if (isUnnamed()) {
    nameLabel->hide();
    m_name->hide();
    m_fields->fixAddress();
  }
  m_name->edit()->setText(m_existing->name);
  m_fields->setAddress(m_existing->url, m_existing->user);
  if (!m_existing->secretKey.isEmpty()) {
    m_fields->setStoredPassword(secrets.place() == SecretStore::Place::Keychain
                                    ? tr("in the keychain")
                                    : tr("kept until Query Courier closes"));
  }
  m_method->setCurrentIndex(m_method->findData(static_cast<int>(m_existing->method)));
  m_rowCap->setValue(static_cast<int>(qMin(m_existing->rowCap, qint64{std::numeric_limits<int>::max()})));
  if (m_existing->state != TargetState::Active) m_note->say(Tone::Bad, m_existing->stateReason);
}

void TargetDialog::buildOptions() {
  auto* fold = new QToolButton(this);
  fold->setObjectName(QStringLiteral("options"));
  fold->setText(tr("Options: method, row cap"));
  fold->setCheckable(true);
  fold->setArrowType(Qt::RightArrow);
  fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  fold->setFocusPolicy(Qt::TabFocus);
  auto* indented = new QHBoxLayout;
  indented->addSpacing(122);
  indented->addWidget(fold);
  indented->addStretch(1);
  content()->addLayout(indented);

  auto* grid = new FormGrid(this);
  m_options = grid;
  m_method = new QComboBox(grid);
  m_method->setObjectName(QStringLiteral("method"));
  m_method->addItem(httpMethodName(HttpMethod::Put), static_cast<int>(HttpMethod::Put));
  m_method->addItem(httpMethodName(HttpMethod::Post), static_cast<int>(HttpMethod::Post));
  grid->addRow(tr("&Method"), m_method);
  m_rowCap = new QSpinBox(grid);
  m_rowCap->setObjectName(QStringLiteral("rowCap"));
  m_rowCap->setRange(0, std::numeric_limits<int>::max());
  m_rowCap->setGroupSeparatorShown(true);
  m_rowCap->setSingleStep(10'000);
  m_rowCap->setSpecialValueText(tr("no limit"));
  m_rowCap->setValue(static_cast<int>(Target{}.rowCap));
  m_rowCap->setToolTip(tr("Further rows of a result are left out, and it is said. 0: no limit."));
  grid->addRow(tr("Rows at &most"), m_rowCap);
  grid->hide();
  content()->addWidget(grid);
  connect(fold, &QToolButton::toggled, this, [this, fold](bool open) {
    fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_options->setVisible(open);
  });
}

void TargetDialog::suggestAddress(const TargetUrl& url) {
  m_fields->setAddress(url, {});
}

void TargetDialog::reject() {
  // While a keychain is asked nothing may be left half done; it has a time limit of its own.
  if (!m_busy) Dialog::reject();
}

void TargetDialog::save() {
  if (m_busy) return;
  m_note->clear();
  const bool fieldsAreGood = m_fields->check();
  if (const auto name = checkTargetName(m_name->text().trimmed()); !isUnnamed() && !name) {
    m_name->setError(name.error().message);
    m_name->edit()->setFocus(Qt::OtherFocusReason);
    return;
  }
  if (!fieldsAreGood) return;
  write(SecretStore::Fallback::None);
}

void TargetDialog::write(SecretStore::Fallback fallback) {
  setBusy(true);
  TargetDraft draft{wanted(), {}};
  if (const auto password = m_fields->password()) draft.secrets.insert(secretfields::password, *password);
  whenDone(m_saver->save(draft, fallback), this, [this](const Result<SavedTarget>& saved) {
    if (saved) return finish(saved->id);
    if (saved.error().kind == ErrorKind::SecretUnavailable) return offerSession();
    fail(saved.error());
  });
}

void TargetDialog::offerSession() {
  setBusy(false);
  m_note->say(Tone::Warn, tr("This computer has no keychain: the password is kept until Query Courier closes."));
  Button* accept = m_note->addAction(tr("Save all the same"));
  accept->setObjectName(QStringLiteral("acceptSession"));
  connect(accept, &Button::clicked, this, [this] {
    if (m_busy || !m_fields->check() || !m_fields->password()) return;
    write(SecretStore::Fallback::Session);
  });
}

Target TargetDialog::wanted() const {
  Target target = m_existing.value_or(Target{});
  target.name = m_name->text().trimmed();
  target.url = *m_fields->url();
  target.user = m_fields->user();
  target.method = static_cast<HttpMethod>(m_method->currentData().toInt());
  target.rowCap = m_rowCap->value();
  // A user name is sent by Basic; whoever takes it away leaves another kind of sign-in alone.
  if (!target.user.isEmpty()) target.options.auth = AuthKind::Basic;
  return target;
}

bool TargetDialog::signInChanged() const {
  return m_existing && (m_fields->password() || m_fields->user() != m_existing->user);
}

void TargetDialog::finish(TargetId id) {
  const bool resumes = signInChanged() && m_existing->state == TargetState::Paused;
  const auto close = [this, id] {
    setBusy(false);
    Q_EMIT saved(id);
    accept();
  };
  if (!resumes) return close();
  whenDone(m_outbox.resumeTarget(id), this, [this, close](const Result<int>& resumed) {
    if (resumed) return close();
    setBusy(false);
    m_note->say(Tone::Bad, resumed.error().message);
  });
}

void TargetDialog::fail(const Error& error) {
  setBusy(false);
  if (error.kind == ErrorKind::AlreadyExists) {
    m_name->setError(error.message);
    m_name->edit()->setFocus(Qt::OtherFocusReason);
    return;
  }
  m_note->say(Tone::Bad, error.message);
}

void TargetDialog::setBusy(bool busy) {
  m_busy = busy;
  m_save->setEnabled(!busy);
  m_cancel->setEnabled(!busy);
  m_save->setText(busy ? tr("Saving…") : tr("Save"));
  m_name->setEnabled(!busy);
  m_fields->setEnabled(!busy);
  m_options->setEnabled(!busy);
}

}  // namespace courier
