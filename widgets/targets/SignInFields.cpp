#include "widgets/targets/SignInFields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>

#include "models/address/TargetOptionsCheck.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/targets/HeadersField.h"
#include "widgets/targets/OptionControls.h"

namespace courier {

SignInFields::SignInFields(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_grid = new FormGrid(this);
  layout->addWidget(m_grid);
  m_kind = makeChoice("auth", m_grid);
  m_kind->addItem(tr("User name and password"), static_cast<int>(AuthKind::Basic));
  m_kind->addItem(tr("Bearer token"), static_cast<int>(AuthKind::Bearer));
  m_kind->addItem(tr("Secret header"), static_cast<int>(AuthKind::Header));
  m_kind->addItem(tr("Nothing"), static_cast<int>(AuthKind::None));
  m_grid->addRow(tr("&Sign in with"), m_kind);
  m_token = makeSecretField(tr("Token"), "token", m_grid);
  m_grid->addRow(tr("&Token"), m_token);
  m_headerName = makeField(tr("Secret header's name"), "authHeader", m_grid);
  m_headerName->edit()->setPlaceholderText(QStringLiteral("X-Api-Key"));
  m_grid->addRow(tr("Header"), m_headerName);
  m_headerValue = makeSecretField(tr("Secret header's value"), "headerValue", m_grid);
  m_grid->addRow(tr("Its value"), m_headerValue);
  m_headers = new HeadersField(m_grid);
  m_grid->addRow(tr("&Headers"), m_headers);
  m_isSigned = addBox(*m_grid, tr("Si&gn what is sent (Standard Webhooks)"), "signed");
  m_signingSecret = makeSecretField(tr("Signing secret"), "signingSecret", m_grid);
  m_grid->addRow(tr("Signing secret"), m_signingSecret);
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
    showRows();
    Q_EMIT kindChanged(kind());
  });
  connect(m_isSigned, &QCheckBox::toggled, this, &SignInFields::showRows);
  showRows();
}

void SignInFields::set(const Target& target) {
  setKind(target.to.options.auth);
  m_headerName->edit()->setText(target.to.options.authHeader);
  m_headers->setHeaders(target.to.options.headers);
  m_isSigned->setChecked(target.to.options.isSigned);
}

QWidget* SignInFields::check() {
  QWidget* first = nullptr;
  const auto look = [&](CheckedField* field, const Expected<void>& fine) {
    if (fine) return;
    field->setError(fine.error().message);
    if (!first) first = field->edit();
  };
  const auto lookAtSecret = [&](CheckedField* field) {
    // What is missing is for the one who knows what is stored.
    if (!field->text().isEmpty()) look(field, checkHeaderSecret(field->edit()->accessibleName(), field->text()));
  };
  if (kind() == AuthKind::Bearer) lookAtSecret(m_token);
  if (kind() == AuthKind::Header) {
    look(m_headerName, checkAuthHeaderName(m_headerName->text().trimmed()));
    lookAtSecret(m_headerValue);
  }
  if (QWidget* wrong = m_headers->check(); wrong && !first) first = wrong;
  if (m_isSigned->isChecked() && !m_signingSecret->text().isEmpty())
    look(m_signingSecret, checkSigningSecret(m_signingSecret->text()));
  return first;
}

void SignInFields::read(Target& target) const {
  target.to.options.auth = kind();
  // A name of another kind of sign-in stays: whoever goes back to it finds it.
  target.to.options.authHeader = m_headerName->text().trimmed();
  target.to.options.headers = m_headers->headers();
  target.to.options.isSigned = m_isSigned->isChecked();
}

QHash<QString, CheckedField*> SignInFields::secretFields() const {
  return {{secretfields::token, m_token},
          {secretfields::headerValue, m_headerValue},
          {secretfields::signingSecret, m_signingSecret}};
}

AuthKind SignInFields::kind() const {
  return static_cast<AuthKind>(m_kind->currentData().toInt());
}

void SignInFields::setKind(AuthKind kind) {
  choose(*m_kind, static_cast<int>(kind));
}

void SignInFields::showRows() {
  m_grid->setRowShown(m_token, kind() == AuthKind::Bearer);
  m_grid->setRowShown(m_headerName, kind() == AuthKind::Header);
  m_grid->setRowShown(m_headerValue, kind() == AuthKind::Header);
  m_grid->setRowShown(m_signingSecret, m_isSigned->isChecked());
}

QWidget* SignInFields::fieldOf(TargetPart part) const {
  if (part != TargetPart::SignIn) return nullptr;
  switch (kind()) {
    case AuthKind::Bearer:
      return m_token->edit();
    case AuthKind::Header:
      return m_headerValue->edit();
    default:
      return m_kind;
  }
}

}  // namespace courier
