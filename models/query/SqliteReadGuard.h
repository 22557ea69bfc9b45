#pragma once

#include <QCoreApplication>
#include <QString>
#include <filesystem>
#include <optional>

#include "models/base/Error.h"

namespace courier {

/// Decides how one database file that is only read is read, so that nothing of ours stays beside it. SQLite reads a
/// file in WAL mode by way of two more (“-wal”, “-shm”); it makes them where they are missing, and a connection that
/// only reads cannot remove them: they would belong to the reader, and the file's owner could not write any more.
class SqliteReadGuard {
  Q_DECLARE_TR_FUNCTIONS(SqliteReadGuard)
 public:
  enum class Way {
    Plain,      ///< no WAL mode, or another program keeps the two files
    Removing,   ///< as always; then tidy() removes what SQLite made
    Immutable,  ///< nothing may be made beside it: without locks, and hasChanged() says at the end whether that went
                ///< well
    Impossible  ///< changes wait in the “-wal”, and what it takes to read them may not be made
  };

  /// Looks at `file` (absolute path) and at what lies beside it.
  explicit SqliteReadGuard(QString file);

  [[nodiscard]] Way way() const { return m_way; }
  /// The file is not what it was when this guard was made. Only where it is read as immutable; else always false.
  [[nodiscard]] bool hasChanged() const;
  /// Removes the two files in SQLite's own way, unless another program uses them by now. For Way::Removing, once the
  /// connection that read is closed.
  void tidy() const;

  /// Why a file in WAL mode cannot be read where it lies, and the mend.
  [[nodiscard]] static Error walError(const QString& file);
  /// For a file that hasChanged().
  [[nodiscard]] static Error changedError(const QString& file);

 private:
  struct Stamp {
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type written;
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] std::optional<Stamp> stamp() const;

  QString m_file;
  Way m_way = Way::Plain;
  std::optional<Stamp> m_first;
};

}  // namespace courier
