#pragma once

#include <QByteArray>

#include "models/address/BodyOptions.h"
#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/base/KeyedTableModel.h"
#include "models/data/RowSource.h"
#include "models/write/ColumnFindings.h"

namespace courier {

/// What the body of a shown result will be, found by encoding it without keeping it.
struct BodyPreview {
  qint64 bytes = 0;  ///< exact
  QByteArray sha256;
  qint64 rows = 0;         ///< in the body
  bool truncated = false;  ///< the result holds more rows than the cap lets through
  qint64 repairedTexts = 0;
  Columns declared;                  ///< as the engine described them
  Columns columns;                   ///< with the types that the body names
  QVector<bool> unsettled;           ///< by column: its type came only from a want of values
  QVector<ColumnFindings> findings;  ///< by column: of the rows in the body
  BodyOptions form;
  /// A body of the first rows alone, under the types of all: to be shown, never packed. At most 64 kB, cut anywhere.
  QByteArray beginning;
  qint64 rowsShown = 0;  ///< in `beginning`
};

/// Encodes `result` in that form, twice, once for its types and once for its bytes, with bounded memory. Blocking: for
/// a worker thread. `rowCap`: 0 for none. Error Cancelled once `cancel` is.
[[nodiscard]] Expected<BodyPreview> previewBody(const RowSource& result, qint64 rowCap, const BodyOptions& form,
                                                const CancelToken& cancel);

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
