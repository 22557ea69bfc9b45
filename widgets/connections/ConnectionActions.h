#pragma once

#include <QObject>
#include <QPointer>

#include "widgets/connections/ConnectionDialog.h"

class QMenu;

namespace courier {

class ConnectionsDialog;

/// What can be done with connections, wherever on the screen: make, edit, rename, duplicate, delete, each with its
/// dialog. Main thread.
class ConnectionActions final : public QObject {
  Q_OBJECT
 public:
  /// Its dialogs stand above `window`, or above the list of connections while that is open.
  ConnectionActions(const ConnectionServices& services, QWidget* window);

  [[nodiscard]] const ConnectionServices& services() const { return m_services; }
  /// Adds an entry for each kind of database on a server, and for an address, to a menu.
  void addNewActions(QMenu& menu);

 public Q_SLOTS:
  void create(courier::Engine engine);
  void createFromAddress();
  void edit(courier::ConnectionId id);
  void rename(courier::ConnectionId id);
  void duplicate(courier::ConnectionId id);
  /// Says first what works with it.
  void askDelete(courier::ConnectionId id);
  /// The list of all connections.
  void manage();

 Q_SIGNALS:
  /// A connection was made.
  void created(courier::ConnectionId id);
  void failed(const QString& why);

 private:
  [[nodiscard]] QWidget* window() const;
  ConnectionDialog* openNew();
  /// Calls `then` with the connection, or says why there is none.
  template <class Then>
  void withConnection(ConnectionId id, Then then);
  void confirmDelete(const Connection& connection, const ConnectionUse& use);
  ConnectionServices m_services;
  ConnectionSaver* m_saver;
  QPointer<QWidget> m_window;
  QPointer<ConnectionsDialog> m_list;
};

}  // namespace courier
