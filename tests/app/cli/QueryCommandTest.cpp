#include <gtest/gtest.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "tests/support/Nginx.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::Nginx;
using testing::ProgramEnd;
using testing::runProgram;

constexpr auto seedQuery = "SELECT code, COUNT(1) AS cnt FROM www_access GROUP BY code";

QString seed() {
  return QString::fromLatin1(seedQuery);
}

/// The body as python's own parser reads it and writes it again: sorted rows, no spaces.
QByteArray byPython(const QByteArray& body) {
  const auto end = runProgram(QStringLiteral("python3"),
                              {QStringLiteral("-c"), QStringLiteral("import json,sys\n"
                                                                    "d=json.load(sys.stdin)\n"
                                                                    "d['data'].sort()\n"
                                                                    "json.dump(d,sys.stdout,separators=(',',':'))")},
                              body);
  return end.code == 0 ? end.out : "python: " + end.err;
}

const QByteArray seedBody =
    R"({"column_names":["code","cnt"],"column_types":["string","long"],"data":[["200",4981],["404",17],["500",2]]})";

class QueryCommand : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_nginx = new Nginx;
    ASSERT_EQ(s_nginx->start().toStdString(), "");
  }
  static void TearDownTestSuite() { delete s_nginx; }

  static QString address(const QString& path, const QString& userInfo = {}) {
    return QStringLiteral("web://") + userInfo + QStringLiteral("127.0.0.1:%1").arg(s_nginx->port()) + path;
  }
  /// What lies in the data folder and holds `needle`.
  QStringList filesHolding(const QByteArray& needle) const {
    QStringList found;
    QDirIterator files(program.home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      QFile file(files.next());
      if (file.open(QIODevice::ReadOnly) && file.readAll().contains(needle)) found.append(file.fileName());
    }
    return found;
  }

  static inline Nginx* s_nginx = nullptr;
  CourierProgram program;
};

TEST_F(QueryCommand, TheSeedsCommandDeliversTheSeedsBody) {
  const ProgramEnd end =
      program.run({QStringLiteral("query"), QStringLiteral("--result"), address(QStringLiteral("/open/path")),
                   QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"), seed()});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(end.out, "");
  EXPECT_EQ(byPython(s_nginx->stored(QStringLiteral("/open/path"))), seedBody);
}

TEST_F(QueryCommand, ABodyKeptUntilItIsDeliveredIsGoneAfterwards) {
  const auto bodies = [this] {
    return QDir(program.dataFolder() + QStringLiteral("/spool")).entryList(QDir::Files | QDir::Hidden);
  };
  const auto send = [this](const QString& keep, const QString& path) {
    const QString name = QStringLiteral("to-") + keep;
    const auto made =
        program.run({QStringLiteral("result:create"), name, address(path), QStringLiteral("--keep"), keep});
    ASSERT_EQ(made.code, 0) << made.err.toStdString();
    const auto sent = program.run({QStringLiteral("query"), QStringLiteral("--result"), name, QStringLiteral("-w"),
                                   QStringLiteral("-d"), QStringLiteral("testdb"), seed()});
    ASSERT_EQ(sent.code, 0) << sent.err.toStdString();
  };
  send(QStringLiteral("delivered"), QStringLiteral("/open/gone"));
  EXPECT_EQ(bodies(), QStringList());
  EXPECT_EQ(byPython(s_nginx->stored(QStringLiteral("/open/gone"))), seedBody);
  send(QStringLiteral("7d"), QStringLiteral("/open/kept"));
  EXPECT_EQ(bodies().size(), 1);
  const auto record = program.run(
      {QStringLiteral("job:list"), QStringLiteral("--record"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_EQ(record.out.count(",delivered,201,1,"), 2) << record.out.toStdString();
}

TEST_F(QueryCommand, PrintsRowsWithoutATarget) {
  const ProgramEnd end =
      program.run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-f"),
                   QStringLiteral("csv"), QStringLiteral("-c"), seed() + QStringLiteral(" ORDER BY code")});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(end.out, "code,cnt\n200,4981\n404,17\n500,2\n");
}

TEST_F(QueryCommand, SignsInWithTheUserinfoOfAnAddress) {
  const QString userInfo = QStringLiteral("alice:s3cret-P%C3%A4%24%24@");
  const ProgramEnd end =
      program.run({QStringLiteral("query"), QStringLiteral("-r"), address(QStringLiteral("/locked/a"), userInfo),
                   QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"), seed()});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(byPython(s_nginx->stored(QStringLiteral("/locked/a"))), seedBody);
  // One PUT, signed in at once: no challenge was needed.
  EXPECT_EQ(s_nginx->logged("/locked/a"), QList<QByteArray>{"PUT /locked/a 201 alice"});
  EXPECT_EQ(filesHolding("s3cret"), QStringList());
  EXPECT_FALSE(end.out.contains("s3cret") || end.err.contains("s3cret"));
}

TEST_F(QueryCommand, AWrongPasswordPausesTheAddressAndKeepsTheResult) {
  const QStringList words = {QStringLiteral("query"),
                             QStringLiteral("-r"),
                             address(QStringLiteral("/locked/b"), QStringLiteral("alice:wrong@")),
                             QStringLiteral("-w"),
                             QStringLiteral("-d"),
                             QStringLiteral("testdb"),
                             seed()};
  const ProgramEnd end = program.run(words);
  EXPECT_EQ(end.code, 3);
  EXPECT_TRUE(end.err.contains("401")) << end.err.toStdString();
  const ProgramEnd second = program.run(words);
  EXPECT_EQ(second.code, 3);
  EXPECT_LE(s_nginx->accessLog("/locked/b").size(), 2);
  const ProgramEnd list = program.run({QStringLiteral("delivery:list"), QStringLiteral("-f"), QStringLiteral("csv")});
  EXPECT_TRUE(list.out.contains("held")) << list.out.toStdString();
}

TEST_F(QueryCommand, ExitCodesTellWhatWentWrong) {
  const QString target = address(QStringLiteral("/open/x"));
  EXPECT_EQ(program
                .run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"),
                      QStringLiteral("SELECT nothing")})
                .code,
            1);
  EXPECT_EQ(
      program
          .run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("nowhere"), QStringLiteral("SELECT 1")})
          .code,
      2);
  EXPECT_EQ(program.run({QStringLiteral("query"), QStringLiteral("--what"), QStringLiteral("SELECT 1")}).code, 2);
  EXPECT_EQ(program
                .run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-r"),
                      QStringLiteral("web://127.0.0.1:99999/"), QStringLiteral("SELECT 1")})
                .code,
            2);
  EXPECT_EQ(program
                .run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-r"),
                      address(QStringLiteral("/readonly/x")), QStringLiteral("SELECT 1 AS a")})
                .code,
            3);
  EXPECT_EQ(program
                .run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("-r"),
                      target, QStringLiteral("SELECT 1 AS a")})
                .code,
            0);
  EXPECT_EQ(program.run({QStringLiteral("nonsense")}).code, 2);
}

TEST_F(QueryCommand, AnErrorNamesStatementLineAndColumn) {
  const ProgramEnd end = program.run({QStringLiteral("query"), QStringLiteral("-d"), QStringLiteral("testdb"),
                                      QStringLiteral("SELECT 1;\nSELECT foo")});
  EXPECT_EQ(end.code, 1);
  EXPECT_TRUE(end.err.contains("Statement 2, line 2, column 8")) << end.err.toStdString();
}

TEST_F(QueryCommand, SavedTargetsJoinTheirPath) {
  ASSERT_EQ(
      program.run({QStringLiteral("result:create"), QStringLiteral("myweb"), address(QStringLiteral("/open/"))}).code,
      0);
  const ProgramEnd end =
      program.run({QStringLiteral("query"), QStringLiteral("--result"), QStringLiteral("myweb:joined"),
                   QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"), seed()});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(byPython(s_nginx->stored(QStringLiteral("/open/joined"))), seedBody);
}

TEST_F(QueryCommand, AnEarlierResultIsSentElsewhereWithTheSameBytes) {
  ASSERT_EQ(program
                .run({QStringLiteral("query"), QStringLiteral("-r"), address(QStringLiteral("/open/first")),
                      QStringLiteral("-d"), QStringLiteral("testdb"), seed()})
                .code,
            0);
  const ProgramEnd end = program.run({QStringLiteral("export:result"), QStringLiteral("1"),
                                      address(QStringLiteral("/open/second")), QStringLiteral("-w")});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(s_nginx->stored(QStringLiteral("/open/second")), s_nginx->stored(QStringLiteral("/open/first")));
  EXPECT_EQ(program.run({QStringLiteral("job:status"), QStringLiteral("2")}).out, "success\n");
}

TEST_F(QueryCommand, RowsBeyondTheCapAreCutAndItIsSaid) {
  const QString sql =
      QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<100001) SELECT i FROM n");
  const ProgramEnd end =
      program.run({QStringLiteral("query"), QStringLiteral("-r"), address(QStringLiteral("/open/cut")),
                   QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"), sql});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_TRUE(
      end.err.contains("First 100,000 rows sent; the rest left out. Without ORDER BY the database decides which."))
      << end.err.toStdString();
  const auto body = QJsonDocument::fromJson(s_nginx->stored(QStringLiteral("/open/cut"))).object();
  EXPECT_EQ(body[QStringLiteral("data")].toArray().size(), 100'000);
}

TEST_F(QueryCommand, WithoutAKeychainASavedPasswordIsRefusedInWords) {
  const ProgramEnd end = program.run({QStringLiteral("result:create"), QStringLiteral("locked"),
                                      address(QStringLiteral("/locked/"), QStringLiteral("alice:s3cret@"))});
  EXPECT_NE(end.code, 0);
  EXPECT_TRUE(end.err.contains("keychain")) << end.err.toStdString();
  EXPECT_EQ(program.run({QStringLiteral("result:show"), QStringLiteral("locked")}).code, 2);
  EXPECT_EQ(filesHolding("s3cret"), QStringList());
}

}  // namespace
}  // namespace courier
