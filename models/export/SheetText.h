#pragma once

#include <QString>
#include <optional>
#include <string>
#include <string_view>

namespace courier {

/// What a sheet of XLSX takes, and how. Pure.

/// The most characters that a cell holds.
inline constexpr int mostCellCharacters = 32'767;

/// `text`, which is UTF-8, as libxlsxwriter may be given it: what XML cannot hold is written as the format has it
/// (_x0000_), and so is a text that only looks like that. True when it was cut to what a cell holds.
[[nodiscard]] bool sheetText(std::string_view text, std::string& out);

/// A name that a sheet may have, of this one: at most 31 characters, none of []:*?/\ in it, no ' at its ends.
/// `number`: of the sheet, counted from 1; from the second on it stands behind.
[[nodiscard]] QString sheetName(const QString& given, int number);

/// A day, maybe with a time of it.
struct SheetTime {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0.0;
  bool hasTime = false;
};
/// Of 2026-11-30, 2026-11-30 08:15, 2026-11-30T08:15:30.123456; nothing where it is no such day, has a zone (a sheet
/// knows none) or is not of the years 1900 to 9999.
[[nodiscard]] std::optional<SheetTime> sheetTime(std::string_view text);

}  // namespace courier
