#pragma once

#include <QString>
#include <QTemporaryFile>
#include <memory>
#include <mutex>
#include <vector>

#include "models/base/Expected.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Batches in the order they came: in memory up to a limit, then in a temporary file that vanishes with the object.
/// Memory stays bounded whatever the number of rows. One writer; not thread-safe. A copy has the rows of its moment,
/// shares the file, which lives as long as one of them, and may be read by any threads while the first goes on. A disk
/// that cannot be written or read is an Error of kind Storage; after one, the rows that were taken before are still
/// there.
class RowFile {
 public:
  /// Spills beyond `memoryLimit` bytes into an owner-only file in `folder` (which must exist).
  explicit RowFile(QString folder, size_t memoryLimit = size_t{16} << 20);

  Expected<void> append(const ColumnBatchPtr& batch);
  [[nodiscard]] qint64 rowCount() const { return m_rowCount; }
  [[nodiscard]] size_t batchCount() const { return m_entries.size(); }
  /// Bytes of memory that kept batches hold.
  [[nodiscard]] size_t memoryBytes() const { return m_memoryBytes; }
  /// The number of the first row of batch `index` (0 … batchCount-1).
  [[nodiscard]] qint64 firstRow(size_t index) const { return m_entries[index].firstRow; }
  /// Batch `index` (0 … batchCount-1), read back from the file where it was spilled.
  [[nodiscard]] Expected<ColumnBatchPtr> batch(size_t index) const;
  /// The batch that holds row `row` (0 … rowCount-1), and the row's place in it.
  struct Position {
    size_t batch;
    int row;
  };
  [[nodiscard]] Position find(qint64 row) const;
  void clear();

 private:
  struct Entry {
    qint64 firstRow = 0;
    ColumnBatchPtr inMemory;  ///< null once spilled
    qint64 fileOffset = 0;
  };
  struct File {
    std::mutex mutex;  ///< of the position
    QTemporaryFile device;
  };
  Expected<void> openFile();
  Expected<void> write(const ColumnBatch& batch);
  [[nodiscard]] Error writeError(const QString& reason) const;
  QString m_folder;
  size_t m_memoryLimit;
  size_t m_memoryBytes = 0;
  qint64 m_rowCount = 0;
  qint64 m_fileEnd = 0;  ///< a write that failed half way is overwritten by the next
  std::vector<Entry> m_entries;
  std::shared_ptr<File> m_file;
};

}  // namespace courier
