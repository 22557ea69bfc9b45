#pragma once

#include <QElapsedTimer>

#include "models/base/Clock.h"
#include "models/base/WhenDone.h"
#include "models/jobs/JobStore.h"
#include "models/jobs/JobTableModel.h"
#include "models/outbox/Outbox.h"
#include "models/query/RunProgress.h"
#include "models/storage/Settings.h"
#include "widgets/common/Page.h"
#include "widgets/jobs/HistoryMenu.h"
#include "widgets/targets/TargetPart.h"

class QTimer;

namespace courier {

class Button;
class DataTable;
class EmptyState;
class JobDetail;
class JobFilterBar;
class Note;

/// The page of jobs: what ran, what was sent, and the outcome. Reads the newest lines, and older ones as the person
/// scrolls; goes on showing the chosen one while everything changes. Main thread; what it is given outlives it.
class JobsPage final : public Page {
  Q_OBJECT
 public:
  JobsPage(JobStore& jobs, Outbox& outbox, Settings& settings, const Clock& clock, const QString& spoolFolder,
           QWidget* parent = nullptr);
  ~JobsPage() override;

  /// "128 jobs · 41 MB of bodies kept", for the status bar; "" before the first load.
  [[nodiscard]] QString statusText() const;
  /// What "Delete kept bodies now" does.
  void setBodyDeleter(DeleteBodies deleter);

 public Q_SLOTS:
  /// Reads the list again, soon: however often it is called, at most four times a second, and less often where that
  /// takes long.
  void reload();
  void showProgress(courier::DeliveryId id, qint64 sent, qint64 total);
  /// Rows that a running query has given so far.
  void showRows(courier::JobId id, qint64 rows, const courier::RunStage& stage);
  /// Chooses a job or a delivery, whatever is filtered now; of one further back than the list begins with, its day is
  /// shown.
  void showJob(courier::JobId id);
  void showDelivery(courier::DeliveryId id);
  /// Those alone that a person has to decide about.
  void showWhatNeedsYou();
  /// The outbox cannot be read or written: said above the list until something is recorded again.
  void showDeliveryTrouble(const courier::Error& error);
  void endDeliveryTrouble();

 Q_SIGNALS:
  void editTargetRequested(courier::TargetId id, courier::TargetPart part);
  /// The query of this job is to run anew.
  void openQueryRequested(const courier::Job& job);
  /// The kept result of this job is to go to another address.
  void sendElsewhereRequested(const courier::Job& job);
  /// A person has a delivery to this target before them.
  void targetLookedAt(courier::TargetId id);
  /// Totals were read: the status text and the rail's badge may have changed.
  void totalsChanged(const courier::JobStore::Totals& totals);
  /// What showDeliveryTrouble() was told; "" once it is over.
  void deliveryTroubleChanged(const QString& sentence);

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  /// What is to be chosen once the list holds it: a delivery, else a job.
  struct Wanted {
    JobId job;
    DeliveryId delivery;
    bool isDated = false;  ///< the list shows the day the job belongs to
  };
  void connectParts();
  void tellWhatIsLookedAt();
  void load();
  void loadMore();
  void take(const QVector<JobLine>& lines, const JobFilter& asked);
  void showTotals(const JobStore::Totals& totals);
  void openMenu(const QPoint& at);
  void openQuery(JobId id);
  void showChosen();
  void findWanted();
  void lookFurther();
  void showDayOf(JobId job, qint64 atMs);
  void complain(const Error& error);
  void endComplaint();
  [[nodiscard]] JobFilter filter() const;

  JobStore& m_jobs;
  Outbox& m_outbox;
  JobTableModel m_model;
  JobFilter m_shown;  ///< what the model's lines were asked with
  JobStore::Totals m_totals;
  QString m_trouble;    ///< of deliveries; "": none
  QString m_complaint;  ///< the list could not be read; "": it could
  QElapsedTimer m_since;
  bool m_loaded = false;
  bool m_hasMore = false;
  bool m_loading = false;
  bool m_loadAgain = false;
  bool m_loadingMore = false;
  int m_generation = 0;  ///< further lines for an older list are dropped
  Wanted m_wanted;
  Soon m_soon;
  QTimer* m_minute;
  JobFilterBar* m_filter;
  HistoryMenu* m_history;
  EmptyState* m_empty;
  Button* m_emptyReset;
  DataTable* m_table;
  JobDetail* m_detail;
  Note* m_note;
};

}  // namespace courier
