#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "models/data/PipelinedSink.h"
#include "models/data/RowSource.h"
#include "models/jobs/Job.h"
#include "models/outbox/Outbox.h"
#include "models/spool/SpoolSink.h"

namespace courier {

/// The stored result of a job.
struct JobBodies {
  SpoolFile kept;                 ///< the job's own, always in the contract's plain form
  std::optional<SpoolFile> sent;  ///< the delivery's, where its form is another one
};

/// The spool files of one result: the job's own and, where the delivery wants another form, a second one, made in the
/// same pass, each on a thread of its own. Without finish(), and after an Error of it, neither is left behind.
class JobSpool {
 public:
  /// `rowCap`: 0 for none. `form`: the delivery's.
  JobSpool(const QString& folder, qint64 rowCap, const BodyOptions& form);

  /// What takes the rows.
  [[nodiscard]] std::vector<std::shared_ptr<BatchSink>> sinks() const;
  /// Waits until all rows are taken, then completes both files; called once, from a worker thread. As
  /// SpoolSink::finish().
  [[nodiscard]] Expected<JobBodies> finish(bool moreRows);

 private:
  struct Lane {
    Lane(const QString& folder, const SpoolOptions& options)
        : spool(std::make_shared<SpoolSink>(folder, options)), pipeline(std::make_shared<PipelinedSink>(spool)) {}
    std::shared_ptr<SpoolSink> spool;
    std::shared_ptr<PipelinedSink> pipeline;  ///< leads to `spool`
    [[nodiscard]] Expected<SpoolFile> finish(bool moreRows) const;
  };
  QString m_folder;
  Lane m_kept;
  std::optional<Lane> m_sent;
};

/// A job whose kept body has this form, as if it had the contract's plain one: a new file, made of the other. Blocking.
/// Errors: as readBody().
[[nodiscard]] Expected<Job> inPlainForm(Job source, const BodyOptions& form, const QString& spoolFolder);

/// The kept body of an ended job as a new delivery needs it: the very file where nothing differs, else new ones made of
/// it, which say of columns and repaired texts what `source` says. Blocking. NotFound and Storage as readResultBody().
[[nodiscard]] Expected<JobBodies> bodiesForExport(const Job& source, const DeliveryRequest& request,
                                                  const QString& spoolFolder);

/// The spool files of a shown result that several deliveries need: one for each distinct body, that is each form with
/// the rows that a request's cap leaves. Every request comes back with its body, in the same order. Blocking. On an
/// Error, which is SpoolSink's or RowSource::replay()'s, no file is left behind.
[[nodiscard]] Expected<QVector<Outbox::Addressed>> bodiesOfShown(const RowSource& result,
                                                                 const QVector<DeliveryRequest>& requests,
                                                                 bool moreRowsExist, const QString& spoolFolder);

}  // namespace courier
