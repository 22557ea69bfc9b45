#include "models/spool/PartFile.h"

#include <QCoreApplication>
#include <QUuid>
#include <utility>

#include "models/base/FileSync.h"
#include "models/base/PrivateFiles.h"

namespace courier {
namespace {

struct PartFileTr {
  Q_DECLARE_TR_FUNCTIONS(PartFile)
};

constexpr size_t blockSize = size_t{256} << 10;
/// A buffer that one huge value has blown up is given back.
constexpr size_t keptCapacity = size_t{4} << 20;

}  // namespace

PartFile::PartFile(QString folder, const QString& suffix, Packing packing)
    : m_folder(std::move(folder)), m_name(QUuid::createUuid().toString(QUuid::WithoutBraces) + suffix) {
  m_file.setFileName(m_folder + u'/' + m_name + QStringLiteral(".part"));
  if (packing == Packing::Gzip) m_packer.emplace();
}

PartFile::~PartFile() {
  if (m_file.isOpen()) m_file.remove();
}

Expected<void> PartFile::open() {
  // Unbuffered: the blocks are large already.
  const auto mode = QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered;
  if (!m_file.open(mode, ownerOnlyFile)) return failure();
  return {};
}

Expected<void> PartFile::writeBlocks() {
  if (m_buffer.size() < blockSize) return {};
  return writeBuffer();
}

Expected<void> PartFile::writeBuffer() {
  if (!m_packer) return write(m_buffer);
  auto packed = m_packer->add(m_buffer, m_packed);
  m_buffer.clear();
  if (m_buffer.capacity() > keptCapacity) m_buffer.shrink_to_fit();
  if (!packed || m_packed.size() < blockSize) return packed;
  return write(m_packed);
}

Expected<void> PartFile::write(std::string& block) {
  const auto size = static_cast<qint64>(block.size());
  m_digest.add(block);
  if (m_file.write(block.data(), size) != size) return failure();
  startWriting(m_file, m_bytes, size);
  m_bytes += size;
  block.clear();
  if (block.capacity() > keptCapacity) block.shrink_to_fit();
  return {};
}

Expected<void> PartFile::startOver() {
  m_buffer.clear();
  m_packed.clear();
  if (m_packer) m_packer->startOver();
  m_bytes = 0;
  (void)m_digest.finish();
  if (!m_file.seek(0) || !m_file.resize(0)) return failure();
  return {};
}

Expected<PartFile::Committed> PartFile::commit() {
  if (auto written = writeBuffer(); !written) return written.error();
  if (m_packer) {
    if (auto packed = m_packer->finish(m_packed); !packed) return packed.error();
    if (auto written = write(m_packed); !written) return written.error();
  }
  if (auto synced = syncFile(m_file); !synced) return synced.error();
  const QString path = m_folder + u'/' + m_name;
  m_file.close();
  if (auto renamed = renameFile(m_file.fileName(), path); !renamed) {
    Error error = failure();
    error.detail = renamed.error().detail;
    m_file.remove();
    return error;
  }
  if (auto synced = syncFolder(m_folder); !synced) {
    QFile::remove(path);
    return synced.error();
  }
  return Committed{m_name, m_bytes, m_digest.finish()};
}

Error PartFile::failure() const {
  return {ErrorKind::Storage,
          PartFileTr::tr("The result could not be stored in %1: make sure that the disk has room and that "
                         "you may write there.")
              .arg(m_folder),
          m_file.errorString(),
          {}};
}

}  // namespace courier
