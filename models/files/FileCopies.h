#pragma once

#include <QStringList>
#include <QVector>

#include "models/base/CancelToken.h"
#include "models/files/TableLoader.h"
#include "models/query/FileSources.h"

namespace courier {

/// Files that are loaded into an SQLite file, as they are at this moment.
struct LoadedFiles {
  QString database;
  QVector<TableReport> tables;  ///< in the order of the files
};

/// "12 of 1,500,000 lines set apart." and the like, a sentence for each thing that a person has to know; "" for none.
[[nodiscard]] QString loadReportText(const TableReport& report);

struct FileCopiesLimits {
  qint64 mostBytes = qint64{20} << 30;  ///< of all copies that were not used in the last minute
  int unusedDays = 14;
  qint64 roomToSpare = qint64{64} << 20;  ///< on the disk, beside a new copy
};

/// The folder of the copies. A copy is its owner's alone, is named after its files' paths, sizes and times and what was
/// chosen for them, and is there whole or not at all: opening it again costs nothing, a file that changed is another.
/// Of the processes that want one at once, one loads and the others wait. Any thread; blocks.
class FileCopies {
 public:
  explicit FileCopies(QString folder, FileCopiesLimits limits = {});

  /// Loads what is not there. Errors: the files' own; Cancelled, then nothing is left; Storage where the disk has no
  /// room; Busy where a file is written all the time.
  [[nodiscard]] Expected<LoadedFiles> ensure(const FileSources& sources, const CancelToken& cancel,
                                             const LoadProgressed& progressed = {}) const;
  /// Removes the copies of other files than those of `connections`, but for those used within the last hour.
  void keepOnly(const QVector<FileSources>& connections) const;
  [[nodiscard]] const QString& folder() const { return m_folder; }

 private:
  struct Wanted;
  [[nodiscard]] static QString choiceKey(const FileSources& sources);
  [[nodiscard]] Expected<Wanted> wanted(const FileSources& sources) const;
  [[nodiscard]] std::optional<LoadedFiles> existing(const Wanted& wanted) const;
  [[nodiscard]] Expected<LoadedFiles> load(const FileSources& sources, const Wanted& wanted, const CancelToken& cancel,
                                           const LoadProgressed& progressed) const;
  [[nodiscard]] Expected<QVector<TableReport>> loadInto(const QString& part, const FileSources& sources,
                                                        const Wanted& wanted, const CancelToken& cancel,
                                                        const LoadProgressed& progressed) const;
  [[nodiscard]] Expected<void> checkRoom(const Wanted& wanted) const;
  void tidy(const Wanted& kept) const;
  void remove(const QString& name) const;

  QString m_folder;
  FileCopiesLimits m_limits;
};

}  // namespace courier
