#pragma once

#include <QString>
#include <QVector>
#include <map>
#include <mutex>
#include <set>

#include "models/base/CancelToken.h"
#include "models/postgres/PostgresType.h"
#include "models/query/Connection.h"

namespace courier {

/// The types of the servers asked so far: those that all have, and those that a server was asked for (enums, domains'
/// arrays, extensions). Thread-safe.
class PostgresTypes {
 public:
  /// The types with these numbers. What is not known yet is asked for on a connection of its own, because the one that
  /// gives rows is busy; what cannot be found out is text.
  [[nodiscard]] QVector<PostgresType> of(const QVector<unsigned>& oids, const Connection& connection,
                                         const QString& password, const CancelToken& cancel);

 private:
  using Known = std::map<unsigned, PostgresType>;
  std::mutex m_mutex;
  std::map<QString, Known> m_byServer;
};

}  // namespace courier
