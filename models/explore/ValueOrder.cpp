#include "models/explore/ValueOrder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace courier {
namespace {

int rankOf(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Integer:
    case CellKind::Boolean:
      return 0;
    case CellKind::Real:
      return std::isnan(cell.real) ? 1 : 0;
    case CellKind::Text:
      return 2;
    case CellKind::Blob:
      return 3;
    case CellKind::Array:
      return 4;
    case CellKind::Null:
      break;
  }
  return 5;
}

std::weak_ordering orderOfReals(double one, double other) {
  return one < other   ? std::weak_ordering::less
         : one > other ? std::weak_ordering::greater
                       : std::weak_ordering::equivalent;
}

}  // namespace

int compareBytes(std::string_view one, std::string_view other) {
  const size_t both = std::min(one.size(), other.size());
  if (const int order = both == 0 ? 0 : std::memcmp(one.data(), other.data(), both); order != 0) return order;
  return one.size() < other.size() ? -1 : one.size() > other.size() ? 1 : 0;
}

std::weak_ordering orderOf(qint64 integer, double real) {
  // 2^63 and beyond is more than any integer.
  constexpr double beyond = 9223372036854775808.0;
  if (real >= beyond) return std::weak_ordering::less;
  if (real < -beyond) return std::weak_ordering::greater;
  const double whole = std::floor(real);
  const auto floor = static_cast<qint64>(whole);
  if (integer != floor) return integer < floor ? std::weak_ordering::less : std::weak_ordering::greater;
  return whole < real ? std::weak_ordering::less : std::weak_ordering::equivalent;
}

std::weak_ordering orderOf(const Cell& one, const Cell& other) {
  const int rank = rankOf(one);
  if (const int otherRank = rankOf(other); rank != otherRank) return rank <=> otherRank;
  if (rank == 1 || rank == 5) return std::weak_ordering::equivalent;
  if (rank >= 2) return compareBytes(one.bytes, other.bytes) <=> 0;
  const bool isReal = one.kind == CellKind::Real;
  const bool otherIsReal = other.kind == CellKind::Real;
  if (isReal && otherIsReal) return orderOfReals(one.real, other.real);
  if (isReal) return 0 <=> orderOf(other.integer, one.real);
  if (otherIsReal) return orderOf(one.integer, other.real);
  return one.integer <=> other.integer;
}

}  // namespace courier
