#include "models/admin/AdminPolicyFile.h"

#include "models/targets/TargetResolver.h"
#include "models/targets/TargetSaver.h"
#include "tests/models/delivery/DeliveryLoopFixture.h"

namespace courier {
namespace {

using testing::await;

class AdminPolicyFileTest : public testing::DeliveryLoopFixture {
 protected:
  [[nodiscard]] QString path() const { return database.folder() + QStringLiteral("/policy.json"); }
  void write(const QByteArray& json) {
    QFile file(path());
    if (!file.open(QIODevice::WriteOnly)) qFatal("no policy");
    file.write(json);
  }
  [[nodiscard]] QString verdict(const char* address) const {
    const auto allowed = policy.check(url(QString::fromUtf8(address)));
    return allowed ? QStringLiteral("allowed") : allowed.error().message;
  }
  [[nodiscard]] DeliveryLoopOptions obeying() const {
    DeliveryLoopOptions loopOptions = options();
    loopOptions.policy = &policy;
    return loopOptions;
  }
  /// A delivery to a name that cannot be on the network, with a body that is there.
  DeliveryId queueElsewhere(const QString& key = {}) {
    const DeliveryId id =
        queueBody(addTarget(QStringLiteral("far"), farAddress, key.isEmpty() ? QString() : QStringLiteral("ada"), key),
                  QStringLiteral("/a"), "x", key);
    database.change(QStringLiteral("UPDATE delivery SET address = ?, origin = ? WHERE id = ?"),
                    {farAddress, url(farAddress).origin(), id.value});
    return id;
  }

  const QString farAddress = QStringLiteral("webs://far.invalid/a");
  const AdminPolicyFile policy{path()};
};

/// Counts how often a secret is asked for.
class CountingSecretStore final : public SecretStore {
 public:
  [[nodiscard]] Place place() const override { return m_store.place(); }
  [[nodiscard]] QFuture<Expected<Secret>> read(const QString& key) override {
    ++reads;
    return m_store.read(key);
  }
  [[nodiscard]] QFuture<Expected<Place>> write(const QString& key, const Secret& secret, Fallback fallback) override {
    ++writes;
    return m_store.write(key, secret, fallback);
  }
  [[nodiscard]] QFuture<Expected<void>> remove(const QString& key) override { return m_store.remove(key); }

  std::atomic<int> reads = 0;
  std::atomic<int> writes = 0;

 private:
  SessionSecretStore m_store;
};

TEST_F(AdminPolicyFileTest, NoFileIsNoPolicy) {
  EXPECT_EQ(verdict("web://example.com/"), QStringLiteral("allowed"));
  EXPECT_TRUE(policy.current().areSchedulesAllowed());
  EXPECT_EQ(AdminPolicyFile(path() + QStringLiteral("/no/such")).check(url(farAddress)).ok(), true);
}

TEST_F(AdminPolicyFileTest, AChangeIsObeyedAtOnce) {
  write(R"({"allowed_hosts": ["a.example"]})");
  EXPECT_EQ(verdict("webs://b.example/"), QStringLiteral("Your administrator allows only a.example."));
  // As long, and written within the same tick of the file system's clock.
  write(R"({"allowed_hosts": ["b.example"]})");
  EXPECT_EQ(verdict("webs://b.example/"), QStringLiteral("allowed"));
  EXPECT_EQ(verdict("webs://a.example/"), QStringLiteral("Your administrator allows only b.example."));
  ASSERT_TRUE(QFile::remove(path()));
  EXPECT_EQ(verdict("webs://a.example/"), QStringLiteral("allowed"));
}

TEST_F(AdminPolicyFileTest, AFileThatCannotBeReadOrUnderstoodRefusesAll) {
  const auto refusesAll = [&](const char* how) {
    const QString sentence = verdict("webs://example.com/");
    EXPECT_TRUE(sentence.contains(QStringLiteral("policy.json"))) << how << ": " << sentence.toStdString();
    EXPECT_TRUE(sentence.contains(QStringLiteral("Ask your administrator."))) << how << sentence.toStdString();
    EXPECT_FALSE(policy.current().areSchedulesAllowed()) << how;
    EXPECT_EQ(verdict("web://127.0.0.1:8080/"), QStringLiteral("allowed")) << how;
  };
  write("{\"https_only\": ");
  refusesAll("cut off");
  write("{\"https_only\": \"yes\"}");
  refusesAll("wrong type");
  write(QByteArray(2 << 20, ' '));
  refusesAll("too large");
  ASSERT_TRUE(QFile::remove(path()));
  ASSERT_TRUE(QDir().mkpath(path()));
  refusesAll("a folder");
  ASSERT_TRUE(QDir().rmdir(path()));
  // Some systems make a file of its own name instead.
  ASSERT_TRUE(QFile::link(QStringLiteral("/nowhere/policy.json"), path()));
  if (QFileInfo(path()).isSymLink()) refusesAll("a link to nothing");
  QFile::remove(path());
  write("{}");
  EXPECT_EQ(verdict("webs://example.com/"), QStringLiteral("allowed"));
  ASSERT_TRUE(QFile(path()).setPermissions(QFileDevice::Permissions()));
  if (!QFile(path()).open(QIODevice::ReadOnly)) refusesAll("no permission");
}

TEST_F(AdminPolicyFileTest, ADeliveryIsHeldBeforeItsSecretIsRead) {
  write(R"({"allowed_hosts": ["*.example.org"]})");
  CountingSecretStore store;
  ASSERT_TRUE(await(
      store.write(QStringLiteral("k1"), Secret::ofPassword(QStringLiteral("p")), SecretStore::Fallback::Session)));
  const DeliveryId id = queueElsewhere(QStringLiteral("k1"));
  const auto loop = start(obeying(), store);
  ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_EQ(find(id).reasonKind, ReasonKind::Policy);
  EXPECT_EQ(find(id).reason.toStdString(),
            "Your administrator allows only *.example.org. Nothing was sent; the result is kept. Release it once the "
            "address is allowed, or send it elsewhere.");
  EXPECT_EQ(store.reads, 0);
  EXPECT_EQ(attemptCount(), 0);

  // Asked again at each release, and obeyed as the file is then.
  ASSERT_TRUE(await(outbox.release(id)));
  ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_EQ(find(id).reasonKind, ReasonKind::Policy);
  EXPECT_EQ(store.reads, 0);
  // Who knows of the policy says so at once.
  Outbox governed(*database, clock, &policy);
  const auto refused = await(governed.release(id));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
  EXPECT_EQ(refused.error().message, find(id).reason);
  EXPECT_EQ(find(id).state, DeliveryState::Held);
  write(R"({"allowed_hosts": ["far.invalid"]})");
  ASSERT_TRUE(await(outbox.release(id)));
  ASSERT_TRUE(testing::waitUntil([&] { return attemptCount() == 1; }));
  EXPECT_GT(store.reads, 0);
}

TEST_F(AdminPolicyFileTest, WhatIsQueuedForThisComputerGoes) {
  write(R"({"allowed_hosts": [], "https_only": true})");
  const DeliveryId id = queueBody(target(), QStringLiteral("/a"));
  const auto loop = start(obeying());
  ASSERT_TRUE(reaches(id, DeliveryState::Delivered));
}

TEST_F(AdminPolicyFileTest, AnUnreadablePolicyHoldsDeliveries) {
  write("no json");
  const DeliveryId id = queueElsewhere();
  const auto loop = start(obeying());
  ASSERT_TRUE(reaches(id, DeliveryState::Held));
  EXPECT_EQ(find(id).reasonKind, ReasonKind::Policy);
  EXPECT_TRUE(find(id).reason.contains(QStringLiteral("Ask your administrator.")));
  EXPECT_EQ(attemptCount(), 0);
}

TEST_F(AdminPolicyFileTest, AnAddressThatIsNotAllowedIsNotSaved) {
  TargetStore targets(*database, clock, &policy);
  Target wanted = testing::targetAt(QStringLiteral("far"), farAddress);
  const auto id = await(targets.create(wanted));
  ASSERT_TRUE(id);
  wanted.id = *id;

  write(R"({"allowed_hosts": ["*.example.org"]})");
  const auto isRefused = [](const auto& result) {
    return !result && result.error().kind == ErrorKind::InvalidInput &&
           result.error().message == QStringLiteral("Your administrator allows only *.example.org.");
  };
  Target second = wanted;
  second.id = {};
  second.name = QStringLiteral("second");
  EXPECT_TRUE(isRefused(await(targets.create(second))));
  EXPECT_TRUE(isRefused(await(targets.update(wanted))));
  EXPECT_TRUE(isRefused(await(targets.findOrCreateUnnamed(wanted))));
  EXPECT_EQ(await(targets.all())->size(), 1);

  CountingSecretStore store;
  TargetSaver saver(targets, store);
  second.to.user = QStringLiteral("ada");
  EXPECT_TRUE(isRefused(
      await(saver.save({second, {{secretfields::password, QStringLiteral("p")}}}, SecretStore::Fallback::Session))));
  TargetResolver resolver(targets, store);
  for (const char* words : {"far", "far:path", "webs://ada:p@far.invalid/", "webs://far.invalid/"}) {
    TargetWish wish;
    wish.reference = *TargetReference::parse(QString::fromUtf8(words));
    wish.fallback = SecretStore::Fallback::Session;
    EXPECT_TRUE(isRefused(await(resolver.resolve(wish)))) << words;
  }
  EXPECT_EQ(store.writes, 0);
  wanted.to.url = url(QStringLiteral("webs://reports.example.org/"));
  EXPECT_TRUE(await(targets.update(wanted)));
}

}  // namespace
}  // namespace courier
