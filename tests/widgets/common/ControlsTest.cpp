#include <gtest/gtest.h>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTest>
#include <QVBoxLayout>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/common/Page.h"
#include "widgets/common/Panels.h"
#include "widgets/common/ViewTabs.h"

namespace courier {
namespace {

using testing::shoot;
using testing::unnamedControls;

TEST(GroupedNumberTest, GroupsWholeNumbersExactlyAndLeavesTheRest) {
  const QLocale english(QLocale::English, QLocale::UnitedStates);
  const struct {
    const char* in;
    const char* out;
  } cases[] = {
      {"4981", "4,981"},
      {"-4981", "-4,981"},
      {"0", "0"},
      {"9223372036854775807", "9,223,372,036,854,775,807"},
      {"-9223372036854775808", "-9,223,372,036,854,775,808"},
      {"92233720368547758079", "92233720368547758079"},
      {"1.5", "1.5"},
      {"1e300", "1e300"},
      {"007", "007"},
      {"", ""},
      {"-", "-"},
      {"NULL", "NULL"},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(groupedNumber(QString::fromLatin1(test.in), english).toStdString(), test.out);
  }
}

TEST(GroupedNumberTest, GroupsInTheCLocaleToo) {
  EXPECT_EQ(groupedNumber(QStringLiteral("-4981"), QLocale::c()), QStringLiteral("-4,981"));
}

TEST(NoteTest, IsHiddenWhileItSaysNothingAndDropsOldButtons) {
  Note note;
  EXPECT_TRUE(note.isHidden());
  note.say(Tone::Bad, QStringLiteral("Could not reach reports.example.org."));
  Button* again = note.addAction(QStringLiteral("Try now"));
  EXPECT_FALSE(note.isHidden());
  EXPECT_EQ(note.accessibleName(), QStringLiteral("Could not reach reports.example.org."));
  QPointer<Button> watched = again;
  note.say(Tone::Ok, QStringLiteral("Delivered."));
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_TRUE(watched.isNull());
  note.clear();
  EXPECT_TRUE(note.isHidden());
}

TEST(EmptyStateTest, ALongTextShowsAllItsLines) {
  EmptyState state(QStringLiteral("targets"), QStringLiteral("No target yet"), QStringLiteral("word ").repeated(60));
  state.resize(700, 500);
  state.show();
  for (const QLabel* label : state.findChildren<QLabel*>()) {
    if (!label->wordWrap()) continue;
    EXPECT_GE(label->height(), label->heightForWidth(label->width()));
  }
}

TEST(FormGridTest, TheLabelNamesItsControlWithoutTheMnemonicSign) {
  FormGrid form;
  auto* edit = new QLineEdit;
  form.addRow(QStringLiteral("&Name"), edit);
  auto* odd = new QLineEdit;
  form.addRow(QStringLiteral("R&&&D"), odd);
  auto* named = new QLineEdit;
  named->setAccessibleName(QStringLiteral("Own"));
  form.addRow(QStringLiteral("Other"), named);
  EXPECT_EQ(edit->accessibleName(), QStringLiteral("Name"));
  EXPECT_EQ(odd->accessibleName(), QStringLiteral("R&D"));
  EXPECT_EQ(named->accessibleName(), QStringLiteral("Own"));
}

TEST(DialogTest, EscapeAndCancelRejectAndItDeletesItself) {
  QPointer<Dialog> dialog = new Dialog(QStringLiteral("Edit target"));
  Button* cancel = dialog->addCancelButton();
  QSignalSpy rejected(dialog, &Dialog::rejected);
  dialog->open();
  QTest::mouseClick(cancel, Qt::LeftButton);
  EXPECT_EQ(rejected.count(), 1);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_TRUE(dialog.isNull());
}

TEST(DataTableTest, ReturnMeansActivate) {
  DataTable table(QStringLiteral("Targets"));
  QStandardItemModel model(2, 1);
  table.setModel(&model);
  table.setCurrentIndex(model.index(1, 0));
  QSignalSpy activated(&table, &DataTable::activated);
  QTest::keyClick(&table, Qt::Key_Return);
  ASSERT_EQ(activated.count(), 1);
  EXPECT_EQ(activated.first().first().toModelIndex().row(), 1);
}

/// Every control of the family on one page, as a dialog of each feature would use them.
TEST(GalleryTest, EveryControlHasANameAndAPicture) {
  QWidget page;
  page.setObjectName(QStringLiteral("page"));
  page.setAttribute(Qt::WA_StyledBackground);
  page.resize(1100, 820);
  auto* layout = new QVBoxLayout(&page);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* header = new PageHeader(QStringLiteral("Targets"));
  auto* all = new Button(QStringLiteral("All"), ButtonKind::Quiet);
  all->setCheckable(true);
  all->setChecked(true);
  header->addBeside(all);
  header->addBeside(new Button(QStringLiteral("Needs you (1)"), ButtonKind::Quiet));
  header->addAction(new Button(QStringLiteral("Test receiver")));
  header->addAction(new Button(QStringLiteral("New target"), ButtonKind::Primary));
  layout->addWidget(header);
  auto* body = new QVBoxLayout;
  body->setContentsMargins(20, 0, 20, 20);
  layout->addLayout(body);
  auto* note = new Note;
  note->say(Tone::Bad,
            QStringLiteral("401: the server did not accept the token. Nothing more goes to “warehouse” until "
                           "you change it; 3 results wait."));
  note->addAction(QStringLiteral("Change token…"));
  body->addWidget(note);
  for (const Tone tone : {Tone::Ok, Tone::Warn, Tone::Info}) {
    auto* more = new Note;
    more->say(tone, QStringLiteral("Schedules run while this window or the agent is running."));
    body->addWidget(more);
  }
  QStandardItemModel model(4, 4);
  model.setHorizontalHeaderLabels(
      {QStringLiteral("Name"), QStringLiteral("Rows"), QStringLiteral("Delivery"), QStringLiteral("Address")});
  const Tone tones[] = {Tone::Ok, Tone::Warn, Tone::Bad, Tone::Info};
  for (int row = 0; row < 4; ++row) {
    model.setData(model.index(row, 0), QStringLiteral("myweb"));
    model.setData(model.index(row, 1), groupedNumber(QStringLiteral("4981"), QLocale()));
    model.setData(model.index(row, 1), int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    model.setData(model.index(row, 2), QStringLiteral("delivered"));
    model.setData(model.index(row, 2), QStringLiteral("09:00, 3 rows"), NoteRole);
    model.setData(model.index(row, 2), static_cast<int>(tones[row]), ToneRole);
    model.setData(model.index(row, 3), QStringLiteral("webs://reports.example.org/base"));
  }
  auto* card = new Card;
  auto* table = new DataTable(QStringLiteral("Targets"));
  table->setModel(&model);
  table->setColumnWidth(2, 220);
  table->selectRow(1);
  card->content()->addWidget(table);
  body->addWidget(card, 1);
  auto* form = new FormGrid;
  auto* name = new QLineEdit(QStringLiteral("myweb"));
  form->addRow(QStringLiteral("&Name"), name);
  auto* empty = new QLineEdit;
  empty->setPlaceholderText(QStringLiteral("web://host:port/path"));
  form->addRow(QStringLiteral("&Address"), empty);
  auto* method = new QComboBox;
  method->addItems({QStringLiteral("PUT"), QStringLiteral("POST")});
  form->addRow(QStringLiteral("&Method"), method);
  auto* cap = new QSpinBox;
  cap->setMaximum(1000000);
  cap->setValue(100000);
  form->addRow(QStringLiteral("&Row limit"), cap);
  auto* check = new QCheckBox(QStringLiteral("Keep for this session only"));
  check->setChecked(true);
  form->addWide(check);
  form->addWide(new QCheckBox(QStringLiteral("Not checked")));
  body->addWidget(form);
  auto* tabs = new ViewTabs(QStringLiteral("Result views"));
  tabs->addTab(QStringLiteral("Grid"));
  tabs->addTab(QStringLiteral("Body"));
  tabs->addTab(QStringLiteral("Messages"));
  body->addWidget(tabs);
  auto* disabled = new Button(QStringLiteral("Disabled"), ButtonKind::Primary);
  disabled->setEnabled(false);
  body->addWidget(disabled, 0, Qt::AlignLeft);
  page.show();
  EXPECT_EQ(unnamedControls(page), QStringList());
  shoot(page, QStringLiteral("gallery"));

  EmptyState first(QStringLiteral("targets"), QStringLiteral("No targets yet"),
                   QStringLiteral("A target is a web address that results are written to."));
  first.addAction(QStringLiteral("New target"), ButtonKind::Primary);
  first.resize(600, 400);
  first.show();
  EXPECT_EQ(unnamedControls(first), QStringList());
  shoot(first, QStringLiteral("empty"));
}

TEST(NoteTest, AMessageOfMegabytesNeitherHoldsTheWindowUpNorWidensIt) {
  Note note;
  QElapsedTimer clock;
  clock.start();
  const QString word(5'000'000, QLatin1Char('x'));
  note.say(Tone::Bad, QStringLiteral("no such column: ") + word);
  note.resize(600, 200);
  note.grab();
  EXPECT_LT(clock.elapsed(), 1000);
  EXPECT_LT(note.minimumSizeHint().width(), 400);
  EXPECT_TRUE(note.text().endsWith(word));
  shoot(note, QStringLiteral("note-long"));
}

}  // namespace
}  // namespace courier
