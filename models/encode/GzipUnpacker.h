#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace courier {

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

}  // namespace courier
