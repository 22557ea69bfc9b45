#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <QString>

namespace courier {

/// What a column of a loaded file is declared as.
enum class CellType : std::uint8_t { Integer, Real, Text };
/// "INTEGER", "REAL", "TEXT".
[[nodiscard]] const char* cellTypeName(CellType type);
[[nodiscard]] std::optional<CellType> cellTypeOf(const QString& name);

/// What the values of a column were, as bits. Nothing that a number would not give back is one: text stays text.
using CellKinds = std::uint8_t;
namespace cellkind {
inline constexpr CellKinds none = 0;
inline constexpr CellKinds integer = 1;      ///< of at most 15 digits, which REAL holds as well
inline constexpr CellKinds wideInteger = 2;  ///< of 64 bits
inline constexpr CellKinds real = 4;
inline constexpr CellKinds grouped = 8;  ///< 1.234 where the decimal sign is the comma: a number only beside 1.234,5
inline constexpr CellKinds text = 16;
}  // namespace cellkind

/// The narrowest type that holds them all without loss; of no values at all, TEXT.
[[nodiscard]] CellType typeOfKinds(CellKinds kinds);

enum class NumberForm {
  Point,
  Comma,  ///< 1.234,56
  Json    ///< every number of JSON is one, 1e5 too
};

struct CellValue {
  CellKinds kind = cellkind::text;
  std::int64_t integer = 0;  ///< of the integer kinds
  double real = 0;           ///< of every kind but text, as far as a double holds it
};

/// Reads a value of one or more characters (never trimmed). Numbers: 0, -12; 0.5, .5, -1.50 of at most 15 digits from
/// the first that is not 0; with an exponent where there is a point or the exponent has a sign (1.5e10, 1e-7). Leading
/// zeros, a leading plus, -0, NaN, hex and dates are text. Pure.
[[nodiscard]] CellValue cellValue(std::string_view text, NumberForm form);

}  // namespace courier
