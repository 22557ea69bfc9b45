#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "models/data/BatchSink.h"

namespace courier {

/// Stands between an engine and a sink, and can be shut: from then on the engine's rows go nowhere and it is told that
/// the query was stopped. Shutting never waits. Thread-safe.
class SinkGate final : public BatchSink {
 public:
  explicit SinkGate(std::shared_ptr<BatchSink> sink) : m_sink(std::move(sink)) {}

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;

  /// What is done once nothing can reach the sink any more; it is given the gate's reference to it.
  using Shut = std::function<void(std::shared_ptr<BatchSink> sink)>;
  /// Calls `whenShut` at once, or, while the sink is taking something, on the engine's thread right after. Only the
  /// first call counts.
  void shut(Shut whenShut);

 private:
  template <class Call>
  Expected<void> pass(Call call);
  std::mutex m_mutex;
  std::shared_ptr<BatchSink> m_sink;
  bool m_isShut = false;
  bool m_isTaking = false;
  Shut m_whenShut;
};

}  // namespace courier
