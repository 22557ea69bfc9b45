#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "models/data/ResultStore.h"

namespace courier {

/// A ResultStore as a table for views, growing while the query runs. Main thread. Row numbers are 0-based; the
/// store's own row numbers minus none. No Qt Gui types: colours and fonts belong to the delegate.
class ResultTableModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Role {
    KindRole = Qt::UserRole,  ///< int(CellKind)
    RawTextRole,              ///< the whole value as text for copying; NULL is a null QString
    TypeNameRole,             ///< header: the type's name in the body ("long"), as far as it is known
    BytesRole                 ///< QByteArray, whole, for Text and Blob
  };
  explicit ResultTableModel(QObject* parent = nullptr);

  void setStore(std::shared_ptr<ResultStore> store);
  [[nodiscard]] const std::shared_ptr<ResultStore>& store() const { return m_store; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  /// DisplayRole: one line, at most 400 characters, control characters shown as symbols, integers and reals as the
  /// database has them (grouping is the delegate's); NULL displays "NULL", a blob "blob, N bytes".
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::shared_ptr<ResultStore> m_store;
  Columns m_columns;
  int m_rowCount = 0;
};

}  // namespace courier
