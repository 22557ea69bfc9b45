#pragma once

#include <QWidget>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"
#include "widgets/connections/RecentFiles.h"

class QMenu;

namespace courier {

class ConnectionActions;
class ConnectionTree;

/// The side panel: heading with "+", filter, tree. What is done with a connection goes through `actions`. Main thread.
class ConnectionsPanel final : public QWidget {
  Q_OBJECT
 public:
  /// What it is given outlives it.
  ConnectionsPanel(ConnectionStore& connections, QueryRunner& queries, ConnectionActions& actions, Settings& settings,
                   QWidget* parent = nullptr);
  [[nodiscard]] ConnectionTree* tree() const { return m_tree; }

 Q_SIGNALS:
  void openFileWanted();
  /// One of those that were opened last.
  void recentFileWanted(const QString& path);

 private:
  void addHead(class QVBoxLayout* layout);
  void addFilter(class QVBoxLayout* layout);
  void fillRecent();
  ConnectionActions& m_actions;
  RecentFiles m_recentFiles;
  QMenu* m_recent;
  ConnectionTree* m_tree;
};

}  // namespace courier
