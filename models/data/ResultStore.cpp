#include "models/data/ResultStore.h"

#include <QCoreApplication>
#include <QThreadPool>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "models/base/FreedMemory.h"

namespace courier {
namespace {

struct ResultStoreTr {
  Q_DECLARE_TR_FUNCTIONS(ResultStore)
};

constexpr qint64 kAnnounceEveryMs = 17;
constexpr size_t kMuchMemory = size_t{16} << 20;

}  // namespace

ResultStore::ResultStore(QString spillFolder, QObject* parent, size_t memoryLimit)
    : QObject(parent), m_rows(std::move(spillFolder), memoryLimit) {}

ResultStore::~ResultStore() {
  release();
}

void ResultStore::release() {
  const bool isMuch = m_rows.memoryBytes() >= kMuchMemory;
  KeptRows rows = m_rows.takeRows();
  if (!isMuch) return;
  QThreadPool::globalInstance()->start([rows = std::move(rows)]() mutable {
    rows = {};
    returnFreedMemory();
  });
}

Expected<void> ResultStore::begin(const Columns& columns) {
  {
    const std::scoped_lock lock(m_mutex);
    m_columns = columns;
    m_typer.emplace(columns);
    release();
    ++*m_generation;
    m_begunUntold = true;
  }
  tell();
  return {};
}

Expected<void> ResultStore::append(const ColumnBatchPtr& batch) {
  if (batch->rowCount() == 0) return {};
  // Those who read do not wait for the disk.
  auto kept = m_rows.keep(batch);
  if (!kept) return kept.error();
  {
    const std::scoped_lock lock(m_mutex);
    m_rows.add(std::move(*kept));
    if (m_typer) m_typer->add(*batch, batch->rowCount());
  }
  tell();
  return {};
}

Columns ResultStore::columns() const {
  const std::scoped_lock lock(m_mutex);
  return m_columns;
}

Columns ResultStore::typedColumns() const {
  const std::scoped_lock lock(m_mutex);
  return m_typer ? m_typer->columns() : m_columns;
}

qint64 ResultStore::rowCount() const {
  const std::scoped_lock lock(m_mutex);
  return m_rows.rowCount();
}

Expected<ResultStore::Located> ResultStore::locate(qint64 row) const {
  std::unique_lock lock(m_mutex);
  if (row < 0 || row >= m_rows.rowCount()) return Error::notFound(ResultStoreTr::tr("This result has no such row."));
  const KeptRows::Position position = m_rows.find(row);
  const KeptRows::Entry entry = m_rows.entry(position.batch);
  lock.unlock();
  auto found = KeptRows::read(entry);
  if (!found) return found.error();
  return Located{std::move(*found), position.row};
}

ResultSnapshotPtr ResultStore::snapshot() const {
  const std::scoped_lock lock(m_mutex);
  return std::make_shared<const ResultSnapshot>(m_columns, m_rows, m_generation);
}

Expected<void> ResultStore::replay(BatchSink& sink, qint64 rowLimit) const {
  const ResultSnapshotPtr rows = snapshot();
  qint64 left = rowLimit > 0 ? std::min(rowLimit, rows->rowCount()) : rows->rowCount();
  if (auto begun = sink.begin(rows->columns()); !begun) return begun;
  for (size_t index = 0; left > 0; ++index) {
    const auto found = rows->batchAt(index);
    if (!found) return found.error();
    const ColumnBatchPtr part =
        firstRows(found->batch, static_cast<int>(std::min<qint64>(left, found->batch->rowCount())));
    if (auto appended = sink.append(part); !appended) return appended;
    left -= part->rowCount();
  }
  return {};
}

void ResultStore::tell() {
  if (QThread::currentThread() == thread()) return announce();
  {
    const std::scoped_lock lock(m_mutex);
    if (m_isTelling) return;
    m_isTelling = true;
  }
  QMetaObject::invokeMethod(this, &ResultStore::announceInTurn, Qt::QueuedConnection);
}

void ResultStore::announceInTurn() {
  const qint64 early = m_sinceAnnounced.isValid() ? kAnnounceEveryMs - m_sinceAnnounced.elapsed() : 0;
  if (early > 0) {
    QTimer::singleShot(std::chrono::milliseconds(early), Qt::PreciseTimer, this, &ResultStore::announceInTurn);
    return;
  }
  {
    const std::scoped_lock lock(m_mutex);
    m_isTelling = false;
  }
  announce();
}

void ResultStore::announce() {
  m_sinceAnnounced.start();
  std::optional<Columns> columns;
  qint64 rows = 0;
  {
    const std::scoped_lock lock(m_mutex);
    if (std::exchange(m_begunUntold, false)) columns = m_columns;
    rows = m_rows.rowCount();
  }
  if (columns) Q_EMIT begun(*columns);
  if (rows > 0) Q_EMIT appended(rows);
}

}  // namespace courier
