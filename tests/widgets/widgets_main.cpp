#include <gtest/gtest.h>

#include <QApplication>

#include "widgets/common/Appearance.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  const courier::Appearance appearance(application);
  return RUN_ALL_TESTS();
}
