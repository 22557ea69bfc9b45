// What the engine sends: a statement with its session once, then the way that the cluster shows.
#include <gtest/gtest.h>

#include "tests/models/trino/TrinoEngineFixture.h"

namespace courier {
namespace {

using testing::FakePage;
using testing::SeenRequest;

class TrinoEngineRequests : public testing::TrinoEngineFixture {};

QList<QByteArray> namesOf(const SeenRequest& request, const QByteArray& prefix) {
  QList<QByteArray> names;
  for (const auto& [name, value] : request.headers) {
    if (name.toLower().startsWith(prefix)) names += name.toLower();
  }
  return names;
}

TEST_F(TrinoEngineRequests, AStatementIsSentOnceAndFollowedToItsEnd) {
  m_coordinator.plan(threeRows());
  EXPECT_EQ(rowsOf(QStringLiteral("SELECT 'Grüße 😀'")), "1 2 3");
  const auto posts = m_coordinator.requests("POST");
  ASSERT_EQ(posts.size(), 1);
  EXPECT_EQ(posts.at(0).target, "/v1/statement");
  EXPECT_EQ(posts.at(0).body, "SELECT 'Grüße 😀'");
  EXPECT_EQ(posts.at(0).header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(posts.at(0).header("X-Trino-User"), "alice");
  EXPECT_EQ(posts.at(0).header("X-Trino-Source"), "query-courier");
  EXPECT_EQ(posts.at(0).header("X-Trino-Catalog"), "sales");
  EXPECT_EQ(posts.at(0).header("X-Trino-Schema"), "web");
  EXPECT_TRUE(posts.at(0).header("X-Trino-Client-Capabilities").contains("PARAMETRIC_DATETIME"));
  // Then a result would be elsewhere.
  EXPECT_EQ(posts.at(0).header("X-Trino-Query-Data-Encoding"), "");
  EXPECT_EQ(namesOf(posts.at(0), "x-presto-"), QList<QByteArray>());
  EXPECT_EQ(posts.at(0).header("Authorization"), "");
  const auto gets = m_coordinator.requests("GET");
  ASSERT_EQ(gets.size(), 3);
  for (const SeenRequest& get : gets) EXPECT_EQ(namesOf(get, "x-trino-"), QList<QByteArray>({"x-trino-user"}));
  EXPECT_EQ(count("DELETE"), 0);
}

TEST_F(TrinoEngineRequests, TheOtherFamilyOfHeadersStandsAlone) {
  m_request.connection.server.headers = TrinoHeaders::Presto;
  FakePage prepared;
  prepared.headers = {{"X-Presto-Added-Prepare", "p=SELECT+1"}, {"X-Trino-Set-Schema", "not_mine"}};
  prepared.further = R"("updateType":"PREPARE")";
  m_coordinator.plan({prepared});
  ASSERT_EQ(failure(QStringLiteral("PREPARE p FROM SELECT 1; EXECUTE p")), QString());
  for (const SeenRequest& request : m_coordinator.requests())
    EXPECT_EQ(namesOf(request, "x-trino-"), QList<QByteArray>());
  const auto posts = m_coordinator.requests("POST");
  ASSERT_EQ(posts.size(), 2);
  EXPECT_EQ(posts.at(1).header("X-Presto-Prepared-Statement"), "p=SELECT+1");
  EXPECT_EQ(posts.at(1).header("X-Presto-Schema"), "web");
}

TEST_F(TrinoEngineRequests, ASessionsHeadersComeInPairsAndGoWithTheNextStatement) {
  FakePage page;
  page.further = R"("updateType":"SET SESSION")";
  page.headers = {{"X-Trino-Set-Session", "query_max_run_time=7m"},
                  {"X-Trino-Set-Session", "time_zone_id=Asia%2FTokyo"},
                  {"X-Trino-Set-Catalog", "memory"},
                  {"X-Trino-Set-Schema", "default"},
                  {"X-Trino-Added-Prepare", "p=SELECT+%27a%2Cb%27"},
                  {"X-Trino-Added-Prepare", "q=SELECT+2"}};
  m_coordinator.plan({page});
  FakePage less = page;
  less.headers = {{"X-Trino-Clear-Session", "query_max_run_time"}, {"X-Trino-Deallocated-Prepare", "q"}};
  m_coordinator.plan({less});
  ASSERT_EQ(failure(QStringLiteral("SET SESSION a = 1; RESET SESSION b; SELECT 1")), QString());
  const auto posts = m_coordinator.requests("POST");
  ASSERT_EQ(posts.size(), 3);
  EXPECT_EQ(posts.at(1).header("X-Trino-Session"), "query_max_run_time=7m,time_zone_id=Asia%2FTokyo");
  EXPECT_EQ(posts.at(1).header("X-Trino-Prepared-Statement"), "p=SELECT+%27a%2Cb%27,q=SELECT+2");
  EXPECT_EQ(posts.at(1).header("X-Trino-Catalog"), "memory");
  EXPECT_EQ(posts.at(1).header("X-Trino-Schema"), "default");
  EXPECT_EQ(posts.at(2).header("X-Trino-Session"), "time_zone_id=Asia%2FTokyo");
  EXPECT_EQ(posts.at(2).header("X-Trino-Prepared-Statement"), "p=SELECT+%27a%2Cb%27");
  // The next run begins anew.
  ASSERT_EQ(failure(QStringLiteral("SELECT 1")), QString());
  const SeenRequest fresh = m_coordinator.requests("POST").last();
  EXPECT_EQ(fresh.header("X-Trino-Session"), "");
  EXPECT_EQ(fresh.header("X-Trino-Prepared-Statement"), "");
  EXPECT_EQ(fresh.header("X-Trino-Catalog"), "sales");
}

TEST_F(TrinoEngineRequests, ASessionThatNoHeaderHoldsIsNotSent) {
  FakePage page;
  page.further = R"("updateType":"PREPARE")";
  page.headers = {{"X-Trino-Added-Prepare", "p=" + QByteArray(9'000, 'x')}};
  m_coordinator.plan({page});
  const QString message = failure(QStringLiteral("PREPARE p FROM SELECT 1; EXECUTE p"));
  EXPECT_TRUE(message.contains(QStringLiteral("too long"))) << message.toStdString();
  EXPECT_EQ(count("POST"), 1);
}

TEST_F(TrinoEngineRequests, CredentialsNeverGoInTheClear) {
  m_request.password = QStringLiteral("s3cret-Pä$$");
  EXPECT_TRUE(failure(QStringLiteral("SELECT 1")).contains(QStringLiteral("over HTTPS only")));
  EXPECT_EQ(m_coordinator.requests().size(), 0);
}

TEST_F(TrinoEngineRequests, AChangeIsFollowedToItsEnd) {
  FakePage counted{R"([{"name":"rows","type":"bigint"}])", "[[3]]"};
  counted.further = R"("updateType":"INSERT","updateCount":3)";
  FakePage empty{R"([{"name":"rows","type":"bigint"}])"};
  empty.further = R"("updateType":"INSERT","updateCount":3)";
  m_coordinator.plan({empty, counted, empty, empty});
  const auto result = query(QStringLiteral("INSERT INTO t SELECT 1"), 1);
  ASSERT_TRUE(result.ok()) << result.error().message.toStdString();
  EXPECT_EQ(result->changedRows, 3);
  EXPECT_FALSE(result->hasResult);
  EXPECT_EQ(count("GET"), 5);
  EXPECT_EQ(count("DELETE"), 0);
}

}  // namespace
}  // namespace courier
