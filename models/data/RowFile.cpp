#include "models/data/RowFile.h"

#include <QCoreApplication>
#include <QDir>
#include <algorithm>
#include <utility>

#include "models/data/BatchFormat.h"

namespace courier {

namespace {

struct RowFileTr {
  Q_DECLARE_TR_FUNCTIONS(RowFile)
};

}  // namespace

RowFile::RowFile(QString folder, size_t memoryLimit) : m_folder(std::move(folder)), m_memoryLimit(memoryLimit) {}

Expected<void> RowFile::append(const ColumnBatchPtr& batch) {
  if (batch->rowCount() == 0) return {};
  Entry entry;
  entry.firstRow = m_rowCount;
  const size_t size = batch->byteSize();
  if (m_memoryBytes + size <= m_memoryLimit) {
    entry.inMemory = batch;
    m_memoryBytes += size;
  } else {
    if (auto opened = openFile(); !opened) return opened;
    entry.fileOffset = m_fileEnd;
    if (!m_file->seek(m_fileEnd) || !writeBatch(*batch, *m_file) || !m_file->flush()) {
      Error error = writeError();
      m_file->unsetError();
      return error;
    }
    m_fileEnd = m_file->pos();
  }
  m_entries.push_back(std::move(entry));
  m_rowCount += batch->rowCount();
  return {};
}

Expected<ColumnBatchPtr> RowFile::batch(size_t index) const {
  const Entry& entry = m_entries[index];
  if (entry.inMemory) return entry.inMemory;
  if (m_file->seek(entry.fileOffset)) {
    if (ColumnBatchPtr batch = readBatch(*m_file)) return batch;
  }
  return Error::of(ErrorKind::Storage,
                   RowFileTr::tr("Rows kept in a temporary file in “%1” could not be read back. "
                                 "Check that disk and run the query again.")
                       .arg(QDir::toNativeSeparators(m_folder)),
                   m_file->errorString());
}

RowFile::Position RowFile::find(qint64 row) const {
  const auto next = std::upper_bound(m_entries.begin(), m_entries.end(), row,
                                     [](qint64 wanted, const Entry& entry) { return wanted < entry.firstRow; });
  const auto entry = next - 1;
  return {static_cast<size_t>(entry - m_entries.begin()), static_cast<int>(row - entry->firstRow)};
}

void RowFile::clear() {
  m_entries.clear();
  m_file.reset();
  m_fileEnd = 0;
  m_memoryBytes = 0;
  m_rowCount = 0;
}

Expected<void> RowFile::openFile() {
  if (m_file) return {};
  // Qt makes temporary files readable and writable by their owner alone.
  auto file = std::make_unique<QTemporaryFile>(m_folder + QStringLiteral("/rows-XXXXXX.tmp"));
  const bool isOpen = file->open();
  m_file = std::move(file);
  if (isOpen) return {};
  Error error = writeError();
  m_file.reset();
  return error;
}

Error RowFile::writeError() const {
  return Error::of(ErrorKind::Storage,
                   RowFileTr::tr("The rows do not fit in memory, and a temporary file in “%1” could "
                                 "not be written (%2). Make room there or ask for fewer rows.")
                       .arg(QDir::toNativeSeparators(m_folder), m_file->errorString()),
                   m_file->errorString());
}

}  // namespace courier
