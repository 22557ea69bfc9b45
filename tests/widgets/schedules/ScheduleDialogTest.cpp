#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTimeEdit>
#include <QToolButton>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/schedules/SchedulesFixture.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Fold.h"
#include "widgets/common/Note.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/schedules/ScheduleDialog.h"
#include "widgets/schedules/ShapeFields.h"
#include "widgets/schedules/TimeFields.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;
using Kind = CronShape::Kind;

class ScheduleDialogTest : public testing::SchedulesFixture {
 protected:
  ScheduleDialogTest() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
  ~ScheduleDialogTest() override {
    delete m_dialog;
    QLocale::setDefault(m_before);
  }
  void open(const Schedule& schedule) {
    m_dialog = new ScheduleDialog(parts(), schedule);
    m_dialog->show();
    activate(*m_dialog);
    ASSERT_TRUE(waitUntil([this] { return part<ConnectionBox>(*m_dialog, "connection")->count() > 0; }));
  }
  void type(const char* field, const QString& text) { part<QLineEdit>(*m_dialog, field)->setText(text); }
  QString text(const char* field) { return part<QLineEdit>(*m_dialog, field)->text(); }
  QString label(const char* name) { return part<QLabel>(*m_dialog, name)->text(); }
  QString errorOf(const char* field) {
    return qobject_cast<CheckedField*>(part<QLineEdit>(*m_dialog, field)->parentWidget())->error();
  }
  void chooseKind(Kind kind) { choose("kind", static_cast<int>(kind)); }
  void choose(const char* box, const QVariant& data) {
    auto* combo = part<QComboBox>(*m_dialog, box);
    combo->setCurrentIndex(combo->findData(data));
  }
  Kind kind() { return static_cast<Kind>(part<QComboBox>(*m_dialog, "kind")->currentData().toInt()); }
  SqlEditor* editor() { return m_dialog->findChild<SqlEditor*>(); }
  void save() {
    QSignalSpy saved(m_dialog, &ScheduleDialog::saved);
    click(part<Button>(*m_dialog, "save"));
    ASSERT_TRUE(waitUntil([&] { return saved.count() == 1; }));
    m_dialog = nullptr;
  }
  QPointer<ScheduleDialog> m_dialog;

 private:
  QLocale m_before;
};

TEST_F(ScheduleDialogTest, TheFormWritesTheExpression) {
  open(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  EXPECT_EQ(kind(), Kind::Daily);
  part<QTimeEdit>(*m_dialog, "time")->setTime(QTime(7, 30));
  EXPECT_EQ(text("expression"), QStringLiteral("30 7 * * *"));
  EXPECT_EQ(label("words"), QStringLiteral("At 07:30, every day, America/New_York"));
  testing::shoot(*m_dialog, QStringLiteral("schedule-daily"));
  chooseKind(Kind::Minutes);
  choose("step", 5);
  EXPECT_EQ(text("expression"), QStringLiteral("*/5 * * * *"));
  testing::shoot(*m_dialog, QStringLiteral("schedule-minutes"));
  chooseKind(Kind::Hourly);
  part<QSpinBox>(*m_dialog, "minute")->setValue(12);
  EXPECT_EQ(text("expression"), QStringLiteral("12 * * * *"));
  testing::shoot(*m_dialog, QStringLiteral("schedule-hourly"));
  chooseKind(Kind::Weekly);
  click(part<QToolButton>(*m_dialog, "weekday5"));
  EXPECT_EQ(text("expression"), QStringLiteral("30 7 * * 1,5"));
  testing::shoot(*m_dialog, QStringLiteral("schedule-weekly"));
  chooseKind(Kind::Monthly);
  part<QSpinBox>(*m_dialog, "day")->setValue(31);
  EXPECT_EQ(text("expression"), QStringLiteral("30 7 31 * *"));
  EXPECT_EQ(part<Note>(*m_dialog, "timeWarning")->text(), QStringLiteral("Months without a day 31 are left out."));
  testing::shoot(*m_dialog, QStringLiteral("schedule-monthly"));
  chooseKind(Kind::OnDemand);
  EXPECT_EQ(text("expression"), QString());
  EXPECT_TRUE(label("words").startsWith(QStringLiteral("Runs only when")));
  testing::shoot(*m_dialog, QStringLiteral("schedule-on-demand"));
}

TEST_F(ScheduleDialogTest, TheExpressionMovesTheForm) {
  open(made(QStringLiteral("x"), QStringLiteral("0 9 * * *")));
  type("expression", QStringLiteral("*/20 * * * *"));
  EXPECT_EQ(kind(), Kind::Minutes);
  EXPECT_EQ(part<QComboBox>(*m_dialog, "step")->currentData().toInt(), 20);
  type("expression", QStringLiteral("15 18 * * mon-fri"));
  EXPECT_EQ(kind(), Kind::Weekly);
  EXPECT_EQ(part<QTimeEdit>(*m_dialog, "time")->time(), QTime(18, 15));
  EXPECT_TRUE(part<QToolButton>(*m_dialog, "weekday3")->isChecked());
  EXPECT_FALSE(part<QToolButton>(*m_dialog, "weekday0")->isChecked());
  type("expression", QStringLiteral("0 9-17 * 1 *"));
  EXPECT_EQ(kind(), Kind::Expression);
  EXPECT_EQ(text("expression"), QStringLiteral("0 9-17 * 1 *"));
  type("expression", QStringLiteral("0 25 * * *"));
  EXPECT_TRUE(errorOf("expression").startsWith(QStringLiteral("Column 3, hour"))) << qPrintable(errorOf("expression"));
  type("expression", QStringLiteral("@hourly"));
  EXPECT_EQ(errorOf("expression"), QString());
  EXPECT_EQ(kind(), Kind::Hourly);
}

TEST_F(ScheduleDialogTest, AWeekKeepsADay) {
  open(made(QStringLiteral("x"), QStringLiteral("0 9 * * 1")));
  click(part<QToolButton>(*m_dialog, "weekday1"));
  EXPECT_TRUE(part<QToolButton>(*m_dialog, "weekday1")->isChecked());
  EXPECT_EQ(text("expression"), QStringLiteral("0 9 * * 1"));
}

TEST_F(ScheduleDialogTest, ShowsTheNextRunsAndWhatIsSurprising) {
  m_clock.jumpTo(QDateTime(QDate(2026, 3, 6), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch());
  open(made(QStringLiteral("x"), QStringLiteral("30 2 * * *")));
  EXPECT_EQ(label("runs"), QStringLiteral("Sat 7 Mar 2026 02:30 \u221205:00\nSun 8 Mar 2026 03:00 \u221204:00\n"
                                          "Mon 9 Mar 2026 02:30 \u221204:00\nTue 10 Mar 2026 02:30 \u221204:00\n"
                                          "Wed 11 Mar 2026 02:30 \u221204:00"));
  EXPECT_TRUE(part<Note>(*m_dialog, "timeWarning")->text().contains(QStringLiteral("there is no 02:30")));
  testing::shoot(*m_dialog, QStringLiteral("schedule-gap"));
  type("expression", QStringLiteral("0 0 31 2 *"));
  EXPECT_TRUE(part<Note>(*m_dialog, "timeWarning")->text().startsWith(QStringLiteral("It never runs")));
  EXPECT_FALSE(part<QLabel>(*m_dialog, "runs")->isVisible());
  testing::shoot(*m_dialog, QStringLiteral("schedule-never"));
  type("expression", QStringLiteral("0 0 13 * 5"));
  EXPECT_TRUE(part<Note>(*m_dialog, "timeWarning")->text().contains(QStringLiteral("when either one matches")));
  m_dialog->findChild<ZoneBox*>()->setEditText(QStringLiteral("Mars/Olympus"));
  EXPECT_TRUE(part<Note>(*m_dialog, "timeWarning")->text().contains(QStringLiteral("Mars/Olympus")));
  EXPECT_EQ(label("runs").trimmed() + label("words").trimmed(), QString());
  // What is wrong has no next runs either, and the form keeps its place.
  m_dialog->findChild<ZoneBox*>()->setZone(QStringLiteral("Asia/Tokyo"));
  type("expression", QStringLiteral("0 9 * * 1"));
  EXPECT_FALSE(label("runs").trimmed().isEmpty());
  const int height = m_dialog->height();
  type("expression", QStringLiteral("0 9 * *"));
  EXPECT_EQ(label("runs").trimmed() + label("words").trimmed(), QString());
  EXPECT_TRUE(part<QLabel>(*m_dialog, "runs")->isVisible());
  EXPECT_GE(m_dialog->height(), height);
}

TEST_F(ScheduleDialogTest, SavesANewOneToASavedTarget) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"), QStringLiteral("alice"),
            QStringLiteral("secret"));
  open(ScheduleDialog::fresh());
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  testing::shoot(*m_dialog, QStringLiteral("schedule-new"));
  type("name", QStringLiteral("hourly_count_example"));
  type("expression", QStringLiteral("0 * * * *"));
  m_dialog->findChild<ZoneBox*>()->setZone(QStringLiteral("Asia/Tokyo"));
  editor()->setText(QStringLiteral("SELECT * FROM t WHERE day = '${slot_date}'"));
  ASSERT_TRUE(
      waitUntil([this] { return part<QComboBox>(*m_dialog, "target")->findText(QStringLiteral("myweb")) >= 0; }));
  auto* target = part<QComboBox>(*m_dialog, "target");
  target->setCurrentIndex(target->findText(QStringLiteral("myweb")));
  type("path", QStringLiteral("${slot_date}.json"));
  EXPECT_TRUE(label("expandedSql").startsWith(QStringLiteral("SELECT * FROM t WHERE day = '20")));
  EXPECT_TRUE(label("expandedAddress").startsWith(QStringLiteral("webs://reports.example.org/base/20")));
  m_dialog->findChild<Fold*>()->setOpen(true);
  choose("missed", static_cast<int>(MissedPolicy::All));
  choose("priority", 2);
  part<QSpinBox>(*m_dialog, "delay")->setValue(30);
  testing::shoot(*m_dialog, QStringLiteral("schedule-variables"));
  save();
  ASSERT_EQ(stored().size(), 1);
  const Schedule schedule = stored().first();
  EXPECT_EQ(schedule.name, QStringLiteral("hourly_count_example"));
  EXPECT_EQ(schedule.cron.text(), QStringLiteral("0 * * * *"));
  EXPECT_EQ(schedule.zone, QStringLiteral("Asia/Tokyo"));
  EXPECT_EQ(schedule.connectionId, m_connection);
  EXPECT_EQ(schedule.missed, MissedPolicy::All);
  EXPECT_EQ(schedule.priority, 2);
  EXPECT_EQ(schedule.delaySeconds, 30);
  ASSERT_TRUE(schedule.sendTo);
  EXPECT_EQ(schedule.sendTo->targetText, QStringLiteral("myweb:${slot_date}.json"));
  EXPECT_EQ(schedule.sendTo->to.user, QStringLiteral("alice"));
  EXPECT_TRUE(schedule.sendTo->latestWins);
}

TEST_F(ScheduleDialogTest, SaysWhatIsMissingWhereItIs) {
  open(ScheduleDialog::fresh());
  click(part<Button>(*m_dialog, "save"));
  EXPECT_EQ(errorOf("name"), QStringLiteral("The schedule's name is empty. Give it one."));
  type("name", QStringLiteral("x"));
  click(part<Button>(*m_dialog, "save"));
  EXPECT_EQ(part<Note>(*m_dialog, "sqlError")->text(), QStringLiteral("The query is empty: write a statement."));
  editor()->setText(QStringLiteral("SELECT '${slut}'"));
  click(part<Button>(*m_dialog, "save"));
  EXPECT_TRUE(part<Note>(*m_dialog, "sqlError")->text().startsWith(QStringLiteral("Line 1, column 9")));
  EXPECT_TRUE(editor()->hasErrorMark());
  testing::shoot(*m_dialog, QStringLiteral("schedule-error"));
  editor()->setText(QStringLiteral("SELECT 1"));
  choose("target", -1);
  type("address", QStringLiteral("web://${slot_date}.example.org/"));
  click(part<Button>(*m_dialog, "save"));
  EXPECT_FALSE(errorOf("address").isEmpty());
  type("address", QStringLiteral("web://127.0.0.1:8080/${slot_date}"));
  save();
  EXPECT_EQ(stored().first().sendTo->to.url.host(), QStringLiteral("127.0.0.1"));
}

TEST_F(ScheduleDialogTest, ATakenNameIsSaidAtTheName) {
  add(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  open(made(QStringLiteral("daily"), QStringLiteral("0 9 * * *")));
  click(part<Button>(*m_dialog, "save"));
  ASSERT_TRUE(waitUntil([this] { return !errorOf("name").isEmpty(); }));
  EXPECT_TRUE(errorOf("name").contains(QStringLiteral("already")));
  EXPECT_TRUE(part<Button>(*m_dialog, "save")->isEnabled());
}

TEST_F(ScheduleDialogTest, WhatIsNotTouchedStays) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("secret"));
  Schedule schedule = made(QStringLiteral("daily"), QStringLiteral("30 7 * * *"));
  schedule.sendTo = planFor(target, QStringLiteral("path"));
  schedule.overlap = OverlapPolicy::Queue;
  schedule.retryLimit = 3;
  schedule = add(schedule);
  open(schedule);
  ASSERT_TRUE(waitUntil([this] { return text("path") == QStringLiteral("path"); }));
  testing::shoot(*m_dialog, QStringLiteral("schedule-edit"));
  type("name", QStringLiteral("renamed"));
  save();
  const Schedule after = stored().first();
  EXPECT_EQ(after.id, schedule.id);
  EXPECT_EQ(after.name, QStringLiteral("renamed"));
  EXPECT_EQ(after.overlap, OverlapPolicy::Queue);
  EXPECT_EQ(after.retryLimit, 3);
  EXPECT_EQ(after.sendTo->targetText, QStringLiteral("myweb:path"));
  EXPECT_EQ(after.sendTo->to.secretKey, schedule.sendTo->to.secretKey);
}

TEST_F(ScheduleDialogTest, ATypedAddressKeepsItsPassword) {
  Target typed;
  typed.to.url = url(QStringLiteral("web://127.0.0.1:8080/in"));
  typed.to.user = QStringLiteral("bob");
  typed.to.secretKey = newSecretKey();
  ASSERT_TRUE(await(m_secrets.write(typed.to.secretKey, Secret::ofPassword(QStringLiteral("pw")),
                                    SecretStore::Fallback::Session))
                  .ok());
  const auto unnamed = await(m_targets.findOrCreateUnnamed(typed));
  ASSERT_TRUE(unnamed.ok());
  typed.id = unnamed->target.id;
  Schedule schedule = made(QStringLiteral("daily"), QStringLiteral("30 7 * * *"));
  schedule.sendTo = planFor(typed, {});
  schedule.sendTo->targetText = QStringLiteral("web://bob:•••@127.0.0.1:8080/in");
  open(add(schedule));
  ASSERT_TRUE(waitUntil([this] { return text("address") == QStringLiteral("web://127.0.0.1:8080/in"); }));
  EXPECT_EQ(text("user"), QStringLiteral("bob"));
  EXPECT_EQ(text("password"), QString());
  type("expression", QStringLiteral("0 8 * * *"));
  save();
  EXPECT_EQ(stored().first().sendTo->to.secretKey, typed.to.secretKey);
  EXPECT_EQ(stored().first().cron.text(), QStringLiteral("0 8 * * *"));
}

TEST_F(ScheduleDialogTest, RunNowSavesFirst) {
  open(add(made(QStringLiteral("daily"), QStringLiteral("30 7 * * *"))));
  QSignalSpy wanted(m_dialog, &ScheduleDialog::runWanted);
  type("name", QStringLiteral("changed"));
  click(part<Button>(*m_dialog, "runNow"));
  ASSERT_TRUE(waitUntil([&] { return wanted.count() == 1; }));
  EXPECT_EQ(stored().first().name, QStringLiteral("changed"));
}

TEST_F(ScheduleDialogTest, TabLeavesTheEditor) {
  open(ScheduleDialog::fresh());
  editor()->setFocus();
  QTest::keyClick(editor(), Qt::Key_Tab);
  EXPECT_FALSE(editor()->hasFocus());
  EXPECT_EQ(editor()->sql(), QString());
}

}  // namespace
}  // namespace courier
