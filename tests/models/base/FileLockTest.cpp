#include "models/base/FileLock.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/Await.h"

namespace courier {
namespace {

bool lockNow(FileLock& lock) {
  const auto taken = lock.tryLock();
  EXPECT_TRUE(taken.ok()) << (taken ? "" : taken.error().message.toStdString());
  return taken.ok() && *taken;
}

TEST(FileLock, ExcludesOtherObjectsOfTheSameProcess) {
  const QTemporaryDir folder;
  FileLock first(folder.filePath(QStringLiteral("x.lock")));
  FileLock second(first.path());
  EXPECT_FALSE(first.isLocked());
  EXPECT_TRUE(lockNow(first));
  EXPECT_TRUE(lockNow(first));
  EXPECT_FALSE(lockNow(second));
  EXPECT_TRUE(first.isLocked());
  EXPECT_FALSE(second.isLocked());
  first.unlock();
  EXPECT_FALSE(first.isLocked());
  EXPECT_TRUE(lockNow(second));
  EXPECT_FALSE(lockNow(first));
}

TEST(FileLock, IsFreedWithItsObject) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("größe 测试.lock"));
  FileLock other(path);
  {
    FileLock lock(path);
    EXPECT_TRUE(lockNow(lock));
    EXPECT_FALSE(lockNow(other));
  }
  EXPECT_TRUE(QFile::exists(path));
  EXPECT_TRUE(lockNow(other));
}

TEST(FileLock, SaysWhyTheFileCannotBeMade) {
  const QTemporaryDir folder;
  FileLock lock(folder.filePath(QStringLiteral("missing/x.lock")));
  const auto taken = lock.tryLock();
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(taken.error().message.contains(u"x.lock"));
  EXPECT_FALSE(taken.error().detail.isEmpty());
}

TEST(FileLock, IsFreedWhenItsProcessIsKilled) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("x.lock"));
  // This program again, as the process that is going to die.
  QProcess holder;
  holder.start(
      QCoreApplication::applicationFilePath(),
      {QStringLiteral("--gtest_also_run_disabled_tests"),
       QStringLiteral("--gtest_filter=FileLock.DISABLED_HoldsTheLockUntilKilled"), QStringLiteral("--"), path});
  ASSERT_TRUE(holder.waitForStarted());
  QByteArray said;
  ASSERT_TRUE(testing::waitUntil([&] {
    said += holder.readAllStandardOutput();
    return said.contains("locked\n");
  })) << said.toStdString();
  FileLock lock(path);
  EXPECT_FALSE(lockNow(lock));
  holder.kill();
  ASSERT_TRUE(holder.waitForFinished());
  EXPECT_EQ(holder.exitStatus(), QProcess::CrashExit);
  EXPECT_TRUE(lockNow(lock));
}

/// The other process of the test above: no test of its own.
TEST(FileLock, DISABLED_HoldsTheLockUntilKilled) {
  FileLock lock(QCoreApplication::arguments().constLast());
  ASSERT_TRUE(lockNow(lock));
  QFile out;
  ASSERT_TRUE(out.open(stdout, QIODevice::WriteOnly));
  out.write("locked\n");
  out.flush();
  // Nobody writes to its standard input: this ends with the test that started it at the latest.
  QFile in;
  ASSERT_TRUE(in.open(stdin, QIODevice::ReadOnly));
  in.readAll();
}

}  // namespace
}  // namespace courier
