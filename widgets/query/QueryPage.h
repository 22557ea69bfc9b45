#pragma once

#include <QWidget>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"
#include "widgets/query/QueryTab.h"

class QSplitter;

namespace courier {

class ConnectionActions;
class ConnectionsPanel;
class FileOpener;
class QueryTabs;

/// The Query page: connections at the side, query tabs beside them. Main thread.
class QueryPage final : public QWidget {
  Q_OBJECT
 public:
  /// A statement to put into an editor, as a first start does.
  struct First {
    QString name;
    QString sql;
    QString connectionName;
  };

  QueryPage(ConnectionStore& connections, SecretStore& secrets, QueryRunner& queryRunner,
            const QueryTabServices& services, QWidget* parent = nullptr);

  /// Shows what was open the last time; where there was nothing, `first`.
  void restore(const First& first);
  [[nodiscard]] bool isRestored() const { return m_isRestored; }
  /// Makes connections of databases and of files as tables, chosen where nothing is written yet, else for a new tab;
  /// opens a *.sql file as a tab.
  void openFiles(const QStringList& paths);
  /// Opens a statement of earlier in a tab of its own, on the connection of that name where there still is one.
  void openQuery(const First& query);
  /// Another process may have made a connection.
  void refreshConnections();
  /// Puts what is not yet on the disk there; queued before the stores go.
  void saveAll();
  [[nodiscard]] QueryTabs* tabs() const { return m_tabs; }
  [[nodiscard]] ConnectionsPanel* panel() const { return m_panel; }
  [[nodiscard]] ConnectionActions* actions() const { return m_actions; }

 Q_SIGNALS:
  void statusChanged(const QString& status);
  void sendRequested(const courier::ShownResult& result);
  void scheduleRequested(const QString& name, const QString& sql, courier::ConnectionId connection);
  /// Tabs and connections of the last time are there.
  void restored();

 protected:
  void focusInEvent(QFocusEvent* event) override;
  void showEvent(QShowEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void addShortcuts();
  void reloadConnections();
  void showFirst(const First& first);
  /// A connection is new, or its file was opened: it is chosen where nothing is written yet.
  void showOpened(ConnectionId id);
  void useConnection(ConnectionId id);
  void newQueryOn(ConnectionId id);
  void openText(ConnectionId id, const QString& name, const QString& sql, int firstRows);
  void focusAfterStart();
  [[nodiscard]] QueryDraft draftOf(const First& wanted) const;
  void say(const QString& why);
  [[nodiscard]] QueryTab* makeTab(const QueryTabServices& services);

  ConnectionStore& m_connections;
  Settings& m_settings;
  QVector<Connection> m_known;
  ConnectionId m_chooseNext;
  bool m_isRestored = false;
  QSplitter* m_splitter;
  ConnectionActions* m_actions;
  ConnectionsPanel* m_panel;
  QueryTabs* m_tabs;
  FileOpener* m_files;
};

}  // namespace courier
