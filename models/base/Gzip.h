#pragma once

#include <QByteArray>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/base/Expected.h"

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
  [[nodiscard]] Expected<void> add(std::string_view bytes, std::string& out);
  /// Appends the rest; the next byte begins a new stream.
  [[nodiscard]] Expected<void> finish(std::string& out);
  /// Forgets everything added.
  void startOver();

 private:
  struct State;
  std::unique_ptr<State> m;
};

/// Unpacks one gzip member (RFC 1952) piece by piece, never more of it than is asked for. Any one thread.
class GzipUnpacker {
 public:
  GzipUnpacker();
  ~GzipUnpacker();
  GzipUnpacker(const GzipUnpacker&) = delete;
  GzipUnpacker& operator=(const GzipUnpacker&) = delete;
  GzipUnpacker(GzipUnpacker&&) = delete;
  GzipUnpacker& operator=(GzipUnpacker&&) = delete;

  enum class State {
    Going,    ///< more may come
    Ended,    ///< that was all of it, and its checksum is right
    Damaged,  ///< this is no gzip, or what was packed is damaged
  };
  /// Takes from the front of `packed` and appends at most `room` bytes to `out`. Call again with what is left of
  /// `packed` where `out` got as much as there was room for.
  State unpack(std::string_view& packed, size_t room, std::string& out);

 private:
  struct Stream;
  std::unique_ptr<Stream> m;
};

/// The beginning of a gzip stream, for reading.
struct Unpacked {
  QByteArray bytes;       ///< at most as many as were asked for
  bool complete = false;  ///< that is all of it, and its checksum is right
};
/// How bytes are packed: gzip (RFC 1952), zlib (RFC 1950), or deflate alone (RFC 1951).
enum class Packing { Gzip, Zlib, Deflate };
/// Unpacks at most `limit` bytes. Where `packed` is damaged or ends early, returns what was unpacked before, marked as
/// not complete. Returns nothing if not even the beginning is packed so.
[[nodiscard]] std::optional<Unpacked> unpackedBeginning(QByteArrayView packed, qint64 limit, Packing packing);
[[nodiscard]] inline std::optional<Unpacked> gunzipBeginning(QByteArrayView packed, qint64 limit) {
  return unpackedBeginning(packed, limit, Packing::Gzip);
}

}  // namespace courier
