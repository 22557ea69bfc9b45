#include "models/data/PipelinedSink.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::CollectingSink;
using testing::numberedBatch;
using testing::numberedColumns;

class PipelinedSinkTest : public ::testing::Test {
 protected:
  std::shared_ptr<CollectingSink> m_next = std::make_shared<CollectingSink>();
  PipelinedSink m_sink{m_next};
};

/// Takes so many batches, then fails.
class FailingSink final : public BatchSink {
 public:
  explicit FailingSink(int batches, bool throws = false) : m_left(batches), m_throws(throws) {}
  Expected<void> begin(const Columns&) override { return {}; }
  Expected<void> append(const ColumnBatchPtr&) override {
    if (m_left-- > 0) return {};
    if (m_throws) throw std::runtime_error("no room");
    return Error::of(ErrorKind::Storage, QStringLiteral("the disk is full"));
  }

 private:
  int m_left;
  bool m_throws;
};

TEST_F(PipelinedSinkTest, PassesEveryRowInOrder) {
  ASSERT_TRUE(m_sink.begin(numberedColumns()).ok());
  for (int batch = 0; batch < 200; ++batch) ASSERT_TRUE(m_sink.append(numberedBatch(batch * 10, 10)).ok());
  ASSERT_TRUE(m_sink.drain().ok());
  ASSERT_EQ(m_next->rowCount(), 2000);
  for (qint64 row = 0; row < 2000; ++row) ASSERT_EQ(m_next->cell(row, 0).integer, row);
}

TEST_F(PipelinedSinkTest, ASecondResultWaitsForTheFirst) {
  ASSERT_TRUE(m_sink.begin(numberedColumns()).ok());
  for (int batch = 0; batch < 20; ++batch) ASSERT_TRUE(m_sink.append(numberedBatch(batch, 1)).ok());
  ASSERT_TRUE(m_sink.begin(numberedColumns()).ok());
  ASSERT_TRUE(m_sink.append(numberedBatch(500, 1)).ok());
  ASSERT_TRUE(m_sink.drain().ok());
  EXPECT_EQ(m_next->begins, 2);
  ASSERT_EQ(m_next->rowCount(), 1);
  EXPECT_EQ(m_next->cell(0, 0).integer, 500);
}

TEST_F(PipelinedSinkTest, ASlowSinkHoldsTheQueryBack) {
  std::promise<void> goOn;
  const auto allowed = goOn.get_future().share();
  m_next->whenAppended = [allowed] { allowed.wait(); };
  ASSERT_TRUE(m_sink.begin(numberedColumns()).ok());
  std::atomic<int> given = 0;
  auto query = std::async(std::launch::async, [&] {
    for (int batch = 0; batch < 50; ++batch) {
      if (!m_sink.append(numberedBatch(batch, 1)).ok()) return false;
      ++given;
    }
    return true;
  });
  EXPECT_EQ(query.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  EXPECT_LT(given, 5);
  goOn.set_value();
  EXPECT_TRUE(query.get());
  ASSERT_TRUE(m_sink.drain().ok());
  EXPECT_EQ(m_next->rowCount(), 50);
}

TEST(PipelinedSink, AnErrorStopsTheQueryAndIsSaidAtTheEndToo) {
  PipelinedSink sink(std::make_shared<FailingSink>(2));
  ASSERT_TRUE(sink.begin(numberedColumns()).ok());
  int taken = 0;
  while (taken < 1000 && sink.append(numberedBatch(taken, 1)).ok()) ++taken;
  EXPECT_LT(taken, 1000);
  ASSERT_FALSE(sink.drain().ok());
  EXPECT_EQ(sink.drain().error().message, QStringLiteral("the disk is full"));
  EXPECT_FALSE(sink.begin(numberedColumns()).ok());
}

TEST(PipelinedSink, AnExceptionBecomesAnError) {
  PipelinedSink sink(std::make_shared<FailingSink>(0, true));
  ASSERT_TRUE(sink.begin(numberedColumns()).ok());
  (void)sink.append(numberedBatch(0, 1));
  ASSERT_FALSE(sink.drain().ok());
  EXPECT_TRUE(sink.drain().error().message.contains(QStringLiteral("no room")));
}

TEST(PipelinedSink, GoesAwayWhileRowsWait) {
  const auto next = std::make_shared<CollectingSink>();
  next->whenAppended = [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
  {
    PipelinedSink sink(next);
    ASSERT_TRUE(sink.begin(numberedColumns()).ok());
    for (int batch = 0; batch < 3; ++batch) ASSERT_TRUE(sink.append(numberedBatch(batch, 1)).ok());
  }
  EXPECT_LE(next->rowCount(), 3);
}

}  // namespace
}  // namespace courier
