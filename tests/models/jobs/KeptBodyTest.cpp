#include "models/jobs/KeptBody.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "models/base/Gzip.h"
#include "models/data/ResultStore.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::columnOf;

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

class BodyComparison : public ::testing::Test {
 protected:
  ComparedBody kept(const QString& name, const QByteArray& bytes, BodyFormat format, const Columns& columns = {}) {
    QFile file(m_folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return {file.fileName(), {.format = format}, columns};
  }
  Expected<std::shared_ptr<const ResultDiff>> compare(const ComparedBody& older, const ComparedBody& newer) {
    return compareBodies(older, *m_older, newer, *m_newer, m_cancel);
  }
  QTemporaryDir m_folder;
  CancelToken m_cancel;
  std::shared_ptr<ResultStore> m_older = sharedResult(m_folder.path());
  std::shared_ptr<ResultStore> m_newer = sharedResult(m_folder.path());
  const Columns m_columns{columnOf(QStringLiteral("id"), ColumnType::Long),
                          columnOf(QStringLiteral("name"), ColumnType::String)};
};

TEST_F(BodyComparison, ComparesBodiesOfDifferentForms) {
  const auto diff = compare(
      kept(QStringLiteral("a"), "id,name\r\n1,one\r\n2,two\r\n3,three\r\n", BodyFormat::Csv, m_columns),
      kept(QStringLiteral("b"), "{\"id\":1,\"name\":\"one\"}\n{\"id\":3,\"name\":\"drei\"}\n{\"id\":4,\"name\":null}\n",
           BodyFormat::Lines, m_columns));
  ASSERT_TRUE(diff.ok()) << diff.error().message.toStdString();
  EXPECT_EQ((*diff)->added, 1);
  EXPECT_EQ((*diff)->removed, 1);
  EXPECT_EQ((*diff)->changed, 1);
  EXPECT_EQ((*diff)->same, 1);
  EXPECT_EQ(m_older->rowCount(), 3);
  EXPECT_EQ(m_newer->rowCount(), 3);
}

TEST_F(BodyComparison, SaysWhichBodyCannotBeRead) {
  const ComparedBody good = kept(QStringLiteral("a"), "id\r\n1\r\n", BodyFormat::Csv);
  const ComparedBody bad = kept(QStringLiteral("b"), "nonsense", BodyFormat::Objects);
  const auto olderBad = compare(bad, good);
  ASSERT_FALSE(olderBad.ok());
  EXPECT_TRUE(olderBad.error().message.startsWith(QStringLiteral("The body that was delivered before: ")));
  const auto newerBad = compare(good, bad);
  ASSERT_FALSE(newerBad.ok());
  EXPECT_TRUE(newerBad.error().message.startsWith(QStringLiteral("This body cannot be read")));
  QFile::remove(good.path);
  const auto gone = compare(good, bad);
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(gone.error().message.contains(QStringLiteral("no longer kept on this computer")));
}

TEST_F(BodyComparison, StopsWhenToldTo) {
  const ComparedBody body = kept(QStringLiteral("a"), "id\r\n1\r\n", BodyFormat::Csv);
  m_cancel.cancel();
  const auto stopped = compare(body, body);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
  EXPECT_FALSE(stopped.error().message.contains(QStringLiteral("delivered before")));
}

}  // namespace
}  // namespace courier
