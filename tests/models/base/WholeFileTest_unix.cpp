#include "models/base/WholeFile.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <QDir>
#include <QTemporaryDir>
#include <future>

#include "tests/support/FileSizeLimit_unix.h"

namespace courier {
namespace {

class WholeFileTest : public ::testing::Test {
 protected:
  static QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
  }
  QStringList names() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::System); }
  QTemporaryDir m_folder;
  QString m_path = m_folder.filePath(QStringLiteral("rows.csv"));
};

TEST_F(WholeFileTest, TakesThePlaceOfTheOldFileOnlyWhenItIsWhole) {
  ASSERT_TRUE(writeWholeFile(m_path, "old").ok());
  ASSERT_TRUE(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
  {
    WholeFile left(m_path);
    ASSERT_TRUE(left.open().ok());
    ASSERT_TRUE(left.write("half").ok());
    EXPECT_EQ(read(m_path), "old");
  }
  EXPECT_EQ(names(), QStringList{QStringLiteral("rows.csv")});
  ASSERT_TRUE(writeWholeFile(m_path, "new").ok());
  EXPECT_EQ(read(m_path), "new");
  EXPECT_EQ(QFile::permissions(m_path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
  EXPECT_EQ(names(), QStringList{QStringLiteral("rows.csv")});
}

TEST_F(WholeFileTest, IsItsOwnersAloneUntilItIsWholeAndThenAsTheUmaskSays) {
  const mode_t before = umask(S_IWGRP | S_IWOTH);
  WholeFile file(m_path);
  ASSERT_TRUE(file.open().ok());
  const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
  EXPECT_FALSE(QFile::permissions(file.device().fileName()) & others);
  ASSERT_TRUE(file.commit().ok());
  umask(before);
  EXPECT_EQ(QFile::permissions(m_path) & others, QFile::ReadGroup | QFile::ReadOther);
}

TEST_F(WholeFileTest, AFullDiskIsAnErrorAndTheOldFileStands) {
  ASSERT_TRUE(writeWholeFile(m_path, "old").ok());
  for (const qsizetype size : {10, 5'000, 500'000}) {
    Expected<void> written;
    {
      const testing::FileSizeLimit limit(static_cast<rlim_t>(size / 2));
      written = writeWholeFile(m_path, QByteArray(size, 'x'));
    }
    ASSERT_FALSE(written.ok()) << size;
    EXPECT_EQ(written.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(written.error().message.contains(m_path)) << written.error().message.toStdString();
    EXPECT_TRUE(written.error().message.contains(QStringLiteral("has room")));
    EXPECT_EQ(read(m_path), "old");
    EXPECT_EQ(names(), QStringList{QStringLiteral("rows.csv")});
  }
}

TEST_F(WholeFileTest, WritesWhatALinkPointsTo) {
  const QString link = m_folder.filePath(QStringLiteral("link"));
  ASSERT_TRUE(QFile::link(m_path, link));
  ASSERT_TRUE(writeWholeFile(link, "first").ok());
  ASSERT_TRUE(writeWholeFile(link, "second").ok());
  EXPECT_TRUE(QFileInfo(link).isSymLink());
  EXPECT_EQ(read(m_path), "second");
}

TEST_F(WholeFileTest, AFifoIsWrittenThrough) {
  ASSERT_EQ(mkfifo(QFile::encodeName(m_path).constData(), 0600), 0);
  auto reading = std::async(std::launch::async, [this] { return read(m_path); });
  EXPECT_TRUE(writeWholeFile(m_path, "through").ok());
  EXPECT_EQ(reading.get(), "through");
  struct stat now {};
  ASSERT_EQ(stat(QFile::encodeName(m_path).constData(), &now), 0);
  EXPECT_TRUE(S_ISFIFO(now.st_mode));
}

TEST_F(WholeFileTest, PlacesThatTakeNothingAreErrors) {
  for (const QString& path : {m_folder.path(), m_folder.filePath(QStringLiteral("no/such/folder"))}) {
    const auto written = writeWholeFile(path, "x");
    ASSERT_FALSE(written.ok());
    EXPECT_TRUE(written.error().message.contains(path));
  }
  EXPECT_TRUE(writeWholeFile(QStringLiteral("/dev/null"), "x").ok());
  if (QFile::exists(QStringLiteral("/dev/full"))) {
    EXPECT_FALSE(writeWholeFile(QStringLiteral("/dev/full"), "x").ok());
  }
}

}  // namespace
}  // namespace courier
