#include <gtest/gtest.h>

#include "models/query/ConnectionUrl.h"
#include "models/query/OdbcAddress.h"

namespace courier {
namespace {

TEST(OdbcAddress, TakesUserAndPasswordOut) {
  struct Case {
    const char* text;
    const char* file;
    const char* user;
    const char* password;
  };
  const Case cases[] = {
      {"shop", "shop", "", ""},
      {" My Shop ", "My Shop", "", ""},
      {"DSN=shop;UID=ann;PWD=s3cret", "shop", "ann", "s3cret"},
      {"dsn=shop; uid = ann ;pwd={a}};b=c d}", "shop", "ann", "a};b=c d"},
      {"DSN=shop;Database=x", "DSN=shop;Database=x", "", ""},
      {"Driver={PostgreSQL Unicode};Server=h;Port=5432;User Id=ann;Password={};",
       "Driver={PostgreSQL Unicode};Server=h;Port=5432", "ann", ""},
      {"Driver=/usr/lib/odbc/x.so;Server=h;Username=a;Username=b;PWD=1;PWD=2", "Driver=/usr/lib/odbc/x.so;Server=h",
       "a", "1"},
      {"DRIVER={ODBC Driver 18 for SQL Server};SERVER=tcp:h,1433;Encrypt=yes;TrustServerCertificate=no;UID=sa",
       "DRIVER={ODBC Driver 18 for SQL Server};SERVER=tcp:h,1433;Encrypt=yes;TrustServerCertificate=no", "sa", ""},
      {"Driver={x};Debug=0;CommLog=0;LoginTimeout=5;Trace=No", "Driver={x};Debug=0;CommLog=0;LoginTimeout=5;Trace=No",
       "", ""},
      {"Driver={x};pqopt={a=b;c=d}", "Driver={x};pqopt={a=b;c=d}", "", ""},
      {"FILEDSN=/x/y.dsn", "FILEDSN=/x/y.dsn", "", ""}};
  for (const Case& one : cases) {
    const auto parsed = connectionFromUrl(QStringLiteral("odbc:") + QString::fromUtf8(one.text), {});
    ASSERT_TRUE(parsed.ok()) << one.text << parsed.error().message.toStdString();
    EXPECT_EQ(parsed->connection.engine, Engine::Odbc);
    EXPECT_EQ(parsed->connection.file, QString::fromUtf8(one.file)) << one.text;
    EXPECT_EQ(parsed->connection.user, QString::fromUtf8(one.user)) << one.text;
    EXPECT_EQ(parsed->password, QString::fromUtf8(one.password)) << one.text;
    // Back and forth it stays the same.
    const auto again = connectionFromUrl(connectionUrl(parsed->connection), {});
    ASSERT_TRUE(again.ok()) << one.text;
    EXPECT_EQ(again->connection.file, parsed->connection.file) << one.text;
    EXPECT_EQ(again->connection.user, parsed->connection.user) << one.text;
  }
}

TEST(OdbcAddress, RefusesWhatWouldKeepOrTellASecret) {
  struct Case {
    const char* text;
    const char* part;
  };
  const Case cases[] = {{"", "missing"},
                        {"a[b", "none of"},
                        {"a\nb", "control character"},
                        {"Driver={x};s3cret", "no equals sign"},
                        {"Driver={x};=s3cret", "no name"},
                        {"Driver={x;PWD=s3cret", "not closed"},
                        {"Driver={x}s3cret;a=b", "not closed"},
                        {"Server=h;PWD=s3cret", "neither Driver nor DSN"},
                        {"DSN=x;SSLKeyPassword=s3cret", "a secret besides the password"},
                        {"DSN=x;priv_key_file_pwd=s3cret", "a secret besides the password"},
                        {"DSN=x;Auth_AccessToken=s3cret", "a secret besides the password"},
                        {"DSN=x;Auth_Client_Secret=s3cret", "a secret besides the password"},
                        {"DSN=x;pqopt={sslpassword=s3cret}", "a secret besides the password"},
                        {"DSN=x;Debug=1;PWD=s3cret", "write a log"},
                        {"DSN=x;commlog=1", "write a log"},
                        {"DSN=x;B3=1", "write a log"},
                        {"DSN=x;CX=1b8", "write a log"},
                        {"DSN=x;Trace=Yes", "write a log"},
                        {"DSN=x;TraceFile=/tmp/s3cret", "write a log"},
                        {"DSN=x;LogLevel=6", "write a log"},
                        {"DSN=x;QueryLogFile=/tmp/x", "write a log"},
                        {"DSN=x;SaveFile=/tmp/x", "write a log"}};
  for (const Case& one : cases) {
    const auto parsed = odbcConnection(QString::fromUtf8(one.text));
    ASSERT_FALSE(parsed.ok()) << one.text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(parsed.error().message.contains(QLatin1String(one.part))) << parsed.error().message.toStdString();
    EXPECT_FALSE(parsed.error().message.contains(QStringLiteral("s3cret"))) << one.text;
  }
}

TEST(OdbcAddress, BracesWhatNeedsThem) {
  EXPECT_EQ(odbcValue(QStringLiteral("plain=x")), u"plain=x");
  EXPECT_EQ(odbcValue(QStringLiteral("a;b")), u"{a;b}");
  EXPECT_EQ(odbcValue(QStringLiteral(" a")), u"{ a}");
  EXPECT_EQ(odbcBraced(QStringLiteral("a}b")), u"{a}}b}");
}

}  // namespace
}  // namespace courier
