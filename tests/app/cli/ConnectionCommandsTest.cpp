#include <gtest/gtest.h>

#include <QFile>

#include "app/Services.h"
#include "app/cli/ConnectionFlags.h"
#include "models/query/ConnectionSaver.h"
#include "models/query/ServerOptionTable.h"
#include "models/secrets/SecretFields.h"
#include "tests/support/Await.h"
#include "tests/support/Program.h"
#include "tests/support/SourceFolder.h"

namespace courier {
namespace {

using testing::await;
using testing::CourierProgram;
using testing::ProgramEnd;

QStringList words(const char* text) {
  return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

/// The words of db:create or, where `before` is known, db:update as they are taken.
Expected<WantedConnection> taken(const QStringList& given, const QString& url = {}, const Connection& before = {}) {
  const auto arguments = Arguments::parse(given, connectionFlags());
  if (!arguments) return arguments.error();
  return connectionFrom(*arguments, url, before, QStringLiteral("/desk"));
}

TEST(ConnectionFlags, TheAddressAndTheFlagsMeetInOneConnection) {
  const auto wanted = taken(words("--port 5433 --time-limit 60 --label production --colour red --writable"),
                            QStringLiteral("postgresql://ann:s3cret@db.example/shop?tls=on"));
  ASSERT_TRUE(wanted) << qPrintable(wanted.error().message);
  const Connection& connection = wanted->connection;
  EXPECT_EQ(connection.engine, Engine::PostgreSql);
  EXPECT_EQ(connection.host, u"db.example");
  EXPECT_EQ(connection.port, 5433);
  EXPECT_EQ(connection.user, u"ann");
  EXPECT_EQ(wanted->secrets.value(secretfields::password), u"s3cret");
  EXPECT_EQ(connection.server.tls, TlsMode::On);
  EXPECT_EQ(connection.server.timeLimitS, 60);
  EXPECT_EQ(connection.server.label, u"production");
  EXPECT_EQ(connection.server.colour, MarkColour::Red);
  EXPECT_FALSE(connection.readOnly);

  const auto named = taken(words("--engine mariadb --database shop --tinyint1-boolean yes"));
  ASSERT_TRUE(named) << qPrintable(named.error().message);
  EXPECT_EQ(named->connection.engine, Engine::MariaDb);
  EXPECT_EQ(named->connection.host, u"localhost");
  EXPECT_TRUE(named->connection.server.tinyint1IsBoolean);
  EXPECT_TRUE(named->secrets.isEmpty());
  const auto odbc = taken(words("--engine odbc --dsn DSN=Sales;UID=ann"));
  ASSERT_TRUE(odbc);
  EXPECT_EQ(odbc->connection.file, u"Sales");
  EXPECT_EQ(odbc->connection.user, u"ann");
  const auto csv = taken({}, QStringLiteral("file:a.csv"));
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->connection.files.size(), 1);
  const auto file = taken(words("--file data/a.db"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->connection.engine, Engine::Sqlite);
  EXPECT_EQ(file->connection.file, u"/desk/data/a.db");
}

TEST(ConnectionFlags, WhatIsNotNamedStaysAsItIs) {
  Connection before =
      taken(words("--tls on --label production"), QStringLiteral("postgresql://ann@a.example/shop"))->connection;
  before.id = ConnectionId{7};
  const auto host = taken(words("--host b.example"), {}, before);
  ASSERT_TRUE(host);
  EXPECT_EQ(host->connection.host, u"b.example");
  EXPECT_EQ(host->connection.user, u"ann");
  EXPECT_EQ(host->connection.server.label, u"production");
  EXPECT_TRUE(host->secrets.isEmpty());
  const auto elsewhere = taken({}, QStringLiteral("mysql://bob@c.example/stock"), before);
  ASSERT_TRUE(elsewhere);
  EXPECT_EQ(elsewhere->connection.engine, Engine::MariaDb);
  EXPECT_EQ(elsewhere->connection.user, u"bob");
  EXPECT_EQ(elsewhere->connection.server.tls, TlsMode::On);
  // A file has no TLS.
  const auto file = taken({}, QStringLiteral("sqlite:a.db"), before);
  EXPECT_EQ(file->connection.server.tls, std::nullopt);
  EXPECT_EQ(file->connection.host, QString());
  EXPECT_EQ(taken(words("--no-password"), {}, before)->secrets, (GivenSecrets{{secretfields::password, QString()}}));
}

TEST(ConnectionFlags, WhatDoesNotGoTogetherIsRefusedWithTheMend) {
  struct Case {
    const char* given;
    const char* url;
    const char* part;
  };
  const Case cases[] = {{"", "", "Say where the database is"},
                        {"--engine oracle", "", "--engine needs"},
                        {"--port 0", "mysql://h/d", "--port needs a whole number from 1 to 65535"},
                        {"--port x", "mysql://h/d", "--port needs"},
                        {"--time-limit -1", "mysql://h/d", "--time-limit needs a whole number from 0 to"},
                        {"--tls perhaps", "mysql://h/d", "--tls needs auto|off|on|verify"},
                        {"--colour pink", "mysql://h/d", "--colour needs none|red"},
                        {"--label 1234567890123456789012345", "mysql://h/d", "at most 24 characters"},
                        {"--ca /nowhere/ca.pem", "mysql://h/d", "cannot be read"},
                        {"--engine mariadb", "postgresql://h/d", "another engine"},
                        {"--host h", "sqlite:a.db", "no --host"},
                        {"--file a.db", "mysql://h/d", "no --file"},
                        {"--dsn Sales", "mysql://h/d", "no --dsn"},
                        {"--engine odbc", "", "--dsn NAME"},
                        {"--engine files", "", "--engine needs"},
                        {"--engine odbc --dsn DSN=Sales;PWD=s3cret", "", "add -p"},
                        {"--user ann", "file:a.csv", "no --user"},
                        {"-p", "sqlite:a.db", "no --password"},
                        {"--tls on", "sqlite:a.db", "no --tls"},
                        {"--tinyint1-boolean yes", "postgresql://h/d", "no --tinyint1-boolean"},
                        {"--writable --read-only", "sqlite:a.db", "do not go together"},
                        {"-p --no-password", "mysql://h/d", "do not go together"}};
  for (const Case& one : cases) {
    const auto wanted = taken(words(one.given), QLatin1String(one.url));
    ASSERT_FALSE(wanted) << one.given;
    EXPECT_EQ(wanted.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(wanted.error().message.contains(QLatin1String(one.part))) << qPrintable(wanted.error().message);
  }
}

TEST(ConnectionFlags, TheHelpAndTheReadmeNameEachOfThem) {
  const CourierProgram program;
  QFile readme(testing::sourcePath(QStringLiteral("README.md")));
  ASSERT_TRUE(readme.open(QIODevice::ReadOnly));
  const QString text = QString::fromUtf8(readme.readAll());
  for (const char* command : {"db:create", "db:update"}) {
    const auto end = program.run({QLatin1String(command), QStringLiteral("--help")});
    EXPECT_EQ(end.code, 0);
    const QString help = QString::fromUtf8(end.out);
    for (const OptionSpec& spec : connectionFlags()) {
      EXPECT_TRUE(help.contains(QStringLiteral("--") + spec.longName)) << qPrintable(spec.longName);
      if (spec.shortName.isNull()) {
        EXPECT_TRUE(text.contains(QStringLiteral("`--") + spec.longName)) << qPrintable(spec.longName);
      }
    }
  }
}

/// The commands as a person runs them; there is no keychain.
class ConnectionCommands : public ::testing::Test {
 protected:
  ProgramEnd run(const QStringList& given, const QByteArray& input = {}) const { return m_program.run(given, input); }
  QByteArray listed() const { return run(words("db:list -f tsv")).out; }
  CourierProgram m_program;
};

TEST_F(ConnectionCommands, AConnectionIsMadeChangedAndDeletedWithWhatUsesIt) {
  const auto made =
      run(words("db:create shop --engine postgresql --host db.example --database shop --user ann --tls on "
                "--label production --colour red"));
  ASSERT_EQ(made.code, 0) << made.err.toStdString();
  EXPECT_TRUE(made.err.contains("not verified")) << made.err.toStdString();
  EXPECT_TRUE(
      listed().contains("shop\tpostgresql://ann@db.example/shop?tls=on\tread-only\t"
                        "production\n"))
      << listed().toStdString();
  const auto changed = run(words("db:update shop --name store --tls auto --port 5433 --writable"));
  ASSERT_EQ(changed.code, 0) << changed.err.toStdString();
  EXPECT_EQ(changed.err.trimmed(), "Connection 'store' is updated.");
  EXPECT_TRUE(listed().contains("store\tpostgresql://ann@db.example:5433/shop\tread-write\tproduction"))
      << listed().toStdString();
  ASSERT_EQ(run({QStringLiteral("sched:create"), QStringLiteral("nightly"), QStringLiteral("@daily"),
                 QStringLiteral("-d"), QStringLiteral("store"), QStringLiteral("SELECT 1")})
                .code,
            0);
  const auto gone = run(words("db:delete store"));
  EXPECT_EQ(gone.code, 0);
  EXPECT_TRUE(gone.err.contains("will fail until you choose another connection for it: nightly."))
      << gone.err.toStdString();
  EXPECT_EQ(run(words("db:update store --port 1")).code, 2);
}

TEST_F(ConnectionCommands, AConnectionIsTriedStepByStep) {
  const QString file = m_program.home() + QStringLiteral("/shop.db");
  QFile made(file);
  ASSERT_TRUE(made.open(QIODevice::WriteOnly));
  made.close();
  ASSERT_EQ(run({QStringLiteral("db:create"), QStringLiteral("shop"), QStringLiteral("--file"), file}).code, 0);
  const auto fine = run(words("db:check shop"));
  EXPECT_EQ(fine.code, 0) << fine.err.toStdString();
  EXPECT_TRUE(fine.out.contains("Read-only    ok")) << fine.out.toStdString();
  EXPECT_FALSE(fine.out.contains("failed"));
  ASSERT_TRUE(QFile::remove(file));
  const auto gone = run(words("db:check shop"));
  EXPECT_EQ(gone.code, 1);
  EXPECT_TRUE(gone.out.contains(" failed ")) << gone.out.toStdString();
  ASSERT_EQ(run(words("db:create far --engine postgresql --host 127.0.0.1 --port 1")).code, 0);
  const auto far = run(words("db:check far"));
  EXPECT_EQ(far.code, 1);
  EXPECT_TRUE(far.out.contains("Connection   failed")) << far.out.toStdString();
  EXPECT_EQ(run(words("db:check nowhere")).code, 2);
}

TEST_F(ConnectionCommands, APasswordThatCannotBeKeptIsSaidAndNothingIsMade) {
  for (const char* given : {"db:create shop postgresql://ann:s3cret@db.example/shop",
                            "db:create -p shop postgresql://ann@db.example/shop"}) {
    const auto end = run(words(given), "s3cret\n");
    EXPECT_EQ(end.code, 1) << end.err.toStdString();
    EXPECT_FALSE((end.out + end.err).contains("s3cret"));
    EXPECT_FALSE(listed().contains("shop"));
  }
  const auto wrong = run(words("db:create shop postgresql://ann:s3/cret@db.example/shop"));
  EXPECT_EQ(wrong.code, 2);
  EXPECT_FALSE(wrong.err.contains("s3"));
}

}  // namespace
}  // namespace courier
