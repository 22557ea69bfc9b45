#include "widgets/connections/ConnectionActions.h"

#include <QMenu>

#include "models/base/WhenDone.h"
#include "widgets/connections/ConnectionNameDialog.h"
#include "widgets/connections/ConnectionText.h"
#include "widgets/connections/ConnectionsDialog.h"

namespace courier {

ConnectionActions::ConnectionActions(const ConnectionServices& services, QWidget* window)
    : QObject(window),
      m_services(services),
      m_saver(new ConnectionSaver(services.connections, services.secrets, this)),
      m_window(window) {}

QWidget* ConnectionActions::window() const {
  return m_list && m_list->isVisible() ? static_cast<QWidget*>(m_list) : m_window.data();
}

void ConnectionActions::addNewActions(QMenu& menu) {
  menu.addAction(tr("&PostgreSQL…"), this, [this] { create(Engine::PostgreSql); });
  menu.addAction(tr("&MariaDB or MySQL…"), this, [this] { create(Engine::MariaDb); });
  menu.addAction(tr("&Trino or Presto…"), this, [this] { create(Engine::Trino); });
  menu.addAction(tr("Treasure D&ata…"), this, [this] { create(Engine::TreasureData); });
  menu.addAction(tr("O&DBC…"), this, [this] { create(Engine::Odbc); });
  menu.addAction(tr("From a &URL…"), this, &ConnectionActions::createFromAddress);
}

template <class Then>
void ConnectionActions::withConnection(ConnectionId id, Then then) {
  whenDone(m_services.connections.find(id), this, [this, then = std::move(then)](const Expected<Connection>& found) {
    found ? then(*found) : failed(found.error().message);
  });
}

ConnectionDialog* ConnectionActions::openNew() {
  auto* dialog = new ConnectionDialog(m_services, std::nullopt, window());
  connect(dialog, &ConnectionDialog::saved, this, &ConnectionActions::created);
  dialog->open();
  return dialog;
}

void ConnectionActions::create(Engine engine) {
  openNew()->begin(engine);
}

void ConnectionActions::createFromAddress() {
  openNew()->beginWithAddress({});
}

void ConnectionActions::edit(ConnectionId id) {
  withConnection(
      id, [this](const Connection& connection) { (new ConnectionDialog(m_services, connection, window()))->open(); });
}

void ConnectionActions::rename(ConnectionId id) {
  withConnection(id, [this](const Connection& connection) {
    const auto save = [this, connection](const QString& name) {
      Connection renamed = connection;
      renamed.name = name;
      return m_saver->update(renamed, {}, SecretStore::Fallback::None);
    };
    (new ConnectionNameDialog(tr("Rename “%1”").arg(connection.name), connection.name, tr("Rename"), save, window()))
        ->open();
  });
}

void ConnectionActions::duplicate(ConnectionId id) {
  withConnection(id, [this](const Connection& connection) {
    whenDone(m_services.connections.all(), this, [this, connection](const Expected<QVector<Connection>>& all) {
      if (!all) return Q_EMIT failed(all.error().message);
      QStringList taken;
      for (const Connection& one : *all) taken += one.name;
      const auto save = [this, connection](const QString& name) {
        return andThen(m_saver->duplicate(connection, name), this, [this](ConnectionId made) { Q_EMIT created(made); });
      };
      (new ConnectionNameDialog(tr("Duplicate “%1”").arg(connection.name), freeConnectionName(connection.name, taken),
                                tr("Duplicate"), save, window()))
          ->open();
    });
  });
}

void ConnectionActions::askDelete(ConnectionId id) {
  withConnection(id, [this](const Connection& connection) {
    whenDone(m_services.connections.use(connection.id), this, [this, connection](const Expected<ConnectionUse>& use) {
      use ? confirmDelete(connection, *use) : failed(use.error().message);
    });
  });
}

void ConnectionActions::confirmDelete(const Connection& connection, const ConnectionUse& use) {
  QStringList words{
      connectionLossText(use),
      signsIn(connection.engine)
          ? tr("Its address and password are removed from this computer. The database stays as it is, and "
               "so does the history of what ran there.")
          : tr("It is removed from the list. The file stays as it is, and so does the history of what "
               "ran there.")};
  words.removeAll(QString());
  auto* ask = new ConfirmDialog(tr("Delete “%1”?").arg(connection.name), words.join(QStringLiteral("\n\n")),
                                tr("Delete"), window());
  connect(ask, &ConfirmDialog::accepted, this, [this, connection] {
    whenDone(m_saver->remove(connection), this, [this](const Expected<void>& removed) {
      if (!removed) Q_EMIT failed(removed.error().message);
    });
  });
  ask->open();
}

void ConnectionActions::manage() {
  if (m_list && m_list->isVisible()) return m_list->raise();
  m_list = new ConnectionsDialog(*this, m_window);
  m_list->open();
}

}  // namespace courier
