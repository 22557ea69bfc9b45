#include "widgets/receiver/ReceiverFields.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSpinBox>

#include "models/receiver/ReceiverRules.h"
#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr int kBetweenGroups = 16;
constexpr int kMostDelayS = 600;
constexpr int kMostRetryAfterS = 86'400;

QString statusText(int status) {
  return QStringLiteral("%1 %2").arg(status).arg(QString::fromLatin1(reasonPhrase(status)));
}

}  // namespace

ReceiverFields::ReceiverFields(QWidget* parent) : QWidget(parent) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  m_status = new QComboBox(this);
  m_status->setObjectName(QStringLiteral("status"));
  m_status->setAccessibleName(tr("Status to answer with"));
  m_status->setToolTip(tr("You can type any status from 200 to 599"));
  m_status->setEditable(true);
  m_status->lineEdit()->setAccessibleName(m_status->accessibleName());
  m_status->setInsertPolicy(QComboBox::NoInsert);
  m_status->setMinimumContentsLength(16);
  m_status->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  for (const int status : {200, 201, 202, 204, 302, 307, 400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504}) {
    m_status->addItem(statusText(status), status);
  }
  m_status->setMaxVisibleItems(m_status->count());
  m_status->setCompleter(nullptr);
  addLabel(*line, tr("&Answer"), m_status);
  m_retryAfter = makeSeconds("retryAfter", tr("Retry-After, seconds"), tr("not sent"), kMostRetryAfterS);
  addLabel(*line, tr("&Retry-After"), m_retryAfter);
  m_delay = makeSeconds("delay", tr("Delay before the answer, seconds"), tr("at once"), kMostDelayS);
  addLabel(*line, tr("&Delay"), m_delay);
  m_user = new QLineEdit(this);
  m_user->setObjectName(QStringLiteral("user"));
  m_user->setAccessibleName(tr("User name to require"));
  m_user->setPlaceholderText(tr("anyone"));
  // Basic authentication has no user name with a colon.
  m_user->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[^:]*")), m_user));
  addLabel(*line, tr("User na&me"), m_user);
  m_password = new QLineEdit(this);
  m_password->setObjectName(QStringLiteral("password"));
  m_password->setAccessibleName(tr("Password to require"));
  m_password->setEchoMode(QLineEdit::Password);
  m_password->setEnabled(false);
  addLabel(*line, tr("Pass&word"), m_password);
  line->setStretchFactor(m_user, 1);
  line->setStretchFactor(m_password, 1);
  for (QLineEdit* edit : {m_user, m_password}) {
    edit->setMinimumWidth(80);
    connect(edit, &QLineEdit::textChanged, this, &ReceiverFields::changed);
  }
  connect(m_user, &QLineEdit::textChanged, m_password,
          [this](const QString& user) { m_password->setEnabled(!user.isEmpty()); });
  connect(m_status, &QComboBox::editTextChanged, this, &ReceiverFields::takeStatus);
  connect(m_status->lineEdit(), &QLineEdit::editingFinished, this, &ReceiverFields::showStatus);
  showStatus();
}

ReceiverOptions ReceiverFields::over(ReceiverOptions options) const {
  options.status = m_code;
  options.retryAfterS = m_retryAfter->value();
  options.delayMs = m_delay->value() * 1000;
  options.user = m_user->text();
  options.password = options.user.isEmpty() ? QString() : m_password->text();
  return options;
}

void ReceiverFields::takeStatus(const QString& typed) {
  bool isNumber = false;
  const int status = typed.trimmed().section(QLatin1Char(' '), 0, 0).toInt(&isNumber);
  if (!isNumber || status < 200 || status > 599 || status == m_code) return;
  m_code = status;
  Q_EMIT changed();
}

void ReceiverFields::showStatus() {
  m_status->setEditText(statusText(m_code));
}

void ReceiverFields::addLabel(QHBoxLayout& line, const QString& text, QWidget* control) {
  auto* label = new DimLabel(text, this);
  label->setBuddy(control);
  if (line.count() > 0) line.addSpacing(kBetweenGroups - line.spacing());
  line.addWidget(label);
  line.addWidget(control);
}

QSpinBox* ReceiverFields::makeSeconds(const char* name, const QString& says, const QString& none, int most) {
  auto* box = new QSpinBox(this);
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(says);
  box->setRange(0, most);
  box->setSuffix(tr(" s", "seconds, behind a number"));
  box->setSpecialValueText(none);
  connect(box, &QSpinBox::valueChanged, this, &ReceiverFields::changed);
  return box;
}

}  // namespace courier
