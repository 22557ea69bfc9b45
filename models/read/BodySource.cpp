#include "models/read/BodySource.h"

#include <QCoreApplication>
#include <QLocale>

#include "models/base/Gzip.h"

namespace courier {
namespace {

struct BodySourceTr {
  Q_DECLARE_TR_FUNCTIONS(BodySource)
};

constexpr qint64 readSize = qint64{512} << 10;

}  // namespace

BodySource::BodySource(QIODevice& device, Packing packing, qint64 maxBytes)
    : m_device(device), m_maxBytes(maxBytes), m_isPacked(packing == Packing::Gzip) {
  if (m_isPacked) m_unpacker = std::make_unique<GzipUnpacker>();
}

BodySource::~BodySource() = default;

Expected<std::string_view> BodySource::next() {
  auto piece = m_isPacked ? unpack() : read();
  if (!piece) return piece;
  m_given += static_cast<qint64>(piece->size());
  if (m_maxBytes > 0 && m_given > m_maxBytes) {
    const QString size = QLocale().formattedDataSize(m_maxBytes, 0, QLocale::DataSizeSIFormat);
    return wrong(m_isPacked ? BodySourceTr::tr("unpacked it is larger than %1").arg(size)
                            : BodySourceTr::tr("it is larger than %1").arg(size));
  }
  return piece;
}

Expected<std::string_view> BodySource::read() {
  m_read.resize(static_cast<size_t>(readSize));
  const qint64 length = m_device.read(m_read.data(), readSize);
  if (length < 0) {
    return Error::of(ErrorKind::Storage,
                     BodySourceTr::tr("The body could not be read: %1.").arg(m_device.errorString()),
                     m_device.errorString());
  }
  return std::string_view(m_read.data(), static_cast<size_t>(length));
}

Expected<std::string_view> BodySource::unpack() {
  m_piece.clear();
  while (m_piece.size() < static_cast<size_t>(readSize)) {
    if (m_packed.empty()) {
      auto read = this->read();
      if (!read) return read;
      m_packed = *read;
      if (m_packed.empty()) {
        if (m_ended) break;
        return wrong(BodySourceTr::tr("its gzip ends too early"));
      }
    }
    if (m_ended) return wrong(BodySourceTr::tr("something follows the end of its gzip"));
    const auto state = m_unpacker->unpack(m_packed, static_cast<size_t>(readSize) - m_piece.size(), m_piece);
    if (state == GzipUnpacker::State::Damaged) {
      const bool began = m_given > 0 || !m_piece.empty();
      return wrong(began ? BodySourceTr::tr("its gzip is damaged") : BodySourceTr::tr("it is not packed with gzip"));
    }
    m_ended = state == GzipUnpacker::State::Ended;
  }
  return std::string_view(m_piece);
}

Expected<void> BodySource::rewind() {
  m_given = 0;
  m_packed = {};
  m_ended = false;
  m_reason.clear();
  if (m_isPacked) m_unpacker = std::make_unique<GzipUnpacker>();
  if (m_device.seek(0)) return {};
  return Error::of(ErrorKind::Storage, BodySourceTr::tr("The body could not be read: %1.").arg(m_device.errorString()),
                   m_device.errorString());
}

Error BodySource::wrong(const QString& reason) {
  m_reason = reason;
  return Error::invalidInput(reason);
}

}  // namespace courier
