#include "widgets/results/RowArranger.h"

#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"

namespace courier {
namespace {

constexpr int kTellEveryMs = 100;
constexpr qint64 kLeastPauseMs = 500;

}  // namespace

RowArranger::RowArranger(QObject* parent) : QObject(parent) {
  m_tick.setInterval(kTellEveryMs);
  connect(&m_tick, &QTimer::timeout, this, [this] {
    if (m_progress) Q_EMIT progressed(m_progress->done, m_progress->total);
  });
  m_again.setSingleShot(true);
  connect(&m_again, &QTimer::timeout, this, [this] {
    if (!m_isWorking && m_result && !m_found.isPlain() && m_result->rowCount() > m_covered) begin();
  });
}

RowArranger::~RowArranger() {
  m_cancel.cancel();
}

void RowArranger::setResult(std::shared_ptr<const ResultStore> result) {
  stop();
  m_result = std::move(result);
  m_wanted = {};
  m_found = {};
  m_covered = 0;
}

void RowArranger::want(const Arrangement& wanted) {
  if (wanted == m_wanted) return;
  m_wanted = wanted;
  begin();
}

void RowArranger::stop() {
  m_again.stop();
  m_wanted = m_found;
  if (!m_isWorking) return;
  m_cancel.cancel();
  ++m_turn;
  m_isWorking = false;
  m_tick.stop();
  Q_EMIT ended();
}

void RowArranger::noteGrowth() {
  // Looking takes its time: the more, the longer it rests.
  if (m_found.isPlain() || m_isWorking || m_again.isActive()) return;
  m_again.start(static_cast<int>(std::clamp<qint64>(3 * m_lastMs, kLeastPauseMs, 60'000)));
}

void RowArranger::begin() {
  m_cancel.cancel();
  m_cancel = CancelToken();
  m_again.stop();
  const quint64 turn = ++m_turn;
  if (!m_result || m_wanted.isPlain()) {
    m_isWorking = false;
    m_tick.stop();
    m_found = m_wanted;
    Q_EMIT ended();
    Q_EMIT arranged(nullptr, m_found);
    return;
  }
  m_progress = std::make_shared<RowProgress>();
  m_isWorking = true;
  m_clock.start();
  m_tick.start();
  whenDone(runInBackground([result = m_result, wanted = m_wanted, cancel = m_cancel, progress = m_progress] {
             return arrange(*result, wanted, cancel, *progress);
           }),
           this, [this, wanted = m_wanted, turn](const Expected<RowListPtr>& rows) { take(wanted, turn, rows); });
}

void RowArranger::take(const Arrangement& wanted, quint64 turn, const Expected<RowListPtr>& rows) {
  if (turn != m_turn) return;
  m_isWorking = false;
  m_tick.stop();
  m_lastMs = m_clock.elapsed();
  Q_EMIT ended();
  if (!rows) {
    m_wanted = m_found;
    Q_EMIT failed(rows.error());
    return;
  }
  m_found = wanted;
  m_covered = *rows ? (*rows)->covered() : 0;
  Q_EMIT arranged(*rows, m_found);
  if (m_result->rowCount() > m_covered) noteGrowth();
}

}  // namespace courier
