#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QThread>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "tests/support/Program.h"

namespace courier {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int quickCommands = 100;
#else
constexpr int quickCommands = 2'000;
#endif
constexpr int atOnce = 8;

// A command may end before its program waits for its end. Seen once in some hundred starts, and only on a busy machine.
TEST(QuickCommands, EndHoweverSoonTheyAreDone) {
  const testing::CourierProgram program;
  ASSERT_EQ(program.run({QStringLiteral("sched:list")}).code, 0) << "the data folder is made once, before";
  std::atomic<bool> isOver = false;
  std::vector<std::thread> busy;
  for (int core = 0; core < QThread::idealThreadCount(); ++core) {
    busy.emplace_back([&isOver] {
      while (!isOver) {
      }
    });
  }
  std::atomic<int> left = quickCommands;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> starters;
  for (int starter = 0; starter < atOnce; ++starter) {
    starters.emplace_back([&] {
      while (left.fetch_sub(1) > 0) {
        const auto end = program.run({QStringLiteral("sched:next"), QStringLiteral("* * * * *"), QStringLiteral("-n"),
                                      QStringLiteral("1"), QStringLiteral("-f"), QStringLiteral("tsv")});
        if (end.code != 0 || end.out.size() != 21) ++wrong;
      }
    });
  }
  for (std::thread& starter : starters) starter.join();
  isOver = true;
  for (std::thread& one : busy) one.join();
  EXPECT_EQ(wrong, 0);
}

QStringList namesIn(const QString& folder) {
  return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

// What a command does not ask for is not begun: no file is made for an expression, no lock taken for a list.
TEST(LookingCommands, BeginOnlyWhatTheyAskFor) {
  const testing::CourierProgram program;
  const QString folder = program.dataFolder();
  for (const QStringList& words :
       {QStringList{QStringLiteral("--help")}, QStringList{QStringLiteral("db:list"), QStringLiteral("--help")},
        QStringList{QStringLiteral("sched:next"), QStringLiteral("0 8 * * *"), QStringLiteral("-t"),
                    QStringLiteral("Europe/Berlin")}}) {
    const auto end = program.run(words);
    EXPECT_EQ(end.code, 0) << end.err.toStdString();
    EXPECT_FALSE(QDir(folder).exists()) << words.join(u' ').toStdString();
  }
  const auto created =
      program.run({QStringLiteral("sched:create"), QStringLiteral("daily"), QStringLiteral("0 8 * * *"),
                   QStringLiteral("-d"), QStringLiteral("testdb"), QStringLiteral("SELECT 1")});
  ASSERT_EQ(created.code, 0) << created.err.toStdString();
  ASSERT_TRUE(QFile::remove(folder + QStringLiteral("/owner.lock")));
  const QStringList before = namesIn(folder);
  for (const char* words : {"db:list", "table:list testdb", "job:list", "result:list", "delivery:list", "sched:list",
                            "sched:history daily", "sched:next daily"}) {
    const auto end = program.run(QString::fromLatin1(words).split(u' '));
    EXPECT_EQ(end.code, 0) << words << end.err.toStdString();
    EXPECT_EQ(namesIn(folder), before) << words;
  }
}

// A list needs no owner where the file is whole, and still gets one that has to be made or set aside.
TEST(LookingCommands, MakeAndMendTheDatabaseAsAnyOther) {
  const testing::CourierProgram program;
  EXPECT_TRUE(program.run({QStringLiteral("db:list")}).out.contains("testdb"));
  QFile database(program.dataFolder() + QStringLiteral("/courier.db"));
  ASSERT_TRUE(database.open(QIODevice::WriteOnly | QIODevice::Truncate));
  database.write(QByteArray(10'000, 'x'));
  database.close();
  const auto end = program.run({QStringLiteral("job:list")});
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_TRUE(end.err.contains("damaged")) << end.err.toStdString();
}

}  // namespace
}  // namespace courier
