#include "models/files/FileLayout.h"

#include "tests/models/files/FilesFixture.h"

namespace courier {
namespace {

class FileLayoutOf : public testing::FilesFixture {};

TEST_F(FileLayoutOf, WhatOnlyTheLanguageDecidedIsWrittenDown) {
  const QLocale german(QLocale::German, QLocale::Germany);
  const FileSource old = write("old.csv", "id,b\n1,caf\xE9\n");
  const auto settled = settledSource(old, german);
  ASSERT_TRUE(settled.ok());
  EXPECT_EQ(settled->encoding, QStringLiteral("windows-1252"));
  EXPECT_TRUE(settled->decimal.isEmpty());
  const FileSource groups = write("groups.csv", "a;b\n1,234;x\n");
  EXPECT_EQ(settledSource(groups, german)->decimal, QStringLiteral(","));
  EXPECT_TRUE(settledSource(groups, QLocale::c())->toPairs().isEmpty());
  const FileSource plain = write("plain.csv", "a;b\n1,5;x\n");
  EXPECT_TRUE(settledSource(plain, german)->toPairs().isEmpty()) << "the values tell";
  EXPECT_NE(languageKey(groups, german), languageKey(groups, QLocale::c()));
  EXPECT_EQ(languageKey(*settledSource(groups, german), german).section(u' ', 1), QString());
}

TEST_F(FileLayoutOf, TheFirstRowsAreThoseThatWillBeThere) {
  const auto layout = guessLayout(write("rows.csv", "id,b\n1,\n2,\"\"\n3,4,5\n6\n"));
  ASSERT_TRUE(layout.ok());
  ASSERT_EQ(layout->firstRows.size(), 3) << "without the one that is set apart";
  EXPECT_TRUE(layout->firstRows[0][1].isNull());
  EXPECT_FALSE(layout->firstRows[1][1].isNull());
  EXPECT_TRUE(layout->firstRows[2][1].isNull());
  std::string many = "[";
  for (int row = 0; row < 300; ++row) many += (row > 0 ? ",{\"n\":" : "{\"n\":") + std::to_string(row) + "}";
  const auto json = guessLayout(write("many.json", many + "]"));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->firstRows.size(), 100);
  EXPECT_EQ(json->firstRows[99], QStringList(QStringLiteral("99")));
}

TEST_F(FileLayoutOf, ATableHasTheFilesNameUnlessOneIsTaken) {
  FileSource source;
  const auto name = [&](const char* path, const QStringList& taken = {}) {
    source.path = QString::fromUtf8(path);
    return tableNameFor(source, taken).toStdString();
  };
  EXPECT_EQ(name("/data/sales.csv"), "sales");
  EXPECT_EQ(name("/data/Sales 2026.json.gz"), "Sales 2026");
  EXPECT_EQ(name("/data/.hidden"), ".hidden");
  EXPECT_EQ(name("/data/sqlite_x.csv"), "_sqlite_x");
  EXPECT_EQ(name("/data/sales.csv", {QStringLiteral("SALES"), QStringLiteral("sales_2")}), "sales_3");
  source.table = QStringLiteral("mine");
  EXPECT_EQ(name("/data/sales.csv"), "mine");
}

}  // namespace
}  // namespace courier
