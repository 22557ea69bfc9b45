#pragma once

#include <QVector>
#include <memory>
#include <optional>

#include "models/explore/ColumnProfile.h"
#include "widgets/common/Dialog.h"

class QComboBox;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace courier {

class DimLabel;
class ResultGrid;

/// Asks which values of one column are to be shown: those that contain a text, equal one, lie in a range, are NULL, or
/// are among those listed, which it counts on another thread. Main thread.
class ColumnFilterDialog final : public Dialog {
  Q_OBJECT
 public:
  /// Begins with the filter that the column has, if any.
  ColumnFilterDialog(ResultGrid& grid, int column, QWidget* parent);
  /// Stops counting.
  ~ColumnFilterDialog() override;

  /// What the fields say; none where they say nothing.
  [[nodiscard]] std::optional<ValueFilter> filter() const;
  void accept() override;

 private:
  void addFields();
  void show(const ValueFilter& filter);
  void showKind();
  void countValues();
  void listValues(const DistinctValues& values);
  void narrowList(const QString& text);
  ResultGrid& m_grid;
  int m_column;
  QComboBox* m_kind;
  QStackedWidget* m_fields;
  QLineEdit* m_text;
  QLineEdit* m_from;
  QLineEdit* m_to;
  QLineEdit* m_narrow;
  QListWidget* m_list;
  DimLabel* m_listFoot;
  QVector<KeptValue> m_values;  ///< of the list's lines
  QVector<KeptValue> m_chosen;  ///< by the filter that it began with
  bool m_isCounted = false;
  CancelToken m_cancel;
};

}  // namespace courier
