#pragma once

#include <simdjson.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/ByteCursor.h"
#include "models/trino/TrinoType.h"

namespace courier {

/// Writes a value with members as JSON, in which each member is as the body writes such a value: what is no finite
/// number is null, a decimal stays a string, a row whose fields have names is an object. PrestoDB sends such values,
/// and those within them, as strings of JSON; they are read like the others. Keeps its memory from value to value.
/// Pure.
class TrinoNested {
 public:
  TrinoNested();
  ~TrinoNested();
  TrinoNested(const TrinoNested&) = delete;
  TrinoNested& operator=(const TrinoNested&) = delete;
  TrinoNested(TrinoNested&&) noexcept;
  TrinoNested& operator=(TrinoNested&&) noexcept;

  /// CAPACITY where it is nested beyond all reason, INCORRECT_TYPE where a row has another number of fields than its
  /// type; else what the parser says. `out` is replaced.
  [[nodiscard]] simdjson::error_code write(simdjson::ondemand::value value, const TrinoType& type, std::string& out);
  /// The same of a value that stands in a string, whose text this is; false where it does not hold one.
  [[nodiscard]] bool writeText(std::string_view text, const TrinoType& type, std::string& out);
  /// Of the last value: false once a member was not of its type and was written as it came.
  [[nodiscard]] bool fits() const { return m_fits; }

 private:
  using Value = simdjson::ondemand::value;
  using Code = simdjson::error_code;
  /// Where a value that stands in a string is read, one for each such value around it.
  struct Level;
  Code writeValue(Value value, const TrinoType* type);
  Code writeMembers(Value value, const TrinoType* type);
  Code writeRow(Value value, const TrinoType& type);
  Code writeObject(Value value, const TrinoType* type);
  Code writeScalar(Value value, std::string_view token, const TrinoType* type);
  Code writeAsItCame(std::string_view token);
  void writeReal(double real, const TrinoType& type);
  /// Gives the JSON; null where the text does not hold a value with members.
  const std::string* readText(std::string_view text, const TrinoType& type);

  ByteCursor* m_out = nullptr;
  std::string m_room;
  std::vector<std::unique_ptr<Level>> m_levels;
  size_t m_level = 0;  ///< of them in use
  int m_depth = 0;
  bool m_fits = true;
};

}  // namespace courier
