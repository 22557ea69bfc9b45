#pragma once

#include <QString>
#include <optional>

#include "models/base/Expected.h"
#include "models/data/RowSource.h"

class QIODevice;

namespace courier {

/// The forms in which the command line prints a result (`-f`), and in which the grid exports.
enum class TextFormat { Table, Csv, Tsv, Json, JsonLines };

[[nodiscard]] std::optional<TextFormat> textFormatFromName(const QString& name);

struct TextOptions {
  bool header = true;   ///< column names first (Table, Csv, Tsv)
  qint64 rowLimit = 0;  ///< 0: all
};

/// Writes a result that is complete as text, UTF-8, to `device`, streaming. Csv is RFC 4180 (CRLF only inside quotes
/// kept as is, lines end in LF), NULL an empty field and '' a quoted one; Tsv escapes tab, CR, LF and backslash, NULL
/// is \N; Json is an array of objects and JsonLines an object a line, keys as of objectKeys(), values as in the
/// body; Table is boxed, right-aligned numbers, control characters as symbols, NULL as "NULL", columns wider than
/// 60 characters cut with "…", the number of rows below. An Error of kind Storage where the device takes no more.
[[nodiscard]] Expected<void> writeText(const RowSource& result, TextFormat format, const TextOptions& options,
                                       QIODevice& device);

}  // namespace courier
