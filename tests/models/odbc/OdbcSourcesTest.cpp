#include "models/odbc/OdbcSources.h"

#include <gtest/gtest.h>

#include "models/odbc/OdbcApi.h"

namespace courier {
namespace {

TEST(OdbcSources, SaysWhatEachDriverLoses) {
  const auto text = [](const char* driver) { return driverLosses(QString::fromUtf8(driver)).join(u'\n'); };
  for (const char* driver : {"PostgreSQL Unicode", "/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so"}) {
    EXPECT_TRUE(text(driver).contains(QStringLiteral("BoolsAsChar=0"))) << driver;
    EXPECT_TRUE(text(driver).contains(QStringLiteral("UseDeclareFetch=1"))) << driver;
    EXPECT_TRUE(text(driver).contains(QStringLiteral("infinity"))) << driver;
  }
  for (const char* driver : {"MariaDB Unicode", "libmaodbc.so", "MySQL ODBC 8.0 Unicode Driver"}) {
    EXPECT_TRUE(text(driver).contains(QStringLiteral("FLOAT"))) << driver;
    EXPECT_TRUE(text(driver).contains(QStringLiteral("any file of this computer"))) << driver;
  }
  EXPECT_TRUE(text("SQLite3").contains(QStringLiteral("first row")));
  for (const char* driver : {"", "ODBC Driver 18 for SQL Server"})
    EXPECT_TRUE(text(driver).contains(QStringLiteral("not known here"))) << driver;
}

TEST(OdbcSources, WithoutADriverManagerSaysWhatToInstall) {
  const auto api = OdbcApi::load({QStringLiteral("/no/such/folder/libodbc.so.2")});
  ASSERT_FALSE(api.ok());
  EXPECT_EQ(api.error().kind, ErrorKind::Unsupported);
  EXPECT_EQ(api.error().message, odbcInstallWords());
  // A library that is another.
  EXPECT_FALSE(OdbcApi::load({QStringLiteral("libz.so.1")}).ok());
}

}  // namespace
}  // namespace courier
