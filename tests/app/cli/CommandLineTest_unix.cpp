#include "app/cli/CommandLine.h"

#include <gtest/gtest.h>

#include <QDirIterator>
#include <QFile>

#include "tests/support/Await.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::FaultyServer;
using testing::Reaction;
using testing::runProgram;
using testing::waitUntil;

constexpr auto readable = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TEST(CommandLine, BlanksTheSecretsOfAddresses) {
  const QVector<QPair<QByteArray, QByteArray>> table = {
      {"web://ada:pw@host/p", "web://ada:**@host/p"},
      {"web://:pw@host/p", "web://:**@host/p"},
      {"--result=webs://ada:p:w@host", "--result=webs://ada:***@host"},
      {"-rweb://ada:pa/ss?w#d@host/x", "-rweb://ada:*********@host/x"},
      {"web://ada:p@w@host/", "web://ada:***@host/"},
      {"postgresql://ada:pw@host/db", "postgresql://ada:**@host/db"},
      {"web://ada@host/", "web://ada@host/"},
      {"web://host:8080/p", "web://host:8080/p"},
      {"web://host/p?day=5&token=abc&x=y", "web://host/p?day=5&token=***&x=y"},
      {"myweb:in?API_Key=abc", "myweb:in?API_Key=***"},
      {"web://host/?to%6Ben=abc", "web://host/?to%6Ben=***"},
      {"SELECT 1", "SELECT 1"},
      {"", ""},
  };
  for (const auto& [word, blanked] : table) {
    QByteArray bytes = word;
    blankSecrets(bytes.data(), bytes.size());
    EXPECT_EQ(bytes, blanked);
  }
}

// While a command runs, anybody may read its words: the password is there for it and for nobody else.
TEST(CommandLine, NoPasswordStandsInTheProcessList) {
  FaultyServer server;
  server.next(Reaction::silence());
  const CourierProgram program;
  const QString address = server.address().replace(QStringLiteral("web://"), QStringLiteral("web://ada:canary-w0rd@"));
  const auto command =
      program.start({QStringLiteral("query"), QStringLiteral("-w"), QStringLiteral("-d"), QStringLiteral("testdb"),
                     QStringLiteral("-r"), address, QStringLiteral("SELECT 1")});
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 1; }, 60'000)) << command->readAllStandardError().data();
  EXPECT_EQ(server.requests().first().header("Authorization"), "Basic " + QByteArray("ada:canary-w0rd").toBase64());
  const QString folder = QStringLiteral("/proc/%1/").arg(command->processId());
  QByteArray words = contentOf(folder + QStringLiteral("cmdline"));
  if (words.isEmpty()) GTEST_SKIP() << "this system has no /proc";
  EXPECT_TRUE(words.contains("web://ada:***********@127.0.0.1")) << words.replace('\0', ' ').toStdString();
  EXPECT_FALSE(words.contains("canary"));
  // Nothing that it makes is ever anybody else's.
  EXPECT_TRUE(contentOf(folder + QStringLiteral("status")).contains("\nUmask:\t0077\n"));
  command->kill();
  EXPECT_TRUE(command->waitForFinished());
}

TEST(PrivateFiles, AreTheirOwnersAloneWhateverTheUmaskSays) {
  const CourierProgram program;
  const QString saved = program.home() + QStringLiteral("/rows.csv");
  const auto end = runProgram(
      QStringLiteral("/bin/sh"),
      {QStringLiteral("-c"), QStringLiteral("umask 0; exec \"$@\""), QStringLiteral("sh"), CourierProgram::path(),
       QStringLiteral("--data-dir"), program.dataFolder(), QStringLiteral("query"), QStringLiteral("-d"),
       QStringLiteral("testdb"), QStringLiteral("-o"), saved, QStringLiteral("SELECT 1")},
      {}, program.environment());
  ASSERT_EQ(end.code, 0) << end.err.toStdString();
  int files = 0;
  QDirIterator all(program.dataFolder(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                   QDirIterator::Subdirectories);
  while (all.hasNext()) {
    const QString path = all.next();
    ++files;
    EXPECT_FALSE(QFile::permissions(path) & readable) << path.toStdString();
  }
  EXPECT_GE(files, 4);
  // What a person saves is as open as they want it.
  EXPECT_EQ(QFile::permissions(saved) & readable, readable);
}

}  // namespace
}  // namespace courier
