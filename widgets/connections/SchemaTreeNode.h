#pragma once

#include <memory>
#include <vector>

#include "widgets/connections/SchemaTreeModel.h"

namespace courier {

/// One row of the tree, of SchemaTreeModel alone.
struct SchemaTreeModel::Node {
  quint64 id = 0;
  Node* parent = nullptr;
  Level level = Level::Words;
  QString name;
  QString detail;      ///< dim at the right
  QString about;       ///< the tool tip's lines below the name
  ConnectionId owner;  ///< the connection
  QString catalog;     ///< that it stands in; "" where there are none
  TableName table;     ///< of a Schema, Table, Column, Details
  bool isDefault = false;
  bool isFound = false;     ///< it, what it stands in, or something below it is named as the filter
  bool holdsFound = false;  ///< something below it is
  State state = State::Unknown;
  bool isOutdated = false;  ///< what is asked just now is to be asked once more: it may have changed meanwhile
  int answer = 0;           ///< the number of the last question: earlier answers count no more
  std::vector<std::unique_ptr<Node>> children;
  std::vector<Node*> shown;
  int row = 0;  ///< among what its parent shows
};

/// Whether it is on this computer and costs nothing to look into.
[[nodiscard]] inline bool isFile(const Connection& connection) {
  return connection.host.isEmpty() && !connection.file.isEmpty() && connection.engine != Engine::Odbc;
}

}  // namespace courier
