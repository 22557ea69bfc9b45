// What was entered in a dialog, and where the focus is when it closes.
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QMetaProperty>
#include <QSignalSpy>
#include <QSpinBox>

#include "tests/widgets/dialogs/DialogsFixture.h"
#include "widgets/common/Fold.h"

namespace courier {
namespace {

using testing::waitUntil;

class DialogEntriesTest : public testing::DialogsFixture {
 protected:
  /// What a person would do to give the field another value; false where it is none, or has just one.
  static bool change(QWidget& field) {
    const auto value = [&field] { return field.metaObject()->userProperty().read(&field); };
    const QVariant before = value();
    if (!before.isValid() || field.property("readOnly").toBool()) return false;
    field.setFocus(Qt::TabFocusReason);
    if (qobject_cast<QCheckBox*>(&field)) {
      QTest::keyClick(&field, Qt::Key_Space);
    } else if (auto* box = qobject_cast<QComboBox*>(&field); box && !box->isEditable()) {
      for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Up}) {
        if (value() == before) QTest::keyClick(&field, key);
      }
    } else if (qobject_cast<QAbstractSpinBox*>(&field)) {
      for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Down}) {
        if (value() == before) QTest::keyClick(&field, key);
      }
    } else if (!field.inherits("QAbstractButton")) {
      QTest::keyClicks(&field, QStringLiteral("7"));
    }
    return value() != before;
  }
  static Dialog* question(const Dialog& dialog) {
    for (auto* found : dialog.findChildren<Dialog*>(QStringLiteral("discard"))) {
      if (found->isVisible()) return found;
    }
    return nullptr;
  }
};

TEST_F(DialogEntriesTest, NothingEnteredIsThrownAwayUnasked) {
  int fields = 0;
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    // A tick below a question is an answer, not an entry.
    if (one.className() == QStringLiteral("QuitQuestion")) continue;
    qsizetype stops = 1;
    for (qsizetype at = 0; at < stops; ++at) {
      Dialog& dialog = open(one);
      unfold(dialog);
      const QWidgetList places = walk(dialog);
      stops = places.size();
      QWidget* field = places.at(at);
      if (!change(*field)) continue;
      ++fields;
      SCOPED_TRACE(field->metaObject()->className() + (' ' + field->objectName().toStdString()));
      const QVariant entered = field->metaObject()->userProperty().read(field);
      QSignalSpy rejected(&dialog, &QDialog::rejected);
      QTest::keyClick(field, Qt::Key_Escape);
      ASSERT_TRUE(question(dialog));
      // Escape again does not lose it either.
      QTest::keyClick(question(dialog), Qt::Key_Escape);
      ASSERT_TRUE(waitUntil([&] { return !question(dialog); }));
      EXPECT_TRUE(dialog.isVisible());
      EXPECT_EQ(field->metaObject()->userProperty().read(field), entered);
      dialog.close();
      ASSERT_TRUE(question(dialog));
      EXPECT_TRUE(dialog.isVisible());
      EXPECT_EQ(rejected.count(), 0);
      click(part<Button>(*question(dialog), "agree"));
      EXPECT_EQ(rejected.count(), 1);
    }
  }
  EXPECT_GE(fields, 60);
}

TEST_F(DialogEntriesTest, WhatIsAsBeforeIsNoEntry) {
  Dialog& dialog = open(all().front());
  auto* name = part<QLineEdit>(dialog, "name");
  QTest::keyClicks(name, QStringLiteral("x"));
  QTest::keyClick(name, Qt::Key_Backspace);
  QSignalSpy rejected(&dialog, &QDialog::rejected);
  QTest::keyClick(name, Qt::Key_Escape);
  EXPECT_EQ(rejected.count(), 1);
}

TEST_F(DialogEntriesTest, TheFocusIsWhereItWasBefore) {
  QWidget window;
  auto* other = new QLineEdit(&window);
  auto* place = new QLineEdit(&window);
  place->move(0, 60);
  window.resize(500, 400);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    activate(window);
    other->setFocus();
    place->setFocus();
    Dialog& dialog = open(one, &window);
    EXPECT_TRUE(waitUntil([&] { return !place->hasFocus(); }, 5000));
    QTest::keyClick(&dialog, Qt::Key_Escape);
    EXPECT_TRUE(waitUntil([&] { return place->hasFocus(); }, 5000));
  }
}

}  // namespace
}  // namespace courier
