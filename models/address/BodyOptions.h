#pragma once

#include <QtGlobal>

namespace courier {

/// In which form a result is written into a delivery's body.
enum class BodyFormat {
  Result,   ///< the contract's: column names, types, rows (DESIGN section 5)
  Objects,  ///< an array of objects, one a row
  Lines,    ///< JSON lines: an object a line
  Csv       ///< RFC 4180 with a header line
};

/// What decides, together with the rows, on every byte of a body; a target's options.
struct BodyOptions {
  BodyFormat format = BodyFormat::Result;
  bool gzip = false;                   ///< the bytes of the wire are gzip's; Content-Encoding says so
  bool wideIntegersAsStrings = false;  ///< integers of a long column beyond ±2^53 as JSON strings

  bool operator==(const BodyOptions&) const = default;
};

}  // namespace courier
