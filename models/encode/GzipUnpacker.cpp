#include "models/encode/GzipUnpacker.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace courier {
namespace {

constexpr int gzipWindow = 15 + 16;  // the largest window, with gzip's head and checksum around it

Bytef* bytesOf(const char* bytes) {
  // zlib's interface has no const, and it writes nothing there.
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes));
}

uInt atMost(size_t bytes) {
  return static_cast<uInt>(std::min<size_t>(bytes, std::numeric_limits<uInt>::max()));
}

}  // namespace

struct GzipUnpacker::Stream {
  z_stream stream = {};
  State state = State::Going;
};

GzipUnpacker::GzipUnpacker() : m(std::make_unique<Stream>()) {
  if (inflateInit2(&m->stream, gzipWindow) != Z_OK) m->state = State::Damaged;
}

GzipUnpacker::~GzipUnpacker() {
  inflateEnd(&m->stream);
}

GzipUnpacker::State GzipUnpacker::unpack(std::string_view& packed, size_t room, std::string& out) {
  if (m->state != State::Going) return m->state;
  const size_t size = out.size();
  out.resize(size + room);
  m->stream.next_in = bytesOf(packed.data());
  m->stream.avail_in = atMost(packed.size());
  m->stream.next_out = bytesOf(out.data() + size);
  m->stream.avail_out = atMost(room);
  const int code = inflate(&m->stream, Z_NO_FLUSH);
  out.resize(out.size() - m->stream.avail_out);
  packed.remove_prefix(static_cast<size_t>(m->stream.next_in - bytesOf(packed.data())));
  if (code == Z_STREAM_END) {
    m->state = State::Ended;
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    m->state = State::Damaged;
  }
  return m->state;
}

}  // namespace courier
