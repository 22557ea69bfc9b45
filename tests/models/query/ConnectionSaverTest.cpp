#include "models/query/ConnectionSaver.h"

#include <gtest/gtest.h>

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
  Connection made(const QString& password) {
    const auto id = await(m_saver.create(wanted(), password, session));
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
  ASSERT_TRUE(await(m_saver.update(change, QStringLiteral("p2"), session)));
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
  ASSERT_TRUE(await(m_saver.update(change, std::nullopt, session)));
  EXPECT_EQ(found(before.id).name, u"renamed");
  EXPECT_EQ(passwordOf(found(before.id)), u"p1");
  EXPECT_TRUE(m_secrets.m_done.isEmpty());
  ASSERT_TRUE(await(m_saver.update(change, QString(), session)));
  EXPECT_EQ(found(before.id).secretKey, QString());
  EXPECT_FALSE(isKept(before.secretKey));
  // And one where there was none.
  ASSERT_TRUE(await(m_saver.update(change, QStringLiteral("p3"), session)));
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
  EXPECT_EQ(await(m_saver.update(change, QStringLiteral("p2"), session)).error().kind, ErrorKind::AlreadyExists);
  EXPECT_EQ(found(before.id).secretKey, before.secretKey);
  EXPECT_EQ(passwordOf(before), u"p1");
  EXPECT_EQ(m_secrets.m_done.size(), 2) << "the new password is written, and taken away again";

  m_secrets.m_refusesWrites = true;
  change.name = QStringLiteral("new name");
  EXPECT_EQ(await(m_saver.update(change, QStringLiteral("p2"), SecretStore::Fallback::None)).error().kind,
            ErrorKind::SecretUnavailable);
  EXPECT_EQ(found(before.id).name, before.name);
  change.id = ConnectionId{99};
  EXPECT_EQ(await(m_saver.update(change, std::nullopt, session)).error().kind, ErrorKind::NotFound);
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
