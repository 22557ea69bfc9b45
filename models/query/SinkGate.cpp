#include "models/query/SinkGate.h"

#include <QCoreApplication>
#include <exception>
#include <utility>

#include "models/query/QueryEngine.h"

namespace courier {

namespace {

struct SinkGateTr {
  Q_DECLARE_TR_FUNCTIONS(SinkGate)
};

}  // namespace

Expected<void> SinkGate::begin(const Columns& columns) {
  return pass([&](BatchSink& sink) { return sink.begin(columns); });
}

Expected<void> SinkGate::append(const ColumnBatchPtr& batch) {
  return pass([&](BatchSink& sink) { return sink.append(batch); });
}

void SinkGate::shut(Shut whenShut) {
  std::unique_lock lock(m_mutex);
  if (std::exchange(m_isShut, true)) return;
  if (m_isTaking) {
    m_whenShut = std::move(whenShut);
    return;
  }
  auto sink = std::exchange(m_sink, nullptr);
  lock.unlock();
  whenShut(std::move(sink));
}

template <class Call>
Expected<void> SinkGate::pass(Call call) {
  std::unique_lock lock(m_mutex);
  if (m_isShut) return cancelledQuery();
  m_isTaking = true;
  lock.unlock();
  Expected<void> taken;
  try {
    taken = call(*m_sink);
  } catch (const std::exception& exception) {
    taken = Error::of(ErrorKind::Internal,
                      SinkGateTr::tr("The rows could not be taken (%1). Ask for fewer rows.")
                          .arg(QString::fromLocal8Bit(exception.what())),
                      QString::fromLocal8Bit(exception.what()));
  }
  lock.lock();
  m_isTaking = false;
  if (!m_isShut) return taken;
  auto sink = std::exchange(m_sink, nullptr);
  const Shut whenShut = std::exchange(m_whenShut, nullptr);
  lock.unlock();
  whenShut(std::move(sink));
  return cancelledQuery();
}

}  // namespace courier
