#include "widgets/common/TextView.h"

#include <gtest/gtest.h>

#include <QAccessible>
#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "widgets/common/TextRows.h"

namespace courier {
namespace {

/// The rows, with a bar between them.
QString rowsOf(const QString& text, int columns) {
  TextRows rows;
  rows.fit(text, columns);
  QStringList found;
  for (int row = 0; row < rows.count(); ++row) {
    const TextRows::Row place = rows.at(row, text);
    found.append(text.mid(place.begin, place.end - place.begin));
  }
  return found.join(QLatin1Char('|'));
}

TEST(TextRowsTest, EndBehindSpacesElseAnywhereButNeverWithinACharacter) {
  EXPECT_EQ(rowsOf(QString(), 10), QString());
  EXPECT_EQ(rowsOf(QStringLiteral("a\r\nb\n"), 10), QStringLiteral("a|b|"));
  EXPECT_EQ(rowsOf(QStringLiteral("one two three"), 8), QStringLiteral("one two |three"));
  EXPECT_EQ(rowsOf(QStringLiteral("abcdefghij"), 4), QStringLiteral("abcd|efgh|ij"));
  EXPECT_EQ(rowsOf(QStringLiteral("\tx\ty"), 10), QStringLiteral("\tx|\ty"));
  EXPECT_EQ(rowsOf(QString::fromUtf8("日本語"), 4), QString::fromUtf8("日本|語"));
  // e and its accent, a family of three, a flag: each stays whole.
  const QString accent = QStringLiteral("e\u0301");
  EXPECT_EQ(rowsOf(accent.repeated(5), 2), accent + accent + u'|' + accent + accent + u'|' + accent);
  const QString family = QString::fromUtf8("👩‍👩‍👧");
  EXPECT_EQ(rowsOf(family + family, 6), family + u'|' + family);
  const QString flag = QString::fromUtf8("🇫🇷");
  EXPECT_EQ(rowsOf(flag.repeated(3), 9), flag + flag + u'|' + flag);
}

TEST(TextRowsTest, GrowAsIfFoundAtOnce) {
  const QString whole = QStringLiteral("first line of several\nsecond\n\nthe last one goes on and on");
  for (qsizetype cut = 0; cut <= whole.size(); ++cut) {
    TextRows rows;
    rows.fit(whole.first(cut), 7);
    rows.extend(whole);
    TextRows wanted;
    wanted.fit(whole, 7);
    ASSERT_EQ(rows.count(), wanted.count()) << cut;
    for (int row = 0; row < rows.count(); ++row) EXPECT_EQ(rows.at(row, whole).begin, wanted.at(row, whole).begin);
  }
}

TEST(TextRowsTest, ALineHasTheDirectionOfItsFirstLetter) {
  const QString text = QString::fromUtf8("12 שלום abc שלום\nabc שלום\n123");
  TextRows rows;
  rows.fit(text, 6);
  EXPECT_TRUE(rows.at(0, text).isRightToLeft);
  EXPECT_TRUE(rows.at(1, text).isRightToLeft);
  EXPECT_FALSE(rows.at(rows.rowOf(text.indexOf(QLatin1Char('\n')) + 1), text).isRightToLeft);
  EXPECT_FALSE(rows.at(rows.count() - 1, text).isRightToLeft);
}

struct Long {
  const char* name;
  QString part;
};
class LongTextTest : public ::testing::TestWithParam<Long> {};

// A text edit takes minutes for some of these.
TEST_P(LongTextTest, TenMegabytesOpenAndScrollAtOnce) {
  const QString text = GetParam().part.repeated(10'000'000 / GetParam().part.toUtf8().size());
  TextView view(QStringLiteral("Value"));
  view.resize(700, 400);
  view.show();
  QElapsedTimer clock;
  clock.start();
  view.setPlainText(text);
  view.grab();
  EXPECT_LT(clock.restart(), 3000) << "to open";
  view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
  view.grab();
  view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
  view.grab();
  EXPECT_LT(clock.restart(), 1000) << "to scroll";
  QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
  QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier | Qt::ShiftModifier);
  QTest::keyClick(&view, Qt::Key_PageDown);
  QTest::keyClick(&view, Qt::Key_Right, Qt::ControlModifier);
  view.resize(500, 400);
  view.grab();
  EXPECT_LT(clock.restart(), 3000) << "to move and to resize";
  QTest::keySequence(&view, QKeySequence::SelectAll);
  QTest::keySequence(&view, QKeySequence::Copy);
  EXPECT_EQ(QGuiApplication::clipboard()->text().size(), text.size());
  testing::shoot(view, QStringLiteral("long-text-") + QString::fromLatin1(GetParam().name));
}

INSTANTIATE_TEST_SUITE_P(
    All, LongTextTest,
    ::testing::Values(Long{"one_line", QStringLiteral("abcdefghij")}, Long{"words", QStringLiteral("some words ")},
                      Long{"lines", QStringLiteral("a line of a text\n")}, Long{"empty_lines", QStringLiteral("\n")},
                      Long{"combining", QStringLiteral("e\u0301\u0323")}, Long{"only_marks", QStringLiteral("\u0301")},
                      Long{"bidi", QString::fromUtf8("abc שלום עולם 123 مرحبا ")},
                      Long{"right_to_left", QString::fromUtf8("שלום עולם\n")},
                      Long{"emoji", QString::fromUtf8("👩‍👩‍👧🇫🇷👍🏽")},
                      Long{"ideographs", QString::fromUtf8("日本語テキスト")}, Long{"tabs", QStringLiteral("a\tbc\t")},
                      Long{"control", QString(QChar(1))}),
    [](const auto& tested) { return std::string(tested.param.name); });

class TextViewTest : public ::testing::Test {
 protected:
  void SetUp() override {
    m_view.resize(400, 200);
    m_view.show();
    m_view.setFocus();
  }
  void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) { QTest::keyClick(&m_view, key, with); }
  QPoint pointOf(qsizetype offset) {
    return m_view.rectOf(offset).center() - QPoint(m_view.rectOf(offset).width() / 2, 0);
  }
  TextView m_view{QStringLiteral("Value")};
};

TEST_F(TextViewTest, IsSelectedByKeyboardAndMouse) {
  m_view.setPlainText(QStringLiteral("select count(*)\nfrom log"));
  press(Qt::Key_End, Qt::ShiftModifier);
  EXPECT_EQ(m_view.selectedText(), QStringLiteral("select count(*)"));
  press(Qt::Key_Down);
  press(Qt::Key_Home);
  press(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(m_view.selectedText(), QStringLiteral("from "));
  QTest::mouseClick(m_view.viewport(), Qt::LeftButton, {}, pointOf(7));
  EXPECT_EQ(m_view.cursor(), 7);
  QTest::mouseDClick(m_view.viewport(), Qt::LeftButton, {}, pointOf(9));
  EXPECT_EQ(m_view.selectedText(), QStringLiteral("count"));
  QTest::mousePress(m_view.viewport(), Qt::LeftButton, {}, pointOf(16));
  QTest::mouseMove(m_view.viewport(), pointOf(20));
  QTest::mouseRelease(m_view.viewport(), Qt::LeftButton, {}, pointOf(20));
  press(Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("from"));
  // Over an accent in one step.
  m_view.setPlainText(QStringLiteral("e\u0301x"));
  press(Qt::Key_Right);
  EXPECT_EQ(m_view.cursor(), 2);
  press(Qt::Key_Left);
  EXPECT_EQ(m_view.cursor(), 0);
}

TEST_F(TextViewTest, LinesThatAreAppendedKeepTheEndInSight) {
  for (int line = 0; line < 100; ++line) m_view.appendLine(QStringLiteral("line %1").arg(line));
  EXPECT_TRUE(m_view.toPlainText().startsWith(QStringLiteral("line 0\nline 1\n")));
  EXPECT_EQ(m_view.verticalScrollBar()->value(), m_view.verticalScrollBar()->maximum());
  m_view.verticalScrollBar()->setValue(10);
  m_view.appendLine(QStringLiteral("one more"));
  EXPECT_EQ(m_view.verticalScrollBar()->value(), 10);
}

TEST_F(TextViewTest, AScreenReaderReadsAndSelects) {
  m_view.setPlainText(QStringLiteral("HTTP/1.1 201\nServer: nginx"));
  QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&m_view);
  ASSERT_NE(face, nullptr);
  EXPECT_EQ(face->text(QAccessible::Name), QStringLiteral("Value"));
  EXPECT_TRUE(face->state().readOnly);
  QAccessibleTextInterface* text = face->textInterface();
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(text->text(9, 12), QStringLiteral("201"));
  EXPECT_EQ(text->characterCount(), m_view.toPlainText().size());
  int begin = 0;
  int end = 0;
  EXPECT_EQ(text->textAtOffset(3, QAccessible::LineBoundary, &begin, &end), QStringLiteral("HTTP/1.1 201\n"));
  EXPECT_EQ(text->textAtOffset(22, QAccessible::WordBoundary, &begin, &end), QStringLiteral("nginx"));
  EXPECT_EQ(text->textAtOffset(13, QAccessible::CharBoundary, &begin, &end), QStringLiteral("S"));
  text->setSelection(0, 0, 4);
  EXPECT_EQ(m_view.selectedText(), QStringLiteral("HTTP"));
  EXPECT_EQ(testing::unnamedControls(m_view), QStringList());
}

TEST_F(TextViewTest, DrawsWhatWouldNotBeSeen) {
  m_view.resize(420, 260);
  m_view.setPlainText(
      QStringLiteral("null \u0000, bell \u0007, separator \u2028 end\ttab\r\n\u05e9\u05dc\u05d5\u05dd abc"));
  press(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
  testing::shoot(m_view, QStringLiteral("text-view"));
}

}  // namespace
}  // namespace courier
