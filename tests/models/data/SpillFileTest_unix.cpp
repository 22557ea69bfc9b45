#include <gtest/gtest.h>

#include <QDir>
#include <QTemporaryDir>

#include "models/data/SpillFile.h"

namespace courier {
namespace {

TEST(SpillFileUnix, HasNoNameThatAKilledProcessCouldLeave) {
  const QTemporaryDir folder;
  const auto file = SpillFile::create(folder.path());
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->append("rows").ok());
  EXPECT_TRUE(QDir(folder.path()).isEmpty(QDir::Files | QDir::Hidden));
}

}  // namespace
}  // namespace courier
