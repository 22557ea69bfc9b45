#pragma once

#include <compare>
#include <string_view>

#include "models/data/ColumnBatch.h"
#include "models/explore/Arrangement.h"

namespace courier {

/// The order of values without a language: numbers (Boolean, Integer and Real by their value, exactly; NaN behind
/// them), then texts by their bytes, then blobs, then arrays, then NULL. Pure.
[[nodiscard]] std::weak_ordering orderOf(const Cell& one, const Cell& other);
/// An integer beside a double, neither rounded.
[[nodiscard]] std::weak_ordering orderOf(qint64 integer, double real);
[[nodiscard]] int compareBytes(std::string_view one, std::string_view other);
/// Whether the value is a number as orderOf() sees it, NaN among them.
[[nodiscard]] inline bool isNumber(CellKind kind) {
  return kind == CellKind::Integer || kind == CellKind::Real || kind == CellKind::Boolean;
}

}  // namespace courier
