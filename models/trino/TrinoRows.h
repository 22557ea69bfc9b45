#pragma once

#include <simdjson.h>

#include <QString>
#include <string>
#include <utility>
#include <vector>

#include "models/data/ColumnBatch.h"
#include "models/trino/TrinoNested.h"
#include "models/trino/TrinoType.h"

namespace courier {

/// Puts rows that are JSON arrays into a batch, as their types have it. Keeps its memory from row to row.
///  - A number may stand in a string; what is not of its type's form is kept as text, so that nothing is lost.
///  - A plain array is a JSON array's text, of members as the body writes such values; an array with a member that is
///    not of its type, and all others that have members, are text of JSON.
class TrinoRows {
 public:
  explicit TrinoRows(std::vector<TrinoType> types) : m_types(std::move(types)) {}

  /// One value a column; the row is not ended. What is wrong with it, "" where nothing is; part of it may then have
  /// been taken.
  [[nodiscard]] QString append(simdjson::ondemand::array row, ColumnBatchBuilder& builder);

 private:
  using Value = simdjson::ondemand::value;
  using Code = simdjson::error_code;
  Code appendValue(Value& value, const TrinoType& type, int column, ColumnBatchBuilder& builder);
  void appendString(Value& value, std::string_view text, const TrinoType& type, int column,
                    ColumnBatchBuilder& builder);
  Code appendNumber(Value& value, std::string_view token, const TrinoType& type, int column,
                    ColumnBatchBuilder& builder);
  Code appendNested(Value& value, const TrinoType& type, int column, ColumnBatchBuilder& builder);
  void appendJson(const TrinoType& type, int column, ColumnBatchBuilder& builder);

  std::vector<TrinoType> m_types;
  std::string m_text;   ///< what a string with escapes says
  std::string m_bytes;  ///< of base64
  TrinoNested m_nested;
  std::string m_json;  ///< what it wrote
};

}  // namespace courier
