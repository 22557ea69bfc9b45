#include "models/storage/Session.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

TEST(Session, KeepsValuesExactly) {
  testing::TempDatabase database;
  database.change(QStringLiteral("CREATE TABLE t (a, b, c, d, e)"));
  const qint64 least = std::numeric_limits<qint64>::min();
  const QByteArray bytes("\0\xff\0", 3);
  database.change(QStringLiteral("INSERT INTO t VALUES (?, ?, ?, ?, ?)"),
                  {least, (qint64{1} << 53) + 1, QString(), QVariant(), bytes});
  EXPECT_EQ(database.value(QStringLiteral("SELECT a FROM t")).toLongLong(), least);
  EXPECT_EQ(database.value(QStringLiteral("SELECT b FROM t")).toLongLong(), (qint64{1} << 53) + 1);
  EXPECT_EQ(database.value(QStringLiteral("SELECT typeof(c) || typeof(d) || typeof(e) FROM t")).toString(),
            QStringLiteral("textnullblob"));
  EXPECT_EQ(database.value(QStringLiteral("SELECT e FROM t")).toByteArray(), bytes);
}

TEST(Session, RowIsNothingWhereThereIsNone) {
  testing::TempDatabase database;
  const auto none = testing::await(database->run([](Session& session) {
    return session.row(QStringLiteral("SELECT 1 WHERE 0"), {}, [](const QSqlQuery&) { return 1; });
  }));
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->has_value());
}

TEST(Session, AFailureHalfwayThroughTheRowsIsAnError) {
  testing::TempDatabase database;
  const auto rows = testing::await(database->run([](Session& session) {
    return session.rows(QStringLiteral("SELECT abs(column1) FROM (VALUES (1), (-9223372036854775807 - 1))"), {},
                        [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  }));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().kind, ErrorKind::Storage);
  EXPECT_EQ(rows.error().detail, QStringLiteral("integer overflow"));
}

Error failureOf(testing::TempDatabase& database, const QString& before, const QString& sql) {
  database.change(QStringLiteral("CREATE TABLE t (a)"));
  const auto failed = testing::await(database->run([=](Session& session) -> Expected<int> {
    if (auto prepared = session.execute(before); !prepared) return prepared.error();
    return session.change(sql);
  }));
  return failed ? Error{} : failed.error();
}

TEST(Session, AFullDiskIsSaid) {
  testing::TempDatabase database;
  const Error error = failureOf(database, QStringLiteral("PRAGMA max_page_count = 1"),
                                QStringLiteral("INSERT INTO t VALUES (zeroblob(1000000))"));
  EXPECT_EQ(error.kind, ErrorKind::Storage);
  EXPECT_TRUE(error.message.startsWith(QStringLiteral("The disk is full: ")));
  EXPECT_TRUE(error.message.contains(database.folder()));
}

TEST(Session, AReadOnlyFileIsSaid) {
  testing::TempDatabase database;
  const Error error =
      failureOf(database, QStringLiteral("PRAGMA query_only = 1"), QStringLiteral("INSERT INTO t VALUES (1)"));
  EXPECT_EQ(error.kind, ErrorKind::Storage);
  EXPECT_TRUE(error.message.startsWith(QStringLiteral("courier.db is read-only. ")));
}

TEST(Session, EveryKindOfFailureHasItsOwnSentence) {
  const auto sentence = [](int code) {
    return storageError(
        QSqlError(QStringLiteral("driver"), QStringLiteral("text"), QSqlError::StatementError, QString::number(code)),
        QStringLiteral("/data/courier.db"));
  };
  struct Case {
    int code;
    const char* begins;
  };
  // Extended codes (the last three) mean the same as the primary code in their low byte.
  for (const Case& one :
       {Case{5, "courier.db was in use"}, Case{6, "courier.db was in use"}, Case{8, "courier.db is read-only"},
        Case{10, "courier.db could not be read or written"}, Case{11, "courier.db is damaged"},
        Case{13, "The disk is full"}, Case{14, "courier.db cannot be opened"}, Case{26, "courier.db is damaged"},
        Case{1, "courier.db did not accept"}, Case{10 | (1 << 8), "courier.db could not be read"},
        Case{5 | (2 << 8), "courier.db was in use"}, Case{8 | (4 << 8), "courier.db is read-only"}}) {
    const Error error = sentence(one.code);
    EXPECT_EQ(error.kind, ErrorKind::Storage);
    EXPECT_TRUE(error.message.startsWith(QLatin1String(one.begins))) << one.code << qUtf8Printable(error.message);
    EXPECT_EQ(error.detail, QStringLiteral("text"));
  }
}

}  // namespace
}  // namespace courier
