#include <gtest/gtest.h>
#include <sys/stat.h>

#include <QDir>
#include <QTemporaryDir>

#include "models/receiver/BodyFolder.h"
#include "tests/support/FileSizeLimit_unix.h"

namespace courier {
namespace {

TEST(BodyFolderOnAFullDisk, SavesNothingAndSaysSo) {
  const QTemporaryDir scratch;
  HttpRequest request;
  request.target = "/x";
  request.body = QByteArray(3'000, 'x');
  const testing::FileSizeLimit limit(1'000);
  const auto saved = BodyFolder(scratch.path()).save(1, request);
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(saved.error().message.contains(QStringLiteral("0001-x.json"))) << saved.error().message.toStdString();
  EXPECT_EQ(QDir(scratch.path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

TEST(BodyFolderOnDisk, SavesForItsOwnerAlone) {
  const QTemporaryDir scratch;
  const QString folder = scratch.filePath(QStringLiteral("new/in"));
  HttpRequest request;
  request.target = "/x";
  const mode_t before = umask(0);
  const auto saved = BodyFolder(folder).save(1, request);
  umask(before);
  ASSERT_TRUE(saved.ok());
  const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
  for (const QString& path : {*saved, folder, scratch.filePath(QStringLiteral("new"))})
    EXPECT_FALSE(QFile::permissions(path) & others) << path.toStdString();
}

}  // namespace
}  // namespace courier
