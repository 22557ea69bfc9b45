#include "widgets/targets/SignInFields.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/common/OptionControls.h"

namespace courier {
namespace {

constexpr int kHeadersFieldHeight = 72;

}  // namespace

HeadersField::HeadersField(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  m_lines = new QPlainTextEdit(this);
  m_lines->setObjectName(QStringLiteral("headers"));
  m_lines->setAccessibleName(tr("Extra headers, one per line"));
  m_lines->setPlaceholderText(tr("One per line, for example X-Team: sales. No secrets."));
  m_lines->setFont(monospaceFont());
  m_lines->setFixedHeight(kHeadersFieldHeight);
  m_lines->setTabChangesFocus(true);
  m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
  layout->addWidget(m_lines);
  m_error = new Note(this);
  m_error->setObjectName(QStringLiteral("headersError"));
  layout->addWidget(m_error);
  setFocusProxy(m_lines);
  connect(m_lines, &QPlainTextEdit::textChanged, m_error, &Note::clear);
}

void HeadersField::setHeaders(const Destination& to) {
  m_lines->setPlainText(targetOption(OptionId::Headers).text(to));
}

QVector<HttpHeader> HeadersField::headers() const {
  Destination to;
  const QStringList lines = m_lines->toPlainText().split(u'\n');
  for (const QString& line : lines) {
    if (line.trimmed().isEmpty()) continue;
    if (!targetOption(OptionId::Headers).setText(to, line)) to.options.headers.append({line, {}});
  }
  return to.options.headers;
}

QWidget* HeadersField::check() {
  const QString text = m_lines->toPlainText();
  for (const QString& line : text.split(u'\n')) {
    if (line.trimmed().isEmpty() || line.contains(u':')) continue;
    m_error->say(Tone::Bad, tr("A line has no colon. Write each header as “Name: value”."));
    return m_lines;
  }
  TargetOptions alone;
  alone.headers = headers();
  if (const auto fine = checkTargetOptions(alone); !fine) {
    m_error->say(Tone::Bad, fine.error().message);
    return m_lines;
  }
  return nullptr;
}

SignInFields::SignInFields(QWidget* parent) : OptionGroup(parent) {
  m_kind = addChoice(OptionId::Auth, tr("&Sign in with"), "auth");
  m_token = makeSecretField(tr("Token"), "token", &grid());
  grid().addRow(tr("&Token"), m_token);
  m_headerName = makeField(tr("Secret header's name"), "authHeader", &grid());
  m_headerName->edit()->setPlaceholderText(QStringLiteral("X-Api-Key"));
  grid().addRow(tr("Header"), m_headerName);
  m_headerValue = makeSecretField(tr("Secret header's value"), "headerValue", &grid());
  grid().addRow(tr("Its value"), m_headerValue);
  m_headers = new HeadersField(&grid());
  grid().addRow(tr("&Headers"), m_headers);
  m_isSigned = addYesNo(OptionId::Signed, tr("Si&gn what is sent (Standard Webhooks)"), "signed");
  m_signingSecret = makeSecretField(tr("Signing secret"), "signingSecret", &grid());
  grid().addRow(tr("Signing secret"), m_signingSecret);
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
    showRows();
    Q_EMIT kindChanged(kind());
  });
  connect(m_isSigned, &QCheckBox::toggled, this, &SignInFields::showRows);
  showRows();
}

void SignInFields::set(const Target& target) {
  OptionGroup::set(target);
  m_headerName->edit()->setText(target.to.options.authHeader);
  m_headers->setHeaders(target.to);
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
  OptionGroup::read(target);
  // A name of another kind of sign-in stays: whoever goes back to it finds it.
  target.to.options.authHeader = m_headerName->text().trimmed();
  target.to.options.headers = m_headers->headers();
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
  grid().setRowShown(m_token, kind() == AuthKind::Bearer);
  grid().setRowShown(m_headerName, kind() == AuthKind::Header);
  grid().setRowShown(m_headerValue, kind() == AuthKind::Header);
  grid().setRowShown(m_signingSecret, m_isSigned->isChecked());
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
