// Every dialog by the keyboard alone.
#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDirIterator>
#include <QFile>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTimer>
#include <utility>

#include "tests/support/SourceFolder.h"
#include "tests/widgets/dialogs/DialogsFixture.h"
#include "widgets/common/Dialog.h"

namespace courier {
namespace {

using testing::waitUntil;

/// The names of all classes below widgets/ and app/ that derive from a dialog, straight or by others.
QStringList dialogClasses() {
  static const QRegularExpression derived(
      QStringLiteral(R"(\bclass\s+(\w+)\s*(?:final\s*)?:\s*public\s+(?:courier::)?(\w+))"));
  QVector<std::pair<QString, QString>> all;
  for (const char* layer : {"widgets", "app"}) {
    QDirIterator files(testing::sourcePath(QString::fromLatin1(layer)),
                       {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      QFile file(files.next());
      if (!file.open(QIODevice::ReadOnly)) qFatal("%s", qUtf8Printable(file.fileName()));
      auto found = derived.globalMatch(QString::fromUtf8(file.readAll()));
      while (found.hasNext()) {
        const auto match = found.next();
        all.append({match.captured(1), match.captured(2)});
      }
    }
  }
  QStringList known{QStringLiteral("QDialog"),       QStringLiteral("QMessageBox"),  QStringLiteral("QInputDialog"),
                    QStringLiteral("QFileDialog"),   QStringLiteral("QWizard"),      QStringLiteral("QProgressDialog"),
                    QStringLiteral("QErrorMessage"), QStringLiteral("QColorDialog"), QStringLiteral("QFontDialog")};
  const auto before = known.size();
  for (bool isNew = true; std::exchange(isNew, false);) {
    for (const auto& [name, base] : all) {
      if (!known.contains(base) || known.contains(name)) continue;
      known.append(name);
      isNew = true;
    }
  }
  return known.mid(before);
}

class DialogKeysTest : public testing::DialogsFixture {
 protected:
  /// Presses `key` on the focused button; the texts of the buttons that were clicked by it. What they do is not done.
  static QStringList clicked(Dialog& dialog, QAbstractButton& focused, Qt::Key key) {
    QStringList texts;
    const auto buttons = dialog.findChildren<QAbstractButton*>();
    QObject context;
    for (QAbstractButton* button : buttons) {
      QObject::disconnect(button, &QAbstractButton::clicked, nullptr, nullptr);
      QObject::connect(button, &QAbstractButton::clicked, &context,
                       [&texts, button] { texts.append(nameOf(*button)); });
    }
    // A menu that the key opens is a press too; it goes on until it is closed.
    QTimer closer;
    if (const auto* push = qobject_cast<QPushButton*>(&focused); push && push->menu()) {
      QObject::connect(push->menu(), &QMenu::aboutToShow, &context, [&texts, push] { texts = {nameOf(*push)}; });
      closer.callOnTimeout([] {
        if (QWidget* const popup = QApplication::activePopupWidget()) popup->close();
      });
      closer.start(0);
    }
    QTest::keyClick(&focused, key);
    texts.removeDuplicates();
    return texts;
  }
  static QString nameOf(const QAbstractButton& button) {
    return button.objectName() + QLatin1Char('/') + button.text() + QLatin1Char('/') + button.accessibleName();
  }
};

TEST_F(DialogKeysTest, EveryDialogOfTheProgramIsKnownHere) {
  QStringList missing = dialogClasses();
  EXPECT_GE(missing.size(), 13);
  missing.removeAll(QStringLiteral("Dialog"));
  for (const Case& one : all()) missing.removeAll(one.className());
  EXPECT_EQ(missing.join(QStringLiteral(", ")).toStdString(), "") << "add them to DialogsFixture";
}

TEST_F(DialogKeysTest, EnterAndSpacePressTheButtonThatHasTheFocus) {
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    Dialog& dialog = open(one);
    unfold(dialog);
    int buttons = 0;
    for (QWidget* stop : walk(dialog)) {
      auto* button = qobject_cast<QAbstractButton*>(stop);
      if (!button) continue;
      ++buttons;
      for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}) {
        button->setFocus(Qt::TabFocusReason);
        EXPECT_EQ(clicked(dialog, *button, key), QStringList(nameOf(*button)))
            << nameOf(*button).toStdString() << " and key " << key;
      }
    }
    EXPECT_GE(buttons, 1);
    // Tab reaches every button that can be pressed.
    const QWidgetList stops = walk(dialog);
    for (auto* button : dialog.findChildren<QPushButton*>()) {
      if (button->isVisible() && button->isEnabled()) {
        EXPECT_TRUE(stops.contains(button)) << nameOf(*button).toStdString();
      }
    }
  }
}

TEST_F(DialogKeysTest, EnterHeldDownPressesNothingMore) {
  Dialog& dialog = open(all().front());
  auto* button = dialog.findChild<QPushButton*>(QStringLiteral("check"));
  button->setFocus();
  QSignalSpy pressed(button, &QPushButton::clicked);
  QKeyEvent again(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"), true);
  QCoreApplication::sendEvent(button, &again);
  EXPECT_EQ(pressed.count(), 0);
}

/// What Enter presses from a field loses nothing, sends nothing, starts nothing; and no dialog begins at such a button.
TEST_F(DialogKeysTest, WhatCannotBeUndoneIsNeverTheDefault) {
  const QStringList harmless{QStringLiteral("Save"),
                             QStringLiteral("Close"),
                             QStringLiteral("Open"),
                             QStringLiteral("Rename"),
                             QStringLiteral("Save as…"),
                             QStringLiteral("Filter"),
                             QStringLiteral("Keep running without a window")};
  const QStringList beginnings =
      harmless + QStringList{QStringLiteral("Cancel"), QStringLiteral("Not now"), QStringLiteral("Keep editing")};
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    Dialog& dialog = open(one);
    const auto plain = [](const QPushButton& button) { return button.text().remove(QLatin1Char('&')); };
    for (const auto* button : dialog.findChildren<QPushButton*>()) {
      EXPECT_FALSE(button->autoDefault()) << plain(*button).toStdString();
      if (button->isDefault()) {
        EXPECT_TRUE(harmless.contains(plain(*button))) << plain(*button).toStdString();
      }
    }
    ASSERT_TRUE(dialog.focusWidget());
    if (const auto* first = qobject_cast<QPushButton*>(dialog.focusWidget())) {
      EXPECT_TRUE(beginnings.contains(plain(*first))) << plain(*first).toStdString();
    }
  }
}

TEST_F(DialogKeysTest, EscapeAndEnterOnCancelCloseIt) {
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    QSignalSpy rejected(&open(one), &QDialog::rejected);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    EXPECT_EQ(rejected.count(), 1);
    Dialog& dialog = open(one);
    for (auto* button : dialog.findChildren<QPushButton*>()) {
      if (button->text() != QStringLiteral("Cancel") || !button->isVisible()) continue;
      QSignalSpy cancelled(&dialog, &QDialog::rejected);
      button->setFocus(Qt::TabFocusReason);
      QTest::keyClick(button, Qt::Key_Return);
      EXPECT_EQ(cancelled.count(), 1);
      break;
    }
  }
}

}  // namespace
}  // namespace courier
