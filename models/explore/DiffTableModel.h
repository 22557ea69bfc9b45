#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "models/data/ResultDiff.h"
#include "models/explore/ResultTableModel.h"

namespace courier {

/// What differs between two results, for views: a first column that says in a word what happened to the row, then the
/// columns of both. A changed value reads "old → new". Main thread. Speaks ResultTableModel's roles (a changed value is
/// text) and TableRoles' NoteRole.
class DiffTableModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Role {
    ChangeRole = Qt::UserRole + 200,  ///< int(RowChange)
    ValueChangedRole                  ///< bool: of a changed row, this value
  };
  explicit DiffTableModel(QObject* parent = nullptr);

  /// Both results are complete.
  void setDiff(std::shared_ptr<ResultStore> older, std::shared_ptr<ResultStore> newer,
               std::shared_ptr<const ResultDiff> diff);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QVariant changeWord(const DiffRow& row, int role) const;
  [[nodiscard]] QVariant value(const DiffRow& row, const DiffColumn& column, int role) const;

  std::shared_ptr<ResultStore> m_older;
  std::shared_ptr<ResultStore> m_newer;
  std::shared_ptr<const ResultDiff> m_diff;
};

/// The remarks on a comparison besides its counts, one sentence each: how rows were matched, which columns changed,
/// whether the order changed.
[[nodiscard]] QStringList diffNotes(const ResultDiff& diff);

}  // namespace courier
