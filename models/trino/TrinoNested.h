#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

#include "models/base/ByteCursor.h"
#include "models/trino/TrinoType.h"

namespace courier {

/// Writes a value with members as JSON, in which each member is as the body writes such a value: what is no finite
/// number is null, a decimal stays a string, a row whose fields have names is an object. Pure.
class TrinoNested {
 public:
  explicit TrinoNested(std::string& out) : m_out(out) {}

  /// CAPACITY where it is nested beyond all reason, INCORRECT_TYPE where a row has another number of fields than its
  /// type; else what the parser says.
  [[nodiscard]] simdjson::error_code write(simdjson::ondemand::value value, const TrinoType& type);
  /// The same of a text that is the value's JSON, as PrestoDB sends it; false where it is none, and nothing is written.
  [[nodiscard]] bool writeText(std::string_view text, const TrinoType& type);
  /// False once a member was not of its type and was written as it came.
  [[nodiscard]] bool fits() const { return m_fits; }

 private:
  using Value = simdjson::ondemand::value;
  using Code = simdjson::error_code;
  Code writeValue(Value value, const TrinoType* type);
  Code writeMembers(Value value, const TrinoType* type);
  Code writeRow(Value value, const TrinoType& type);
  Code writeObject(Value value, const TrinoType* type);
  Code writeScalar(Value value, std::string_view token, const TrinoType* type);
  Code writeAsItCame(std::string_view token);
  void writeReal(double real, const TrinoType& type);

  ByteCursor m_out;
  std::string m_room;
  int m_depth = 0;
  bool m_fits = true;
};

}  // namespace courier
