#pragma once

#include "models/base/KeyedTableModel.h"
#include "models/write/BodyPreview.h"

namespace courier {

/// A line about one column of a body: the first of a column also names it and its types.
struct BodyColumnLine {
  qint64 column = 0;
  qint64 line = 0;  ///< within its column
  QString name;
  QString databaseType;
  QString bodyType;
  QString remark;  ///< what is odd, "" where nothing is
};

/// All columns of a body in their order, one line each and one more for each further remark. Pure.
[[nodiscard]] QVector<BodyColumnLine> bodyColumnLines(const BodyPreview& body);
/// How many columns have something odd about them.
[[nodiscard]] int oddColumns(const QVector<BodyColumnLine>& lines);

/// The columns of a body as a table: name, type in the database, type in the body, what is odd. Main thread. Speaks
/// TableRoles.
class BodyColumnsModel final : public KeyedTableModel<BodyColumnLine> {
  Q_OBJECT
 public:
  enum Column { NameColumn, DatabaseColumn, BodyColumn, RemarkColumn, ColumnCount };
  using KeyedTableModel::KeyedTableModel;

  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 protected:
  [[nodiscard]] Key keyOf(const BodyColumnLine& line) const override { return {line.column, line.line}; }
  [[nodiscard]] TableCell cell(const BodyColumnLine& line, int column) const override;
};

}  // namespace courier
