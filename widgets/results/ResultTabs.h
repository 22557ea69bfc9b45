#pragma once

#include <QTabBar>
#include <QVector>
#include <memory>

#include "models/base/Ids.h"
#include "models/data/ResultStore.h"
#include "models/explore/Arrangement.h"

namespace courier {

/// A result that can be looked at: of the last run, or of one before that was pinned.
struct ResultEntry {
  std::shared_ptr<ResultStore> result;
  QString name;
  JobId job;                ///< that made it; none while it runs, or where that could not be recorded
  bool incomplete = false;  ///< stopped by the person before its end
  bool isPinned = false;    ///< stays when the query runs again
  bool isOfLastRun = true;
  Arrangement arrangement = {};  ///< as it was last looked at
};

/// The results of a query as small tabs: those of the last run, and those that were pinned before. Shown from two
/// results on, or where one is pinned. A double click or F2 renames. Main thread.
class ResultTabs final : public QTabBar {
  Q_OBJECT
 public:
  explicit ResultTabs(QWidget* parent = nullptr);

  /// The next result that comes begins a new run.
  void beginRun();
  /// Adds a result of the run; the first one drops what is left of the run before, but what was pinned.
  void add(std::shared_ptr<ResultStore> result);
  /// Of the results of the last run: which job made them, and whether they are all the rows there are.
  void endRun(JobId job, bool incomplete);
  /// Without a result the run leaves nothing but what was pinned.
  void dropLastRun();
  [[nodiscard]] bool has(const std::shared_ptr<ResultStore>& result) const;
  /// Null where there is none.
  [[nodiscard]] const ResultEntry* current() const;
  [[nodiscard]] const QVector<ResultEntry>& entries() const { return m_entries; }
  void keepArrangement(const Arrangement& arrangement);

  void setPinned(int index, bool pinned);
  void rename(int index, const QString& name);
  void drop(int index);
  void openMenu(int index, const QPoint& globalAt);

 Q_SIGNALS:
  /// Another result is the current one, or none.
  void chosen();
  void renameWanted(int index);
  void compareWanted(int older, int newer);

 protected:
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showEntries(int current);
  QVector<ResultEntry> m_entries;
  bool m_runBegins = false;
  int m_number = 0;  ///< of the last run's results, counted
};

}  // namespace courier
