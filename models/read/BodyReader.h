#pragma once

#include <QIODevice>
#include <QString>

#include "models/address/BodyOptions.h"
#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/data/BatchSink.h"

namespace courier {

/// More columns than this are not read of a form that does not say beforehand which there are.
inline constexpr int mostColumns = 10'000;

struct BodyReadOptions {
  /// What the body's columns are known to be, in its order; empty: what it says itself. Where the body turns out to be
  /// different, it is read as it is.
  Columns columns = {};
  qint64 maxBytes = qint64{1} << 30;  ///< of the unpacked body; 0: no limit
  qint64 maxRowBytes = qint64{64} << 20;
  CancelToken cancel = {};
};

/// Reads a body of any form back into batches, unpacking it piece by piece where it is packed. Types are those that the
/// body tells or that are known of its columns: objects and lines without such knowledge give each value as the JSON
/// one it is, their columns being the keys in the order in which they come first (a key that an object lacks is NULL);
/// CSV gives texts. What the forms do not keep is not guessed: a number that the writer replaced by null is NULL,
/// base64 stays text. Memory is bounded by a few batches and the longest row, time by `maxBytes`.
/// `device` is open and can go back to its beginning. The sink's begin() may come twice. Errors: InvalidInput, a
/// sentence that says where the body is not of this form or that it is too large; Storage; Cancelled; the sink's.
[[nodiscard]] Expected<void> readBody(QIODevice& device, const BodyOptions& form, BatchSink& sink,
                                      const BodyReadOptions& options = {});
/// The same of a file. NotFound: "The body is no longer kept on this computer."
[[nodiscard]] Expected<void> readBody(const QString& path, const BodyOptions& form, BatchSink& sink,
                                      const BodyReadOptions& options = {});

/// A form in words: "JSON lines", "CSV, packed with gzip".
[[nodiscard]] QString bodyFormText(const BodyOptions& form);

/// Reads a spool file (a body of DESIGN section 5) back into batches, with simdjson, column types as the body names
/// them (TypeSource::Fixed). A long that was sent as a string is an integer again; base64 stays text; an integer beyond
/// 64 bits with a sign becomes the text of its digits. Memory is bounded by a few batches and the longest row.
/// Errors of kind Storage name the file; an Error of the sink is passed on.
[[nodiscard]] Expected<void> readResultBody(const QString& path, BatchSink& sink);

}  // namespace courier
