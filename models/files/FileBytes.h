#pragma once

#include <QFile>
#include <QString>
#include <memory>
#include <optional>
#include <string>

#include "models/base/Expected.h"
#include "models/base/Gzip.h"

namespace courier {

/// A file as it was at one moment: another size or time is another file.
struct FileStamp {
  qint64 bytes = 0;
  qint64 writtenNs = 0;  ///< by the file system's clock
  bool operator==(const FileStamp&) const = default;
};
/// NotFound, InvalidInput (a folder, no permission): sentences that name the file.
[[nodiscard]] Expected<FileStamp> fileStamp(const QString& path);

/// Reads a file from its beginning, unpacking what gzip packed (one member or several). Any one thread.
class FileBytes {
 public:
  /// Errors as fileStamp()'s, and InvalidInput for what can be seen to be no text: an Excel workbook, a database …
  [[nodiscard]] static Expected<FileBytes> open(const QString& path);

  /// Appends `wanted` bytes, fewer only at the end: false there. Storage: it cannot be read; InvalidInput: what was
  /// packed is damaged.
  [[nodiscard]] Expected<bool> read(size_t wanted, std::string& out);
  /// The bytes at a place of a file that is not packed.
  [[nodiscard]] Expected<std::string> window(qint64 at, qint64 size);
  [[nodiscard]] bool isPacked() const { return m_isPacked; }
  [[nodiscard]] qint64 size() const { return m_size; }
  /// Bytes of the file itself that were read.
  [[nodiscard]] qint64 position() const { return m_position; }

 private:
  FileBytes() = default;
  [[nodiscard]] Expected<void> fill();
  [[nodiscard]] Expected<bool> readPacked(size_t wanted, std::string& out);
  [[nodiscard]] Error damaged() const;

  std::unique_ptr<QFile> m_file;
  qint64 m_size = 0;
  qint64 m_position = 0;
  bool m_isPacked = false;
  bool m_isAtEnd = false;
  std::string m_packed;  ///< read and not unpacked
  size_t m_used = 0;     ///< of m_packed
  std::unique_ptr<GzipUnpacker> m_unpacker;
};

}  // namespace courier
