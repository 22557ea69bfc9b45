#include "models/query/ConnectionSaver.h"

#include <gtest/gtest.h>

#include "models/secrets/SecretFields.h"
#include "tests/support/Await.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;

constexpr auto session = SecretStore::Fallback::Session;

/// Keeps secrets in memory and notes what is done in which order, the rows of connections among it.
class WatchedSecrets final : public SecretStore {
 public:
  explicit WatchedSecrets(testing::TempDatabase& database) : m_database(database) {}
  [[nodiscard]] Place place() const override { return m_place; }
  [[nodiscard]] QFuture<Expected<Secret>> read(const QString& key) override { return m_inner.read(key); }
  [[nodiscard]] QFuture<Expected<Place>> write(const QString& key, const Secret& secret, Fallback fallback) override {
    note(QStringLiteral("write"));
    if (m_refusesWrites) {
      return QtFuture::makeReadyFuture(
          Expected<Place>(Error::of(ErrorKind::SecretUnavailable, QStringLiteral("There is no keychain."))));
    }
    return m_inner.write(key, secret, fallback);
  }
  [[nodiscard]] QFuture<Expected<void>> remove(const QString& key) override {
    note(QStringLiteral("remove"));
    return m_inner.remove(key);
  }
  bool m_refusesWrites = false;
  Place m_place = Place::Session;
  /// What was done, each with the key that the row named then.
  QStringList m_done;

 private:
  void note(const QString& what) {
    m_done += what + u' ' + m_database.value(QStringLiteral("SELECT max(secret_key) FROM connection")).toString();
  }
  testing::TempDatabase& m_database;
  SessionSecretStore m_inner;
};

GivenSecrets given(const QString& password) {
  return {{secretfields::password, password}};
}
GivenSecrets given(const char* password) {
  return given(QString::fromUtf8(password));
}

class ConnectionSaverTest : public ::testing::Test {
 protected:
  static Connection wanted() {
    Connection made;
    made.name = QStringLiteral("shop");
    made.engine = Engine::PostgreSql;
    made.host = QStringLiteral("db.example");
    made.server.label = QStringLiteral("production");
    return made;
  }
  static Connection trino() {
    Connection made;
    made.name = QStringLiteral("cluster");
    made.engine = Engine::Trino;
    made.host = QStringLiteral("h.example");
    made.database = QStringLiteral("hive");
    made.user = QStringLiteral("ann");
    return made;
  }
  GivenSecrets secretOf(ConnectionId id) { return await(connectionSecret(found(id), m_secrets))->fields; }
  Connection made(const QString& password) {
    const auto id = await(m_saver.create(wanted(), given(password), session));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    m_secrets.m_done.clear();
    return found(*id);
  }
  Connection found(ConnectionId id) { return *await(m_connections.find(id)); }
  QString passwordOf(const Connection& connection) {
    const auto secret = await(connectionSecret(connection, m_secrets));
    return secret ? secret->password() : QStringLiteral("? ") + secret.error().message;
  }
  bool isKept(const QString& key) { return await(m_secrets.read(key)).ok(); }

  testing::TempDatabase m_database;
  testing::FakeClock m_clock;
  ConnectionStore m_connections{*m_database, m_clock};
  WatchedSecrets m_secrets{m_database};
  ConnectionSaver m_saver{m_connections, m_secrets};
};

TEST_F(ConnectionSaverTest, ANewPasswordIsWrittenBeforeTheRowAndTheOldOneGoesAfterIt) {
  const Connection before = made(QStringLiteral("p1"));
  Connection change = before;
  change.host = QStringLiteral("other.example");
  change.secretKey = QStringLiteral("not looked at");
  ASSERT_TRUE(await(m_saver.update(change, given("p2"), session)));
  const Connection after = found(before.id);
  EXPECT_EQ(after.host, u"other.example");
  EXPECT_NE(after.secretKey, before.secretKey);
  EXPECT_EQ(passwordOf(after), u"p2");
  EXPECT_FALSE(isKept(before.secretKey));
  EXPECT_EQ(m_secrets.m_done,
            (QStringList{QStringLiteral("write ") + before.secretKey, QStringLiteral("remove ") + after.secretKey}));
}

TEST_F(ConnectionSaverTest, WithoutANewPasswordTheOldOneStaysOrGoes) {
  const Connection before = made(QStringLiteral("p1"));
  Connection change = before;
  change.name = QStringLiteral("renamed");
  ASSERT_TRUE(await(m_saver.update(change, {}, session)));
  EXPECT_EQ(found(before.id).name, u"renamed");
  EXPECT_EQ(passwordOf(found(before.id)), u"p1");
  EXPECT_TRUE(m_secrets.m_done.isEmpty());
  ASSERT_TRUE(await(m_saver.update(change, given(""), session)));
  EXPECT_EQ(found(before.id).secretKey, QString());
  EXPECT_FALSE(isKept(before.secretKey));
  // And one where there was none.
  ASSERT_TRUE(await(m_saver.update(change, given("p3"), session)));
  EXPECT_EQ(passwordOf(found(before.id)), u"p3");
}

TEST_F(ConnectionSaverTest, WhatCannotBeSavedLeavesAllAsItWas) {
  const Connection before = made(QStringLiteral("p1"));
  ASSERT_TRUE(await(m_saver.create(
      [] {
        Connection other = wanted();
        other.name = QStringLiteral("other");
        return other;
      }(),
      {}, session)));
  Connection change = before;
  change.name = QStringLiteral("other");
  EXPECT_EQ(await(m_saver.update(change, given("p2"), session)).error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(found(before.id).secretKey, before.secretKey);
  EXPECT_EQ(passwordOf(before), u"p1");
  EXPECT_EQ(m_secrets.m_done.size(), 2) << "the new password is written, and taken away again";

  m_secrets.m_refusesWrites = true;
  change.name = QStringLiteral("new name");
  EXPECT_EQ(await(m_saver.update(change, given("p2"), SecretStore::Fallback::None)).error().kind,
            ErrorKind::SecretUnavailable);
  EXPECT_EQ(found(before.id).name, before.name);
  change.id = ConnectionId{99};
  EXPECT_EQ(await(m_saver.update(change, {}, session)).error().kind, ErrorKind::NotFound);
}

TEST_F(ConnectionSaverTest, ACopyHasAllButTheNameAndAPasswordOfItsOwn) {
  const Connection before = made(QStringLiteral("p1"));
  const auto id = await(m_saver.duplicate(before, QStringLiteral("shop 2")));
  ASSERT_TRUE(id);
  const Connection copy = found(*id);
  EXPECT_EQ(copy.name, u"shop 2");
  EXPECT_EQ(copy.host, before.host);
  EXPECT_EQ(copy.server, before.server);
  EXPECT_NE(copy.secretKey, before.secretKey);
  EXPECT_EQ(passwordOf(copy), u"p1");
  ASSERT_TRUE(await(m_saver.remove(before)));
  EXPECT_EQ(passwordOf(copy), u"p1");
  EXPECT_EQ(await(m_saver.duplicate(copy, copy.name)).error().kind, ErrorKind::AlreadyExists);
}

TEST_F(ConnectionSaverTest, EachSecretStaysChangesOrGoesByItself) {
  Connection cluster = trino();
  cluster.server.clientCertificateFile = QStringLiteral("/c.pem");
  cluster.server.keyHasPassphrase = true;
  cluster.server.proxy = {ProxyKind::Http, QStringLiteral("p.example"), 3128, QStringLiteral("pete")};
  const GivenSecrets all = {{secretfields::password, QStringLiteral("p1")},
                            {secretfields::keyPassphrase, QStringLiteral("k1")},
                            {secretfields::proxyPassword, QStringLiteral("x1")}};
  const auto id = await(m_saver.create(cluster, all, session));
  ASSERT_TRUE(id) << qPrintable(id.error().message);
  cluster.id = *id;
  EXPECT_EQ(secretOf(*id), all);
  const DatabaseAccess access = accessTo(found(*id), Secret{secretOf(*id)});
  EXPECT_EQ(access.password + access.keyPassphrase + access.proxyPassword, u"p1k1x1");
  // One changes, the others stay.
  ASSERT_TRUE(await(m_saver.update(cluster, {{secretfields::proxyPassword, QStringLiteral("x2")}}, session)));
  GivenSecrets now = all;
  now[secretfields::proxyPassword] = QStringLiteral("x2");
  EXPECT_EQ(secretOf(*id), now);
  ASSERT_TRUE(await(m_saver.update(cluster, given(""), session)));
  now.remove(secretfields::password);
  EXPECT_EQ(secretOf(*id), now);
  // What the connection has no use for goes.
  cluster.server.proxy = {};
  ASSERT_TRUE(await(m_saver.update(cluster, {}, session)));
  now.remove(secretfields::proxyPassword);
  EXPECT_EQ(secretOf(*id), now);
  // A name can change while the keychain is locked.
  m_secrets.m_done.clear();
  cluster.name = QStringLiteral("renamed");
  ASSERT_TRUE(await(m_saver.update(cluster, {}, session)));
  EXPECT_TRUE(m_secrets.m_done.isEmpty());
  cluster.server.keyHasPassphrase = false;
  ASSERT_TRUE(await(m_saver.update(cluster, {}, session)));
  EXPECT_EQ(found(*id).secretKey, QString());
}

TEST_F(ConnectionSaverTest, WhatAConnectionNeedsIsMissedByName) {
  const auto missed = [&](const Connection& connection, const GivenSecrets& secrets) {
    const auto made = await(m_saver.create(connection, secrets, session));
    if (made) return QStringLiteral("made");
    EXPECT_EQ(made.error().kind, ErrorKind::SecretMissing) << qPrintable(made.error().message);
    return made.error().detail;
  };
  Connection td = wanted();
  td.engine = Engine::TreasureData;
  td.host = QStringLiteral("tokyo");
  td.database = QStringLiteral("web");
  EXPECT_EQ(missed(td, {}), secretfields::password);
  EXPECT_EQ(missed(td, given("")), secretfields::password);
  td.server.proxy = {ProxyKind::Socks5, QStringLiteral("p.example"), 1080, QStringLiteral("pete")};
  EXPECT_EQ(missed(td, given("k3y")), secretfields::proxyPassword);
  Connection cluster = trino();
  cluster.server.signIn = TrinoSignIn::Token;
  EXPECT_EQ(missed(cluster, {}), secretfields::password);
  // A password is no token: the stored one is not sent as such.
  Connection known = trino();
  known.name = QStringLiteral("known");
  known.id = *await(m_saver.create(known, given("p1"), session));
  known.server.signIn = TrinoSignIn::Token;
  EXPECT_EQ(await(m_saver.update(known, {}, session)).error().detail, secretfields::password);
  EXPECT_TRUE(await(m_saver.update(known, given("e.y.J"), session)));
  EXPECT_EQ(await(m_saver.update(known, given("e.y\nJ"), session)).error().kind, ErrorKind::InvalidInput);
  cluster.server.signIn = TrinoSignIn::Password;
  cluster.server.clientCertificateFile = QStringLiteral("/c.pem");
  cluster.server.keyHasPassphrase = true;
  EXPECT_EQ(missed(cluster, {}), secretfields::keyPassphrase);
  cluster.server.keyHasPassphrase = false;
  EXPECT_EQ(missed(cluster, {}), u"made");
}

TEST_F(ConnectionSaverTest, APasswordOrTokenGoesOverHttpsOnly) {
  for (const TrinoSignIn signIn : {TrinoSignIn::Password, TrinoSignIn::Token}) {
    // Off by itself on this computer, elsewhere by a person's choice.
    for (const char* host : {"localhost", "h.example"}) {
      Connection cluster = trino();
      cluster.host = QLatin1String(host);
      cluster.server.signIn = signIn;
      if (cluster.host != u"localhost") cluster.server.tls = TlsMode::Off;
      const auto made = await(m_saver.create(cluster, given("s3cret"), session));
      ASSERT_FALSE(made) << host;
      EXPECT_EQ(made.error().kind, ErrorKind::InvalidInput);
      EXPECT_TRUE(made.error().message.contains(u"HTTPS only")) << qPrintable(made.error().message);
      cluster.server.tls = TlsMode::Verify;
      const auto id = await(m_saver.create(cluster, given("s3cret"), session));
      ASSERT_TRUE(id) << qPrintable(id.error().message);
      // Nor can TLS be turned off while one is stored.
      cluster.id = *id;
      cluster.server.tls = TlsMode::Off;
      EXPECT_EQ(await(m_saver.update(cluster, {}, session)).error().kind, ErrorKind::InvalidInput);
      EXPECT_EQ(found(*id).server.tls, TlsMode::Verify);
      ASSERT_TRUE(await(m_saver.remove(found(*id))));
    }
  }
  Connection nobody = trino();
  nobody.user.clear();
  EXPECT_EQ(await(m_saver.create(nobody, given("s3cret"), session)).error().kind, ErrorKind::InvalidInput);
}

TEST_F(ConnectionSaverTest, SaysWhatUsesAConnection) {
  const Connection used = made({});
  EXPECT_EQ(*await(m_connections.use(used.id)), ConnectionUse());
  EXPECT_EQ(connectionUseText({}) + connectionLossText({}), QString());
  const auto schedule = [&](const char* name, bool deleted) {
    m_database.change(
        QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, connection_id, created_at, deleted_at) "
                       "VALUES (?, '@daily', 'UTC', 'SELECT 1', ?, 1, ?)"),
        {QLatin1String(name), used.id.value, deleted ? QVariant(1) : QVariant()});
  };
  schedule("nightly", false);
  schedule("Daily", false);
  schedule("gone", true);
  for (const bool open : {true, false})
    m_database.change(QStringLiteral("INSERT INTO query (name, sql, connection_id, is_open, updated_at) "
                                     "VALUES ('counts', '', ?, ?, 1)"),
                      {used.id.value, open});
  for (const char* state : {"queued", "running", "success"})
    m_database.change(
        QStringLiteral("INSERT INTO job (kind, state, sql, connection_id, created_at) VALUES ('on_demand', ?, '', "
                       "?, 1)"),
        {QLatin1String(state), used.id.value});
  const auto use = await(m_connections.use(used.id));
  ASSERT_TRUE(use) << use.error().message.toStdString();
  EXPECT_EQ(*use, (ConnectionUse{{QStringLiteral("Daily"), QStringLiteral("nightly")}, {QStringLiteral("counts")}, 2}));
  const QString text = connectionUseText(*use);
  EXPECT_TRUE(text.contains(u"Daily, nightly") && text.contains(u"counts")) << qPrintable(text);
  const QString loss = connectionLossText(*use);
  EXPECT_EQ(loss.count(u'\n'), 2) << qPrintable(loss);
  EXPECT_TRUE(loss.contains(u"fail until you choose another connection")) << qPrintable(loss);
}

}  // namespace
}  // namespace courier
