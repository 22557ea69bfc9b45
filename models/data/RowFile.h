#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "models/base/Expected.h"
#include "models/data/ColumnBatch.h"
#include "models/data/SpillFile.h"

namespace courier {

/// Batches in the order they came, each in memory or in a file. A copy is cheap, stays what it is, and may be read by
/// any threads.
class KeptRows {
 public:
  [[nodiscard]] qint64 rowCount() const { return m_rowCount; }
  [[nodiscard]] size_t batchCount() const { return m_entries.size(); }
  /// The number of the first row of batch `index` (0 … batchCount-1).
  [[nodiscard]] qint64 firstRow(size_t index) const { return m_entries[index].firstRow; }
  /// Batch `index`; where it lies in the file it is used there, in place. Error: Storage.
  [[nodiscard]] Expected<ColumnBatchPtr> batch(size_t index) const { return read(m_entries[index]); }
  /// The batch that holds row `row` (0 … rowCount-1), and the row's place in it.
  struct Position {
    size_t batch;
    int row;
  };
  [[nodiscard]] Position find(qint64 row) const;

  struct Entry {
    qint64 firstRow = 0;
    int rows = 0;
    ColumnBatchPtr inMemory;  ///< null once spilled
    std::shared_ptr<const SpillFile> file;
    SpillFile::Place place;
  };
  [[nodiscard]] static Expected<ColumnBatchPtr> read(const Entry& entry);
  [[nodiscard]] const Entry& entry(size_t index) const { return m_entries[index]; }

 protected:
  std::vector<Entry> m_entries;
  qint64 m_rowCount = 0;
};

/// Keeps batches in memory up to a limit, then in a temporary file that vanishes with the object and the last copy of
/// its rows: memory stays bounded whatever the number of rows. One writer; not thread-safe. A disk that cannot be
/// written or read is an Error of kind Storage; after one, the rows that were taken before are still there.
class RowFile : public KeptRows {
 public:
  /// Spills beyond `memoryLimit` bytes into an owner-only file in `folder` (which must exist).
  explicit RowFile(QString folder, size_t memoryLimit = size_t{16} << 20);

  Expected<void> append(const ColumnBatchPtr& batch);
  /// append() in two steps, for a writer whose rows others read: the first takes its time and changes nothing that they
  /// see.
  [[nodiscard]] Expected<Entry> keep(const ColumnBatchPtr& batch);
  void add(Entry entry);
  /// Bytes of memory that kept batches hold.
  [[nodiscard]] size_t memoryBytes() const { return m_memoryBytes; }
  /// The rows so far, which are given away.
  [[nodiscard]] KeptRows takeRows();
  void clear() { (void)takeRows(); }

 private:
  QString m_folder;
  size_t m_memoryLimit;
  size_t m_memoryBytes = 0;
  std::shared_ptr<SpillFile> m_file;
};

}  // namespace courier
