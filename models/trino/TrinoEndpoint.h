#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

#include "models/base/Expected.h"
#include "models/http/WebClient.h"
#include "models/query/QueryEngine.h"

namespace courier {

/// Where a cluster is asked, over which way, and who asks. A value; holds secrets.
struct TrinoEndpoint {
  QUrl base;                ///< "https://host:port", without a path
  QByteArray headerPrefix;  ///< "X-Trino-" or "X-Presto-"
  HeaderList signIn;        ///< goes with every request: user and credentials
  WebWay way;
  QStringList secrets;  ///< what must not be shown of what a server says
  bool isTreasureData = false;
  bool isJobs = false;  ///< its job interface

  /// Of the queries' side. Reads the files of certificates. InvalidInput names what is wrong with the connection; a
  /// credential over a way that is not encrypted is refused.
  [[nodiscard]] static Expected<TrinoEndpoint> ofQueries(const DatabaseAccess& access);
  /// Of Treasure Data's jobs.
  [[nodiscard]] static Expected<TrinoEndpoint> ofJobs(const DatabaseAccess& access);

  /// The address of a path below the base.
  [[nodiscard]] QUrl at(const QString& path) const;
  /// Whether an address that a server gave has this endpoint's scheme, host and port: only there do credentials go.
  [[nodiscard]] bool isOwn(const QUrl& address) const;
  /// The text with what is secret masked.
  [[nodiscard]] QString masked(const QString& text) const;
};

}  // namespace courier
