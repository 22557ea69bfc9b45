#pragma once

#include <sqlite3.h>

#include <QString>
#include <functional>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/files/FileLayout.h"

namespace courier {

/// How far loading is. Called on the loading thread, a few times for each megabyte.
struct LoadProgress {
  qint64 bytes = 0;  ///< of all files, read
  qint64 totalBytes = 0;
  qint64 rows = 0;  ///< of the file that is loaded now
  QString table;
};
using LoadProgressed = std::function<void(const LoadProgress&)>;

/// What came of one file.
struct TableReport {
  QString path;
  QString table;
  QString rejectsTable;  ///< "" where nothing was set apart
  FileColumns columns;
  RowFindings findings;
};

/// A new SQLite file that tables are loaded into, without a journal and without waiting for the disk: worth nothing
/// until finish(). For one thread; each load has another one that reads, splits and types while this one inserts.
class TableLoader {
 public:
  /// `path`: an empty file. Storage where it cannot be written.
  [[nodiscard]] static Expected<TableLoader> open(const QString& path);

  /// Loads a file as the table `table`. Cancelled; Storage where the disk is full; the file's own errors.
  [[nodiscard]] Expected<TableReport> load(const FileSource& source, const FileLayout& layout, const QString& table,
                                           const QStringList& taken, const CancelToken& cancel,
                                           const std::function<void(qint64 bytes, qint64 rows)>& progressed);
  [[nodiscard]] Expected<void> finish();

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  TableLoader() = default;
  [[nodiscard]] Expected<void> execute(const QString& sql);
  [[nodiscard]] Expected<TableReport> loadOnce(const FileSource& source, const FileLayout& layout, const QString& table,
                                               const QStringList& taken, const CancelToken& cancel,
                                               const std::function<void(qint64 bytes, qint64 rows)>& progressed,
                                               FileColumns& columns);
  [[nodiscard]] Error failure() const;

  QString m_path;
  std::unique_ptr<sqlite3, Close> m_handle;
};

}  // namespace courier
