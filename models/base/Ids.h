#pragma once

#include <QtGlobal>
#include <compare>
#include <functional>

namespace courier {

/// A row's identity in courier.db. Each kind has a type of its own, so that a job's number cannot be passed where a
/// delivery's is wanted. 0 is no row.
template <class Tag>
struct Id {
  qint64 value = 0;
  [[nodiscard]] bool isValid() const { return value > 0; }
  auto operator<=>(const Id&) const = default;
};

using ConnectionId = Id<struct ConnectionTag>;
using QueryId = Id<struct QueryTag>;
using TargetId = Id<struct TargetTag>;
using JobId = Id<struct JobTag>;
using DeliveryId = Id<struct DeliveryTag>;
using AttemptId = Id<struct AttemptTag>;
using ScheduleId = Id<struct ScheduleTag>;

}  // namespace courier

template <class Tag>
struct std::hash<courier::Id<Tag>> {
  size_t operator()(const courier::Id<Tag>& id) const noexcept { return std::hash<qint64>{}(id.value); }
};
