#include "models/query/SampleDatabase.h"

#include <QDir>
#include <QFile>
#include <map>
#include <string>

#include "models/data/ColumnTyper.h"
#include "tests/models/query/SqliteFixture.h"

namespace courier {
namespace {

class SampleDatabase : public testing::SqliteFixture {
 protected:
  SampleDatabase() { m_file = "sample.db"; }
  void make() {
    const auto made = makeSampleDatabase(path("sample.db"));
    ASSERT_TRUE(made.ok()) << made.error().message.toStdString();
  }
  [[nodiscard]] qint64 number(const char16_t* sql) {
    const auto summary = query(sql);
    return summary.ok() && summary->rows == 1 ? m_sink.cell(0, 0).integer : -1;
  }
};

TEST_F(SampleDatabase, TheFirstQueryGivesTheKnownCounts) {
  make();
  const auto summary = query(kSampleQuery);
  ASSERT_TRUE(summary.ok()) << summary.error().message.toStdString();
  std::map<std::string, qint64> counts;
  ColumnTyper typer(m_sink.columns);
  for (const auto& batch : m_sink.batches) typer.add(*batch, batch->rowCount());
  for (qint64 row = 0; row < summary->rows; ++row)
    counts[std::string(m_sink.cell(row, 0).bytes)] = m_sink.cell(row, 1).integer;
  EXPECT_EQ(counts, (std::map<std::string, qint64>{{"200", 4981}, {"404", 17}, {"500", 2}}));
  EXPECT_EQ(m_sink.columns[0].name, u"code");
  EXPECT_EQ(m_sink.columns[1].name, u"cnt");
  EXPECT_EQ(typer.type(0), ColumnType::String);
  EXPECT_EQ(typer.type(1), ColumnType::Long);
}

TEST_F(SampleDatabase, LooksLikeAWebServersLog) {
  make();
  EXPECT_EQ(number(u"SELECT count(*) FROM www_access"), 5000);
  ASSERT_TRUE(query(u"SELECT * FROM www_access LIMIT 1").ok());
  QStringList names;
  for (const Column& column : m_sink.columns) names << column.name;
  EXPECT_EQ(names.join(u' '), u"time user host path referer code agent size method");
  EXPECT_GT(number(u"SELECT count(DISTINCT host) FROM www_access"), 1000);
  EXPECT_GT(number(u"SELECT count(DISTINCT path) FROM www_access"), 500);
  EXPECT_EQ(number(u"SELECT count(DISTINCT agent) FROM www_access"), 8);
  EXPECT_EQ(number(u"SELECT count(DISTINCT user) FROM www_access"), 8);
  EXPECT_EQ(number(u"SELECT count(DISTINCT method) FROM www_access"), 3);
  EXPECT_GT(number(u"SELECT count(*) FROM www_access WHERE referer IS NULL"), 100);
  EXPECT_GT(number(u"SELECT count(*) FROM www_access WHERE user IS NULL"), 100);
  EXPECT_GT(number(u"SELECT count(*) FROM www_access WHERE path GLOB '*[^ -~]*'"), 50);
  EXPECT_EQ(number(u"SELECT count(*) FROM www_access WHERE path IS NULL OR size IS NULL OR size < 0"), 0);
  EXPECT_EQ(number(u"SELECT count(*) FROM (SELECT time - lag(time) OVER () AS gap FROM www_access) WHERE gap < 1"), 0);
}

TEST_F(SampleDatabase, IsTheSameEverywhere) {
  make();
  ASSERT_TRUE(makeSampleDatabase(path("again.db")).ok());
  QFile one(path("sample.db"));
  QFile other(path("again.db"));
  ASSERT_TRUE(one.open(QIODevice::ReadOnly) && other.open(QIODevice::ReadOnly));
  EXPECT_EQ(one.readAll(), other.readAll());
}

TEST_F(SampleDatabase, LeavesOnlyItselfAndSparesWhatIsThere) {
  make();
  EXPECT_EQ(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("sample.db")});
  testing::SqliteFile(path("sample.db"), "DELETE FROM www_access");
  make();
  EXPECT_EQ(number(u"SELECT count(*) FROM www_access"), 0);
}

TEST_F(SampleDatabase, AFolderThatIsNotThereIsAStorageError) {
  const auto made = makeSampleDatabase(path("no/such/folder/sample.db"));
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(made.error().message.contains(QStringLiteral("sample.db")));
}

}  // namespace
}  // namespace courier
