#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include "models/outbox/AttemptTableModel.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TableModelFixture.h"

namespace courier {
namespace {

Attempt attempt(int number, AttemptOutcome outcome, int status = 0) {
  Attempt made;
  made.id = AttemptId{number};
  made.number = number;
  made.startedMs = 1'767'225'600'000;
  made.endedMs = made.startedMs + 10;
  made.report.outcome = outcome;
  made.report.status = status;
  return made;
}

class AttemptTableModelTest : public testing::TableModelFixture<AttemptTableModel> {
 protected:
  [[nodiscard]] Tone tone(int row) const { return TableModelFixture::tone(row, AttemptTableModel::AnswerColumn); }
};

TEST_F(AttemptTableModelTest, ShowsTheNewestFirstWithItsTimes) {
  Attempt first = attempt(1, AttemptOutcome::Answered, 503);
  first.report.connectMs = 21;
  first.report.sendMs = 230;
  first.report.waitMs = 1200;
  m_model.setAttempts({first, attempt(2, AttemptOutcome::Answered, 401)});
  ASSERT_EQ(m_model.rowCount(), 2);
  EXPECT_EQ(text(0, AttemptTableModel::NumberColumn), QStringLiteral("2"));
  EXPECT_EQ(text(1, AttemptTableModel::ConnectColumn), QStringLiteral("21 ms"));
  EXPECT_EQ(text(1, AttemptTableModel::SendColumn), QStringLiteral("230 ms"));
  EXPECT_EQ(text(1, AttemptTableModel::WaitColumn), QStringLiteral("1.2 s"));
  EXPECT_EQ(text(0, AttemptTableModel::WaitColumn), QStringLiteral("–"));
}

TEST_F(AttemptTableModelTest, ColoursTheAnswerByWhatFollows) {
  struct Case {
    AttemptOutcome outcome;
    int status;
    const char* text;
    Tone tone;
  };
  const Case cases[] = {
      {AttemptOutcome::Answered, 201, "201", Tone::Ok},   {AttemptOutcome::Answered, 503, "503", Tone::Warn},
      {AttemptOutcome::Answered, 429, "429", Tone::Warn}, {AttemptOutcome::Answered, 401, "401", Tone::Bad},
      {AttemptOutcome::Answered, 302, "302", Tone::Bad},  {AttemptOutcome::NotSent, 0, "not sent", Tone::Warn},
      {AttemptOutcome::Unknown, 0, "unknown", Tone::Warn}};
  for (const Case& one : cases) {
    m_model.setAttempts({attempt(1, one.outcome, one.status)});
    EXPECT_EQ(text(0, AttemptTableModel::AnswerColumn), QString::fromLatin1(one.text));
    EXPECT_EQ(tone(0), one.tone) << one.text;
  }
  Attempt open = attempt(1, AttemptOutcome::NotSent);
  open.endedMs = 0;
  m_model.setAttempts({open});
  EXPECT_EQ(text(0, AttemptTableModel::AnswerColumn), QStringLiteral("sending"));
  EXPECT_EQ(tone(0), Tone::Info);
}

}  // namespace
}  // namespace courier
