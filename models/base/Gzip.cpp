#include "models/base/Gzip.h"

#include <zlib.h>

#include <QCoreApplication>
#include <algorithm>
#include <limits>

namespace courier {
namespace {

struct GzipTr {
  Q_DECLARE_TR_FUNCTIONS(Gzip)
};

constexpr size_t pieceSize = size_t{64} << 10;
constexpr int largestWindow = 15;
constexpr int gzipWindow = largestWindow + 16;  // with gzip's head and checksum around it
constexpr int usualMemory = 8;

Bytef* bytesOf(const char* bytes) {
  // zlib's interface has no const, and it writes nothing there.
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes));
}

uInt atMost(size_t bytes) {
  return static_cast<uInt>(std::min<size_t>(bytes, std::numeric_limits<uInt>::max()));
}

int windowOf(Packing packing) {
  switch (packing) {
    case Packing::Gzip:
      return gzipWindow;
    case Packing::Zlib:
      return largestWindow;
    case Packing::Deflate:
      return -largestWindow;
  }
  return gzipWindow;
}

Error cannotPack() {
  return Error::of(ErrorKind::Internal, GzipTr::tr("The body could not be compressed with gzip."));
}

}  // namespace

struct GzipPacker::State {
  /// Packs `bytes`, which is a whole piece or, with Z_FINISH, the last one.
  Expected<void> pack(std::string_view bytes, int flush, std::string& out);
  Expected<void> begin();

  z_stream stream = {};
  gz_header head = {};
  bool ready = false;
  bool begun = false;
  std::string piece;  ///< what has not been packed: less than a piece
};

Expected<void> GzipPacker::State::begin() {
  if (begun) return {};
  if (!ready) {
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindow, usualMemory, Z_DEFAULT_STRATEGY) != Z_OK)
      return cannotPack();
    ready = true;
  } else if (deflateReset(&stream) != Z_OK) {
    return cannotPack();
  }
  head = {};
  head.os = 255;
  if (deflateSetHeader(&stream, &head) != Z_OK) return cannotPack();
  begun = true;
  return {};
}

Expected<void> GzipPacker::State::pack(std::string_view bytes, int flush, std::string& out) {
  if (auto started = begin(); !started) return started;
  stream.next_in = bytesOf(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (;;) {
    const size_t size = out.size();
    out.resize(size + pieceSize);
    stream.next_out = bytesOf(out.data() + size);
    stream.avail_out = static_cast<uInt>(pieceSize);
    const int code = deflate(&stream, flush);
    out.resize(size + pieceSize - stream.avail_out);
    if (code == Z_STREAM_END) return {};
    if (code != Z_OK && code != Z_BUF_ERROR) return cannotPack();
    if (flush == Z_NO_FLUSH && stream.avail_out > 0) return {};
  }
}

GzipPacker::GzipPacker() : m(std::make_unique<State>()) {}

GzipPacker::~GzipPacker() {
  if (m->ready) deflateEnd(&m->stream);
}

Expected<void> GzipPacker::add(std::string_view bytes, std::string& out) {
  // Always in pieces of one size, so that what comes out does not depend on how it went in.
  while (m->piece.size() + bytes.size() >= pieceSize) {
    const size_t wanted = pieceSize - m->piece.size();
    if (m->piece.empty()) {
      if (auto packed = m->pack(bytes.substr(0, wanted), Z_NO_FLUSH, out); !packed) return packed;
    } else {
      m->piece += bytes.substr(0, wanted);
      if (auto packed = m->pack(m->piece, Z_NO_FLUSH, out); !packed) return packed;
      m->piece.clear();
    }
    bytes.remove_prefix(wanted);
  }
  m->piece += bytes;
  return {};
}

Expected<void> GzipPacker::finish(std::string& out) {
  auto packed = m->pack(m->piece, Z_FINISH, out);
  startOver();
  return packed;
}

void GzipPacker::startOver() {
  m->piece.clear();
  m->begun = false;
}

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

std::optional<Unpacked> unpackedBeginning(QByteArrayView packed, qint64 limit, Packing packing) {
  z_stream stream = {};
  if (inflateInit2(&stream, windowOf(packing)) != Z_OK) return std::nullopt;
  stream.next_in = bytesOf(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  Unpacked unpacked;
  int code = Z_OK;
  while (code == Z_OK && unpacked.bytes.size() <= limit) {
    const qsizetype size = unpacked.bytes.size();
    // One byte beyond tells whether there is more.
    const qsizetype room = std::min<qsizetype>(limit + 1 - size, static_cast<qsizetype>(pieceSize));
    if (room == 0) break;
    unpacked.bytes.resize(size + room);
    stream.next_out = bytesOf(unpacked.bytes.data() + size);
    stream.avail_out = static_cast<uInt>(room);
    code = inflate(&stream, Z_NO_FLUSH);
    unpacked.bytes.resize(size + room - static_cast<qsizetype>(stream.avail_out));
  }
  const bool isPacked = code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR || !unpacked.bytes.isEmpty();
  inflateEnd(&stream);
  if (!isPacked) return std::nullopt;
  unpacked.complete = code == Z_STREAM_END && unpacked.bytes.size() <= limit;
  unpacked.bytes.truncate(limit);
  return unpacked;
}

}  // namespace courier
