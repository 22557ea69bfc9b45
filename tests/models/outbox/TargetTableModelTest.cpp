#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include "models/outbox/TargetTableModel.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TableModelFixture.h"

namespace courier {
namespace {

class TargetTableModelTest : public testing::TableModelFixture<TargetTableModel> {
 protected:
  static TargetOverview overview(qint64 id, const char* name, const char* user = "") {
    TargetOverview made;
    made.target = testing::targetAt(QString::fromLatin1(name), QStringLiteral("webs://reports.example.org/base"));
    made.target.id = TargetId{id};
    made.target.to.user = QString::fromLatin1(user);
    if (*user != '\0') made.target.to.secretKey = QStringLiteral("key");
    return made;
  }
};

TEST_F(TargetTableModelTest, SaysWhoSignsInAndWhereThePasswordIs) {
  m_model.setRows({overview(1, "local"), overview(2, "myweb", "alice")});
  EXPECT_EQ(at(0, TargetTableModel::SignInColumn).toString(), QStringLiteral("none"));
  EXPECT_EQ(at(1, TargetTableModel::SignInColumn).toString(), QStringLiteral("alice · keychain"));
  m_model.setSecretPlace(SecretStore::Place::Session);
  EXPECT_EQ(at(1, TargetTableModel::SignInColumn).toString(), QStringLiteral("alice · this session"));
  EXPECT_EQ(at(1, TargetTableModel::AddressColumn, FaceRole).toInt(), static_cast<int>(Face::Mono));
  EXPECT_EQ(m_model.rowOf(TargetId{2}), 1);
}

TEST_F(TargetTableModelTest, SaysWhatSignsInWhereItIsNoUser) {
  TargetOverview bearer = overview(1, "a", "x");
  bearer.target.to.user.clear();
  TargetOverview header = bearer;
  TargetOverview alone = bearer;
  TargetOverview signing = bearer;
  signing.target.to.options.isSigned = true;
  bearer.target.to.options.auth = AuthKind::Bearer;
  header.target.to.options.auth = AuthKind::Header;
  header.target.to.options.authHeader = QStringLiteral("X-Api-Key");
  m_model.setRows({bearer, header, signing, alone});
  EXPECT_EQ(at(0, TargetTableModel::SignInColumn).toString(), QStringLiteral("bearer token · keychain"));
  EXPECT_EQ(at(1, TargetTableModel::SignInColumn).toString(), QStringLiteral("X-Api-Key · keychain"));
  EXPECT_EQ(at(2, TargetTableModel::SignInColumn).toString(), QStringLiteral("no sign-in · keychain"));
  EXPECT_EQ(at(3, TargetTableModel::SignInColumn).toString(), QStringLiteral("password alone · keychain"));
}

TEST_F(TargetTableModelTest, ShowsHowTheLastDeliveryEnded) {
  TargetOverview never = overview(1, "a");
  TargetOverview delivered = overview(2, "b");
  delivered.lastState = DeliveryState::Delivered;
  delivered.lastFinishedMs = m_clock.nowMs();
  delivered.lastRows = 3;
  TargetOverview paused = overview(3, "c");
  paused.target.state = TargetState::Paused;
  paused.target.stateReason = QStringLiteral("401: the server did not accept the user name or password.");
  paused.target.stateSinceMs = m_clock.nowMs();
  paused.waiting = 3;
  m_model.setRows({never, delivered, paused});
  const int column = TargetTableModel::LastColumn;
  EXPECT_EQ(at(0, column).toString(), QStringLiteral("never"));
  EXPECT_EQ(at(0, column, ToneRole).toInt(), static_cast<int>(Tone::None));
  EXPECT_EQ(at(1, column).toString(), QStringLiteral("delivered"));
  EXPECT_EQ(at(1, column, ToneRole).toInt(), static_cast<int>(Tone::Ok));
  EXPECT_TRUE(at(1, column, NoteRole).toString().contains(QLatin1Char('3')));
  EXPECT_EQ(at(2, column).toString(), QStringLiteral("paused"));
  EXPECT_EQ(at(2, column, ToneRole).toInt(), static_cast<int>(Tone::Bad));
  EXPECT_TRUE(at(2, column, NoteRole).toString().startsWith(QStringLiteral("401 since ")));
  EXPECT_EQ(at(2, column, Qt::ToolTipRole).toString(), paused.target.stateReason);
}

}  // namespace
}  // namespace courier
