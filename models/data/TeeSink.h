#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "models/data/BatchSink.h"

namespace courier {

/// Gives each row to several sinks, in their order; the first Error stops all.
class TeeSink final : public BatchSink {
 public:
  explicit TeeSink(std::vector<std::shared_ptr<BatchSink>> sinks) : m_sinks(std::move(sinks)) {}

  Expected<void> begin(const Columns& columns) override {
    return each([&](BatchSink& sink) { return sink.begin(columns); });
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    return each([&](BatchSink& sink) { return sink.append(batch); });
  }

 private:
  template <class Call>
  Expected<void> each(Call call) {
    for (const auto& sink : m_sinks) {
      if (auto done = call(*sink); !done) return done;
    }
    return {};
  }
  std::vector<std::shared_ptr<BatchSink>> m_sinks;
};

}  // namespace courier
