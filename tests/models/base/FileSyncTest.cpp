#include "models/base/FileSync.h"

#include <gtest/gtest.h>

#include <QFileInfo>
#include <QTemporaryDir>

namespace courier {
namespace {

TEST(FileSync, SyncsAFileAndItsFolder) {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("a")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("bytes");
  ASSERT_TRUE(syncFile(file).ok());
  EXPECT_EQ(QFileInfo(file.fileName()).size(), 5) << "what Qt buffered is written first";
  EXPECT_TRUE(syncFolder(folder.path()).ok());
}

TEST(FileSync, AFileThatIsNotOpenCannotBeSynced) {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("a")));
  const auto synced = syncFile(file);
  ASSERT_FALSE(synced.ok());
  EXPECT_EQ(synced.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(synced.error().message.contains(file.fileName()));
}

TEST(FileSync, AFolderThatIsNotThereCannotBeSynced) {
  const QTemporaryDir folder;
  EXPECT_FALSE(syncFolder(folder.filePath(QStringLiteral("none"))).ok());
}

TEST(FileSync, RenamesInPlaceOfAnotherFileAndNeverCopies) {
  const QTemporaryDir folder;
  for (const char16_t* name : {u"/a", u"/b"}) {
    QFile file(folder.path() + QString::fromUtf16(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(file.fileName().toUtf8());
  }
  const QString a = folder.filePath(QStringLiteral("a"));
  const QString b = folder.filePath(QStringLiteral("b"));
  ASSERT_TRUE(renameFile(a, b).ok());
  EXPECT_FALSE(QFileInfo::exists(a));
  QFile renamed(b);
  ASSERT_TRUE(renamed.open(QIODevice::ReadOnly));
  EXPECT_EQ(renamed.readAll(), a.toUtf8());
  const auto failed = renameFile(b, folder.filePath(QStringLiteral("none/c")));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(failed.error().message.contains(b));
}

constexpr QFile::Permissions ownerOnly =
    QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadUser | QFile::WriteUser | QFile::ExeUser;

TEST(FileSync, MakesEveryMissingFolderForItsOwnerAlone) {
  const QTemporaryDir folder;
  const QString inner = folder.filePath(QStringLiteral("a/b"));
  ASSERT_TRUE(makePrivateFolder(inner).ok());
  EXPECT_EQ(QFile::permissions(inner), ownerOnly);
  EXPECT_EQ(QFile::permissions(folder.filePath(QStringLiteral("a"))), ownerOnly);
}

TEST(FileSync, ClosesAFolderThatIsOpenToOthers) {
  const QTemporaryDir folder;
  const QString open = folder.filePath(QStringLiteral("open"));
  ASSERT_TRUE(makePrivateFolder(open).ok());
  ASSERT_TRUE(QFile::setPermissions(open, ownerOnly | QFile::ReadOther | QFile::ExeOther));
  ASSERT_TRUE(makePrivateFolder(open).ok());
  EXPECT_EQ(QFile::permissions(open), ownerOnly);
}

TEST(FileSync, AFileInTheFoldersPlaceIsSaid) {
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("a")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  for (const QString& path : {file.fileName(), file.fileName() + QStringLiteral("/b")}) {
    const auto made = makePrivateFolder(path);
    ASSERT_FALSE(made.ok());
    EXPECT_TRUE(made.error().message.startsWith(file.fileName() + QStringLiteral(" is a file")));
  }
}

TEST(FileSync, KnowsNetworkFileSystemsByTheirNames) {
  for (const char* type : {"nfs", "nfs4", "cifs", "smb3", "smbfs", "CIFS", "fuse.sshfs", "fuse.rclone", "webdav"})
    EXPECT_TRUE(isNetworkFileSystem(type)) << type;
  for (const char* type : {"ext4", "btrfs", "xfs", "tmpfs", "apfs", "NTFS", "overlay", "fuseblk", "fuse.gocryptfs", ""})
    EXPECT_FALSE(isNetworkFileSystem(type)) << type;
}

TEST(FileSync, AFolderStillToBeMadeIsLookedUpByWhatIsThere) {
  const QTemporaryDir folder;
  EXPECT_FALSE(isNetworkFolder(folder.path()));
  EXPECT_FALSE(isNetworkFolder(folder.filePath(QStringLiteral("not/yet"))));
}

}  // namespace
}  // namespace courier
