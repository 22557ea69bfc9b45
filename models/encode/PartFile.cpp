#include "models/encode/PartFile.h"

#include <QCoreApplication>
#include <QUuid>
#include <utility>

#include "models/base/FileSync.h"

namespace courier {
namespace {

constexpr size_t blockSize = size_t{256} << 10;
/// A buffer that one huge value has blown up is given back.
constexpr size_t keptCapacity = size_t{4} << 20;

}  // namespace

PartFile::PartFile(QString folder, const QString& suffix)
    : m_folder(std::move(folder)), m_name(QUuid::createUuid().toString(QUuid::WithoutBraces) + suffix) {
  m_file.setFileName(m_folder + u'/' + m_name + QStringLiteral(".part"));
}

PartFile::~PartFile() {
  if (m_file.isOpen()) m_file.remove();
}

Result<void> PartFile::open() {
  // Unbuffered: the blocks are large already.
  const auto mode = QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered;
  if (!m_file.open(mode, QFile::ReadOwner | QFile::WriteOwner)) return failure();
  return {};
}

Result<void> PartFile::writeBlocks() {
  if (m_buffer.size() < blockSize) return {};
  return writeBuffer();
}

Result<void> PartFile::writeBuffer() {
  const auto size = static_cast<qint64>(m_buffer.size());
  m_digest.add(m_buffer);
  if (m_file.write(m_buffer.data(), size) != size) return failure();
  startWriting(m_file, m_bytes, size);
  m_bytes += size;
  m_buffer.clear();
  if (m_buffer.capacity() > keptCapacity) m_buffer.shrink_to_fit();
  return {};
}

Result<void> PartFile::startOver() {
  m_buffer.clear();
  m_bytes = 0;
  (void)m_digest.finish();
  if (!m_file.seek(0) || !m_file.resize(0)) return failure();
  return {};
}

Result<PartFile::Committed> PartFile::commit() {
  if (auto written = writeBuffer(); !written) return written.error();
  if (auto synced = syncFile(m_file); !synced) return synced.error();
  const QString path = m_folder + u'/' + m_name;
  if (!m_file.rename(path)) {
    Error error = failure();
    m_file.remove();
    return error;
  }
  if (auto synced = syncFolder(m_folder); !synced) {
    m_file.remove();
    return synced.error();
  }
  return Committed{m_name, m_bytes, m_digest.finish()};
}

Error PartFile::failure() const {
  return {ErrorKind::Storage,
          QCoreApplication::translate("PartFile",
                                      "The result could not be stored in %1: make sure that the disk has room and that "
                                      "you may write there.")
              .arg(m_folder),
          m_file.errorString(),
          {}};
}

}  // namespace courier
