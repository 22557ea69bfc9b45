#include "models/http/PutBody.h"

#include <algorithm>
#include <string_view>

namespace courier {

PutBody::PutBody(const QString& path, qint64 size, QByteArray sha256, QObject* parent)
    : QIODevice(parent), m_file(path), m_size(size), m_expected(std::move(sha256)) {}

bool PutBody::openFile() {
  if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || m_file.size() != m_size) return false;
  // Unbuffered: what was read is what the network asked for.
  return open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 PutBody::bytesAvailable() const {
  return m_damaged ? 0 : m_size - m_served;
}

bool PutBody::seek(qint64 position) {
  return position == m_served;
}

qint64 PutBody::fail() {
  if (!m_damaged) {
    m_damaged = true;
    Q_EMIT damaged();
  }
  return 0;
}

qint64 PutBody::readData(char* data, qint64 maxSize) {
  const qint64 wanted = std::min(maxSize, m_size - m_served);
  if (wanted <= 0 || m_damaged) return 0;
  const qint64 got = m_file.read(data, wanted);
  if (got <= 0) return fail();
  m_hash.add(std::string_view(data, static_cast<size_t>(got)));
  if (m_served + got == m_size && m_hash.finish() != m_expected) return fail();
  m_served += got;
  Q_EMIT advanced(m_served);
  return got;
}

}  // namespace courier
