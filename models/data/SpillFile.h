#pragma once

#include <QFile>
#include <QString>
#include <QTemporaryFile>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "models/base/Expected.h"

namespace courier {

/// Blocks of bytes in a temporary file, which only its owner may open and which goes with the object, or with the
/// process. A block is read in place: what read() gives points into the mapped file and keeps that part of it mapped.
/// One thread writes, any number read at the same time and wait neither for it nor for the disk's writing. Errors:
/// Storage; after one of writing the blocks before are still there, and a further append() may succeed.
class SpillFile {
 public:
  /// `folder` must exist.
  [[nodiscard]] static Expected<std::shared_ptr<SpillFile>> create(const QString& folder);

  struct Place {
    qint64 offset = 0;
    qint64 size = 0;
    quint64 digest = 0;
  };
  [[nodiscard]] Expected<Place> append(std::string_view block);
  /// At an address that 8 divides. The bytes are those that were written: a file that was cut or changed since is an
  /// Error.
  [[nodiscard]] Expected<std::shared_ptr<const char>> read(const Place& place) const;

 private:
  /// The file, open twice so that reading and writing do not wait for each other.
  struct Files {
    QTemporaryFile writing;
    QFile reading;
    std::mutex mutex;  ///< of `reading`
  };
  static void close(Files* files);
  struct Mapping;
  using MappingPtr = std::shared_ptr<const Mapping>;

  /// A part of the file that is mapped as a whole, from the beginning of a block.
  struct Window {
    qint64 begin = 0;
    qint64 end = 0;
    std::weak_ptr<const Mapping> mapping;
  };

  SpillFile(QString folder, std::shared_ptr<Files> files);
  [[nodiscard]] MappingPtr mapping(const Place& place) const;
  [[nodiscard]] Error readError(const QString& detail) const;

  QString m_folder;
  std::shared_ptr<Files> m_files;
  qint64 m_end = 0;            ///< the writing thread's; a write that failed half way is overwritten by the next
  mutable std::mutex m_mutex;  ///< of what follows
  mutable std::vector<Window> m_windows;
  mutable std::vector<MappingPtr> m_recent;  ///< stay mapped for the next reader, oldest first
};

}  // namespace courier
