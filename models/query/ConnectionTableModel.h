#pragma once

#include "models/base/KeyedTableModel.h"
#include "models/query/Connection.h"

namespace courier {

/// The connections as a table: name, label, kind, address, access, and a column for a menu. Main thread. Speaks
/// TableRoles; never holds a secret.
class ConnectionTableModel final : public KeyedTableModel<Connection> {
  Q_OBJECT
 public:
  enum Column { NameColumn, LabelColumn, KindColumn, AddressColumn, AccessColumn, MenuColumn, ColumnCount };
  using KeyedTableModel::KeyedTableModel;

  [[nodiscard]] int rowOf(ConnectionId id) const { return KeyedTableModel::rowOf(Key(id.value, 0)); }
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const Connection& row) const override { return {row.id.value, 0}; }
  [[nodiscard]] TableCell cell(const Connection& row, int column) const override;
};

/// The engine's own name.
[[nodiscard]] QString engineName(Engine engine);
/// The same of the database that this is: Presto's, where it is spoken to as such.
[[nodiscard]] QString connectionKind(const Connection& connection);
/// Where it is, for people: the file, or "ann@db.example:5433/shop".
[[nodiscard]] QString connectionPlace(const Connection& connection);

}  // namespace courier
