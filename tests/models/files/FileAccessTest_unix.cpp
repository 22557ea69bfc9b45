#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <filesystem>

#include "models/files/FileBytes.h"
#include "tests/support/AsNobody_unix.h"

namespace courier {
namespace {

TEST(FileAccess, WhatMayNotBeReadIsSaid) {
  // The tests' own folder is closed to everybody else.
  const QTemporaryDir folder(QStringLiteral("/tmp/courier-files.XXXXXX"));
  ASSERT_TRUE(folder.isValid());
  std::filesystem::permissions(folder.path().toStdString(), static_cast<std::filesystem::perms>(0755));
  const QString path = folder.filePath(QStringLiteral("mine.csv"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("a\n1\n");
  file.close();
  ASSERT_TRUE(QFile::setPermissions(path, {}));
  QString words;
  testing::asNobody([&] {
    const auto opened = FileBytes::open(path);
    words = opened ? QString() : opened.error().message;
  });
  EXPECT_EQ(words, QStringLiteral("You may not read “%1”. Check its permissions.").arg(path));
}

}  // namespace
}  // namespace courier
