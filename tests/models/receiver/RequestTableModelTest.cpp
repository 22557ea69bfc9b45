#include <gtest/gtest.h>
#include <QAbstractItemModelTester>

#include "models/receiver/RequestTableModel.h"
#include "tests/support/FakeClock.h"

namespace courier {
namespace {

ReceivedRequest request(int number, int status = 201) {
  ReceivedRequest made;
  made.number = number;
  made.method = QStringLiteral("PUT");
  made.target = QStringLiteral("/path");
  made.answeredStatus = status;
  made.body = "12";
  return made;
}

TEST(RequestTableModel, SaysThatThereWasNobodyToAnswer) {
  const testing::FakeClock clock;
  RequestTableModel model(clock);
  (void)model.add(request(1, 0), 2);
  const QModelIndex answer = model.index(0, RequestTableModel::AnswerColumn);
  EXPECT_EQ(answer.data().toString(), QStringLiteral("none"));
  EXPECT_EQ(answer.data(ToneRole).toInt(), static_cast<int>(Tone::Warn));
  EXPECT_EQ(answer.data(Qt::ToolTipRole).toString(), QStringLiteral("Its sender did not wait for the answer."));
}

TEST(RequestTableModel, KeepsTheNewest) {
  const testing::FakeClock clock;
  RequestTableModel model(clock);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  EXPECT_TRUE(model.add(request(1), 2).isEmpty());
  EXPECT_TRUE(model.add(request(2, 401), 2).isEmpty());
  const auto gone = model.add(request(3), 2);
  ASSERT_EQ(gone.size(), 1);
  EXPECT_EQ(gone.first().number, 1);
  EXPECT_EQ(model.at(0).number, 3);
  EXPECT_EQ(model.index(1, RequestTableModel::AnswerColumn).data().toString(), QStringLiteral("401"));
  EXPECT_EQ(model.index(1, RequestTableModel::AnswerColumn).data(ToneRole).toInt(), static_cast<int>(Tone::Bad));
  EXPECT_EQ(model.index(0, RequestTableModel::AnswerColumn).data(ToneRole).toInt(), static_cast<int>(Tone::Ok));
}

}  // namespace
}  // namespace courier
