#include "models/storage/Migrations.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "models/storage/Session.h"

namespace courier {
namespace {

class Migrations : public ::testing::Test {
 protected:
  Migrations() {
    auto opened =
        ScopedConnection::open(m_folder.filePath(QStringLiteral("a.db")), ScopedConnection::Access::ReadWrite);
    if (opened) m_connection = std::move(*opened);
  }
  Session& session() { return m_connection->session(); }
  QStringList tables() {
    const auto names = session().rows(
        QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"),
        {}, [](const QSqlQuery& query) { return query.value(0).toString(); });
    return names ? QStringList(*names) : QStringList();
  }

 private:
  QTemporaryDir m_folder;
  std::unique_ptr<ScopedConnection> m_connection;
};

TEST_F(Migrations, MakeTheTablesOfToday) {
  ASSERT_EQ(*migrations::currentVersion(session()), 0);
  ASSERT_TRUE(migrations::run(session()).ok());
  EXPECT_EQ(*migrations::currentVersion(session()), migrations::newestVersion());
  EXPECT_EQ(tables().join(QLatin1Char(' ')),
            QStringLiteral("attempt connection delivery job notice query schedule setting slot tally target"));
  EXPECT_TRUE(migrations::run(session()).ok()) << "a second time there is nothing to do";
}

TEST_F(Migrations, AnEarlierSlotIsDueByThePresentDelay) {
  ASSERT_TRUE(migrations::run(session(), migrations::builtIn().mid(0, 5)).ok());
  for (const char* statement :
       {"INSERT INTO schedule (id, name, cron, zone, delay_s, sql, created_at) VALUES (1, 's', '* * * * *', 'UTC', 60, "
        "'SELECT 1', 0)",
        "INSERT INTO job (id, kind, state, sql, created_at) VALUES (1, 'scheduled', 'success', 'SELECT 1', 0)",
        "INSERT INTO slot (schedule_id, slot, state, job_id, recorded_at) VALUES (1, 1000, 'queued', 1, 0)",
        "INSERT INTO slot (schedule_id, slot, state, missed, recorded_at) VALUES (1, 2000, 'missed', 1, 0)"}) {
    const auto done = session().change(QString::fromLatin1(statement));
    ASSERT_TRUE(done.ok()) << done.error().detail.toStdString();
  }
  ASSERT_TRUE(migrations::run(session()).ok());
  const auto due = session().rows(QStringLiteral("SELECT due_at FROM slot ORDER BY slot"), {},
                                  [](const QSqlQuery& query) { return query.value(0).toLongLong(); });
  ASSERT_TRUE(due.ok());
  EXPECT_EQ(*due, (QVector<qint64>{61'000, 0}));
}

TEST_F(Migrations, ConnectionsStayAndFilesCanBeAdded) {
  ASSERT_TRUE(migrations::run(session(), migrations::builtIn().mid(0, 9)).ok());
  for (const char* statement :
       {"INSERT INTO connection (id, name, engine, host, options, created_at, deleted_at) "
        "VALUES (7, 'gone', 'mariadb', 'h', '{\"tls\":\"on\"}', 5, 6), (3, 'kept', 'sqlite', '', '{}', 5, NULL)",
        "INSERT INTO query (name, sql, connection_id, updated_at) VALUES ('q', 'SELECT 1', 7, 0)"}) {
    const auto done = session().change(QString::fromLatin1(statement));
    ASSERT_TRUE(done.ok()) << done.error().detail.toStdString();
  }
  ASSERT_TRUE(migrations::run(session()).ok());
  const auto id =
      session().insert(QStringLiteral("INSERT INTO connection (name, engine, created_at) VALUES ('gone', 'files', 0)"));
  ASSERT_TRUE(id.ok()) << id.error().detail.toStdString();
  EXPECT_EQ(*id, 8) << "no number is given twice";
  const auto options =
      session().rows(QStringLiteral("SELECT name || engine || host || options FROM connection ORDER BY id"), {},
                     [](const QSqlQuery& query) { return query.value(0).toString(); });
  EXPECT_EQ(QStringList(*options).join(QLatin1Char(' ')),
            QStringLiteral("keptsqlite{} gonemariadbh{\"tls\":\"on\"} gonefiles{}"));
  EXPECT_FALSE(
      session()
          .insert(QStringLiteral("INSERT INTO connection (name, engine, created_at) VALUES ('kept', 'files', 0)"))
          .ok());
}

TEST_F(Migrations, AStepThatFailsLeavesTheFileAtTheStepBefore) {
  const migrations::Steps steps = {
      QStringLiteral("CREATE TABLE a (x INTEGER);"),
      QStringLiteral("CREATE TABLE b (x INTEGER);\nINSERT INTO b VALUES (1);\nINSERT INTO nowhere VALUES (1);")};
  ASSERT_TRUE(migrations::run(session(), steps.mid(0, 1)).ok());
  const auto done = migrations::run(session(), steps);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(done.error().detail.contains(QStringLiteral("nowhere")));
  EXPECT_EQ(*migrations::currentVersion(session()), 1);
  EXPECT_EQ(tables(), QStringList(QStringLiteral("a")));
}

TEST_F(Migrations, ANewFileGetsAllItsStepsOrNone) {
  const migrations::Steps steps = {QStringLiteral("CREATE TABLE a (x INTEGER);"),
                                   QStringLiteral("INSERT INTO nowhere VALUES (1);")};
  ASSERT_FALSE(migrations::run(session(), steps).ok());
  EXPECT_EQ(*migrations::currentVersion(session()), 0);
  EXPECT_TRUE(tables().isEmpty());
}

TEST_F(Migrations, AStepMayRebuildATableButNotLeaveRowsThatReferToNothing) {
  const migrations::Steps first = {
      QStringLiteral("CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
                     "CREATE TABLE b (a INTEGER REFERENCES a (id));\n"
                     "INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (1);")};
  ASSERT_TRUE(migrations::run(session(), first).ok());
  const QString rebuild = QStringLiteral(
      "CREATE TABLE a2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');\n"
      "INSERT INTO a2 (id) SELECT id FROM a;\nDROP TABLE a;\nALTER TABLE a2 RENAME TO a;");
  const auto lost = migrations::run(session(), first + QStringList{rebuild + QStringLiteral("\nDELETE FROM a;")});
  ASSERT_FALSE(lost.ok());
  EXPECT_TRUE(lost.error().message.contains(QStringLiteral("the table b refer to rows that do not exist")));
  EXPECT_EQ(*migrations::currentVersion(session()), 1);
  EXPECT_TRUE(migrations::run(session(), first + QStringList{rebuild}).ok());
  EXPECT_EQ(*migrations::currentVersion(session()), 2);
}

TEST(MigrationsStatements, EndAtTheEndOfALine) {
  struct Case {
    const char* script;
    QStringList expected;
  };
  const Case cases[] = {
      {"", {}},
      {"-- only; words\n", {}},
      {"A;\nB;", {QStringLiteral("A"), QStringLiteral("B")}},
      {"A (\n  -- note;\n  x;y\n);\r\n\nB", {QStringLiteral("A (\n  x;y\n)"), QStringLiteral("B")}},
      {"CREATE TRIGGER t BEGIN\n  A;\n  B;\nEND;\nC;",
       {QStringLiteral("CREATE TRIGGER t BEGIN\n  A;\n  B;\nEND"), QStringLiteral("C")}},
  };
  for (const Case& one : cases)
    EXPECT_EQ(migrations::statements(QLatin1String(one.script)), one.expected) << one.script;
}

}  // namespace
}  // namespace courier
