#include "models/delivery/DeliveryWorker.h"

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr qint64 storageRestMs = 20'000;
constexpr qint64 expireIntervalMs = 60'000;

}  // namespace

DeliveryWorker::DeliveryWorker(Outbox& outbox, SecretStore& secrets, const Clock& clock, DeliveryLoopOptions options)
    : m_outbox(outbox),
      m_secrets(secrets),
      m_clock(clock),
      m_options(std::move(options)),
      m_pace(clock),
      m_timer(this) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &DeliveryWorker::onTimer);
  connect(&outbox, &Outbox::queued, this, &DeliveryWorker::look, Qt::QueuedConnection);
  if (m_options.network == nullptr) return;
  (void)m_pace.setOffline(m_options.network->state() == NetworkWatch::State::Disconnected);
  connect(m_options.network, &NetworkWatch::changed, this, &DeliveryWorker::onNetwork, Qt::QueuedConnection);
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
  m_timer.stop();
  // While nothing can begin, the end of a flight is what to wait for.
  if (m_recovered && isFull() && !m_earlyForAll && !isExpiryDue()) return sleep(DeliveryPace::longestSleepMs);
  m_looking = true;
  m_lookAgain = false;
  if (!m_recovered) return recover();
  expireThenLook();
}

void DeliveryWorker::recover() {
  whenDone(m_outbox.recover(), this, [this](const Expected<int>& recovered) {
    if (!recovered) return rest(recovered.error());
    m_recovered = true;
    expireThenLook();
  });
}

void DeliveryWorker::expireThenLook() {
  if (isExpiryDue()) {
    whenDone(m_outbox.expireOld(m_options.scope), this,
             [this, nowMs = m_clock.monotonicMs()](const Expected<int>& expired) {
               if (!expired) return rest(expired.error());
               m_expiredAtMs = nowMs;
               expireThenLook();
             });
    return;
  }
  if (m_earlyForAll) {
    whenDone(m_outbox.tryAllEarly(m_options.scope), this, [this](const Expected<int>& asked) {
      if (!asked) return rest(asked.error());
      m_earlyForAll = false;
      expireThenLook();
    });
    return;
  }
  const int wanted = m_options.parallel + static_cast<int>(m_flights.size());
  whenDone(m_outbox.look(m_pace.scope(m_options.scope), wanted, m_newestId), this,
           [this](const Expected<OutboxView>& view) {
             if (!view) return rest(view.error());
             launch(*view);
           });
}

bool DeliveryWorker::isExpiryDue() const {
  return m_expiredAtMs < 0 || m_clock.monotonicMs() - m_expiredAtMs >= expireIntervalMs;
}

bool DeliveryWorker::isFull() const {
  return m_flights.size() >= m_options.parallel;
}

void DeliveryWorker::launch(const OutboxView& view) {
  m_newestId = view.newestId;
  for (const Delivery& delivery : view.due) {
    if (!m_running || isFull()) break;
    if (m_flights.contains(delivery.id.value)) continue;
    if (m_pace.begin(delivery.to.url.origin())) {
      launchOne(delivery);
    } else {
      // It hides others behind it; the next look leaves its origin out.
      m_lookAgain = true;
    }
  }
  m_looking = false;
  if (!m_running) return finishStop();
  if (m_lookAgain && !isFull()) return look();
  sleep(m_pace.sleepMs(view.nextDueMs));
}

void DeliveryWorker::launchOne(const Delivery& delivery) {
  const QString lane = delivery.to.url.lane();
  // A server of TLS 1.3 that does not accept a client's certificate says so when the body is under way already.
  const bool showsCertificate = !delivery.to.options.tls.clientCertificateFile.isEmpty();
  // An unencrypted answer is sifted by the relay.
  const bool isSifted = !delivery.to.url.isEncrypted();
  const bool isRelayed = isSifted || showsCertificate || delivery.earlyCloses > 0 || m_relayedLanes.contains(lane);
  auto* flight = new Flight(m_outbox, m_secrets, m_clock, m_options, delivery,
                            isRelayed ? Flight::Way::Relayed : Flight::Way::Direct, this);
  m_flights.insert(delivery.id.value, flight);
  connect(flight, &Flight::progressed, this, &DeliveryWorker::progressed);
  connect(flight, &Flight::settled, this, [this, lane, flight](const Delivery& settledDelivery) {
    if (settledDelivery.earlyCloses > 0 || flight->lostItsAnswer()) m_relayedLanes.insert(lane);
    Q_EMIT settled(settledDelivery);
  });
  connect(flight, &Flight::failed, this, &DeliveryWorker::failed);
  connect(flight, &Flight::ended, this, [this, id = delivery.id](Flight::End end) { land(id, end); });
  flight->start();
}

void DeliveryWorker::land(DeliveryId id, Flight::End end) {
  Flight* flight = m_flights.take(id.value);
  if (flight == nullptr) return;
  const QString origin = flight->delivery().to.url.origin();
  flight->deleteLater();
  switch (end) {
    case Flight::End::Answered:
      m_pace.answered(origin);
      break;
    case Flight::End::Failed:
      m_pace.failed(origin);
      break;
    case Flight::End::NotTried:
      break;
    case Flight::End::Storage:
      sleep(storageRestMs);
      return finishStop();
  }
  finishStop();
  look();
}

void DeliveryWorker::onTimer() {
  if (m_pace.wokeUpLate()) return tryAllEarly();
  look();
}

void DeliveryWorker::onNetwork(NetworkWatch::State state) {
  if (m_pace.setOffline(state == NetworkWatch::State::Disconnected)) tryAllEarly();
}

void DeliveryWorker::tryAllEarly() {
  m_pace.forgetFailures();
  m_earlyForAll = true;
  look();
}

void DeliveryWorker::sleep(qint64 ms) {
  if (!m_running) return;
  m_pace.sleepBegins(ms);
  m_timer.start(static_cast<int>(ms));
}

void DeliveryWorker::rest(const Error& error) {
  m_looking = false;
  m_lookAgain = false;
  if (!m_running) return finishStop();
  Q_EMIT failed(error);
  sleep(storageRestMs);
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
