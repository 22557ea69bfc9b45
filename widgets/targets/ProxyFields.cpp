#include "widgets/targets/ProxyFields.h"

#include <QComboBox>
#include <QVBoxLayout>

#include "models/address/HostName.h"
#include "models/address/TargetOptionsCheck.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Theme.h"
#include "widgets/targets/OptionControls.h"

namespace courier {

ProxyFields::ProxyFields(QWidget* parent) : OptionGroup(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_grid = new FormGrid(this);
  layout->addWidget(m_grid);
  m_kind = makeChoice("proxy", m_grid);
  m_kind->addItem(tr("The system's"), static_cast<int>(ProxyKind::System));
  m_kind->addItem(tr("None"), static_cast<int>(ProxyKind::None));
  m_kind->addItem(tr("An HTTP proxy"), static_cast<int>(ProxyKind::Http));
  m_kind->addItem(tr("A SOCKS5 proxy"), static_cast<int>(ProxyKind::Socks5));
  m_grid->addRow(tr("Pro&xy"), m_kind);
  m_place = makeField(tr("Proxy's host and port"), "proxyHost", m_grid);
  m_place->edit()->setFont(monospaceFont());
  m_place->edit()->setPlaceholderText(QStringLiteral("proxy.example.org:3128"));
  m_grid->addRow(tr("Host and port"), m_place);
  m_user = makeField(tr("User name at the proxy"), "proxyUser", m_grid);
  m_user->edit()->setPlaceholderText(tr("none"));
  m_grid->addRow(tr("Proxy user"), m_user);
  m_password = makeSecretField(tr("Password at the proxy"), "proxyPassword", m_grid);
  m_grid->addRow(tr("Its password"), m_password);
  connect(m_kind, &QComboBox::currentIndexChanged, this, &ProxyFields::showRows);
  connect(m_password->edit(), &QLineEdit::textEdited, this, [this] { m_user->setError({}); });
  connect(m_user->edit(), &QLineEdit::textEdited, this, [this] { m_password->setError({}); });
  showRows();
}

void ProxyFields::set(const Target& target) {
  const ProxyOptions& proxy = target.to.options.proxy;
  choose(*m_kind, static_cast<int>(proxy.kind));
  m_place->edit()->setText(proxy.host.isEmpty() ? QString()
                                                : bracketedHost(proxy.host) + u':' + QString::number(proxy.port));
  m_user->edit()->setText(proxy.user);
}

QWidget* ProxyFields::check() {
  if (!isNamed()) return nullptr;
  QWidget* first = nullptr;
  const auto refuse = [&](CheckedField* field, const QString& sentence) {
    field->setError(sentence);
    if (!first) first = field->edit();
  };
  TargetOptions alone;
  alone.proxy = wanted();
  alone.proxy.user.clear();
  if (!alone.proxy.host.isEmpty() && alone.proxy.port == 0) {
    refuse(m_place, tr("The proxy's port is missing or no number: write it as host:port."));
  } else if (const auto fine = checkTargetOptions(alone); !fine) {
    refuse(m_place, fine.error().message);
  }
  alone.proxy = wanted();
  alone.proxy.host = QStringLiteral("localhost");
  alone.proxy.port = 1;
  if (const auto fine = checkTargetOptions(alone); !fine) refuse(m_user, fine.error().message);
  if (alone.proxy.user.isEmpty() && !m_password->text().isEmpty())
    refuse(m_user, tr("There is a password but no user name. Give both, or neither."));
  return first;
}

void ProxyFields::read(Target& target) const {
  target.to.options.proxy = wanted();
}

QHash<QString, CheckedField*> ProxyFields::secretFields() const {
  return {{secretfields::proxyPassword, m_password}};
}

ProxyOptions ProxyFields::wanted() const {
  ProxyOptions proxy;
  proxy.kind = static_cast<ProxyKind>(m_kind->currentData().toInt());
  if (!isNamed()) return proxy;
  const QString place = m_place->text().trimmed();
  const qsizetype colon = place.lastIndexOf(u':');
  // The colons of an address in brackets are its own.
  const bool hasPort = colon >= 0 && colon > place.lastIndexOf(u']');
  proxy.host = hasPort ? place.left(colon) : place;
  if (hasPort) proxy.port = place.mid(colon + 1).toInt();
  if (proxy.host.startsWith(u'[') && proxy.host.endsWith(u']')) proxy.host = proxy.host.mid(1, proxy.host.size() - 2);
  proxy.user = m_user->text().trimmed();
  return proxy;
}

bool ProxyFields::isNamed() const {
  const auto kind = static_cast<ProxyKind>(m_kind->currentData().toInt());
  return kind == ProxyKind::Http || kind == ProxyKind::Socks5;
}

void ProxyFields::showRows() {
  for (CheckedField* field : {m_place, m_user, m_password}) m_grid->setRowShown(field, isNamed());
}

QWidget* ProxyFields::fieldOf(TargetPart part) const {
  if (part != TargetPart::Proxy) return nullptr;
  return isNamed() && !m_user->text().isEmpty() ? static_cast<QWidget*>(m_password->edit()) : m_kind;
}

}  // namespace courier
