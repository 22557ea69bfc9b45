#include <gtest/gtest.h>

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

}  // namespace
}  // namespace courier
