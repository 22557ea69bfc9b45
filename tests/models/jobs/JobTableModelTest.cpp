#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include "models/jobs/JobTableModel.h"
#include "models/outbox/DeliveryWords.h"
#include "tests/support/TableModelFixture.h"

namespace courier {
namespace {

class JobTableModelTest : public testing::TableModelFixture<JobTableModel> {
 protected:
  [[nodiscard]] JobLine line(qint64 job, DeliveryState state, ReasonKind kind = ReasonKind::None,
                             const char* reason = "") const {
    JobLine made;
    made.job.id = JobId{job};
    made.job.state = JobState::Success;
    made.job.queryName = QStringLiteral("clicks");
    made.job.rows = 100'000;
    made.job.truncated = true;
    Delivery delivery;
    delivery.id = DeliveryId{job * 10};
    delivery.state = state;
    delivery.reasonKind = kind;
    delivery.reason = QString::fromUtf8(reason);
    delivery.targetText = QStringLiteral("myweb:path");
    delivery.rows = 100'000;
    delivery.truncated = true;
    delivery.nextTryMs = m_clock.nowMs() + 4 * 60'000;
    made.delivery = delivery;
    return made;
  }
};

TEST_F(JobTableModelTest, TellsTheDeliveryInAFewWords) {
  struct Case {
    DeliveryState state;
    ReasonKind kind;
    const char* reason;
    const char* text;
    Tone tone;
  };
  const Case cases[] = {
      {DeliveryState::Delivered, ReasonKind::None, "", "delivered", Tone::Ok},
      {DeliveryState::Waiting, ReasonKind::Unreachable, "Could not reach …", "next try in 4 min", Tone::Info},
      {DeliveryState::Waiting, ReasonKind::SecretLocked, "", "waits: keychain locked", Tone::Warn},
      {DeliveryState::Sending, ReasonKind::None, "", "sending", Tone::Info},
      {DeliveryState::Held, ReasonKind::SignIn, "401: the server …", "paused: 401", Tone::Bad},
      {DeliveryState::Held, ReasonKind::TargetPaused, "", "held: target paused", Tone::Bad},
      {DeliveryState::Held, ReasonKind::ClosedEarly, "", "held: connection closed", Tone::Bad},
      {DeliveryState::Held, ReasonKind::SecretMissing, "", "held: password needed", Tone::Warn},
      {DeliveryState::Refused, ReasonKind::MethodRefused, "405: the server …", "refused: 405", Tone::Bad},
      {DeliveryState::Refused, ReasonKind::Tls, "The certificate …", "refused: certificate", Tone::Bad},
      {DeliveryState::Refused, ReasonKind::Untrusted, "The certificate …", "refused: certificate", Tone::Bad},
      {DeliveryState::Expired, ReasonKind::GaveUp, "", "expired", Tone::Bad},
      {DeliveryState::Cancelled, ReasonKind::Superseded, "", "cancelled: newer result", Tone::Dim}};
  QVector<JobLine> lines;
  qint64 id = 100;
  for (const Case& one : cases) lines.append(line(--id, one.state, one.kind, one.reason));
  m_model.setRows(lines);
  for (int row = 0; row < lines.size(); ++row) {
    EXPECT_EQ(text(row, JobTableModel::DeliveryColumn), QString::fromLatin1(cases[row].text));
    EXPECT_EQ(tone(row, JobTableModel::DeliveryColumn), cases[row].tone) << cases[row].text;
  }
}

TEST_F(JobTableModelTest, KeepsQueryAndDeliveryApart) {
  JobLine failed;
  failed.job.id = JobId{5};
  failed.job.state = JobState::Error;
  failed.job.error = QStringLiteral("no such table");
  failed.job.sendTo = DeliveryRequest{};
  failed.job.sendTo->targetText = QStringLiteral("myweb");
  JobLine alone;
  alone.job.id = JobId{4};
  alone.job.state = JobState::Running;
  alone.job.sql = QStringLiteral("SELECT\n  1");
  m_model.setRows({failed, alone});
  EXPECT_EQ(text(0, JobTableModel::StateColumn), QStringLiteral("error"));
  EXPECT_EQ(text(0, JobTableModel::DeliveryColumn), QStringLiteral("not sent"));
  EXPECT_EQ(text(0, JobTableModel::TargetColumn), QStringLiteral("myweb"));
  EXPECT_EQ(text(0, JobTableModel::RowsColumn), QStringLiteral("–"));
  EXPECT_EQ(text(1, JobTableModel::QueryColumn), QStringLiteral("SELECT 1"));
  EXPECT_EQ(text(1, JobTableModel::DeliveryColumn), QStringLiteral("–"));
}

TEST_F(JobTableModelTest, SaysWhereRowsWereCut) {
  m_model.setRows({line(1, DeliveryState::Delivered)});
  const QModelIndex rows = m_model.index(0, JobTableModel::RowsColumn);
  EXPECT_EQ(rows.data(NoteRole).toString(), QStringLiteral("cut"));
  EXPECT_FALSE(rows.data(Qt::ToolTipRole).toString().isEmpty());
}

TEST_F(JobTableModelTest, ShowsProgressOnlyWhileSending) {
  m_model.setRows({line(1, DeliveryState::Sending)});
  m_model.setProgress(DeliveryId{10}, 34, 100);
  EXPECT_EQ(text(0, JobTableModel::DeliveryColumn), QStringLiteral("sending 34 %"));
  m_model.setProgress(DeliveryId{10}, 0, 0);
  m_model.setProgress(DeliveryId{99}, 1, 2);
  EXPECT_EQ(text(0, JobTableModel::DeliveryColumn), QStringLiteral("sending 34 %"));
  m_model.setRows({line(1, DeliveryState::Delivered)});
  EXPECT_EQ(text(0, JobTableModel::DeliveryColumn), QStringLiteral("delivered"));
}

TEST_F(JobTableModelTest, FindsLines) {
  m_model.setRows({line(2, DeliveryState::Delivered), line(1, DeliveryState::Delivered)});
  EXPECT_EQ(m_model.rowOfJob(JobId{1}), 1);
  EXPECT_EQ(m_model.rowOfDelivery(DeliveryId{20}), 0);
  EXPECT_EQ(m_model.rowOfDelivery(DeliveryId{21}), -1);
}

TEST(DeliveryWords, FindsTheStatusOfAReason) {
  EXPECT_EQ(statusOfReason(QStringLiteral("401: no")), QStringLiteral("401"));
  EXPECT_EQ(statusOfReason(QStringLiteral("40: no")), QString());
  EXPECT_EQ(statusOfReason(QStringLiteral("4012: no")), QString());
  EXPECT_EQ(statusOfReason({}), QString());
}

}  // namespace
}  // namespace courier
