#include <gtest/gtest.h>

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

}  // namespace
}  // namespace courier
