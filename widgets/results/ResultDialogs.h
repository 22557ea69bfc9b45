#pragma once

#include <memory>

#include "models/base/CancelToken.h"
#include "models/data/ResultDiff.h"
#include "widgets/common/Dialog.h"

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace courier {

class DiffTable;
class DimLabel;
class EmptyState;

/// Asks for another name of a result. Main thread.
class RenameResultDialog final : public Dialog {
  Q_OBJECT
 public:
  explicit RenameResultDialog(const QString& name, QWidget* parent = nullptr);
  void accept() override;

 Q_SIGNALS:
  void renamed(const QString& name);

 private:
  QLineEdit* m_name;
  Button* m_take;
};

/// What differs between two results, found on another thread: counts, remarks, and the rows that differ. Main thread.
class CompareResultsDialog final : public Dialog {
  Q_OBJECT
 public:
  /// One of the two, and what it is called.
  struct Side {
    std::shared_ptr<ResultStore> result;
    QString name;
  };
  CompareResultsDialog(Side older, Side newer, QWidget* parent = nullptr);
  /// Stops.
  ~CompareResultsDialog() override;
  [[nodiscard]] DiffTable* table() const { return m_table; }
  [[nodiscard]] QString counts() const;

 private:
  void take(const Expected<std::shared_ptr<const ResultDiff>>& compared);
  Side m_older;
  Side m_newer;
  CancelToken m_cancel;
  QStackedWidget* m_stack;
  EmptyState* m_words;
  QLabel* m_counts;
  DimLabel* m_notes;
  DiffTable* m_table;
};

}  // namespace courier
