// What pages may look like, and what is refused of them.
#include <gtest/gtest.h>

#include "tests/models/trino/TrinoEngineFixture.h"

namespace courier {
namespace {

using testing::FakeCoordinator;
using testing::FakePage;
using testing::Reaction;

const QByteArray oneInteger = R"([{"name":"a","type":"integer"}])";

class TrinoEnginePages : public testing::TrinoEngineFixture {
 protected:
  void expectRefused(const FakeCoordinator::Statement& statement, const QString& words) {
    m_coordinator.plan(statement);
    const QString message = failure(QStringLiteral("SELECT a FROM t"));
    EXPECT_TRUE(message.contains(words)) << message.toStdString();
  }
};

TEST_F(TrinoEnginePages, ColumnsComeBeforeTheirDataAndOnceOnly) {
  m_coordinator.plan({{}, {oneInteger}, {{}, "[]"}, {{}, "[[1]]"}, {}, {{}, "[[2]]"}, {}});
  EXPECT_EQ(rowsOf(), "1 2");
  EXPECT_EQ(m_sink.begins, 1);
}

TEST_F(TrinoEnginePages, NothingButColumnsIsAResultWithoutRows) {
  m_coordinator.plan({{oneInteger}});
  const auto result = query(QStringLiteral("SELECT a FROM t"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_TRUE(result->hasResult);
  EXPECT_EQ(m_sink.columns.size(), 1);
  EXPECT_EQ(m_sink.rowCount(), 0);
}

TEST_F(TrinoEnginePages, ASlowDripIsWhole) {
  FakePage page{oneInteger, "[[1],[2]]"};
  page.msPerByte = 1;
  m_coordinator.plan({page});
  EXPECT_EQ(rowsOf(), "1 2");
}

TEST_F(TrinoEnginePages, AnErrorWithStatus200IsAnError) {
  FakePage failed;
  failed.error =
      R"({"message":"line 1:9: Column 'b' cannot be resolved","errorCode":47,"errorName":"COLUMN_NOT_FOUND",)"
      R"("errorType":"USER_ERROR","errorLocation":{"lineNumber":1,"columnNumber":9},"failureInfo":)"
      R"({"type":"io.trino.spi.TrinoException","stack":["io.trino.Secret.java:1"]}})";
  m_coordinator.plan({failed});
  const auto result = query(QStringLiteral("SELECT  b"));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::Sql);
  EXPECT_EQ(result.error().message, u"Statement 1, line 1, column 9: Column 'b' cannot be resolved");
  EXPECT_FALSE((result.error().message + result.error().detail).contains(QStringLiteral("io.trino")));
  EXPECT_EQ(count("DELETE"), 0);
}

TEST_F(TrinoEnginePages, AnErrorAfterRowsIsAnError) {
  FakePage failed;
  failed.error =
      R"({"message":"Division by zero","errorCode":8,"errorName":"DIVISION_BY_ZERO","errorType":"USER_ERROR"})";
  expectRefused({{oneInteger, "[[1]]"}, failed}, QStringLiteral("Division by zero"));
}

TEST_F(TrinoEnginePages, ForeignAddressesAreNotFollowed) {
  FakeCoordinator stranger;
  const QByteArray own = QByteArray::number(m_coordinator.port());
  const QByteArray path = "/v1/statement/executing/20261130_000000_0_fakes/slug/1";
  for (const QByteArray& origin :
       {stranger.origin(), "https://127.0.0.1:" + own, "http://localhost:" + own, QByteArray("http://127.0.0.1"),
        "http://alice@127.0.0.1:" + own, QByteArray("ftp://127.0.0.1"), QByteArray("//127.0.0.1:" + own)}) {
    FakePage page{oneInteger, "[[1]]"};
    page.nextUri = origin + path;
    m_coordinator.plan({page, {{}, "[[2]]"}});
    const QString message = failure(QStringLiteral("SELECT a FROM t"));
    EXPECT_TRUE(message.contains(QStringLiteral("http-server.process-forwarded"))) << origin.toStdString() << '\n'
                                                                                   << message.toStdString();
    EXPECT_TRUE(message.contains(QStringLiteral("http://127.0.0.1:") + QString::fromLatin1(own)))
        << message.toStdString();
  }
  EXPECT_EQ(stranger.requests().size(), 0);
}

TEST_F(TrinoEnginePages, DataElsewhereIsRefused) {
  expectRefused({{oneInteger, R"({"encoding":"json","segments":[]})"}}, QStringLiteral("spooling"));
}

TEST_F(TrinoEnginePages, APageThatIsNoneIsRefused) {
  m_coordinator.insteadOf("GET executing/0", Reaction::answer(200, "<html>Sign in</html>"));
  EXPECT_NE(failure(QStringLiteral("SELECT 1")), QString());
  m_coordinator.insteadOf("POST", Reaction::answer(200, "{}"));
  EXPECT_NE(failure(QStringLiteral("SELECT 1")), QString());
  m_coordinator.insteadOf("POST", Reaction::answer(200, "[1,"));
  EXPECT_NE(failure(QStringLiteral("SELECT 1")), QString());
}

TEST_F(TrinoEnginePages, APageOf300MegabytesIsRefusedBeforeItIsThere) {
  FakePage page{R"([{"name":"a","type":"varchar"}])", R"([["x"]])"};
  page.atLeastBytes = qint64{300} << 20;
  expectRefused({page}, QStringLiteral("256 MB"));
}

TEST_F(TrinoEnginePages, APageOf64MegabytesIsRead) {
  FakePage page{R"([{"name":"a","type":"varchar"}])", R"([["x"]])"};
  page.atLeastBytes = qint64{64} << 20;
  m_coordinator.plan({page});
  const auto result = query(QStringLiteral("SELECT a FROM t"));
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_GT(result->rows, 65'000);
  EXPECT_EQ(m_sink.cell(result->rows - 1, 0).bytes.size(), 1020U);
}

}  // namespace
}  // namespace courier
