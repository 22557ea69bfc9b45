#pragma once

#include <QString>
#include <QVector>

namespace courier::spoolfolder {

/// The files of the spool folder. Blocking: for a worker thread. Only files that carry the names the program gives are
/// ever looked at, and links never.

/// What processes that were killed may have left.
struct Leftovers {
  QVector<QString> unfinished;  ///< "….part", "rows-….tmp": nobody but the process that made them needs them
  QVector<QString> bodies;      ///< complete bodies: nobody needs those that no row names
};
/// Files last written before `beforeMs` (UTC): since then every process that lives has begun.
[[nodiscard]] Leftovers leftovers(const QString& folder, qint64 beforeMs);

/// Deletes them; how many are gone. One that cannot be deleted stays for another time.
int remove(const QString& folder, const QVector<QString>& names);

}  // namespace courier::spoolfolder
