#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <string>

#include "models/base/Result.h"
#include "models/base/Sha256.h"

namespace courier {

/// A file on its way to being complete: owner-only, under an unguessable temporary name, written in large blocks and
/// hashed as it goes. commit() puts it on the disk under its final name; a file that was not committed is removed with
/// the object. Any one thread.
class PartFile {
 public:
  /// In `folder`, which exists; its final name ends in `suffix` (".json").
  PartFile(QString folder, const QString& suffix);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  PartFile(PartFile&&) = delete;
  PartFile& operator=(PartFile&&) = delete;

  [[nodiscard]] Result<void> open();
  /// What is written next: append to it, then call writeBlocks().
  [[nodiscard]] std::string& buffer() { return m_buffer; }
  /// Writes the buffer once it is large.
  [[nodiscard]] Result<void> writeBlocks();
  /// Forgets everything written.
  [[nodiscard]] Result<void> startOver();

  struct Committed {
    QString name;  ///< within the folder
    qint64 bytes = 0;
    QByteArray sha256;
  };
  /// Writes the rest, syncs the file, gives it its name and syncs the folder. Nothing stays behind when that fails.
  [[nodiscard]] Result<Committed> commit();

 private:
  [[nodiscard]] Result<void> writeBuffer();
  [[nodiscard]] Error failure() const;
  QString m_folder;
  QString m_name;
  QFile m_file;
  std::string m_buffer;
  Sha256 m_digest;
  qint64 m_bytes = 0;
};

}  // namespace courier
