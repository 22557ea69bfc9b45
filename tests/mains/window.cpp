#include <gtest/gtest.h>

#include <QApplication>

#include "models/base/Translation.h"
#include "widgets/common/Appearance.h"
#include "widgets/common/InputRules.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  courier::installTranslators(application);
  const courier::Appearance appearance(application);
  const courier::InputRules rules(application);
  return RUN_ALL_TESTS();
}
