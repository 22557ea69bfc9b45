#include "app/Owner.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>

#include "app/OwnerSocket.h"
#include "tests/support/Await.h"

namespace courier {
namespace {

using Role = Owner::Role;
using testing::await;
using testing::waitUntil;

class OwnerTest : public ::testing::Test {
 protected:
  static bool acquire(Owner& owner) {
    const auto taken = owner.tryAcquire();
    EXPECT_TRUE(taken.ok()) << (taken ? "" : taken.error().message.toStdString());
    return taken.ok() && *taken;
  }

  QTemporaryDir m_folder;
  const QString m_path = m_folder.path();
};

TEST_F(OwnerTest, OneAtATime) {
  Owner first(m_path, Role::Window);
  Owner second(m_path, Role::Command);
  EXPECT_FALSE(first.isOwner());
  EXPECT_TRUE(acquire(first));
  EXPECT_TRUE(acquire(first));
  EXPECT_TRUE(first.isOwner());
  EXPECT_FALSE(acquire(second));
  EXPECT_FALSE(second.isOwner());
  first.release();
  EXPECT_FALSE(first.isOwner());
  EXPECT_TRUE(acquire(second));
  EXPECT_FALSE(acquire(first));
}

TEST_F(OwnerTest, OfEachFolder) {
  const QTemporaryDir elsewhere;
  Owner here(m_path, Role::Agent);
  Owner there(elsewhere.path(), Role::Agent);
  EXPECT_TRUE(acquire(here));
  EXPECT_TRUE(acquire(there));
  Owner missing(m_folder.filePath(QStringLiteral("missing")), Role::Agent);
  const auto refused = missing.tryAcquire();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::Storage);
}

TEST_F(OwnerTest, IsRungAndBroughtToTheFront) {
  Owner owner(m_path, Role::Window);
  ASSERT_TRUE(acquire(owner));
  int rings = 0;
  int raises = 0;
  QObject::connect(&owner, &Owner::rung, [&] { ++rings; });
  QObject::connect(&owner, &Owner::raiseAsked, [&] { ++raises; });
  Owner other(m_path, Role::Command);
  EXPECT_TRUE(await(other.ring()));
  EXPECT_TRUE(waitUntil([&] { return rings == 1; }));
  EXPECT_TRUE(await(other.askToRaise()));
  EXPECT_TRUE(waitUntil([&] { return raises == 1; }));

  std::vector<QFuture<bool>> many;
  for (int i = 0; i < 50; ++i) many.push_back(other.ring());
  for (const auto& ring : many) EXPECT_TRUE(await(ring));
  EXPECT_TRUE(waitUntil([&] { return rings == 51; }));
  EXPECT_EQ(raises, 1);
}

TEST_F(OwnerTest, NobodyAnswersWhereNobodyOwns) {
  Owner alone(m_path, Role::Command);
  QElapsedTimer elapsed;
  elapsed.start();
  EXPECT_FALSE(await(alone.ring()));
  EXPECT_FALSE(await(alone.askToHandOver()));
  EXPECT_FALSE(await(alone.askToRaise()));
  EXPECT_FALSE(await(alone.identifyOwner()).has_value());
  EXPECT_LT(elapsed.elapsed(), 1'500);
  ASSERT_TRUE(acquire(alone));
  EXPECT_TRUE(await(alone.ring()));
  alone.release();
  EXPECT_FALSE(await(alone.ring()));
}

TEST_F(OwnerTest, DescribesItself) {
  const QString process = QString::number(QCoreApplication::applicationPid());
  Owner other(m_path, Role::Command);
  for (const auto& [role, text] : {std::pair{Role::Window, QStringLiteral("the window (process %1)")},
                                   std::pair{Role::Agent, QStringLiteral("the agent (process %1)")},
                                   std::pair{Role::Command, QStringLiteral("a command (process %1)")}}) {
    Owner owner(m_path, role);
    ASSERT_TRUE(acquire(owner));
    const auto identity = await(other.identifyOwner());
    ASSERT_TRUE(identity.has_value());
    EXPECT_EQ(identity->role, role);
    EXPECT_EQ(Owner::describe(*identity), text.arg(process));
  }
}

TEST_F(OwnerTest, OnlyAWindowCanComeToTheFront) {
  Owner other(m_path, Role::Window);
  for (const Role role : {Role::Agent, Role::Command}) {
    Owner owner(m_path, role);
    ASSERT_TRUE(acquire(owner));
    EXPECT_FALSE(await(other.askToRaise()));
  }
  Owner window(m_path, Role::Window);
  ASSERT_TRUE(acquire(window));
  EXPECT_TRUE(await(other.askToRaise()));
}

TEST_F(OwnerTest, AgentsAndCommandsHandOverAndWindowsDoNot) {
  for (const Role role : {Role::Agent, Role::Command}) {
    Owner owner(m_path, role);
    ASSERT_TRUE(acquire(owner));
    // At once, in the slot: the answer must have been given all the same.
    QObject::connect(&owner, &Owner::handOverAsked, &owner, [&] { owner.release(); });
    Owner window(m_path, Role::Window);
    EXPECT_TRUE(await(window.askToHandOver()));
    EXPECT_TRUE(waitUntil([&] { return acquire(window); }));
    EXPECT_FALSE(owner.isOwner());
    // The old owner's end did not take the new one's socket with it.
    QCoreApplication::processEvents();
    EXPECT_TRUE(await(owner.ring()));
  }
  Owner window(m_path, Role::Window);
  ASSERT_TRUE(acquire(window));
  bool asked = false;
  QObject::connect(&window, &Owner::handOverAsked, [&] { asked = true; });
  Owner second(m_path, Role::Window);
  EXPECT_FALSE(await(second.askToHandOver()));
  QCoreApplication::processEvents();
  EXPECT_FALSE(asked);
  EXPECT_TRUE(window.isOwner());
}

TEST_F(OwnerTest, CutsOffWhatItDoesNotUnderstand) {
  Owner owner(m_path, Role::Window);
  ASSERT_TRUE(acquire(owner));
  const QString name = ownerSocketName(m_path);
  const auto ask = [&](const QByteArray& bytes) {
    QLocalSocket socket;
    socket.connectToServer(name);
    EXPECT_TRUE(waitUntil([&] { return socket.state() == QLocalSocket::ConnectedState; }));
    socket.write(bytes);
    EXPECT_TRUE(waitUntil([&] { return socket.state() == QLocalSocket::UnconnectedState; }));
    return socket.readAll();
  };
  EXPECT_EQ(ask("nonsense\n"), "what?\n");
  EXPECT_EQ(ask("\n"), "what?\n");
  EXPECT_EQ(ask("ring\r\n"), "ok\n");
  EXPECT_EQ(ask("RING\n"), "what?\n");
  EXPECT_EQ(ask("ring\nraise\n"), "ok\n");
  EXPECT_EQ(ask(QByteArray(1'000'000, 'x')), "");
  EXPECT_EQ(ask(QByteArray(1'000'000, 'x') + '\n'), "");
  EXPECT_EQ(ask(QByteArray("ring", 5)), "");
  QElapsedTimer elapsed;
  elapsed.start();
  EXPECT_EQ(ask("rin"), "");  // and then nothing
  EXPECT_LT(elapsed.elapsed(), 10'000);
  EXPECT_TRUE(await(owner.ring()));
}

TEST_F(OwnerTest, DoesNotWaitForAnOwnerThatIsSilent) {
  QLocalServer deaf;
  ASSERT_TRUE(deaf.listen(ownerSocketName(m_path)));
  Owner other(m_path, Role::Window);
  QElapsedTimer elapsed;
  elapsed.start();
  auto ring = other.ring();
  auto identity = other.identifyOwner();
  EXPECT_FALSE(await(ring));
  EXPECT_FALSE(await(identity).has_value());
  EXPECT_GE(elapsed.elapsed(), 1'500);
  EXPECT_LT(elapsed.elapsed(), 6'000);
}

TEST_F(OwnerTest, QuestionsAreAnsweredWhenTheAskerGoes) {
  QLocalServer deaf;
  ASSERT_TRUE(deaf.listen(ownerSocketName(m_path)));
  auto other = std::make_unique<Owner>(m_path, Role::Window);
  const auto ring = other->ring();
  other.reset();
  EXPECT_TRUE(ring.isFinished());
  EXPECT_FALSE(await(ring));
}

TEST_F(OwnerTest, SpellingAndLengthOfTheFolderDoNotMatter) {
  const QString deep = m_path + u'/' + QString(100, u'ä') + u'/' + QString(60, u'b');
  ASSERT_TRUE(QDir().mkpath(deep));
  for (const QString& folder : {m_path, deep}) {
    Owner owner(folder, Role::Agent);
    ASSERT_TRUE(acquire(owner));
    Owner other(folder + QStringLiteral("/../") + QFileInfo(folder).fileName() + QStringLiteral("/."), Role::Window);
    EXPECT_FALSE(acquire(other));
    EXPECT_TRUE(await(other.ring()));
  }
  EXPECT_NE(folderDigest(m_path), folderDigest(deep));
  EXPECT_EQ(folderDigest(m_path), folderDigest(m_path + u'/'));
}

#ifdef Q_OS_UNIX
TEST_F(OwnerTest, IsThisUsersAlone) {
  Owner owner(m_path, Role::Agent);
  ASSERT_TRUE(acquire(owner));
  const auto others =
      QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
  EXPECT_FALSE(QFile::permissions(ownerSocketName(m_path)) & others);
  EXPECT_FALSE(QFile::permissions(m_folder.filePath(QStringLiteral("owner.lock"))) & others);
  owner.release();
  EXPECT_FALSE(QFileInfo::exists(ownerSocketName(m_path)));
}
#endif

/// The other process of the test below: no test of its own.
TEST(OwnerProcess, DISABLED_OwnsUntilKilled) {
  Owner owner(QCoreApplication::arguments().constLast(), Role::Agent);
  QFile out;
  ASSERT_TRUE(out.open(stdout, QIODevice::WriteOnly));
  const auto say = [&](const QByteArray& line) {
    out.write(line + '\n');
    out.flush();
  };
  ASSERT_TRUE(owner.tryAcquire().value());
  say("owns");
  QObject::connect(&owner, &Owner::rung, [&] { say("was rung"); });
  ASSERT_FALSE(waitUntil([] { return false; }, 60'000));
}

TEST_F(OwnerTest, TakesOverFromAProcessThatWasKilled) {
  QProcess agent;
  agent.start(QCoreApplication::applicationFilePath(),
              {QStringLiteral("--gtest_also_run_disabled_tests"),
               QStringLiteral("--gtest_filter=OwnerProcess.DISABLED_OwnsUntilKilled"), QStringLiteral("--"), m_path});
  ASSERT_TRUE(agent.waitForStarted());
  QByteArray said;
  const auto hears = [&](const char* line) {
    return waitUntil([&] {
      said += agent.readAllStandardOutput();
      return said.contains(line);
    });
  };
  ASSERT_TRUE(hears("owns\n")) << said.toStdString();

  Owner owner(m_path, Role::Window);
  EXPECT_FALSE(acquire(owner));
  EXPECT_TRUE(await(owner.ring()));
  EXPECT_TRUE(hears("was rung\n"));
  const auto identity = await(owner.identifyOwner());
  ASSERT_TRUE(identity.has_value());
  EXPECT_EQ(identity->process, agent.processId());
  EXPECT_EQ(identity->role, Role::Agent);
  agent.kill();
  ASSERT_TRUE(agent.waitForFinished());

  // What it left behind is in nobody's way.
  EXPECT_FALSE(await(owner.ring()));
  EXPECT_TRUE(acquire(owner));
  bool rung = false;
  QObject::connect(&owner, &Owner::rung, [&] { rung = true; });
  Owner other(m_path, Role::Command);
  EXPECT_TRUE(await(other.ring()));
  EXPECT_TRUE(waitUntil([&] { return rung; }));
}

}  // namespace
}  // namespace courier
