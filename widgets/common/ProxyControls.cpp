#include "widgets/common/ProxyControls.h"

#include <QComboBox>
#include <utility>

#include "models/address/HostName.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/Theme.h"

namespace courier {

ProxyControls::ProxyControls(FormGrid& grid) : QObject(&grid), m_grid(grid) {
  m_kind = makeChoice("proxy", &grid);
  for (const OptionChoice& choice : proxyKindChoices) m_kind->addItem(choice.labelText(), choice.value);
  grid.addRow(tr("Pro&xy"), m_kind);
  m_place = makeField(tr("Proxy's host and port"), "proxyHost", &grid);
  m_place->edit()->setFont(monospaceFont());
  m_place->edit()->setPlaceholderText(QStringLiteral("proxy.example.org:3128"));
  grid.addRow(tr("Host and port"), m_place);
  m_user = makeField(tr("User name at the proxy"), "proxyUser", &grid);
  m_user->edit()->setPlaceholderText(tr("none"));
  grid.addRow(tr("Proxy user"), m_user);
  m_password = makeSecretField(tr("Password at the proxy"), "proxyPassword", &grid);
  grid.addRow(tr("Its password"), m_password);
  connect(m_kind, &QComboBox::currentIndexChanged, this, &ProxyControls::showRows);
  connect(m_kind, &QComboBox::currentIndexChanged, this, &ProxyControls::edited);
  for (QLineEdit* edit : {m_place->edit(), m_user->edit()})
    connect(edit, &QLineEdit::textChanged, this, &ProxyControls::edited);
  connect(m_password->edit(), &QLineEdit::textEdited, this, [this] { m_user->setError({}); });
  connect(m_user->edit(), &QLineEdit::textEdited, this, [this] { m_password->setError({}); });
  showRows();
}

void ProxyControls::set(const ProxyOptions& wanted) {
  if (wanted == proxy()) return;
  choose(*m_kind, static_cast<int>(wanted.kind));
  m_place->edit()->setText(wanted.host.isEmpty() ? QString()
                                                 : bracketedHost(wanted.host) + u':' + QString::number(wanted.port));
  m_user->edit()->setText(wanted.user);
}

ProxyOptions ProxyControls::proxy() const {
  ProxyOptions made;
  made.kind = static_cast<ProxyKind>(m_kind->currentData().toInt());
  if (!made.isNamed()) return made;
  const QString place = m_place->text().trimmed();
  const qsizetype colon = place.lastIndexOf(u':');
  // The colons of an address in brackets are its own.
  const bool hasPort = colon >= 0 && colon > place.lastIndexOf(u']');
  made.host = hasPort ? place.left(colon) : place;
  if (hasPort) made.port = place.mid(colon + 1).toInt();
  if (made.host.startsWith(u'[') && made.host.endsWith(u']')) made.host = made.host.mid(1, made.host.size() - 2);
  made.user = m_user->text().trimmed();
  return made;
}

QWidget* ProxyControls::check() {
  ProxyOptions wanted = proxy();
  if (!m_isShown || !wanted.isNamed()) return nullptr;
  QWidget* first = nullptr;
  const auto refuse = [&](CheckedField* field, const QString& sentence) {
    field->setError(sentence);
    if (!first) first = field->edit();
  };
  const QString user = std::exchange(wanted.user, {});
  if (!wanted.host.isEmpty() && wanted.port == 0) {
    refuse(m_place, tr("The proxy's port is missing or not a number: write it as host:port."));
  } else if (const auto fine = checkProxy(wanted); !fine) {
    refuse(m_place, fine.error().message);
  }
  if (const auto fine = checkProxy({wanted.kind, QStringLiteral("localhost"), 1, user}); !fine)
    refuse(m_user, fine.error().message);
  if (user.isEmpty() && !m_password->text().isEmpty())
    refuse(m_user, tr("There is a password but no user name. Give both, or neither."));
  return first;
}

void ProxyControls::setShown(bool shown) {
  m_isShown = shown;
  m_grid.setRowShown(m_kind, shown);
  showRows();
}

QWidget* ProxyControls::field() const {
  return proxy().isNamed() && !m_user->text().isEmpty() ? static_cast<QWidget*>(m_password->edit()) : m_kind;
}

void ProxyControls::showRows() {
  const bool isNamed = proxy().isNamed();
  for (CheckedField* row : {m_place, m_user, m_password}) m_grid.setRowShown(row, m_isShown && isNamed);
}

}  // namespace courier
