#include "models/delivery/DeliveryWorker.h"

#include <algorithm>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr qint64 longestSleepMs = 30'000;
constexpr qint64 shortestSleepMs = 20;
constexpr qint64 overdueSleepMs = 1'000;  ///< something is due that could not be begun just now
constexpr qint64 storageRestMs = 20'000;
constexpr qint64 expireIntervalMs = 60'000;

}  // namespace

DeliveryWorker::DeliveryWorker(Outbox& outbox, SecretStore& secrets, const Clock& clock, DeliveryLoopOptions options)
    : m_outbox(outbox), m_secrets(secrets), m_clock(clock), m_options(std::move(options)), m_timer(this) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &DeliveryWorker::look);
  connect(&outbox, &Outbox::queued, this, &DeliveryWorker::look, Qt::QueuedConnection);
}

DeliveryWorker::~DeliveryWorker() = default;

void DeliveryWorker::start() {
  if (m_running) return;
  m_running = true;
  m_recovered = false;
  look();
}

void DeliveryWorker::addLane(const QString& lane) {
  m_options.scope.lanes.insert(lane);
  look();
}

void DeliveryWorker::look() {
  if (!m_running) return;
  if (m_looking) {
    m_lookAgain = true;
    return;
  }
  m_looking = true;
  m_lookAgain = false;
  m_timer.stop();
  if (!m_recovered) return recover();
  expireThenLook();
}

void DeliveryWorker::recover() {
  whenDone(m_outbox.recover(), this, [this](const Result<int>& recovered) {
    if (!recovered) return rest(recovered.error());
    m_recovered = true;
    expireThenLook();
  });
}

void DeliveryWorker::expireThenLook() {
  const qint64 nowMs = m_clock.monotonicMs();
  const bool expiryDue = m_expiredAtMs < 0 || nowMs - m_expiredAtMs >= expireIntervalMs;
  if (!expiryDue) {
    const int wanted = m_options.parallel + static_cast<int>(m_flights.size());
    whenDone(m_outbox.due(scopeNow(), wanted), this, [this](const Result<QVector<Delivery>>& due) {
      if (!due) return rest(due.error());
      launch(*due);
    });
    return;
  }
  whenDone(m_outbox.expireOld(), this, [this, nowMs](const Result<int>& expired) {
    if (!expired) return rest(expired.error());
    m_expiredAtMs = nowMs;
    expireThenLook();
  });
}

LaneScope DeliveryWorker::scopeNow() const {
  LaneScope scope = m_options.scope;
  scope.exceptOrigins.unite(m_backoff.resting(m_clock.monotonicMs()));
  return scope;
}

bool DeliveryWorker::isFull() const {
  return m_flights.size() >= m_options.parallel;
}

void DeliveryWorker::launch(const QVector<Delivery>& due) {
  for (const Delivery& delivery : due) {
    if (!m_running || isFull()) break;
    if (m_flights.contains(delivery.id.value)) continue;
    const QString origin = delivery.url.origin();
    const qint64 nowMs = m_clock.monotonicMs();
    if (m_backoff.resting(nowMs).contains(origin)) continue;
    m_backoff.begun(origin, nowMs);
    launchOne(delivery);
  }
  planNextLook();
}

void DeliveryWorker::launchOne(const Delivery& delivery) {
  auto* flight = new Flight(m_outbox, m_secrets, m_clock, m_options, delivery, this);
  m_flights.insert(delivery.id.value, flight);
  connect(flight, &Flight::attemptBegun, this, &DeliveryWorker::attemptBegun);
  connect(flight, &Flight::progressed, this, &DeliveryWorker::progressed);
  connect(flight, &Flight::settled, this, &DeliveryWorker::settled);
  connect(flight, &Flight::failed, this, &DeliveryWorker::failed);
  connect(flight, &Flight::ended, this, [this, id = delivery.id](Flight::End end) { land(id, end); });
  flight->start();
}

void DeliveryWorker::land(DeliveryId id, Flight::End end) {
  Flight* flight = m_flights.take(id.value);
  if (flight == nullptr) return;
  const QString origin = flight->delivery().url.origin();
  flight->deleteLater();
  switch (end) {
    case Flight::End::Answered:
      m_backoff.answered(origin);
      break;
    case Flight::End::Failed:
      m_backoff.failed(origin, m_clock.monotonicMs());
      break;
    case Flight::End::NotTried:
      break;
    case Flight::End::Storage:
      m_timer.start(static_cast<int>(storageRestMs));
      return finishStop();
  }
  finishStop();
  look();
}

void DeliveryWorker::planNextLook() {
  whenDone(m_outbox.nextDue(scopeNow()), this, [this](const Result<qint64>& next) {
    if (!next) return rest(next.error());
    m_looking = false;
    if (!m_running) return finishStop();
    if (m_lookAgain) return look();
    qint64 sleepMs = longestSleepMs;
    if (*next > 0 && !isFull()) {
      const qint64 leftMs = *next - m_clock.nowMs();
      sleepMs = leftMs <= 0 ? overdueSleepMs : std::clamp(leftMs, shortestSleepMs, longestSleepMs);
    }
    const qint64 restLeftMs = m_backoff.msUntilNext(m_clock.monotonicMs());
    if (restLeftMs >= 0) sleepMs = std::min(sleepMs, restLeftMs + shortestSleepMs);
    m_timer.start(static_cast<int>(sleepMs));
  });
}

void DeliveryWorker::rest(const Error& error) {
  m_looking = false;
  m_lookAgain = false;
  if (!m_running) return finishStop();
  Q_EMIT failed(error);
  m_timer.start(static_cast<int>(storageRestMs));
}

void DeliveryWorker::stop(std::shared_ptr<QPromise<void>> done) {
  m_running = false;
  m_timer.stop();
  m_stopping.push_back(std::move(done));
  const QList<Flight*> flights = m_flights.values();
  for (Flight* flight : flights) flight->stop();
  finishStop();
}

void DeliveryWorker::finishStop() {
  if (m_running || !m_flights.isEmpty() || m_looking) return;
  const auto stopped = std::exchange(m_stopping, {});
  for (const auto& promise : stopped) promise->finish();
}

}  // namespace courier
