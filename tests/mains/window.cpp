#include <gtest/gtest.h>

#include <QApplication>
#include <QTemporaryFile>

#include "models/base/Translation.h"
#include "widgets/common/Appearance.h"
#include "widgets/common/InputRules.h"

namespace {

/// Beside the usual screen, the last and primary one, the two that every dialog has to fit: 1024 x 768, and 1920 x 1080
/// at 200 %, which is 960 x 540 of its own units.
constexpr const char* kScreens = R"({"screens": [
  {"name": "dense", "x": 4000, "y": 0, "width": 960, "height": 540, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 2},
  {"name": "small", "x": 2000, "y": 0, "width": 1024, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
  {"name": "usual", "x": 0, "y": 0, "width": 800, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})";

/// Has to live until the application does.
void offerScreens(QTemporaryFile& file) {
  const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
  if (!platform.isEmpty() && platform != "offscreen") return;
  qputenv("QT_QPA_PLATFORM", "offscreen");
  if (!file.open() || file.write(kScreens) < 0 || !file.flush()) qFatal("no screens");
  // The platform's options are cut at colons.
  if (const QByteArray path = file.fileName().toUtf8(); !path.contains(':'))
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + path);
}

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  QTemporaryFile screens;
  offerScreens(screens);
  QApplication application(argc, argv);
  // What a test starts chooses its own.
  qputenv("QT_QPA_PLATFORM", QGuiApplication::platformName().toUtf8());
  courier::installTranslators(application);
  const courier::Appearance appearance(application);
  const courier::InputRules rules(application);
  return RUN_ALL_TESTS();
}
