#include "models/jobs/KeptBody.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "tests/support/FileSizeLimit_unix.h"

namespace courier {
namespace {

TEST(KeptBodyOnAFullDisk, IsNotCopiedAndTheOldFileStands) {
  const QTemporaryDir folder;
  const auto write = [&folder](const QString& name, const QByteArray& bytes) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return file.fileName();
  };
  const QString from = write(QStringLiteral("a"), QByteArray(3'000, 'x'));
  const QString to = write(QStringLiteral("b"), "old");
  Expected<void> copied;
  {
    const testing::FileSizeLimit limit(1'000);
    copied = copyBody(from, to);
  }
  ASSERT_FALSE(copied.ok());
  EXPECT_EQ(copied.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(copied.error().message.contains(QStringLiteral("has room"))) << copied.error().message.toStdString();
  QFile old(to);
  ASSERT_TRUE(old.open(QIODevice::ReadOnly));
  EXPECT_EQ(old.readAll(), "old");
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

}  // namespace
}  // namespace courier
