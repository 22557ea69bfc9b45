#pragma once

#include <QByteArray>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/base/Result.h"

namespace courier {

/// Packs a stream of bytes as one gzip member (RFC 1952) without a name, its time 0, its system unknown (255). The
/// packed bytes depend on the bytes alone, not on how they were cut into pieces. Any one thread.
class GzipPacker {
 public:
  GzipPacker();
  ~GzipPacker();
  GzipPacker(const GzipPacker&) = delete;
  GzipPacker& operator=(const GzipPacker&) = delete;
  GzipPacker(GzipPacker&&) = delete;
  GzipPacker& operator=(GzipPacker&&) = delete;

  /// Appends to `out` what is packed by now. Error Internal: there is no memory for it.
  [[nodiscard]] Result<void> add(std::string_view bytes, std::string& out);
  /// Appends the rest; the next byte begins a new stream.
  [[nodiscard]] Result<void> finish(std::string& out);
  /// Forgets everything added.
  void startOver();

 private:
  struct State;
  std::unique_ptr<State> m;
};

/// The beginning of a gzip stream, for reading.
struct Unpacked {
  QByteArray bytes;       ///< at most as many as were asked for
  bool complete = false;  ///< that is all of it, and its checksum is right
};
/// Unpacks until `limit` bytes are there, whatever would follow; what was unpacked before damage, or the end of
/// `packed`, comes as not complete. Nothing where not even the beginning is gzip.
[[nodiscard]] std::optional<Unpacked> gunzipBeginning(QByteArrayView packed, qint64 limit);

}  // namespace courier
