#pragma once

#include <QString>
#include <optional>
#include <span>

#include "models/base/Expected.h"
#include "models/query/Connection.h"

namespace courier {

/// One of the places where Treasure Data runs.
struct TreasureDataRegion {
  const char* key;     ///< as addresses and Connection::host have it: "tokyo"
  const char* domain;  ///< what its hosts end in: "treasuredata.co.jp"
  const char* label;   ///< nameText()

  [[nodiscard]] QString nameText() const;
};

[[nodiscard]] std::span<const TreasureDataRegion> treasureDataRegions();
/// By its key, in any case; null: another word.
[[nodiscard]] const TreasureDataRegion* treasureDataRegion(const QString& key);
/// The region whose own host this is: of queries (api-presto.…) or jobs (api.…); null: another host.
[[nodiscard]] const TreasureDataRegion* treasureDataRegionOf(const QString& host);

/// Where a connection's queries and jobs go; an endpoint of one's own is both.
[[nodiscard]] QString treasureDataQueryHost(const QString& host);
[[nodiscard]] QString treasureDataJobHost(const QString& host);

/// Whether this can be Connection::host: a region's key, or a host's name or address. Nothing is repeated of what is
/// neither: it may be a misplaced key.
[[nodiscard]] Expected<void> checkTreasureDataHost(const QString& host);
/// Host, database and options of a connection to Treasure Data.
[[nodiscard]] Expected<void> checkTreasureData(const Connection& connection);

}  // namespace courier
