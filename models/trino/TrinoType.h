#pragma once

#include <QString>
#include <string>
#include <string_view>
#include <vector>

#include "models/data/Column.h"

namespace courier {

/// A type of Trino, Presto or Hive, and how its values stand in an answer. A value; parsed from the words for people in
/// `columns[].type`: array(varchar(20)), row(a bigint, "b c" array(integer)), map<string,int>. Pure.
struct TrinoType {
  enum class Form {
    Text,     ///< as the cluster writes it; also what is not known here
    Integer,  ///< digits
    Float,    ///< a decimal; "NaN", "Infinity" and "-Infinity" as strings
    Double,   ///< likewise
    Truth,    ///< true or false
    Bytes,    ///< in base64
    Array,    ///< [member, …]
    Map,      ///< {"key": value, …}
    Row       ///< [field, …]
  };
  Form form = Form::Text;
  ColumnType type = ColumnType::String;  ///< what one value is in the body; of what has members, String
  std::vector<TrinoType> parts;          ///< an array's member, a map's value, a row's fields
  /// Of a row whose fields all have names, each its own; else none, and its values are written by position.
  std::vector<std::string> names;

  [[nodiscard]] bool hasMembers() const { return form >= Form::Array; }
  /// An array whose members have none of their own: array<…> in the body. All others with members are text of JSON.
  [[nodiscard]] bool isPlainArray() const { return form == Form::Array && !parts.front().hasMembers(); }
  bool operator==(const TrinoType&) const = default;
};

/// What cannot be read, or is nested beyond all reason, is Text.
[[nodiscard]] TrinoType trinoType(std::string_view words);

/// The column as the contract has it.
[[nodiscard]] Column trinoColumn(const QString& name, const QString& words, const TrinoType& type);

}  // namespace courier
