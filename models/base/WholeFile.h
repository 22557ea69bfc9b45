#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include "models/base/Expected.h"

namespace courier {

/// A file that a person wants to have, on its way to being complete: it is written under a name of its own beside
/// `path` and takes the place of what is there in commit(), or never. A link's target is written, and who may read the
/// old file may read the new one; who may read a new one, the person's own umask says. Until then it is its owner's
/// alone. What is no regular file (a FIFO, a device) is written through instead. Every error is
/// of kind Storage, names `path` and says what to do. Any one thread; blocks.
class WholeFile {
 public:
  explicit WholeFile(QString path);
  /// Removes what was not committed.
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  WholeFile(WholeFile&&) = delete;
  WholeFile& operator=(WholeFile&&) = delete;

  [[nodiscard]] Expected<void> open();
  /// To be written to in large blocks: nothing is buffered here, so a write that fails says so at once.
  [[nodiscard]] QFile& device() { return m_file; }
  /// Writes all of `bytes`.
  [[nodiscard]] Expected<void> write(const QByteArray& bytes);
  /// Puts the file and its new name on the disk. The old file still stands when that fails.
  [[nodiscard]] Expected<void> commit();

 private:
  [[nodiscard]] Error failure(const QString& reason) const;
  QString m_path;    ///< as the person gave it
  QString m_target;  ///< behind links
  QFile::Permissions m_permissions;
  bool m_isWrittenThrough = false;
  QFile m_file;
};

/// The same in one call.
[[nodiscard]] Expected<void> writeWholeFile(const QString& path, const QByteArray& bytes);

}  // namespace courier
