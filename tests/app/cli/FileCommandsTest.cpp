#include <gtest/gtest.h>

#include <QDir>
#include <QFile>

#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::expectSays;
using testing::ProgramEnd;

/// Files as connections on the command line.
class FileCommands : public ::testing::Test {
 protected:
  QString write(const char* name, const QByteArray& bytes) const {
    QFile file(m_program.home() + u'/' + QLatin1String(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("%s", name);
    return file.fileName();
  }
  [[nodiscard]] ProgramEnd run(const QStringList& words) const { return m_program.run(words); }
  [[nodiscard]] QByteArray asked(const char* sql) const {
    const ProgramEnd end = run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("sales"),
                                QStringLiteral("-f"), QStringLiteral("csv"), QString::fromUtf8(sql)});
    return end.code == 0 ? end.out : "FAILED " + end.err;
  }

  CourierProgram m_program;
};

TEST_F(FileCommands, AFileIsAskedAsItIsAtThatMoment) {
  const QString file = write("sales.csv", "id;zip;amount\n1;007;1,5\n2;;2,5\n");
  ASSERT_EQ(run({QStringLiteral("db:create"), QStringLiteral("sales"), QStringLiteral("file:") + file}).code, 0);
  EXPECT_EQ(asked("SELECT zip, amount FROM sales"), "007,1.5\n,2.5\n");
  write("sales.csv", "id;zip;amount\n1;007;1,5\n2;;2,5\n3;x;y;z\n4;;4,0\n");
  EXPECT_EQ(asked("SELECT sum(amount) AS s FROM sales"), "8.0\n");
  EXPECT_EQ(asked("SELECT line, raw FROM sales_rejects"), "4,3;x;y;z\n");
  expectSays(run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("sales"), QStringLiteral("SELECT 1")}),
             0, "sales: 1 of 4 lines set apart. They are in sales_rejects.");
  const ProgramEnd tables =
      run({QStringLiteral("table:list"), QStringLiteral("sales"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_TRUE(tables.out.contains("sales,")) << tables.out.constData();
  EXPECT_TRUE(tables.out.contains("sales_rejects,")) << tables.out.constData();
  expectSays(run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("sales"),
                  QStringLiteral("DELETE FROM sales")}),
             1, "Files are only read.");
  QFile::remove(file);
  expectSays(run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("sales"), QStringLiteral("SELECT 1")}),
             2, "There is no file");
}

TEST_F(FileCommands, SeveralFilesAndTheirOptionsStandInTheUrl) {
  const QString sales = write("sales.csv", "1#a\n2#b\n");
  const QString people = write("people.json", "[{\"name\":\"a\",\"city\":\"Rome\"}]");
  const QString url = QStringLiteral("file:") + sales + QStringLiteral("?delimiter=%23&header=off&file=") + people;
  ASSERT_EQ(run({QStringLiteral("db:create"), QStringLiteral("sales"), url}).code, 0);
  EXPECT_EQ(asked("SELECT column1, city FROM sales JOIN people ON name = column2"), "1,Rome\n");
  const ProgramEnd list = run({QStringLiteral("db:list"), QStringLiteral("-f"), QStringLiteral("tsv")});
  EXPECT_TRUE(list.out.contains(url.toUtf8())) << list.out.constData();
}

TEST_F(FileCommands, WhatIsWrongIsSaidAtOnce) {
  const auto create = [&](const QString& url, const QStringList& more = {}) {
    return run(QStringList{QStringLiteral("db:create"), QStringLiteral("sales"), url} + more);
  };
  expectSays(create(QStringLiteral("file:")), 2, "The path of the file is missing.");
  expectSays(create(QStringLiteral("file:/a.csv?header=perhaps")), 2, "The file option header is on or off.");
  expectSays(create(QStringLiteral("file:/a.csv"), {QStringLiteral("--writable")}), 2, "Files are only read");
}

TEST_F(FileCommands, AScheduleUsesTheFileOfItsMoment) {
  write("sales.csv", "id\n1\n");
  const QString file = m_program.home() + QStringLiteral("/sales.csv");
  ASSERT_EQ(run({QStringLiteral("db:create"), QStringLiteral("sales"), QStringLiteral("file:") + file}).code, 0);
  ASSERT_EQ(run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("@daily"),
                 QStringLiteral("-d"), QStringLiteral("sales"), QStringLiteral("SELECT count(*) AS cnt FROM sales")})
                .code,
            0);
  const auto runOnce = [&](const char* time) {
    return run({QStringLiteral("sched:run"), QStringLiteral("daily"), QString::fromLatin1(time)}).code;
  };
  ASSERT_EQ(runOnce("2026-11-01T00:00:00Z"), 0);
  write("sales.csv", "id\n1\n2\n3\n");
  ASSERT_EQ(runOnce("2026-11-02T00:00:00Z"), 0);
  auto agent = m_program.start({QStringLiteral("agent")});
  for (const auto& [job, rows] : {std::pair("1", "3\n"), std::pair("2", "3\n")}) {
    const ProgramEnd shown = run({QStringLiteral("job:show"), QString::fromLatin1(job), QStringLiteral("-w"),
                                  QStringLiteral("-f"), QStringLiteral("csv")});
    EXPECT_TRUE(shown.out.contains(rows)) << shown.out.constData() << shown.err.constData();
  }
}

}  // namespace
}  // namespace courier
