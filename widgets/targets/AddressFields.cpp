#include "widgets/targets/AddressFields.h"

#include "models/address/PastedAddress.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"

namespace courier {

AddressFields::AddressFields(FormGrid& grid) : QObject(&grid), m_grid(grid) {
  m_address = new CheckedField(tr("Address"), &grid);
  m_address->edit()->setObjectName(QStringLiteral("address"));
  m_address->edit()->setFont(monospaceFont());
  m_address->edit()->setPlaceholderText(QStringLiteral("webs://reports.example.org/base"));
  grid.addRow(tr("&Address"), m_address);
  m_warning = new Note(&grid);
  m_warning->setObjectName(QStringLiteral("unencrypted"));
  grid.addWide(m_warning);
  m_user = new CheckedField(tr("User name"), &grid);
  m_user->edit()->setObjectName(QStringLiteral("user"));
  m_user->edit()->setPlaceholderText(tr("none"));
  grid.addRow(tr("&User name"), m_user);
  m_password = new CheckedField(tr("Password"), &grid);
  m_password->edit()->setObjectName(QStringLiteral("password"));
  m_password->edit()->setEchoMode(QLineEdit::Password);
  grid.addRow(tr("&Password"), m_password);

  // More than one character at a time is a paste or a drop: it is taken apart at once.
  connect(m_address->edit(), &QLineEdit::textEdited, this, [this](const QString& text) {
    const bool pasted = text.size() > m_lastLength + 1;
    m_lastLength = text.size();
    if (pasted) takeApart();
  });
  connect(m_address->edit(), &QLineEdit::editingFinished, this, &AddressFields::takeApart);
  connect(m_address->edit(), &QLineEdit::textChanged, this, [this](const QString& text) {
    m_lastLength = text.size();
    showWarning();
    Q_EMIT edited();
  });
  connect(m_user->edit(), &QLineEdit::textChanged, this, &AddressFields::edited);
  connect(m_password->edit(), &QLineEdit::textChanged, this, &AddressFields::edited);
  connect(m_password->edit(), &QLineEdit::textEdited, this, [this] { m_emptyPasswordMeant = false; });
  connect(m_user->edit(), &QLineEdit::textEdited, this, [this] { m_password->setError({}); });
}

void AddressFields::setAddress(const TargetUrl& url, const QString& user) {
  m_address->edit()->setText(url.address());
  m_user->edit()->setText(user);
}

void AddressFields::setPassword(const QString& password) {
  m_password->edit()->setText(password);
  m_emptyPasswordMeant = password.isEmpty();
}

void AddressFields::setStoredPassword(const QString& place) {
  m_passwordIsStored = !place.isEmpty();
  m_password->edit()->setPlaceholderText(place);
}

void AddressFields::setSignInShown(bool shown) {
  m_signInShown = shown;
  m_grid.setRowShown(m_user, shown);
  m_grid.setRowShown(m_password, shown);
}

void AddressFields::setPasswordError(const QString& sentence) {
  m_password->setError(sentence);
  m_password->edit()->setFocus(Qt::OtherFocusReason);
}

void AddressFields::takeApart() {
  const QString before = m_address->text();
  if (before.isEmpty()) return;
  const PastedAddress parts = PastedAddress::split(before);
  // setText() also drops the line's undo steps, in which the password would still stand.
  if (parts.address != before) m_address->edit()->setText(parts.address);
  if (parts.hasUserInfo) {
    if (!m_signInShown) Q_EMIT userPasted();
    m_user->edit()->setText(parts.user);
    if (parts.password) {
      setPassword(*parts.password);
    }
  }
  if (parts.method) Q_EMIT methodChosen(*parts.method);
  m_address->setError(parts.error);
}

bool AddressFields::check() {
  takeApart();
  CheckedField* first = nullptr;
  const auto refuse = [&](CheckedField* field, const QString& sentence) {
    field->setError(sentence);
    if (!first) first = field;
  };
  if (const auto parsed = TargetUrl::parse(m_address->text()); !parsed) refuse(m_address, parsed.error().message);
  if (!m_signInShown) {
    // Neither is sent.
  } else if (user().contains(QLatin1Char(':'))) {
    refuse(m_user, tr("A user name cannot hold a colon: the server would take what follows for the password."));
  } else if (!user().isEmpty() && !password() && !m_passwordIsStored) {
    refuse(m_password, tr("Enter the password, or clear the user name if the server asks for none."));
  }
  if (first) first->edit()->setFocus(Qt::OtherFocusReason);
  return first == nullptr;
}

std::optional<TargetUrl> AddressFields::url() const {
  const auto parsed = TargetUrl::parse(m_address->text());
  return parsed ? std::optional(parsed->url) : std::nullopt;
}

QString AddressFields::user() const {
  return m_user->text().trimmed();
}

std::optional<QString> AddressFields::password() const {
  const QString typed = m_password->text();
  if (typed.isEmpty() && !m_emptyPasswordMeant) return std::nullopt;
  return typed;
}

void AddressFields::fixAddress() {
  m_address->edit()->setReadOnly(true);
  m_user->edit()->setReadOnly(!user().isEmpty());
}

void AddressFields::setEnabled(bool enabled) {
  m_address->setEnabled(enabled);
  m_user->setEnabled(enabled);
  m_password->setEnabled(enabled);
}

void AddressFields::showWarning() {
  const auto now = url();
  m_warning->say(Tone::Warn, now ? unencryptedWarning(*now) : QString());
}

}  // namespace courier
