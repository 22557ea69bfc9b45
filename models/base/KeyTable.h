#pragma once

#include <QLatin1String>
#include <QString>
#include <array>
#include <optional>
#include <utility>

namespace courier {

/// The words by which an enumeration's values are stored.
template <class Value, size_t n>
using KeyTable = std::array<std::pair<Value, QLatin1String>, n>;

/// "" where the table does not have the value.
template <class Value, size_t n>
[[nodiscard]] QString keyOf(const KeyTable<Value, n>& table, Value value) {
  for (const auto& [candidate, key] : table) {
    if (candidate == value) return key;
  }
  return {};
}

template <class Value, size_t n>
[[nodiscard]] std::optional<Value> valueOf(const KeyTable<Value, n>& table, const QString& key) {
  for (const auto& [value, candidate] : table) {
    if (candidate == key) return value;
  }
  return std::nullopt;
}

}  // namespace courier
