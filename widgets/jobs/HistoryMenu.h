#pragma once

#include <QFuture>
#include <QWidget>
#include <functional>

#include "models/base/Clock.h"
#include "models/jobs/JobStore.h"

class QAction;

namespace courier {

/// How many kept bodies a person's word deleted, and their bytes.
struct DeletedBodies {
  int bodies = 0;
  qint64 bytes = 0;
};
using DeleteBodies = std::function<QFuture<Expected<DeletedBodies>>()>;

/// What can be done with the whole history, as a menu at the page's head: its record saved as CSV, the kept bodies
/// deleted. Main thread; files are written elsewhere, and the destructor waits for one that is being written.
class HistoryMenu final : public QWidget {
  Q_OBJECT
 public:
  HistoryMenu(JobStore& jobs, const Clock& clock, QWidget* parent = nullptr);
  ~HistoryMenu() override;
  /// What deletes all bodies that nobody needs; without it the menu does not offer to.
  void setBodyDeleter(DeleteBodies deleter);

 public Q_SLOTS:
  /// Asks where to, then saves the record there.
  void exportRecord();
  void exportRecordTo(const QString& path);
  /// Says how many would go, and asks.
  void askDelete();

 Q_SIGNALS:
  /// Something was done, or there was nothing to do.
  void told(const QString& sentence);
  void failed(const QString& sentence);

 private:
  void deleteNow();
  JobStore& m_jobs;
  const Clock& m_clock;
  DeleteBodies m_deleter;
  QAction* m_delete;
  QFuture<Expected<qint64>> m_export;
};

}  // namespace courier
