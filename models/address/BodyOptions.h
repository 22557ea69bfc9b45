#pragma once

#include <QtGlobal>

namespace courier {

/// The format in which a result is written into a delivery's body.
enum class BodyFormat {
  Result,   ///< the contract's: column names, types, rows (DESIGN section 5)
  Objects,  ///< an array of objects, one a row
  Lines,    ///< JSON lines: an object a line
  Csv       ///< RFC 4180 with a header line
};

/// The options of a target that, together with the rows, determine every byte of a body.
struct BodyOptions {
  BodyFormat format = BodyFormat::Result;
  bool gzip = false;                   ///< the bytes of the wire are gzip's; Content-Encoding says so
  bool wideIntegersAsStrings = false;  ///< integers of a long column beyond ±2^53 as JSON strings

  bool operator==(const BodyOptions&) const = default;
};

}  // namespace courier
