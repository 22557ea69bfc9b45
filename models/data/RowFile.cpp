#include "models/data/RowFile.h"

#include <algorithm>
#include <utility>

namespace courier {

Expected<ColumnBatchPtr> KeptRows::read(const Entry& entry) {
  if (entry.inMemory) return entry.inMemory;
  auto block = entry.file->read(entry.place);
  if (!block) return block.error();
  return std::make_shared<const ColumnBatch>(std::move(*block), entry.rows);
}

KeptRows::Position KeptRows::find(qint64 row) const {
  const auto next = std::upper_bound(m_entries.begin(), m_entries.end(), row,
                                     [](qint64 wanted, const Entry& entry) { return wanted < entry.firstRow; });
  const auto entry = next - 1;
  return {static_cast<size_t>(entry - m_entries.begin()), static_cast<int>(row - entry->firstRow)};
}

RowFile::RowFile(QString folder, size_t memoryLimit) : m_folder(std::move(folder)), m_memoryLimit(memoryLimit) {}

Expected<void> RowFile::append(const ColumnBatchPtr& batch) {
  if (batch->rowCount() == 0) return {};
  auto kept = keep(batch);
  if (!kept) return kept.error();
  add(std::move(*kept));
  return {};
}

Expected<KeptRows::Entry> RowFile::keep(const ColumnBatchPtr& batch) {
  Entry entry;
  entry.rows = batch->rowCount();
  const size_t size = batch->byteSize();
  if (m_memoryBytes + size <= m_memoryLimit) {
    entry.inMemory = batch;
    m_memoryBytes += size;
    return entry;
  }
  if (!m_file) {
    auto file = SpillFile::create(m_folder);
    if (!file) return file.error();
    m_file = std::move(*file);
  }
  const auto place = m_file->append(batch->block());
  if (!place) return place.error();
  entry.file = m_file;
  entry.place = *place;
  return entry;
}

void RowFile::add(Entry entry) {
  entry.firstRow = m_rowCount;
  m_rowCount += entry.rows;
  m_entries.push_back(std::move(entry));
}

KeptRows RowFile::takeRows() {
  m_file.reset();
  m_memoryBytes = 0;
  return std::exchange(static_cast<KeptRows&>(*this), KeptRows());
}

}  // namespace courier
