// Every dialog on the smallest screens that the program is made for.
#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QMetaProperty>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QWheelEvent>

#include "tests/support/Shots.h"
#include "tests/widgets/dialogs/DialogsFixture.h"
#include "widgets/common/Fold.h"
#include "widgets/common/FormScroll.h"

namespace courier {
namespace {

using testing::waitUntil;

class DialogScreensTest : public testing::DialogsFixture, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    for (QScreen* screen : QGuiApplication::screens()) {
      if (screen->name() == QLatin1String(GetParam())) m_screen = screen;
    }
    if (!m_screen) GTEST_SKIP() << "the platform has no such screen";
    m_window.setGeometry(m_screen->availableGeometry().adjusted(40, 40, -40, -40));
    m_window.show();
  }
  static FormScroll& form(const Dialog& dialog) { return *dialog.findChild<FormScroll*>(); }
  static QRect placeOf(const QWidget& part, const QWidget& in) { return {part.mapTo(&in, QPoint()), part.size()}; }
  static QString nameOf(const QWidget& part) {
    const auto* label = qobject_cast<const QLabel*>(&part);
    const auto* button = qobject_cast<const QAbstractButton*>(&part);
    return part.objectName() + QLatin1Char(' ') + (label ? label->text() : button ? button->text() : QString());
  }
  void expectFits(const Dialog& dialog) const {
    const QRect room = m_screen->availableGeometry();
    EXPECT_TRUE(room.contains(dialog.frameGeometry()))
        << dialog.frameGeometry().width() << " x " << dialog.frameGeometry().height() << " at "
        << dialog.frameGeometry().x() << ", " << dialog.frameGeometry().y();
    EXPECT_EQ(form(dialog).horizontalScrollBar()->maximum(), 0);
    const QWidget& content = *form(dialog).widget();
    for (const auto* part : dialog.findChildren<QWidget*>()) {
      if (!part->isVisible() || part->isWindow() || part->window() != &dialog) continue;
      const bool scrolls = content.isAncestorOf(part);
      if (const auto* button = qobject_cast<const QAbstractButton*>(part); button && !scrolls && !part->isHidden()) {
        if (qobject_cast<const QAbstractScrollArea*>(part->parentWidget())) continue;
        EXPECT_TRUE(dialog.rect().contains(placeOf(*part, dialog))) << nameOf(*part).toStdString();
      }
      if (const auto* label = qobject_cast<const QLabel*>(part); label && !label->text().isEmpty()) {
        if (label->wordWrap()) {
          EXPECT_GE(label->height(), label->heightForWidth(label->width())) << nameOf(*part).toStdString();
        } else if (label->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored) {
          EXPECT_GE(label->width(), label->minimumSizeHint().width()) << nameOf(*part).toStdString();
        }
      }
      if (qobject_cast<const QPushButton*>(part)) {
        EXPECT_GE(part->width(), part->sizeHint().width()) << nameOf(*part).toStdString();
      }
      if (scrolls && part->parentWidget() == &content) {
        EXPECT_TRUE(content.rect().contains(part->geometry())) << nameOf(*part).toStdString();
      }
    }
  }
  static void settle() {
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
  }
  QString shotOf(const Case& one, const char* how = "") const {
    return QStringLiteral("dialog-%1%2-%3")
        .arg(QString(one.name).replace(QLatin1Char(' '), QLatin1Char('-')), QString::fromLatin1(how),
             QString::fromLatin1(GetParam()));
  }
  static void turnWheel(QWidget& over) {
    const QPointF at = over.rect().center();
    QWheelEvent event(at, over.mapToGlobal(at), {}, QPoint(0, -240), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    // As from the mouse: others are not passed on to what lies around.
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(&over, &event);
  }

  QScreen* m_screen = nullptr;
  QWidget m_window;
};

TEST_P(DialogScreensTest, EachLiesWithinTheScreenOverItsWindowWithItsButtonsInSight) {
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    Dialog& dialog = open(one, &m_window);
    settle();
    EXPECT_EQ(dialog.screen(), m_screen);
    EXPECT_TRUE(m_window.frameGeometry().contains(dialog.frameGeometry().center()));
    expectFits(dialog);
    testing::shoot(dialog, shotOf(one));
    if (dialog.findChildren<Fold*>().isEmpty()) continue;
    const int before = dialog.height();
    unfold(dialog);
    settle();
    expectFits(dialog);
    EXPECT_GE(dialog.height(), before);
    form(dialog).verticalScrollBar()->setValue(form(dialog).verticalScrollBar()->maximum());
    testing::shoot(dialog, shotOf(one, "-all"));
    for (Fold* fold : dialog.findChildren<Fold*>()) fold->setOpen(false);
    EXPECT_TRUE(waitUntil([&] { return dialog.height() == before; }, 3000)) << "it shrinks again: " << dialog.height();
  }
}

TEST_P(DialogScreensTest, TheWheelScrollsWhateverIsUnderThePointerAndChangesNothing) {
  for (const Case& one : all()) {
    SCOPED_TRACE(one.name.toStdString());
    Dialog& dialog = open(one, &m_window);
    unfold(dialog);
    settle();
    QScrollBar* bar = form(dialog).verticalScrollBar();
    if (bar->maximum() == 0) continue;
    for (auto* part : form(dialog).widget()->findChildren<QWidget*>()) {
      const bool isLine = part->parentWidget() && part->parentWidget()->inherits("QAbstractSpinBox");
      if (!part->isVisible() || part->window() != &dialog || part->hasFocus() || isLine) continue;
      // What scrolls itself does so first.
      const auto scrolls = [](QWidget* widget) {
        const auto* view = qobject_cast<QAbstractScrollArea*>(widget);
        return view && view->verticalScrollBar()->maximum() > 0;
      };
      QWidget* around = part;
      while (around != form(dialog).widget() && !scrolls(around)) around = around->parentWidget();
      if (around != form(dialog).widget()) continue;
      const QVariant before = part->metaObject()->userProperty().read(part);
      bar->setValue(0);
      turnWheel(*part);
      EXPECT_GT(bar->value(), 0) << part->metaObject()->className() << ' ' << nameOf(*part).toStdString();
      if (!part->inherits("QAbstractSlider")) {
        EXPECT_EQ(part->metaObject()->userProperty().read(part), before) << nameOf(*part).toStdString();
      }
    }
  }
}

TEST_P(DialogScreensTest, APersonsOwnSizeStays) {
  Dialog& dialog = open(all().front(), &m_window);
  settle();
  const QSize own(dialog.width(), dialog.height() - 40);
  dialog.resize(own);
  unfold(dialog);
  settle();
  EXPECT_EQ(dialog.size(), own);
}

INSTANTIATE_TEST_SUITE_P(Screens, DialogScreensTest, ::testing::Values("small", "dense"),
                         [](const auto& screen) { return std::string(screen.param); });

}  // namespace
}  // namespace courier
