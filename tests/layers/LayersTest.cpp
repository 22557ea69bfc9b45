#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QStandardPaths>

#include "tests/layers/LayerScan.h"
#include "tests/support/SourceFolder.h"

namespace courier {

namespace {

using namespace testing;

const QString root = sourcePath();

QString everyBreachBelow(const QString& folder, qsizetype atLeast) {
  const QStringList paths = sourcesBelow(root, folder);
  EXPECT_GE(paths.size(), atLeast) << "the folder was not found";
  QStringList found;
  for (const QString& path : paths) {
    QFile file(root + u'/' + path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    for (const QString& breach : breaches(QString::fromUtf8(file.readAll()), ruleFor(path))) {
      found.append(path + QStringLiteral(": ") + breach);
    }
  }
  return found.join(u'\n');
}

QString breachesOf(const char* text, const char* path) {
  return breaches(QString::fromUtf8(text), ruleFor(QString::fromUtf8(path))).join(u'\n');
}

TEST(LayersTest, NoSourceReachesUpward) {
  EXPECT_EQ(everyBreachBelow(QStringLiteral("models"), 20).toStdString(), "");
  EXPECT_EQ(everyBreachBelow(QStringLiteral("widgets"), 5).toStdString(), "");
  EXPECT_EQ(everyBreachBelow(QStringLiteral("app"), 1).toStdString(), "");
  EXPECT_EQ(everyBreachBelow(QStringLiteral("tests/models"), 5).toStdString(), "");
}

TEST(LayersTest, KnowsQtsHeaders) {
  EXPECT_TRUE(headersOfModule(QStringLiteral("QtGui")).contains(QStringLiteral("QPainter")));
  EXPECT_TRUE(headersOfModule(QStringLiteral("QtWidgets")).contains(QStringLiteral("qwidget.h")));
  EXPECT_FALSE(headersOfModule(QStringLiteral("QtGui")).contains(QStringLiteral("QString")));
  EXPECT_TRUE(umbrellaHeaders().contains(QStringLiteral("QtNetwork")));
  EXPECT_FALSE(umbrellaHeaders().contains(QStringLiteral("QtGlobal")));
}

TEST(LayersTest, TheScanFindsEachKindOfBreach) {
  struct Row {
    const char* path;
    const char* text;
    const char* breach;
  };
  const Row table[] = {
      {"models/a/B.h", "#pragma once\n#include <QPainter>\n", "line 2 includes QPainter"},
      {"models/a/B.h", "#include <QtGui/QColor>", "line 1 includes QtGui/QColor"},
      {"models/a/B.h", "#include <QtWidgets/qwidget.h>", "line 1 includes QtWidgets/qwidget.h"},
      {"models/a/B.h", "#include <QWidget>", "line 1 includes QWidget"},
      {"models/a/B.h", " #  include \"widgets/common/Pill.h\"", "line 1 includes widgets/common/Pill.h"},
      {"models/a/B.h", "#include \"app/Services.h\"", "line 1 includes app/Services.h"},
      {"models/a/B.h", "#include \"tests/support/Await.h\"", "line 1 includes tests/support/Await.h"},
      {"models/a/B.h", "#include <QtCore>", "line 1 includes QtCore"},
      {"models/a/B.h", "#include <QString>\n#include \"models/base/Error.h\"\n#include <memory>", ""},
      {"models/a/B.cpp", "#ifdef Q_OS_WIN", "line 1 asks which system it is compiled for"},
      {"models/a/B.cpp", "#if defined(__APPLE__)", "line 1 asks which system it is compiled for"},
      {"models/a/B_unix.cpp", "#ifdef Q_OS_LINUX", ""},
      {"tests/models/a/BTest.cpp", "#include <QWidget>", "line 1 includes QWidget"},
      {"tests/models/a/BTest.cpp", "#include \"tests/support/Await.h\"", ""},
      {"widgets/a/B.h", "#include <QWidget>\n#include \"models/base/Error.h\"", ""},
      {"widgets/a/B.h", "#include \"app/Services.h\"", "line 1 includes app/Services.h"},
      {"widgets/a/B.h", "#include <QtWidgets>", "line 1 includes QtWidgets"},
      {"app/gui/B.h", "#include <QApplication>\n#include \"widgets/MainWindow.h\"", ""},
      {"app/gui/B.h", "#include <QtSql>", "line 1 includes QtSql"},
      {"app/cli/B.h", "#include <QApplication>", "line 1 includes QApplication"},
  };
  for (const Row& row : table) EXPECT_EQ(breachesOf(row.text, row.path).toStdString(), row.breach) << row.path;
}

TEST(LayersTest, ARoomUsesOnlyRoomsBelowIt) {
  for (const char* layer : {"models", "widgets"}) {
    const QString name = QString::fromUtf8(layer);
    const QStringList order = roomsInOrder(root, name);
    EXPECT_GE(order.size(), 8) << layer;
    const RoomIncludes includes = roomIncludes(root, name);
    EXPECT_GE(includes.size(), 8) << layer;
    EXPECT_EQ(orderBreaches(includes, order).join(u'\n').toStdString(), "") << layer;
  }
}

TEST(LayersTest, TheOrderOfRoomsFindsEachKindOfBreach) {
  const auto set = [](const char* room) { return QSet<QString>{QString::fromUtf8(room)}; };
  const QString a = QStringLiteral("a");
  const QString b = QStringLiteral("b");
  EXPECT_EQ(orderBreaches({{a, {}}, {b, set("a")}}, {a, b}), QStringList());
  // A circle breaks every order.
  EXPECT_EQ(orderBreaches({{a, set("b")}, {b, set("a")}}, {a, b}),
            QStringList{QStringLiteral("a includes b, which stands above it")});
  EXPECT_EQ(orderBreaches({{a, set("b")}, {b, set("a")}}, {b, a}),
            QStringList{QStringLiteral("b includes a, which stands above it")});
  EXPECT_EQ(orderBreaches({{a, {}}, {b, {}}}, {a}), QStringList{QStringLiteral("b is not listed")});
}

bool needsScreens(const QString& binary) {
  const QStringList libraries = neededLibraries(binary);
  EXPECT_FALSE(libraries.filter(QStringLiteral("Qt6Core")).isEmpty()) << "ldd did not read " << binary.toStdString();
  return !libraries.filter(QStringLiteral("Qt6Gui")).isEmpty() ||
         !libraries.filter(QStringLiteral("Qt6Widgets")).isEmpty();
}

class NeededLibrariesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (QStandardPaths::findExecutable(QStringLiteral("ldd")).isEmpty()) GTEST_SKIP() << "there is no ldd here";
  }
};

TEST_F(NeededLibrariesTest, ModelsNeedNoScreen) {
  EXPECT_FALSE(needsScreens(QCoreApplication::applicationFilePath()));
}

TEST_F(NeededLibrariesTest, TheCommandLineNeedsNoScreen) {
  const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/query-courier");
  if (!QFileInfo::exists(program)) GTEST_SKIP() << "query-courier is not built";
  EXPECT_FALSE(needsScreens(program));
}

TEST_F(NeededLibrariesTest, TheCheckCanFail) {
  const QDir folder(QLibraryInfo::path(QLibraryInfo::LibrariesPath));
  const QStringList widgets = folder.entryList({QStringLiteral("libQt6Widgets.so.6")});
  ASSERT_FALSE(widgets.isEmpty());
  EXPECT_TRUE(needsScreens(folder.filePath(widgets.constFirst())));
}

}  // namespace

}  // namespace courier
