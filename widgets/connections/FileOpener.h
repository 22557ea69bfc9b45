#pragma once

#include <QObject>

#include "models/query/ConnectionStore.h"

class QWidget;

namespace courier {

class Settings;

/// Makes connections of database files: asks for one, in the folder of the last one, or takes one that was dropped or
/// named on the command line. A file that has a connection already keeps it. A *.sql file is read as a query. Main
/// thread.
class FileOpener final : public QObject {
  Q_OBJECT
 public:
  /// Dialogs stand above `window`.
  FileOpener(ConnectionStore& connections, Settings& settings, QWidget* window);

  /// Asks for a file, then opens it.
  void ask();
  /// A read-only SQLite connection to `path`, named after the file; or the query in it.
  void open(const QString& path);

 Q_SIGNALS:
  void opened(courier::ConnectionId id);
  void sqlRead(const QString& name, const QString& sql);
  void failed(const QString& why);

 private:
  void readSql(const QString& path);
  void create(const QString& path, const QVector<Connection>& known);
  ConnectionStore& m_connections;
  Settings& m_settings;
  QWidget* m_window;
};

}  // namespace courier
