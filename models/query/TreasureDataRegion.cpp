#include "models/query/TreasureDataRegion.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>

#include "models/address/HostName.h"

namespace courier {
namespace {

struct TreasureDataTr {
  Q_DECLARE_TR_FUNCTIONS(TreasureData)
};

constexpr std::array regionTable = {
    TreasureDataRegion{"us", "treasuredata.com", QT_TRANSLATE_NOOP("TreasureData", "United States")},
    TreasureDataRegion{"tokyo", "treasuredata.co.jp", QT_TRANSLATE_NOOP("TreasureData", "Tokyo")},
    TreasureDataRegion{"eu01", "eu01.treasuredata.com", QT_TRANSLATE_NOOP("TreasureData", "Europe")},
    TreasureDataRegion{"ap02", "ap02.treasuredata.com", QT_TRANSLATE_NOOP("TreasureData", "Korea")},
    TreasureDataRegion{"ap03", "ap03.treasuredata.com", QT_TRANSLATE_NOOP("TreasureData", "Asia Pacific")}};

const QString queryPrefix = QStringLiteral("api-presto.");
const QString jobPrefix = QStringLiteral("api.");

QString hostWith(const QString& prefix, const QString& host) {
  const TreasureDataRegion* region = treasureDataRegion(host);
  return region ? prefix + QLatin1String(region->domain) : host;
}

}  // namespace

QString TreasureDataRegion::nameText() const {
  return TreasureDataTr::tr(label);
}

std::span<const TreasureDataRegion> treasureDataRegions() {
  return regionTable;
}

const TreasureDataRegion* treasureDataRegion(const QString& key) {
  const auto found = std::find_if(regionTable.begin(), regionTable.end(), [&](const TreasureDataRegion& one) {
    return key.compare(QLatin1String(one.key), Qt::CaseInsensitive) == 0;
  });
  return found == regionTable.end() ? nullptr : &*found;
}

const TreasureDataRegion* treasureDataRegionOf(const QString& host) {
  const QString lower = host.endsWith(u'.') ? host.chopped(1).toLower() : host.toLower();
  const auto found = std::find_if(regionTable.begin(), regionTable.end(), [&](const TreasureDataRegion& one) {
    const QLatin1String domain(one.domain);
    return lower == queryPrefix + domain || lower == jobPrefix + domain;
  });
  return found == regionTable.end() ? nullptr : &*found;
}

QString treasureDataQueryHost(const QString& host) {
  return hostWith(queryPrefix, host);
}

QString treasureDataJobHost(const QString& host) {
  return hostWith(jobPrefix, host);
}

Expected<void> checkTreasureDataHost(const QString& host) {
  if (treasureDataRegion(host)) return {};
  const auto canonical = canonicalHost(host.contains(u':') ? u'[' + host + u']' : host);
  // A word alone is more likely a key, or a region's name with a mistake in it.
  if (canonical && (isAddressLiteral(*canonical) || isLoopbackHost(*canonical) || canonical->contains(u'.'))) return {};
  QStringList keys;
  for (const TreasureDataRegion& one : regionTable) keys += QLatin1String(one.key);
  return Error::invalidInput(
      TreasureDataTr::tr(
          "The region of Treasure Data is none of %1. Write one of these, or the whole name of a host of "
          "your own.")
          .arg(keys.join(QStringLiteral(", "))));
}

Expected<void> checkTreasureData(const Connection& connection) {
  if (auto fine = checkTreasureDataHost(connection.host); !fine) return fine;
  const QString& name = connection.database;
  const bool isName = std::all_of(name.begin(), name.end(), [](QChar one) {
    return (one >= u'a' && one <= u'z') || (one >= u'0' && one <= u'9') || one == u'_';
  });
  if (name.isEmpty() || !isName)
    return Error::invalidInput(
        name.isEmpty()
            ? TreasureDataTr::tr("The database of Treasure Data is missing. Name it, as sample_datasets.")
            : TreasureDataTr::tr("A database of Treasure Data has small letters, digits and “_” in its name alone. "
                                 "Check what is given as the database."));
  return checkServerOptions(connection.server);
}

}  // namespace courier
