#include "models/data/SpillFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QThreadPool>
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace courier {
namespace {

struct SpillFileTr {
  Q_DECLARE_TR_FUNCTIONS(SpillFile)
};

constexpr qint64 kWindowBytes = qint64{2} << 20;
constexpr size_t kRecentWindows = 8;
constexpr qint64 kAlignment = 8;
constexpr qint64 kCloseAtOnceBytes = qint64{16} << 20;

Error spillWriteError(const QString& folder, const QString& reason) {
  return Error::of(ErrorKind::Storage,
                   SpillFileTr::tr("The rows do not fit in memory, and a temporary file in “%1” could "
                                   "not be written (%2). Make room there or ask for fewer rows.")
                       .arg(QDir::toNativeSeparators(folder), reason),
                   reason);
}

/// Tells bytes that were changed by accident. Four chains, so that one multiplication need not wait for the other.
quint64 digestOf(std::string_view bytes) {
  constexpr quint64 factor = 0x9E37'79B9'7F4A'7C15;
  std::array<quint64, 4> chains = {1, 2, 3, bytes.size()};
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (; end - at >= static_cast<std::ptrdiff_t>(sizeof(chains)); at += sizeof(chains)) {
    std::array<quint64, 4> words;
    std::memcpy(words.data(), at, sizeof(words));
    for (size_t index = 0; index < chains.size(); ++index) {
      chains[index] = std::rotl((chains[index] ^ words[index]) * factor, 29);
    }
  }
  std::array<quint64, 4> rest{};
  if (at != end) std::memcpy(rest.data(), at, static_cast<size_t>(end - at));
  quint64 digest = 0;
  for (size_t index = 0; index < chains.size(); ++index) {
    digest = std::rotl((digest ^ chains[index] ^ rest[index]) * factor, 29);
  }
  return digest;
}

}  // namespace

/// Unmapped with the last block that is used of it, or when it is no longer recent.
struct SpillFile::Mapping {
  Mapping(std::shared_ptr<Files> mappedFiles, uchar* mappedData, qint64 from, qint64 to)
      : files(std::move(mappedFiles)), data(mappedData), begin(from), end(to) {}
  ~Mapping() {
    const std::scoped_lock lock(files->mutex);
    files->reading.unmap(data);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  Mapping(Mapping&&) = delete;
  Mapping& operator=(Mapping&&) = delete;

  std::shared_ptr<Files> files;
  uchar* data;
  qint64 begin;
  qint64 end;
};

Expected<std::shared_ptr<SpillFile>> SpillFile::create(const QString& folder) {
  const std::shared_ptr<Files> files(new Files, &SpillFile::close);
  // Qt makes temporary files readable and writable by their owner alone.
  files->writing.setFileTemplate(folder + QStringLiteral("/rows-XXXXXX.tmp"));
  if (!files->writing.open()) return spillWriteError(folder, files->writing.errorString());
  const QString name = files->writing.fileName();
  files->reading.setFileName(name);
  if (!files->reading.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
    return spillWriteError(folder, files->reading.errorString());
  // Where an open file may lose its name nothing is left behind, however the process ends.
  if (QFile::remove(name)) files->writing.setAutoRemove(false);
  return std::shared_ptr<SpillFile>(new SpillFile(folder, files));
}

/// The system takes its time to free a large file: some 100 ms for each gigabyte.
void SpillFile::close(Files* files) {
  if (files->writing.size() < kCloseAtOnceBytes) {
    delete files;
  } else {
    QThreadPool::globalInstance()->start([files] { delete files; });
  }
}

SpillFile::SpillFile(QString folder, std::shared_ptr<Files> files)
    : m_folder(std::move(folder)), m_files(std::move(files)) {}

Expected<SpillFile::Place> SpillFile::append(std::string_view block) {
  const Place place{m_end, static_cast<qint64>(block.size()), digestOf(block)};
  QTemporaryFile& device = m_files->writing;
  if (!device.seek(place.offset) || device.write(block.data(), place.size) != place.size || !device.flush()) {
    const QString reason = device.errorString();
    device.unsetError();
    return spillWriteError(m_folder, reason);
  }
  const qint64 end = place.offset + place.size;
  m_end = (end + kAlignment - 1) / kAlignment * kAlignment;
  const std::scoped_lock lock(m_mutex);
  if (m_windows.empty() || m_windows.back().end - m_windows.back().begin >= kWindowBytes) {
    m_windows.push_back({place.offset, end, {}});
  } else {
    m_windows.back().end = end;
  }
  return place;
}

Expected<std::shared_ptr<const char>> SpillFile::read(const Place& place) const {
  const MappingPtr mapped = mapping(place);
  if (!mapped) {
    const std::scoped_lock lock(m_files->mutex);
    return readError(m_files->reading.errorString());
  }
  const char* const block = reinterpret_cast<const char*>(mapped->data) + (place.offset - mapped->begin);
  if (digestOf({block, static_cast<size_t>(place.size)}) != place.digest)
    return readError(QStringLiteral("the bytes at %1 are not those that were written").arg(place.offset));
  return std::shared_ptr<const char>(mapped, block);
}

/// Null where the file does not hold that place.
SpillFile::MappingPtr SpillFile::mapping(const Place& place) const {
  // What goes here goes without the locks.
  MappingPtr outdated;
  MappingPtr mapped;
  const std::scoped_lock lock(m_mutex, m_files->mutex);
  const auto next = std::upper_bound(m_windows.begin(), m_windows.end(), place.offset,
                                     [](qint64 wanted, const Window& window) { return wanted < window.begin; });
  Window& window = *(next - 1);
  const qint64 end = place.offset + place.size;
  // What is mapped beyond the end of a file cannot be read, nor survived.
  const qint64 fileSize = m_files->reading.size();
  if (fileSize < end) return nullptr;
  mapped = window.mapping.lock();
  if (mapped && mapped->end >= end) return mapped;
  const qint64 mappedEnd = std::min(window.end, fileSize);
  uchar* const data = m_files->reading.map(window.begin, mappedEnd - window.begin);
  if (data == nullptr) return nullptr;
  auto larger = std::make_shared<const Mapping>(m_files, data, window.begin, mappedEnd);
  window.mapping = larger;
  if (m_recent.size() == kRecentWindows) {
    outdated = std::move(m_recent.front());
    m_recent.erase(m_recent.begin());
  }
  m_recent.push_back(larger);
  return larger;
}

Error SpillFile::readError(const QString& detail) const {
  return Error::of(ErrorKind::Storage,
                   SpillFileTr::tr("Rows kept in a temporary file in “%1” could not be read back. "
                                   "Check that disk and run the query again.")
                       .arg(QDir::toNativeSeparators(m_folder)),
                   detail);
}

}  // namespace courier
