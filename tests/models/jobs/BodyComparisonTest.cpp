#include "models/jobs/BodyComparison.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "models/data/SharedResult.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::columnOf;

class BodyComparison : public ::testing::Test {
 protected:
  KeptResult kept(const QString& name, const QByteArray& bytes, BodyFormat format, const Columns& columns = {}) {
    QFile file(m_folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return {file.fileName(), {.format = format}, columns};
  }
  Expected<std::shared_ptr<const ResultDiff>> compare(const KeptResult& older, const KeptResult& newer) {
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
  const KeptResult good = kept(QStringLiteral("a"), "id\r\n1\r\n", BodyFormat::Csv);
  const KeptResult bad = kept(QStringLiteral("b"), "nonsense", BodyFormat::Objects);
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
  const KeptResult body = kept(QStringLiteral("a"), "id\r\n1\r\n", BodyFormat::Csv);
  m_cancel.cancel();
  const auto stopped = compare(body, body);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
  EXPECT_FALSE(stopped.error().message.contains(QStringLiteral("delivered before")));
}

}  // namespace
}  // namespace courier
