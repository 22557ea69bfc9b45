#include "models/secrets/KeychainSecretStore.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>
#include <memory>
#include <optional>
#include <thread>

#include "models/secrets/ChosenSecretStore.h"
#include "models/secrets/KeychainState.h"
#include "tests/sessions/KeychainPeer_unix.h"
#include "tests/support/Await.h"

namespace courier {
namespace {

using testing::await;
using testing::KeychainPeer;
using Fallback = SecretStore::Fallback;
using Place = SecretStore::Place;

const QString kService = QStringLiteral("Query Courier tests");

Secret password(const QString& text) {
  return Secret::ofPassword(text);
}

template <class Value>
std::string errorText(const Expected<Value>& result) {
  return result.ok() ? "no error" : (result.error().message + u'|' + result.error().detail).toStdString();
}

/// Against gnome-keyring with an open collection (with-keyring.sh unlocked).
class Keychain : public ::testing::Test {
 protected:
  void SetUp() override {
    // The daemon takes its name on the bus a moment after it has gone to the background.
    ASSERT_TRUE(testing::waitUntil(KeychainPeer::isThere, 5'000))
        << "run through tests/support/with-keyring.sh unlocked";
  }

  void write(const QString& key, const Secret& secret) {
    const auto written = await(m_store.write(key, secret, Fallback::None));
    ASSERT_TRUE(written.ok()) << errorText(written);
    EXPECT_EQ(*written, Place::Keychain);
  }

  void expectPassword(SecretStore& store, const QString& expected) {
    const auto read = await(store.read(m_key));
    ASSERT_TRUE(read.ok()) << errorText(read);
    EXPECT_EQ(read->password(), expected);
  }

  KeychainSecretStore m_store{kService, 5'000};
  const QString m_key = newSecretKey();
};

TEST_F(Keychain, WritesReadsOverwritesAndRemoves) {
  write(m_key, password(QStringLiteral("first")));
  expectPassword(m_store, QStringLiteral("first"));
  Secret second = password(QStringLiteral("second"));
  second.fields.insert(QStringLiteral("signing_secret"), QStringLiteral("whsec_x"));
  write(m_key, second);
  // Another store, as another process would have: nothing is remembered in the object.
  KeychainSecretStore other(kService, 5'000);
  EXPECT_EQ(await(other.read(m_key)).value(), second);

  const auto removed = await(m_store.remove(m_key));
  EXPECT_TRUE(removed.ok()) << errorText(removed);
  const auto gone = await(other.read(m_key));
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().kind, ErrorKind::SecretMissing) << errorText(gone);
}

TEST_F(Keychain, KeepsEveryCharacterUpToTheLimit) {
  QString unicode = QStringLiteral("päß wörd 😀 测试 \\ \" \n\t");
  unicode += QChar(0);
  unicode += u"behind NUL";
  const qsizetype frame = password({}).toJson().size();
  for (const QString& text :
       {QString(), unicode, QString(2'500 - frame, u'x'), QString(kMaxSecretBytes - frame, u'y')}) {
    write(m_key, password(text));
    EXPECT_EQ(await(m_store.read(m_key)).value().password(), text);
  }
  const auto tooLarge = await(m_store.write(m_key, password(QString(kMaxSecretBytes, u'z')), Fallback::None));
  ASSERT_FALSE(tooLarge.ok());
  EXPECT_EQ(tooLarge.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(await(m_store.remove(m_key)).ok());
}

TEST_F(Keychain, RemovingWhatWasNeverThereIsNoError) {
  const auto removed = await(m_store.remove(m_key));
  EXPECT_TRUE(removed.ok()) << errorText(removed);
}

TEST_F(Keychain, AServiceHasItsOwnItems) {
  write(m_key, password(QStringLiteral("mine")));
  KeychainSecretStore other(kService + u'2', 5'000);
  EXPECT_EQ(await(other.read(m_key)).error().kind, ErrorKind::SecretMissing);
  EXPECT_TRUE(await(m_store.remove(m_key)).ok());
}

TEST_F(Keychain, AnswersForAnItemThatIsNotThere) {
  const auto read = await(m_store.read(newSecretKey()));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::SecretMissing) << errorText(read);
  EXPECT_EQ(await(keychainState(2'000)), KeychainState::Unlocked);
}

TEST_F(Keychain, LockedIsNeitherMissingNorDone) {
  write(m_key, password(QStringLiteral("kept")));
  KeychainPeer peer;
  ASSERT_TRUE(peer.lock());
  EXPECT_EQ(await(keychainState(2'000)), KeychainState::Locked);

  const auto read = await(m_store.read(m_key));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::SecretLocked) << errorText(read);
  EXPECT_TRUE(read.error().message.startsWith(u"The keychain is locked"));
  const auto written = await(m_store.write(m_key, password(QStringLiteral("new")), Fallback::None));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::SecretLocked) << errorText(written);
  const auto removed = await(m_store.remove(m_key));
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().kind, ErrorKind::SecretLocked) << errorText(removed);

  peer.unlock();
  expectPassword(m_store, QStringLiteral("kept"));
  EXPECT_TRUE(await(m_store.remove(m_key)).ok());
}

TEST_F(Keychain, ASilentServiceIsGivenUp) {
  write(m_key, password(QStringLiteral("kept")));
  KeychainPeer peer;
  KeychainSecretStore impatient(kService, 300);
  ASSERT_TRUE(peer.stop());
  QElapsedTimer elapsed;
  elapsed.start();
  // The second waits behind the first, and not longer than it.
  auto first = impatient.read(m_key);
  auto second = impatient.write(m_key, password(QStringLiteral("late")), Fallback::None);
  auto third = impatient.remove(m_key);
  EXPECT_EQ(await(first).error().kind, ErrorKind::SecretLocked);
  EXPECT_EQ(await(second).error().kind, ErrorKind::SecretLocked);
  EXPECT_EQ(await(third).error().kind, ErrorKind::SecretLocked);
  EXPECT_GE(elapsed.elapsed(), 250);  // a coarse timer
  EXPECT_LT(elapsed.elapsed(), 3'000);

  peer.resume();
  expectPassword(m_store, QStringLiteral("kept"));
  EXPECT_TRUE(await(m_store.remove(m_key)).ok());
}

TEST_F(Keychain, AnswersOtherThreads) {
  std::optional<Expected<Secret>> read;
  std::optional<Expected<Place>> written;
  std::atomic<bool> done = false;
  std::thread other([&] {
    auto writing = m_store.write(m_key, password(QStringLiteral("from afar")), Fallback::None);
    writing.waitForFinished();
    written = writing.result();
    auto reading = m_store.read(m_key);
    reading.waitForFinished();
    read = reading.result();
    done = true;
  });
  EXPECT_TRUE(testing::waitUntil([&] { return done.load(); }));
  other.join();
  ASSERT_TRUE(written && written->ok());
  ASSERT_TRUE(read && read->ok());
  EXPECT_EQ(read->value().password(), u"from afar");
  EXPECT_TRUE(await(m_store.remove(m_key)).ok());
}

TEST_F(Keychain, ManyCallsAtOnceAreAnsweredInOrder) {
  std::vector<QFuture<Expected<Place>>> writes;
  for (int i = 0; i < 20; ++i) writes.push_back(m_store.write(m_key, password(QString::number(i)), Fallback::None));
  auto read = m_store.read(m_key);
  for (auto& write : writes) EXPECT_EQ(errorText(await(write)), "no error");
  EXPECT_EQ(await(read).value().password(), u"19");
  EXPECT_TRUE(await(m_store.remove(m_key)).ok());
}

TEST_F(Keychain, CallsAreAnsweredWhenTheStoreGoes) {
  auto store = std::make_unique<KeychainSecretStore>(kService, 5'000);
  auto posted = store->read(m_key);
  store.reset();
  EXPECT_EQ(await(posted).error().kind, ErrorKind::Cancelled);

  store = std::make_unique<KeychainSecretStore>(kService, 5'000);
  KeychainPeer peer;
  ASSERT_TRUE(peer.stop());
  auto running = store->read(m_key);
  auto waiting = store->read(m_key);
  // Two turns of the loop: the calls have been taken up, and cannot be answered.
  QCoreApplication::processEvents();
  QCoreApplication::processEvents();
  EXPECT_FALSE(running.isFinished());
  store.reset();
  EXPECT_EQ(await(running).error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(await(waiting).error().kind, ErrorKind::Cancelled);
}

TEST_F(Keychain, ChosenStoreUsesIt) {
  ChosenSecretStore chosen(kService, 5'000);
  EXPECT_EQ(chosen.place(), Place::Keychain);
  EXPECT_EQ(await(chosen.write(m_key, password(QStringLiteral("a")), Fallback::Session)).value(), Place::Keychain);
  expectPassword(m_store, QStringLiteral("a"));
  KeychainPeer peer;
  ASSERT_TRUE(peer.lock());
  // Locked is no reason to keep it elsewhere.
  const auto written = await(chosen.write(m_key, password(QStringLiteral("b")), Fallback::Session));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::SecretLocked);
  EXPECT_EQ(chosen.place(), Place::Keychain);
  peer.unlock();
  expectPassword(chosen, QStringLiteral("a"));
  EXPECT_TRUE(await(chosen.remove(m_key)).ok());
  EXPECT_EQ(await(m_store.read(m_key)).error().kind, ErrorKind::SecretMissing);
}

/// Against a service that the bus starts and nobody has set up: no collection to write to, nobody to ask for one.
TEST(KeychainUninitialised, WritesFailAndReadsFindNothing) {
  KeychainSecretStore store(kService, 5'000);
  const QString key = newSecretKey();
  const auto read = await(store.read(key));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::SecretMissing) << errorText(read);
  const auto written = await(store.write(key, password(QStringLiteral("hunter2")), Fallback::None));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::SecretLocked) << errorText(written);
  EXPECT_FALSE(QString::fromStdString(errorText(written)).contains(u"hunter2"));
}

/// Without a service, and without a bus.
TEST(KeychainAbsent, IsSaidAtOnce) {
  KeychainSecretStore store(kService, 5'000);
  const QString key = newSecretKey();
  QElapsedTimer elapsed;
  elapsed.start();
  const auto read = await(store.read(key));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::SecretUnavailable) << errorText(read);
  const auto written = await(store.write(key, password(QStringLiteral("hunter2")), Fallback::Session));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::SecretUnavailable) << errorText(written);
  EXPECT_FALSE(QString::fromStdString(errorText(written)).contains(u"hunter2"));
  const auto removed = await(store.remove(key));
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().kind, ErrorKind::SecretUnavailable) << errorText(removed);
  EXPECT_LT(elapsed.elapsed(), 4'000);
}

TEST(KeychainAbsent, ChosenStoreKeepsWhatItMayInMemory) {
  const QString key = newSecretKey();
  const QString typed = QStringLiteral("hunter2");
  {
    ChosenSecretStore chosen(kService, 5'000);
    EXPECT_EQ(chosen.place(), Place::Keychain);
    const auto refused = await(chosen.write(key, password(typed), Fallback::None));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::SecretUnavailable) << errorText(refused);
    EXPECT_EQ(chosen.place(), Place::Session);
    EXPECT_EQ(await(chosen.read(key)).error().kind, ErrorKind::SecretUnavailable);

    EXPECT_EQ(await(chosen.write(key, password(typed), Fallback::Session)).value(), Place::Session);
    EXPECT_EQ(await(chosen.read(key)).value().password(), typed);
    EXPECT_TRUE(await(chosen.remove(key)).ok());
    EXPECT_FALSE(await(chosen.read(key)).ok());
    EXPECT_EQ(await(chosen.write(key, password(typed), Fallback::Session)).value(), Place::Session);
  }
  ChosenSecretStore next(kService, 5'000);
  EXPECT_FALSE(await(next.read(key)).ok());
  // Nothing went to a file: the insecure fallback of QtKeychain is a settings file.
  QDirIterator files(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    QFile file(files.next());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    EXPECT_FALSE(bytes.contains(typed.toUtf8()) || bytes.contains(typed.toUtf8().toBase64()))
        << file.fileName().toStdString();
  }
}

}  // namespace
}  // namespace courier
