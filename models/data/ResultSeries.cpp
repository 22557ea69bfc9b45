#include "models/data/ResultSeries.h"

#include <utility>

namespace courier {
namespace {

/// Made on the query's thread, at home on `home`.
std::shared_ptr<ResultStore> resultOn(QThread* home, const QString& spillFolder) {
  auto store = sharedResult(spillFolder, ResultStore::kShownLimit);
  store->moveToThread(home);
  return store;
}

}  // namespace

ResultSeries::ResultSeries(QString spillFolder, QObject* parent)
    : QObject(parent), m_spillFolder(std::move(spillFolder)) {}

Expected<void> ResultSeries::begin(const Columns& columns) {
  std::shared_ptr<ResultStore> store;
  {
    const std::scoped_lock lock(m_mutex);
    ++m_begun;
    if (m_results.size() == kMostResults) {
      store = m_results.back();
    } else {
      store = resultOn(thread(), m_spillFolder);
    }
  }
  // Its columns are there before anyone sees it.
  if (auto begun = store->begin(columns); !begun) return begun;
  {
    const std::scoped_lock lock(m_mutex);
    if (m_results.empty() || m_results.back() != store) m_results.push_back(store);
  }
  QMetaObject::invokeMethod(this, &ResultSeries::resultBegun, Qt::QueuedConnection);
  return {};
}

Expected<void> ResultSeries::append(const ColumnBatchPtr& batch) {
  return last()->append(batch);
}

std::vector<std::shared_ptr<ResultStore>> ResultSeries::results() const {
  const std::scoped_lock lock(m_mutex);
  return m_results;
}

std::shared_ptr<ResultStore> ResultSeries::last() const {
  const std::scoped_lock lock(m_mutex);
  return m_results.empty() ? nullptr : m_results.back();
}

qint64 ResultSeries::begun() const {
  const std::scoped_lock lock(m_mutex);
  return m_begun;
}

}  // namespace courier
