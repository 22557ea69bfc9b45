#pragma once

#include <QAbstractTableModel>

#include "models/files/FileLayout.h"

namespace courier {

/// The first rows of a file as its table will have them; heads are the columns' names and types. Main thread.
class FilePreviewModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void show(const FileLayout& layout);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  FileColumns m_columns;
  QVector<QStringList> m_rows;
};

}  // namespace courier
