#include "models/schedules/ZoneNames.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <utility>

namespace courier {
namespace {

struct ZoneNamesTr {
  Q_DECLARE_TR_FUNCTIONS(ZoneNames)
};

/// What people write and no tzdata has, with the place most of them mean.
constexpr std::array<std::pair<const char*, const char*>, 34> abbreviations = {{
    {"acst", "Australia/Adelaide"},  {"aedt", "Australia/Sydney"},  {"aest", "Australia/Sydney"},
    {"akdt", "America/Anchorage"},   {"akst", "America/Anchorage"}, {"art", "America/Argentina/Buenos_Aires"},
    {"ast", "America/Halifax"},      {"awst", "Australia/Perth"},   {"brt", "America/Sao_Paulo"},
    {"bst", "Europe/London"},        {"cat", "Africa/Maputo"},      {"cdt", "America/Chicago"},
    {"cest", "Europe/Berlin"},       {"cst", "America/Chicago"},    {"eat", "Africa/Nairobi"},
    {"edt", "America/New_York"},     {"eest", "Europe/Helsinki"},   {"hkt", "Asia/Hong_Kong"},
    {"ict", "Asia/Bangkok"},         {"ist", "Asia/Kolkata"},       {"jst", "Asia/Tokyo"},
    {"kst", "Asia/Seoul"},           {"mdt", "America/Denver"},     {"mez", "Europe/Berlin"},
    {"msk", "Europe/Moscow"},        {"nzdt", "Pacific/Auckland"},  {"nzst", "Pacific/Auckland"},
    {"pdt", "America/Los_Angeles"},  {"pkt", "Asia/Karachi"},       {"pst", "America/Los_Angeles"},
    {"sast", "Africa/Johannesburg"}, {"sgt", "Asia/Singapore"},     {"wat", "Africa/Lagos"},
    {"wib", "Asia/Jakarta"},
}};

QString lastPart(const QString& name) {
  return name.section(u'/', -1);
}

/// How many letters have to be changed, added or left out.
int distance(const QString& a, const QString& b) {
  QVector<int> row(b.size() + 1);
  for (qsizetype i = 0; i <= b.size(); ++i) row[i] = static_cast<int>(i);
  for (qsizetype i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (qsizetype j = 1; j <= b.size(); ++j) {
      const int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.last();
}

/// "UTC+3", "GMT-05:00", "+9": the signs of Etc/GMT are turned round (POSIX).
QString zoneOfOffset(const QString& text) {
  static const QRegularExpression offset(QStringLiteral("^(?:utc|gmt)? ?([+-])(\\d{1,2})(?::?00)?$"));
  const auto match = offset.match(text);
  if (!match.hasMatch()) return {};
  const int hours = match.captured(2).toInt();
  if (hours == 0) return QStringLiteral("UTC");
  const QLatin1Char sign(match.captured(1) == QLatin1String("+") ? '-' : '+');
  return QStringLiteral("Etc/GMT") + sign + QString::number(hours);
}

}  // namespace

const QStringList& zoneNames() {
  static const QStringList names = [] {
    QStringList sorted = systemZoneNames();
    sorted.sort();
    sorted.removeDuplicates();
    return sorted;
  }();
  return names;
}

namespace {

/// The whole list is read by who wants to see it, not for one name.
bool isZoneName(const QString& name) {
  const auto known = isSystemZoneName(name);
  return known ? *known : zoneNames().contains(name);
}

}  // namespace

QString systemZoneName() {
  const QString name = QString::fromUtf8(QTimeZone::systemTimeZoneId());
  return isZoneName(name) ? name : QStringLiteral("UTC");
}

QString zoneMeantBy(const QString& text) {
  const QString written = text.simplified().toLower().replace(u' ', u'_');
  if (written.isEmpty()) return {};
  const QStringList& names = zoneNames();
  const auto known = [&](const QString& name) { return names.contains(name) ? name : QString(); };
  for (const QString& name : names) {
    if (name.toLower() == written) return name;
  }
  for (const auto& [short_, name] : abbreviations) {
    if (written == QLatin1String(short_)) return known(QString::fromLatin1(name));
  }
  if (const QString name = zoneOfOffset(text.simplified().toLower()); !name.isEmpty()) return known(name);
  for (const QString& name : names) {
    if (name.contains(u'/') && lastPart(name).toLower() == written) return name;
  }
  // A slip: the nearest whole name, or the nearest city where only that was written.
  QString nearest;
  int nearestDistance = written.size() < 5 ? 1 : 2;
  ++nearestDistance;
  for (const QString& name : names) {
    const QString candidate = written.contains(u'/') ? name.toLower() : lastPart(name).toLower();
    if (qAbs(candidate.size() - written.size()) >= nearestDistance) continue;
    if (const int apart = distance(written, candidate); apart < nearestDistance) {
      nearestDistance = apart;
      nearest = name;
    }
  }
  return nearest;
}

Expected<QTimeZone> zoneNamed(const QString& name) {
  if (isZoneName(name)) {
    const QTimeZone zone(name.toUtf8());
    if (zone.isValid()) return zone;
  }
  if (name.trimmed().isEmpty()) {
    return Error::invalidInput(ZoneNamesTr::tr("The time zone is missing. Write a name such as Europe/Berlin or UTC."));
  }
  const QString meant = zoneMeantBy(name);
  if (!meant.isEmpty()) {
    return Error::invalidInput(ZoneNamesTr::tr("“%1” is no time zone. Did you mean %2?").arg(name, meant));
  }
  return Error::invalidInput(
      ZoneNamesTr::tr("“%1” is no time zone. Write a name such as Europe/Berlin or UTC.").arg(name));
}

}  // namespace courier
