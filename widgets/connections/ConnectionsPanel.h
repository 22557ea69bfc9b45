#pragma once

#include <QWidget>

#include "models/query/ConnectionStore.h"
#include "models/query/QueryRunner.h"

namespace courier {

class ConnectionTree;

/// The side panel: heading with "+", filter, tree.
class ConnectionsPanel final : public QWidget {
  Q_OBJECT
 public:
  ConnectionsPanel(ConnectionStore& connections, QueryRunner& queries, QWidget* parent = nullptr);
  [[nodiscard]] ConnectionTree* tree() const { return m_tree; }

 Q_SIGNALS:
  void openFileWanted();

 private:
  ConnectionTree* m_tree;
};

}  // namespace courier
