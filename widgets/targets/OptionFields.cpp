#include "widgets/targets/OptionFields.h"

#include <QVBoxLayout>

#include "widgets/common/CheckedField.h"
#include "widgets/common/Fold.h"
#include "widgets/targets/BodyFields.h"
#include "widgets/targets/SignInFields.h"
#include "widgets/targets/WayFields.h"

namespace courier {

OptionFields::OptionFields(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  add(new KeepField(this), nullptr);
  layout->addSpacing(4);
  m_signIn = new SignInFields(this);
  add(m_signIn, addFold(tr("Sign-in, headers, signature"), "signInFold"));
  m_body = new BodyFields(this);
  add(m_body, addFold(tr("Method, row limit, format of the body"), "options"));
  add(new GuardFields(this), addFold(tr("Guards: what is held or left out"), "guardFold"));
  Fold* way = addFold(tr("Proxy, certificates, time limits"), "wayFold");
  add(new ProxyFields(this), way);
  add(new TlsFields(this), way);
  add(new LimitFields(this), way);
  connect(m_signIn, &SignInFields::kindChanged, this, &OptionFields::authKindChanged);
}

Fold* OptionFields::addFold(const QString& title, const char* name) {
  auto* fold = new Fold(title, QString::fromLatin1(name), this);
  layout()->addWidget(fold);
  return fold;
}

void OptionFields::add(OptionGroup* group, Fold* fold) {
  (fold ? fold->content() : layout())->addWidget(group);
  m_parts.append({group, fold});
}

void OptionFields::set(const Target& target) {
  for (const Part& part : m_parts) part.group->set(target);
}

void OptionFields::setStored(const QStringList& secrets, const QString& place) {
  for (const Part& part : m_parts) {
    const auto fields = part.group->secretFields();
    for (auto field = fields.cbegin(); field != fields.cend(); ++field) {
      if (secrets.contains(field.key())) field.value()->edit()->setPlaceholderText(place);
    }
  }
}

void OptionFields::setMethod(HttpMethod method) {
  m_body->setMethod(method);
}

void OptionFields::setAuthKind(AuthKind kind) {
  m_signIn->setKind(kind);
}

AuthKind OptionFields::authKind() const {
  return m_signIn->kind();
}

QWidget* OptionFields::check() {
  QWidget* first = nullptr;
  for (const Part& part : m_parts) {
    QWidget* wrong = part.group->check();
    if (!wrong) continue;
    if (part.fold) part.fold->setOpen(true);
    if (!first) first = wrong;
  }
  return first;
}

void OptionFields::read(Target& target) const {
  for (const Part& part : m_parts) part.group->read(target);
}

QHash<QString, QString> OptionFields::secrets(const Target& target) const {
  const QStringList needed = target.to.neededSecrets();
  QHash<QString, QString> typed;
  for (const Part& part : m_parts) {
    const auto fields = part.group->secretFields();
    for (auto field = fields.cbegin(); field != fields.cend(); ++field) {
      const QString text = field.value()->text();
      if (!text.isEmpty() && needed.contains(field.key())) typed.insert(field.key(), text);
    }
  }
  return typed;
}

QWidget* OptionFields::open(TargetPart wanted) {
  for (const Part& part : m_parts) {
    QWidget* field = part.group->fieldOf(wanted);
    if (!field) continue;
    if (part.fold) part.fold->setOpen(true);
    return field;
  }
  return nullptr;
}

bool OptionFields::showSecretError(const QString& secret, const QString& sentence) {
  for (const Part& part : m_parts) {
    CheckedField* field = part.group->secretFields().value(secret);
    if (!field) continue;
    if (part.fold) part.fold->setOpen(true);
    field->setError(sentence);
    field->edit()->setFocus(Qt::OtherFocusReason);
    return true;
  }
  return false;
}

}  // namespace courier
