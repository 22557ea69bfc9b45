#pragma once

#include <QAbstractTableModel>
#include <array>
#include <memory>

#include "models/data/ResultStore.h"
#include "models/explore/RowList.h"

namespace courier {

/// A ResultStore as a table for views, growing while the query runs; all its rows, or those of a RowList in its order.
/// Main thread. A view holds no more than `kMostShown` rows; what goes beyond is fetched and sent, but not shown. No Qt
/// Gui types: colours and fonts belong to the delegate.
class ResultTableModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Role {
    KindRole = Qt::UserRole,  ///< int(CellKind)
    RawTextRole,              ///< the whole value as text for copying (cellRawText); NULL is a null QString
    TypeNameRole,             ///< header: the type's name in the body ("long"), as far as it is known
    BytesRole,                ///< QByteArray, whole, for Text, Blob and Array
    SortRole,                 ///< header, int: 0 not sorted by, n the nth key, -n the nth and descending
    FilterRole                ///< header, bool: a filter of this column is in force
  };
  /// Rows of 27 px up to the greatest position that a view can count.
  static constexpr int kMostShown = 75'000'000;
  explicit ResultTableModel(QObject* parent = nullptr);
  ~ResultTableModel() override;

  void setStore(std::shared_ptr<ResultStore> store);
  /// Shows the rows that have come, before the store tells of them.
  void catchUp();
  [[nodiscard]] const std::shared_ptr<ResultStore>& store() const { return m_store; }
  /// Shows these rows (null: all) as `arrangement` found them; a new result begins with all its rows.
  void setRows(RowListPtr rows, Arrangement arrangement);
  [[nodiscard]] const RowListPtr& rows() const { return m_rows; }
  [[nodiscard]] const Arrangement& arrangement() const { return m_arrangement; }
  /// The result's row that is shown at `place`.
  [[nodiscard]] qint64 resultRow(int place) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  /// DisplayRole: cellDisplayText() of the cell (grouping of digits is the delegate's); a row that cannot be read
  /// back says so.
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  /// Columns: the name, its type, and the database's own words for it as a tool tip. Rows: their number, from 1.
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Cached {
    qint64 firstRow = 0;
    ColumnBatchPtr batch;
  };
  void reset();
  void grow(qint64 rowCount);
  void showRows(qint64 rowCount);
  /// The batch with `row` (null when it cannot be read) and where it begins.
  [[nodiscard]] const Cached& cached(qint64 row) const;

  std::shared_ptr<ResultStore> m_store;
  Columns m_columns;  ///< as typed by the rows so far
  RowListPtr m_rows;
  Arrangement m_arrangement;
  int m_rowCount = 0;
  /// Enough for a screen whose rows all stand in batches of their own, whether it is read by rows or by columns.
  mutable std::array<Cached, 64> m_cache;
  mutable size_t m_lastUsed = 0;
  mutable size_t m_oldest = 0;
};

}  // namespace courier
