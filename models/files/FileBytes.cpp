#include "models/files/FileBytes.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string_view>

namespace courier {
namespace {

struct FileBytesTr {
  Q_DECLARE_TR_FUNCTIONS(FileBytes)
};

constexpr size_t kPieceBytes = size_t{1} << 20;
constexpr std::string_view kGzipMagic("\x1F\x8B", 2);

/// "" or what a file that begins so is, in words.
QString whyNoText(std::string_view head) {
  const auto begins = [head](std::string_view magic) { return head.substr(0, magic.size()) == magic; };
  if (begins("PK\x03\x04") || begins("\xD0\xCF\x11\xE0"))
    return FileBytesTr::tr("is a workbook or an archive. Save the sheet as CSV, or unpack it, and open that");
  if (begins("SQLite format 3")) return FileBytesTr::tr("is an SQLite database. Open it as a database");
  if (begins("PAR1")) return FileBytesTr::tr("is a Parquet file. Export it as CSV and open that");
  if (begins("%PDF")) return FileBytesTr::tr("is a PDF document. Export its table as CSV and open that");
  if (begins("\x28\xB5\x2F\xFD") || begins("BZh") ||
      begins("\xFD"
             "7zXZ"))
    return FileBytesTr::tr("is packed in a way that is not known here. Unpack it and open that");
  return {};
}

QString shownPath(const QString& path) {
  return QDir::toNativeSeparators(path);
}

}  // namespace

Expected<FileStamp> fileStamp(const QString& path) {
  const QFileInfo info(path);
  if (!info.exists())
    return Error::notFound(
        FileBytesTr::tr("There is no file “%1”. Check the path or choose the file again.").arg(shownPath(path)));
  if (info.isDir())
    return Error::invalidInput(
        FileBytesTr::tr("“%1” is a folder. Choose the files in it that are to be tables.").arg(shownPath(path)));
  if (!info.isFile())
    return Error::invalidInput(FileBytesTr::tr("“%1” is not a file. Choose a file.").arg(shownPath(path)));
  if (!info.isReadable())
    return Error::invalidInput(FileBytesTr::tr("You may not read “%1”. Check its permissions.").arg(shownPath(path)));
  std::error_code error;
  FileStamp stamp;
  stamp.bytes = static_cast<qint64>(std::filesystem::file_size(info.filesystemFilePath(), error));
  if (!error) {
    const auto written = std::filesystem::last_write_time(info.filesystemFilePath(), error);
    stamp.writtenNs = std::chrono::duration_cast<std::chrono::nanoseconds>(written.time_since_epoch()).count();
  }
  if (error)
    return Error::of(ErrorKind::Storage, FileBytesTr::tr("“%1” cannot be read (%2). Check the disk it is on.")
                                             .arg(shownPath(path), QString::fromLocal8Bit(error.message().c_str())));
  return stamp;
}

Expected<FileBytes> FileBytes::open(const QString& path) {
  const auto stamp = fileStamp(path);
  if (!stamp) return stamp.error();
  FileBytes bytes;
  bytes.m_file = std::make_unique<QFile>(path);
  if (!bytes.m_file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
    return Error::of(ErrorKind::Storage, FileBytesTr::tr("“%1” cannot be read (%2). Check its permissions.")
                                             .arg(shownPath(path), bytes.m_file->errorString()));
  bytes.m_size = stamp->bytes;
  if (auto filled = bytes.fill(); !filled) return filled.error();
  const std::string_view head = bytes.m_packed;
  const QString name = QFileInfo(path).fileName();
  if (head.substr(0, 2) == kGzipMagic) {
    bytes.m_isPacked = true;
    bytes.m_unpacker = std::make_unique<GzipUnpacker>();
  } else if (name.endsWith(QStringLiteral(".gz"), Qt::CaseInsensitive)) {
    return Error::invalidInput(
        head.empty()
            ? FileBytesTr::tr("“%1” is empty: not even a packed file of nothing. Get it again.").arg(name)
            : FileBytesTr::tr("“%1” is not packed with gzip, though its name says so. Rename it if it is text, "
                              "or get it again.")
                  .arg(name));
  } else if (const QString why = whyNoText(head); !why.isEmpty()) {
    return Error::invalidInput(FileBytesTr::tr("“%1” %2.").arg(name, why));
  }
  return bytes;
}

Expected<void> FileBytes::fill() {
  m_packed.erase(0, std::exchange(m_used, 0));
  const size_t before = m_packed.size();
  m_packed.resize(before + kPieceBytes);
  const qint64 got = m_file->read(m_packed.data() + before, static_cast<qint64>(kPieceBytes));
  m_packed.resize(before + static_cast<size_t>(std::max<qint64>(got, 0)));
  if (got < 0)
    return Error::of(ErrorKind::Storage, FileBytesTr::tr("“%1” cannot be read (%2). Check the disk it is on.")
                                             .arg(shownPath(m_file->fileName()), m_file->errorString()));
  m_position += got;
  m_isAtEnd = got == 0;
  return {};
}

Expected<bool> FileBytes::read(size_t wanted, std::string& out) {
  if (m_isPacked) return readPacked(wanted, out);
  const size_t end = out.size() + wanted;
  for (;;) {
    const size_t taken = std::min(end - out.size(), m_packed.size() - m_used);
    out.append(m_packed, m_used, taken);
    m_used += taken;
    if (out.size() == end) return true;
    if (m_isAtEnd) return false;
    if (auto filled = fill(); !filled) return filled.error();
  }
}

Expected<bool> FileBytes::readPacked(size_t wanted, std::string& out) {
  const size_t end = out.size() + wanted;
  while (out.size() < end) {
    if (m_used == m_packed.size()) {
      if (!m_isAtEnd) {
        if (auto filled = fill(); !filled) return filled.error();
        continue;
      }
      if (m_unpacker) return damaged();
      return false;
    }
    std::string_view packed = std::string_view(m_packed).substr(m_used);
    if (!m_unpacker) {
      // Another member may follow; zero bytes may fill up a block.
      if (packed.front() == '\0') {
        ++m_used;
        continue;
      }
      m_unpacker = std::make_unique<GzipUnpacker>();
    }
    const auto state = m_unpacker->unpack(packed, end - out.size(), out);
    m_used = m_packed.size() - packed.size();
    if (state == GzipUnpacker::State::Damaged) return damaged();
    if (state == GzipUnpacker::State::Ended) m_unpacker.reset();
  }
  return true;
}

Expected<std::string> FileBytes::window(qint64 at, qint64 size) {
  std::string bytes(static_cast<size_t>(size), '\0');
  qint64 got = -1;
  if (m_file->seek(at)) got = m_file->read(bytes.data(), size);
  if (got < 0)
    return Error::of(ErrorKind::Storage, FileBytesTr::tr("“%1” cannot be read (%2). Check the disk it is on.")
                                             .arg(shownPath(m_file->fileName()), m_file->errorString()));
  bytes.resize(static_cast<size_t>(got));
  return bytes;
}

Error FileBytes::damaged() const {
  return Error::invalidInput(
      FileBytesTr::tr("“%1” is damaged: what gzip packed ends or breaks off at byte %2. Get the file again.")
          .arg(QFileInfo(m_file->fileName()).fileName())
          .arg(m_position - static_cast<qint64>(m_packed.size() - m_used)));
}

}  // namespace courier
