#include "models/trino/TrinoSession.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

Connection cluster() {
  Connection connection;
  connection.engine = Engine::Trino;
  connection.host = QStringLiteral("cluster.example");
  connection.user = QStringLiteral("alice");
  connection.database = QStringLiteral("tpch");
  connection.schema = QStringLiteral("tiny");
  return connection;
}

/// The header's value; "-" where there is none.
QByteArray sent(const TrinoSession& session, const QByteArray& name) {
  const auto headers = session.headers();
  EXPECT_TRUE(headers.ok()) << (headers ? "" : headers.error().message.toStdString());
  QByteArray value = "-";
  if (!headers) return value;
  for (const auto& [header, text] : *headers) {
    if (header != name) continue;
    EXPECT_EQ(value, "-") << name.constData();
    value = text;
  }
  return value;
}

/// After an answer to a statement of the cluster's session.
QByteArray sentAfter(const HeaderList& answer, const QByteArray& name) {
  TrinoSession session = TrinoSession::of(cluster());
  session.apply(answer);
  return sent(session, name);
}

TEST(TrinoSession, BeginsAsTheConnectionSays) {
  Connection connection = cluster();
  connection.server.timeLimitS = 90;
  connection.server.timeZone = QStringLiteral("Asia/Tokyo");
  const TrinoSession session = TrinoSession::of(connection);
  EXPECT_EQ(sent(session, "X-Trino-Source"), "query-courier");
  EXPECT_EQ(sent(session, "X-Trino-Catalog"), "tpch");
  EXPECT_EQ(sent(session, "X-Trino-Schema"), "tiny");
  EXPECT_EQ(sent(session, "X-Trino-Time-Zone"), "Asia/Tokyo");
  EXPECT_EQ(sent(session, "X-Trino-Session"), "query_max_run_time=90s");
  EXPECT_EQ(sent(session, "X-Trino-Transaction-Id"), "NONE");
  EXPECT_TRUE(sent(session, "X-Trino-Client-Capabilities").startsWith("PARAMETRIC_DATETIME"));
  for (const char* none : {"X-Trino-User", "X-Trino-Role", "X-Trino-Prepared-Statement", "X-Trino-Path"})
    EXPECT_EQ(sent(session, none), "-") << none;
}

TEST(TrinoSession, PrestoHasHeadersOfItsOwnAndNoneOfTheOthers) {
  Connection connection = cluster();
  connection.server.headers = TrinoHeaders::Presto;
  TrinoSession session = TrinoSession::of(connection);
  session.apply({{"X-Trino-Set-Schema", "other"}, {"X-Presto-Set-Session", "a=1"}});
  const auto headers = session.headers();
  ASSERT_TRUE(headers.ok());
  for (const auto& [name, value] : *headers) EXPECT_TRUE(name.startsWith("X-Presto-")) << name.constData();
  EXPECT_EQ(sent(session, "X-Presto-Schema"), "tiny");
  EXPECT_EQ(sent(session, "X-Presto-Session"), "a=1");
  EXPECT_EQ(sent(session, "X-Presto-Client-Capabilities"), "-");
}

TEST(TrinoSession, TreasureDatasDatabaseIsASchema) {
  Connection connection;
  connection.engine = Engine::TreasureData;
  connection.database = QStringLiteral("sales");
  connection.server.timeLimitS = 90;
  const TrinoSession session = TrinoSession::of(connection);
  EXPECT_EQ(sent(session, "X-Trino-Catalog"), "td");
  EXPECT_EQ(sent(session, "X-Trino-Schema"), "sales");
  EXPECT_EQ(sent(session, "X-Trino-Transaction-Id"), "-");
  EXPECT_EQ(sent(session, "X-Trino-Session"), "-");
}

TEST(TrinoSession, EachAnswerHeaderChangesWhatIsSentNext) {
  struct Case {
    HeaderList answer;
    const char* header;
    const char* value;
  };
  // As Trino 476 writes them.
  const Case cases[] = {
      {{{"X-Trino-Set-Catalog", "memory"}}, "X-Trino-Catalog", "memory"},
      {{{"x-trino-set-schema", "default"}}, "X-Trino-Schema", "default"},
      {{{"X-Trino-Set-Schema", "a,b \xFC"}}, "X-Trino-Schema", "a,b \xFC"},
      {{{"X-Trino-Set-Path", "memory.default, tpch.x"}}, "X-Trino-Path", "memory.default, tpch.x"},
      {{{"X-Trino-Set-Session", "time_zone_id=Asia%2FTokyo"}}, "X-Trino-Session", "time_zone_id=Asia%2FTokyo"},
      {{{"X-Trino-Set-Session", "b=x+y%2Cz, a=%C3%BC%3D"}}, "X-Trino-Session", "a=%C3%BC%3D,b=x+y%2Cz"},
      {{{"X-Trino-Set-Session", "a=1"}, {"X-Trino-Set-Session", "b=2"}}, "X-Trino-Session", "a=1,b=2"},
      {{{"X-Trino-Set-Session", "a=1,b=2"}, {"X-Trino-Clear-Session", "c, a"}}, "X-Trino-Session", "b=2"},
      {{{"X-Trino-Set-Session", "a=1"}, {"X-Trino-Set-Session", "a="}}, "X-Trino-Session", "a="},
      {{{"X-Trino-Set-Role", "system=ROLE%7Badmin%7D"}}, "X-Trino-Role", "system=ROLE%7Badmin%7D"},
      {{{"X-Trino-Set-Role", "system=ALL,hive=NONE"}}, "X-Trino-Role", "hive=NONE,system=ALL"},
      {{{"X-Trino-Added-Prepare", "p1=SELECT%0A++%27a%2C+b%2Bc%3Dd+%C3%BC%25%27%0A"}},
       "X-Trino-Prepared-Statement",
       "p1=SELECT%0A++%27a%2C+b%2Bc%3Dd+%C3%BC%25%27%0A"},
      {{{"X-Trino-Added-Prepare", "%C3%BC%2C%3D=SELECT+1,a+b=SELECT+2"}},
       "X-Trino-Prepared-Statement",
       "a+b=SELECT+2,%C3%BC%2C%3D=SELECT+1"},
      {{{"X-Trino-Added-Prepare", "%C3%BC%2C%3D=x,b=y"}, {"X-Trino-Deallocated-Prepare", "%C3%BC%2C%3D"}},
       "X-Trino-Prepared-Statement",
       "b=y"},
      {{{"X-Trino-Started-Transaction-Id", "3653e783-6217"}}, "X-Trino-Transaction-Id", "3653e783-6217"},
      {{{"X-Trino-Started-Transaction-Id", "3653e783-6217"}, {"X-Trino-Clear-Transaction-Id", "true"}},
       "X-Trino-Transaction-Id",
       "NONE"},
      {{{"X-Trino-Set-Authorization-User", "bob"}}, "X-Trino-User", "bob"},
      {{{"X-Trino-Set-Authorization-User", "bob"}}, "X-Trino-Original-User", "alice"},
      {{{"X-Trino-Set-Authorization-User", "bob"}, {"X-Trino-Set-Original-Roles", "NONE"}},
       "X-Trino-Original-Roles",
       "NONE"},
      {{{"X-Trino-Set-Role", "system=ALL"}, {"X-Trino-Set-Authorization-User", "bob"}}, "X-Trino-Role", "-"},
      {{{"X-Trino-Set-Authorization-User", "bob"}, {"X-Trino-Reset-Authorization-User", "true"}}, "X-Trino-User", "-"},
      // What cannot be read changes nothing.
      {{{"X-Trino-Set-Session", "a"}, {"X-Trino-Set-Session", "=1"}, {"X-Trino-Set-Session", ",,"}},
       "X-Trino-Session",
       "-"},
      {{{"X-Trino-Something", "a"}, {"X-Trino-", "a"}, {"Set-Schema", "a"}, {"", ""}}, "X-Trino-Schema", "tiny"},
  };
  for (const Case& one : cases)
    EXPECT_EQ(sentAfter(one.answer, one.header), one.value) << one.answer.first().second.constData();
}

TEST(TrinoSession, KnowsWhetherATransactionIsOpen) {
  TrinoSession session = TrinoSession::of(cluster());
  EXPECT_FALSE(session.isInTransaction());
  session.apply({{"X-Trino-Started-Transaction-Id", "1"}});
  EXPECT_TRUE(session.isInTransaction());
  session.apply({{"X-Trino-Clear-Transaction-Id", "true"}});
  EXPECT_FALSE(session.isInTransaction());
}

TEST(TrinoSession, NamesThatNoHeaderCarriesAreRefused) {
  for (const QString& name :
       {QStringLiteral("日本"), QStringLiteral(" x"), QStringLiteral("x "), QStringLiteral("a\nb"),
        QStringLiteral("a\rX-Trino-User: eve"), QString(QChar(u'\0')), QStringLiteral("😀")}) {
    Connection connection = cluster();
    connection.schema = name;
    const auto headers = TrinoSession::of(connection).headers();
    ASSERT_FALSE(headers.ok()) << name.toStdString();
    EXPECT_EQ(headers.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(headers.error().message.contains(QStringLiteral("schema")));
  }
  // The cluster itself cannot write such a name either, and leaves it empty.
  TrinoSession session = TrinoSession::of(cluster());
  session.apply({{"X-Trino-Set-Schema", ""}});
  EXPECT_FALSE(session.headers().ok());
}

TEST(TrinoSession, TooMuchForHeadersIsSaid) {
  TrinoSession session = TrinoSession::of(cluster());
  session.apply({{"X-Trino-Added-Prepare", "p=" + QByteArray(9000, 'x')}});
  const auto headers = session.headers();
  ASSERT_FALSE(headers.ok());
  EXPECT_TRUE(headers.error().message.contains(QStringLiteral("DEALLOCATE")));
  session.apply({{"X-Trino-Deallocated-Prepare", "p"}});
  EXPECT_TRUE(session.headers().ok());
}

}  // namespace
}  // namespace courier
