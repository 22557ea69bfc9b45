#include "models/schedules/ZoneNames.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(ZoneNames, NamesOfTzdataAreZones) {
  for (const char* name : {"UTC", "GMT", "Etc/UTC", "Europe/Berlin", "US/Pacific", "Asia/Calcutta", "EST", "PST8PDT",
                           "America/Argentina/Buenos_Aires", "Etc/GMT+5"}) {
    const auto zone = zoneNamed(QString::fromLatin1(name));
    ASSERT_TRUE(zone.ok()) << name;
    EXPECT_TRUE(zone->isValid()) << name;
  }
  EXPECT_GT(zoneNames().size(), 300);
}

TEST(ZoneNames, OtherWordsAreNoneAndSaySo) {
  struct Row {
    const char* text;
    const char* meant;
  };
  for (const Row& row : {Row{"Berlin", "Europe/Berlin"}, Row{"PST", "America/Los_Angeles"}, Row{"IST", "Asia/Kolkata"},
                         Row{"europe/berlin", "Europe/Berlin"}, Row{"Europe/Berlin ", "Europe/Berlin"},
                         Row{" Europe/Berlin", "Europe/Berlin"}, Row{"New York", "America/New_York"},
                         Row{"Europe/Berln", "Europe/Berlin"}, Row{"UTC+3", "Etc/GMT-3"}, Row{"GMT-05:00", "Etc/GMT+5"},
                         Row{"utc", "UTC"}, Row{"Tokio", "Asia/Tokyo"}}) {
    const auto zone = zoneNamed(QString::fromLatin1(row.text));
    ASSERT_FALSE(zone.ok()) << row.text;
    EXPECT_EQ(zone.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(zone.error().message.endsWith(QStringLiteral("Did you mean %1?").arg(QLatin1String(row.meant))))
        << zone.error().message.toStdString();
  }
  // Rules of POSIX, copies in tzdata's folder, paths out of it, and nothing at all.
  for (const char* text : {"foo", "CST8", "UTC+03:00x", "posix/Europe/Berlin", "right/UTC", "localtime", "Factory",
                           "../../etc/passwd", "/usr/share/zoneinfo/UTC", "", " ", "zone.tab"}) {
    const auto zone = zoneNamed(QString::fromLatin1(text));
    ASSERT_FALSE(zone.ok()) << text;
    EXPECT_FALSE(zone.error().message.isEmpty());
  }
}

}  // namespace
}  // namespace courier
