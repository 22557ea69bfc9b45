#pragma once

#include <QObject>
#include <QStringList>
#include <memory>

#include "models/query/ConnectionStore.h"

class QWidget;

namespace courier {

class FileCopies;
class Settings;

/// Makes connections of files: asks for them, in the folder of the last ones, or takes what was dropped or named on the
/// command line. A database has a connection of its own; CSV, TSV and JSON files are tables of one connection, shown
/// before. Files that have a connection already keep it. A *.sql file is read as a query. Main thread.
class FileOpener final : public QObject {
  Q_OBJECT
 public:
  /// Dialogs stand above `window`.
  FileOpener(ConnectionStore& connections, Settings& settings, std::shared_ptr<const FileCopies> copies,
             QWidget* window);

  /// Asks for files, then opens them.
  void ask();
  void open(const QStringList& paths);

 Q_SIGNALS:
  void opened(courier::ConnectionId id);
  void sqlRead(const QString& name, const QString& sql);
  /// The person wants to see what of a file is no row.
  void rejectsWanted(courier::ConnectionId id, const QString& table);
  void failed(const QString& why);

 private:
  void readSql(const QString& path);
  void openDatabase(const QString& path);
  void create(const QString& path, const QVector<Connection>& known);
  void openTables(const QStringList& paths);
  void preview(const QStringList& paths, const QVector<Connection>& known);
  ConnectionStore& m_connections;
  Settings& m_settings;
  std::shared_ptr<const FileCopies> m_copies;
  QWidget* m_window;
};

}  // namespace courier
