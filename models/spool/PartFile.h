#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <optional>
#include <string>

#include "models/base/Expected.h"
#include "models/base/Gzip.h"
#include "models/base/Sha256.h"

namespace courier {

/// A file on its way to being complete: owner-only, under an unguessable temporary name, written in large blocks and
/// hashed as it goes, packed with gzip where that is wanted. commit() puts it on the disk under its final name; a file
/// that was not committed is removed with the object. Any one thread.
class PartFile {
 public:
  enum class Packing { None, Gzip };
  /// In `folder`, which exists; its final name ends in `suffix` (".json").
  PartFile(QString folder, const QString& suffix, Packing packing = Packing::None);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  PartFile(PartFile&&) = delete;
  PartFile& operator=(PartFile&&) = delete;

  [[nodiscard]] Expected<void> open();
  /// What is written next: append to it, then call writeBlocks().
  [[nodiscard]] std::string& buffer() { return m_buffer; }
  /// Writes the buffer once it is large.
  [[nodiscard]] Expected<void> writeBlocks();
  /// Forgets everything written.
  [[nodiscard]] Expected<void> startOver();

  struct Committed {
    QString name;       ///< within the folder
    qint64 bytes = 0;   ///< as they lie on the disk
    QByteArray sha256;  ///< of those
  };
  /// Writes the rest, syncs the file, gives it its name and syncs the folder. Nothing stays behind when that fails.
  [[nodiscard]] Expected<Committed> commit();

 private:
  [[nodiscard]] Expected<void> writeBuffer();
  /// Writes `block` and empties it.
  [[nodiscard]] Expected<void> write(std::string& block);
  [[nodiscard]] Error failure() const;
  QString m_folder;
  QString m_name;
  QFile m_file;
  std::string m_buffer;
  std::optional<GzipPacker> m_packer;
  std::string m_packed;
  Sha256 m_digest;
  qint64 m_bytes = 0;
};

}  // namespace courier
