#include "models/query/ConnectionStore.h"

#include <gtest/gtest.h>

#include <QCoreApplication>

#include "models/query/ConnectionUrl.h"
#include "tests/support/Await.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

Connection sqlite(const QString& name) {
  Connection connection;
  connection.name = name;
  connection.file = QStringLiteral("/data/a.db");
  return connection;
}

class ConnectionStoreTest : public ::testing::Test {
 protected:
  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  ConnectionStore m_store{*m_database, m_clock};
};

TEST_F(ConnectionStoreTest, GivesBackEveryField) {
  Connection wanted;
  wanted.name = QStringLiteral("Ümläut 'quoted'");
  wanted.engine = Engine::PostgreSql;
  wanted.host = QStringLiteral("db.example");
  wanted.port = 5433;
  wanted.database = QStringLiteral("sales");
  wanted.user = QStringLiteral("ann");
  wanted.secretKey = QStringLiteral("k1");
  wanted.readOnly = false;
  const auto id = await(m_store.create(wanted));
  ASSERT_TRUE(id.ok());
  for (const auto& found : {await(m_store.find(*id)), await(m_store.findByName(wanted.name))}) {
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->id, *id);
    EXPECT_EQ(found->name, wanted.name);
    EXPECT_EQ(found->engine, wanted.engine);
    EXPECT_EQ(found->file, QString());
    EXPECT_EQ(found->host, wanted.host);
    EXPECT_EQ(found->port, wanted.port);
    EXPECT_EQ(found->database, wanted.database);
    EXPECT_EQ(found->user, wanted.user);
    EXPECT_EQ(found->secretKey, wanted.secretKey);
    EXPECT_FALSE(found->readOnly);
  }
}

TEST_F(ConnectionStoreTest, RefusesWhatCannotBeAConnection) {
  Connection noFile = sqlite(QStringLiteral("a"));
  noFile.file.clear();
  Connection badPort = sqlite(QStringLiteral("a"));
  badPort.port = 65536;
  struct Case {
    Connection connection;
    const char* part;
  };
  const Case cases[] = {{sqlite(QString()), "name is empty"},
                        {sqlite(QStringLiteral("   ")), "name is empty"},
                        {sqlite(QStringLiteral("a\nb")), "control character"},
                        {sqlite(QStringLiteral(" a")), "begins or ends with a space"},
                        {noFile, "names no database file"},
                        {badPort, "port 65536 is out of range"}};
  for (const Case& one : cases) {
    const auto made = await(m_store.create(one.connection));
    ASSERT_FALSE(made.ok()) << one.part;
    EXPECT_EQ(made.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(made.error().message.contains(QLatin1String(one.part))) << qUtf8Printable(made.error().message);
  }
  EXPECT_TRUE(await(m_store.all())->isEmpty());
}

TEST_F(ConnectionStoreTest, NamesAreTakenOnceUntilTheyAreFreed) {
  const auto a = await(m_store.create(sqlite(QStringLiteral("a"))));
  ASSERT_TRUE(a.ok());
  const auto twice = await(m_store.create(sqlite(QStringLiteral("a"))));
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.error().kind, ErrorKind::AlreadyExists);
  EXPECT_TRUE(twice.error().message.contains(QStringLiteral("'a'")));

  Connection b = sqlite(QStringLiteral("b"));
  b.id = *await(m_store.create(b));
  b.name = QStringLiteral("a");
  EXPECT_EQ(await(m_store.update(b)).error().kind, ErrorKind::AlreadyExists);
  ASSERT_TRUE(await(m_store.remove(*a)).ok());
  EXPECT_TRUE(await(m_store.update(b)).ok()) << "a hidden connection's name is free";
  EXPECT_EQ(await(m_store.findByName(QStringLiteral("a")))->id, b.id);
}

TEST_F(ConnectionStoreTest, AHiddenConnectionIsNotFoundButItsRowStays) {
  const auto id = await(m_store.create(sqlite(QStringLiteral("a"))));
  ASSERT_TRUE(await(m_store.remove(*id)).ok());
  EXPECT_EQ(await(m_store.remove(*id)).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(await(m_store.find(*id)).error().kind, ErrorKind::NotFound);
  Connection changed = sqlite(QStringLiteral("c"));
  changed.id = *id;
  EXPECT_EQ(await(m_store.update(changed)).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(m_database.value(QStringLiteral("SELECT name FROM connection WHERE deleted_at = ?"), {m_clock.nowMs()}),
            QVariant(QStringLiteral("a")));
}

TEST_F(ConnectionStoreTest, AnUnknownNameIsAnsweredWithSomeThatAreKnown) {
  const auto none = await(m_store.findByName(QStringLiteral("x")));
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().kind, ErrorKind::NotFound);
  for (const char* name : {"f", "e", "d", "c", "b", "a"}) (void)await(m_store.create(sqlite(QLatin1String(name))));
  const auto unknown = await(m_store.findByName(QStringLiteral("x")));
  EXPECT_EQ(unknown.error().message, QStringLiteral("There is no connection named 'x'. Connections: a, b, c, d, e …."));
}

TEST_F(ConnectionStoreTest, ListsByNameWhateverTheCase) {
  for (const char* name : {"b", "C", "a"}) (void)await(m_store.create(sqlite(QLatin1String(name))));
  QStringList names;
  const auto all = await(m_store.all());
  for (const Connection& connection : *all) names.append(connection.name);
  EXPECT_EQ(names, QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("C")}));
}

TEST_F(ConnectionStoreTest, SaysThatItChangedOnlyWhenItDid) {
  int changes = 0;
  QObject::connect(&m_store, &ConnectionStore::changed, qApp, [&] { ++changes; });
  (void)await(m_store.create(sqlite(QStringLiteral("a"))));
  (void)await(m_store.create(sqlite(QStringLiteral("a"))));
  (void)await(m_store.remove({99}));
  (void)await(m_store.all());
  EXPECT_TRUE(testing::waitUntil([&] { return changes > 0; }));
  QCoreApplication::processEvents();
  EXPECT_EQ(changes, 1);
}

TEST(ConnectionUrl, NamesAnSqliteFile) {
  struct Case {
    const char* url;
    const char* file;
  };
  for (const Case& one :
       {Case{"sqlite:/data/a.db", "/data/a.db"}, Case{"sqlite:a.db", "/desk/a.db"}, Case{"sqlite:../b/a.db", "/b/a.db"},
        Case{"sqlite:///data/a.db", "/data/a.db"}, Case{"SQLite:/data/a b%20?.db", "/data/a b%20?.db"}}) {
    const auto parsed = connectionFromUrl(QLatin1String(one.url), QStringLiteral("/desk"));
    ASSERT_TRUE(parsed.ok()) << one.url;
    EXPECT_EQ(parsed->connection.engine, Engine::Sqlite);
    EXPECT_EQ(parsed->connection.file, QLatin1String(one.file));
    EXPECT_TRUE(parsed->connection.readOnly);
    EXPECT_EQ(parsed->password, QString());
    const auto again = connectionFromUrl(connectionUrl(parsed->connection), QStringLiteral("/elsewhere"));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->connection.file, parsed->connection.file);
  }
}

TEST_F(ConnectionStoreTest, KeepsFilesAndWhatWasChosenForThem) {
  auto parsed =
      connectionFromUrl(QStringLiteral("file:/data/a.csv?delimiter=tab&file=b.json"), QStringLiteral("/desk"));
  ASSERT_TRUE(parsed.ok());
  Connection connection = parsed->connection;
  EXPECT_EQ(connection.engine, Engine::Files);
  EXPECT_EQ(connection.file, QStringLiteral("/data/a.csv"));
  connection.name = QStringLiteral("files");
  const auto id = await(m_store.create(connection));
  ASSERT_TRUE(id.ok());
  const auto found = await(m_store.find(*id));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->engine, Engine::Files);
  EXPECT_EQ(found->files, connection.files);
  EXPECT_EQ(connectionUrl(*found), QStringLiteral("file:/data/a.csv?delimiter=tab&file=/desk/b.json"));
  connection.name = QStringLiteral("writable");
  connection.readOnly = false;
  EXPECT_EQ(await(m_store.create(connection)).error().kind, ErrorKind::InvalidInput);
}

TEST(ConnectionUrl, RefusesTheRestWithoutRepeatingIt) {
  struct Case {
    const char* url;
    ErrorKind kind;
    const char* part;
  };
  const Case cases[] = {{"", ErrorKind::InvalidInput, "scheme"},
                        {"/data/a.db", ErrorKind::InvalidInput, "scheme"},
                        {"sqlite:", ErrorKind::InvalidInput, "path of the SQLite file is missing"},
                        {"sqlite://a.db", ErrorKind::InvalidInput, "no host"},
                        {"sqlite::memory:", ErrorKind::InvalidInput, "in memory"},
                        {"sqlite:a\nb", ErrorKind::InvalidInput, "control character"},
                        {"oracle://u:s3cret@h/d", ErrorKind::InvalidInput, "unknown scheme"},
                        {"postgresql:u:s3cret@h/d", ErrorKind::InvalidInput, "Two slashes"},
                        {"postgresql://u:s3/cret@h/d", ErrorKind::InvalidInput, "%2F"},
                        {"postgresql://u:s3#cret@h/d", ErrorKind::InvalidInput, "%2F"},
                        {"postgresql://u:s3cret%zz@h/d", ErrorKind::InvalidInput, "%25"},
                        {"postgresql://u:s3cret%ff@h/d", ErrorKind::InvalidInput, "%25"},
                        {"postgresql://u:s3cret@[::1/d", ErrorKind::InvalidInput, "bracket"},
                        {"postgresql://u:s3cret@h:0/d", ErrorKind::InvalidInput, "port"},
                        {"postgresql://u:s3cret@h:x/d", ErrorKind::InvalidInput, "port"},
                        {"postgresql://u:s3cret@h,i/d", ErrorKind::InvalidInput, "one name"},
                        {"postgresql://u@h/d?password=s3cret", ErrorKind::InvalidInput, "unknown option"},
                        {"postgresql://u@h/d?tls=s3cret", ErrorKind::InvalidInput, "auto, off, on, verify"},
                        {"postgresql://u@h/d?time_limit=s3cret", ErrorKind::InvalidInput, "seconds"},
                        {"mysql://u:s3cret@h:x/d", ErrorKind::InvalidInput, "mysql://"},
                        {"odbc:", ErrorKind::InvalidInput, "odbc:NAME"},
                        {"odbc:Driver={s3cret", ErrorKind::InvalidInput, "odbc:NAME"}};
  for (const Case& one : cases) {
    const auto parsed = connectionFromUrl(QLatin1String(one.url), QStringLiteral("/desk"));
    ASSERT_FALSE(parsed.ok()) << one.url;
    EXPECT_EQ(parsed.error().kind, one.kind) << one.url;
    EXPECT_TRUE(parsed.error().message.contains(QLatin1String(one.part))) << qUtf8Printable(parsed.error().message);
    EXPECT_FALSE(parsed.error().message.contains(QStringLiteral("s3cret")));
  }
}

TEST(ConnectionUrl, TakesServersApart) {
  const auto parsed = connectionFromUrl(
      QStringLiteral(
          "postgres://a%40b:s3%2Fcr%20et@db.example:5433/my%20sales?sslmode=require&ca=%2Fx.pem&time_limit=60"),
      QStringLiteral("/desk"));
  ASSERT_TRUE(parsed.ok()) << parsed.error().message.toStdString();
  const Connection& connection = parsed->connection;
  EXPECT_EQ(connection.engine, Engine::PostgreSql);
  EXPECT_EQ(connection.user, u"a@b");
  EXPECT_EQ(parsed->password, u"s3/cr et");
  EXPECT_EQ(connection.host, u"db.example");
  EXPECT_EQ(connection.port, 5433);
  EXPECT_EQ(connection.database, u"my sales");
  EXPECT_EQ(connection.server.tls, TlsMode::On);
  EXPECT_EQ(connection.server.caFile, u"/x.pem");
  EXPECT_EQ(connection.server.timeLimitS, 60);
  EXPECT_EQ(ServerOptions::fromJson(connection.server.toJson()), connection.server);
  const auto again = connectionFromUrl(connectionUrl(connection), QStringLiteral("/desk"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(connectionUrl(again->connection), connectionUrl(connection));
  EXPECT_EQ(connectionFromUrl(QStringLiteral("postgresql:///shop"), {})->connection.host, u"localhost");
  EXPECT_EQ(connectionFromUrl(QStringLiteral("mariadb://u@h/d"), {})->connection.engine, Engine::MariaDb);
  EXPECT_EQ(connectionUrl(connectionFromUrl(QStringLiteral("mysql://u@h/d"), {})->connection), u"mysql://u@h/d");
  const auto six = connectionFromUrl(QStringLiteral("postgresql://u@[::1]:5/d"), {});
  ASSERT_TRUE(six.ok());
  EXPECT_EQ(six->connection.host, u"::1");
  EXPECT_EQ(connectionUrl(six->connection), u"postgresql://u@[::1]:5/d");
}

TEST(ConnectionUrl, TlsIsVerifiedButOnThisComputer) {
  const ServerOptions options;
  for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "", "/var/run/postgresql"})
    EXPECT_EQ(options.tlsFor(QLatin1String(host)), TlsMode::Off) << host;
  for (const char* host : {"db.example", "192.168.0.1", "localhost.example", "::2"})
    EXPECT_EQ(options.tlsFor(QLatin1String(host)), TlsMode::Verify) << host;
}

TEST(ConnectionUrl, WritesServersWithoutAPassword) {
  Connection connection;
  connection.engine = Engine::PostgreSql;
  connection.host = QStringLiteral("db.example");
  connection.port = 5433;
  connection.user = QStringLiteral("a@b");
  connection.database = QStringLiteral("sales");
  connection.secretKey = QStringLiteral("k1");
  EXPECT_EQ(connectionUrl(connection), QStringLiteral("postgresql://a%40b@db.example:5433/sales"));
  connection.server.tls = TlsMode::Verify;
  connection.server.startSql = QStringLiteral("SET a TO 'b&c'");
  EXPECT_EQ(connectionUrl(connection),
            QStringLiteral("postgresql://a%40b@db.example:5433/sales?tls=verify&start_sql=SET%20a%20TO%20%27b%26c%27"));
  connection.engine = Engine::Odbc;
  connection.file = QStringLiteral("DSN");
  EXPECT_EQ(connectionUrl(connection), QStringLiteral("odbc:DSN=DSN;UID=a@b"));
  connection.user.clear();
  EXPECT_EQ(connectionUrl(connection), QStringLiteral("odbc:DSN"));
}

}  // namespace
}  // namespace courier
