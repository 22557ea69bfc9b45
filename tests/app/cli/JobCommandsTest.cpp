#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "models/base/UserName.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

TEST(JobRecord, IsPrintedByJobList) {
  const testing::CourierProgram program;
  for (const char* sql : {"SELECT 1 AS a, 'x,y' AS b", "SELECT 2"}) {
    const auto run = program.run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"),
                                  QStringLiteral("-w"), QString::fromLatin1(sql)});
    ASSERT_EQ(run.code, 0) << run.err.toStdString();
  }
  const auto csv = program.run(
      {QStringLiteral("job:list"), QStringLiteral("--record"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_EQ(csv.code, 0) << csv.err.toStdString();
  EXPECT_EQ(csv.out.count('\n'), 3) << csv.out.toStdString();
  EXPECT_TRUE(csv.out.startsWith("time,who,job,kind,query,sql,connection,")) << csv.out.toStdString();
  EXPECT_TRUE(csv.out.contains("\"SELECT 1 AS a, 'x,y' AS b\"")) << csv.out.toStdString();

  const auto json = program.run({QStringLiteral("job:list"), QStringLiteral("--record"), QStringLiteral("-f"),
                                 QStringLiteral("json"), QStringLiteral("-l"), QStringLiteral("1")});
  const QJsonArray lines = QJsonDocument::fromJson(json.out).array();
  ASSERT_EQ(lines.size(), 1) << json.out.toStdString();
  const QJsonObject line = lines[0].toObject();
  EXPECT_EQ(line.value(QStringLiteral("sql")), QStringLiteral("SELECT 2"));
  EXPECT_EQ(line.value(QStringLiteral("who")), userName());
  EXPECT_EQ(line.value(QStringLiteral("job_state")), QStringLiteral("success"));
  EXPECT_TRUE(line.value(QStringLiteral("time")).toString().endsWith(u'Z'));
  EXPECT_TRUE(line.value(QStringLiteral("delivery")).isNull());
}

}  // namespace
}  // namespace courier
