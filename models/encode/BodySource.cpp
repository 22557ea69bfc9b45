#include "models/encode/BodySource.h"

#include <QCoreApplication>
#include <QLocale>

#include "models/encode/GzipUnpacker.h"

namespace courier {
namespace {

constexpr qint64 pieceSize = qint64{512} << 10;

}  // namespace

BodySource::BodySource(QIODevice& device, Packing packing, qint64 maxBytes)
    : m_device(device), m_maxBytes(maxBytes), m_isPacked(packing == Packing::Gzip) {
  if (m_isPacked) m_unpacker = std::make_unique<GzipUnpacker>();
}

BodySource::~BodySource() = default;

Result<std::string_view> BodySource::next() {
  auto piece = m_isPacked ? unpack() : read();
  if (!piece) return piece;
  m_given += static_cast<qint64>(piece->size());
  if (m_maxBytes > 0 && m_given > m_maxBytes) {
    const QString size = QLocale().formattedDataSize(m_maxBytes, 0, QLocale::DataSizeSIFormat);
    return wrong(m_isPacked ? QCoreApplication::translate("BodySource", "unpacked it is larger than %1").arg(size)
                            : QCoreApplication::translate("BodySource", "it is larger than %1").arg(size));
  }
  return piece;
}

Result<std::string_view> BodySource::read() {
  m_read.resize(static_cast<size_t>(pieceSize));
  const qint64 length = m_device.read(m_read.data(), pieceSize);
  if (length < 0) {
    return Error{
        ErrorKind::Storage,
        QCoreApplication::translate("BodySource", "The body could not be read: %1.").arg(m_device.errorString()),
        m_device.errorString(),
        {}};
  }
  return std::string_view(m_read.data(), static_cast<size_t>(length));
}

Result<std::string_view> BodySource::unpack() {
  m_piece.clear();
  while (m_piece.size() < static_cast<size_t>(pieceSize)) {
    if (m_packed.empty()) {
      auto read = this->read();
      if (!read) return read;
      m_packed = *read;
      if (m_packed.empty()) {
        if (m_ended) break;
        return wrong(QCoreApplication::translate("BodySource", "its gzip ends too early"));
      }
    }
    if (m_ended) return wrong(QCoreApplication::translate("BodySource", "something follows the end of its gzip"));
    const auto state = m_unpacker->unpack(m_packed, static_cast<size_t>(pieceSize) - m_piece.size(), m_piece);
    if (state == GzipUnpacker::State::Damaged) {
      const bool began = m_given > 0 || !m_piece.empty();
      return wrong(began ? QCoreApplication::translate("BodySource", "its gzip is damaged")
                         : QCoreApplication::translate("BodySource", "it is not packed with gzip"));
    }
    m_ended = state == GzipUnpacker::State::Ended;
  }
  return std::string_view(m_piece);
}

Result<void> BodySource::rewind() {
  m_given = 0;
  m_packed = {};
  m_ended = false;
  m_reason.clear();
  if (m_isPacked) m_unpacker = std::make_unique<GzipUnpacker>();
  if (m_device.seek(0)) return {};
  return Error{ErrorKind::Storage,
               QCoreApplication::translate("BodySource", "The body could not be read: %1.").arg(m_device.errorString()),
               m_device.errorString(),
               {}};
}

Error BodySource::wrong(const QString& reason) {
  m_reason = reason;
  return {ErrorKind::InvalidInput, reason, {}, {}};
}

}  // namespace courier
