#pragma once

#include <QObject>

#include "models/query/ConnectionStore.h"

class QWidget;

namespace courier {

/// Makes connections of database files: asks for one, or takes one that was dropped. A file that has a connection
/// already keeps it. Main thread.
class FileOpener final : public QObject {
  Q_OBJECT
 public:
  /// Dialogs stand above `window`.
  FileOpener(ConnectionStore& connections, QWidget* window);

  /// Asks for a file, then opens it.
  void ask();
  /// A read-only SQLite connection to `path`, named after the file.
  void open(const QString& path);

 Q_SIGNALS:
  void opened(courier::ConnectionId id);
  void failed(const QString& why);

 private:
  void create(const QString& path, const QVector<Connection>& known);
  ConnectionStore& m_connections;
  QWidget* m_window;
};

}  // namespace courier
