#include "models/jobs/KeptBody.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "models/base/Gzip.h"

namespace courier {
namespace {

class KeptBody : public ::testing::Test {
 protected:
  QString write(const QString& name, const QByteArray& bytes) {
    QFile file(m_folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return file.fileName();
  }
  static QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
  }
  QTemporaryDir m_folder;
};

TEST_F(KeptBody, ReadsItsBeginning) {
  const auto whole = readBodyBeginning(write(QStringLiteral("a"), "12345"), 100);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->bytes, QByteArray("12345"));
  EXPECT_EQ(whole->totalBytes, 5);
  EXPECT_FALSE(whole->isCut);
  const auto part = readBodyBeginning(m_folder.filePath(QStringLiteral("a")), 2);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->bytes, QByteArray("12"));
  EXPECT_EQ(part->totalBytes, 5);
  EXPECT_TRUE(part->isCut);
}

TEST_F(KeptBody, APackedOneIsUnpackedForReading) {
  std::string packed;
  GzipPacker packer;
  ASSERT_TRUE(packer.add("a,b\r\n" + std::string(500'000, 'x'), packed).ok());
  ASSERT_TRUE(packer.finish(packed).ok());
  const QString path = write(QStringLiteral("a.csv.gz"), QByteArray::fromStdString(packed));
  const BodyOptions form{.format = BodyFormat::Csv, .gzip = true};
  const auto part = readBodyBeginning(path, 1000, form);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->bytes, "a,b\r\n" + QByteArray(995, 'x'));
  EXPECT_TRUE(part->isUnpacked);
  EXPECT_TRUE(part->isCut);
  EXPECT_EQ(part->totalBytes, static_cast<qint64>(packed.size()));
  const auto whole = readBodyBeginning(path, 1'000'000, form);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->bytes.size(), 500'005);
  EXPECT_FALSE(whole->isCut);
}

TEST_F(KeptBody, IsCopiedWholeOrNotAtAll) {
  const QByteArray bytes(3'000'000, 'x');
  const QString from = write(QStringLiteral("a"), bytes);
  const QString to = write(QStringLiteral("b"), "old");
  ASSERT_TRUE(copyBody(from, to));
  EXPECT_EQ(read(to), bytes);
  const auto missing = copyBody(m_folder.filePath(QStringLiteral("none")), to);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(read(to), bytes);
  const auto nowhere = copyBody(from, m_folder.filePath(QStringLiteral("no/such/folder")));
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::Storage);
  EXPECT_FALSE(readBodyBeginning(m_folder.filePath(QStringLiteral("none")), 1));
}

}  // namespace
}  // namespace courier
