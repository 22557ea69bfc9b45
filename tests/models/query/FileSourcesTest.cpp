#include "models/query/FileSources.h"

#include <gtest/gtest.h>

#include <QDir>

namespace courier {
namespace {

TEST(FileSources, AUrlNamesFilesAndWhatWasChosenForThem) {
  struct Case {
    const char* rest;
    const char* url;
  };
  const Case cases[] = {
      {"/data/a.csv", "file:/data/a.csv"},
      {"a.csv", "file:/desk/a.csv"},
      {"///data/a.csv", "file:/data/a.csv"},
      {"/data/a%20b.csv", "file:/data/a b.csv"},
      {"/data/100%.csv", "file:/data/100%25.csv"},
      {"/data/what?.csv", "file:/data/what%3F.csv"},
      {"/data/a&b.csv", "file:/data/a%26b.csv"},
      {"/a.csv?header=off&delimiter=;&file=/b.tsv&delimiter=tab&null=NA&null=-&type=x:y:text",
       "file:/a.csv?delimiter=;&header=off&file=/b.tsv&delimiter=tab&null=NA&null=-&type=x:y:TEXT"},
      {"/a.csv?decimal=,&quote=none&escape=backslash&encoding=windows-1252&table=my%20sales&format=csv",
       "file:/a.csv?table=my sales&format=csv&encoding=windows-1252&quote=none&escape=backslash&decimal=,"},
  };
  for (const Case& one : cases) {
    const auto sources = fileSourcesFromUrl(QString::fromUtf8(one.rest), QStringLiteral("/desk"));
    ASSERT_TRUE(sources.ok()) << one.rest << sources.error().message.toStdString();
    EXPECT_EQ(fileSourcesUrl(*sources).toStdString(), one.url) << one.rest;
    const auto again = fileSourcesFromUrl(fileSourcesUrl(*sources).mid(5), QStringLiteral("/elsewhere"));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, *sources) << one.rest;
    EXPECT_EQ(fileSourcesFromJson(fileSourcesToJson(*sources)), *sources) << one.rest;
  }
}

TEST(FileSources, WhatIsWrongIsNamed) {
  struct Case {
    const char* rest;
    const char* words;
  };
  const Case cases[] = {
      {"", "The path of the file is missing. Write file:/path/sales.csv."},
      {"//host/a.csv", "A file has no host. Write file:/path/sales.csv."},
      {"a\nb", "The path of the file contains a control character. Remove it."},
      {"/a?header=yes", "The file option header is on or off."},
      {"/a?delimiter=::", "The file option delimiter is one ASCII character or tab."},
      {"/a?quote=", "The file option quote is one ASCII character, tab or none."},
      {"/a?format=xml", "The file option format is csv, json or jsonl."},
      {"/a?type=x:date", "The file option type is COLUMN:TYPE, the type INTEGER, REAL or TEXT."},
      {"/a?nonsense=1",
       "There is no file option “nonsense”. Known are table, format, encoding, delimiter, quote, escape, header, "
       "decimal, "
       "null, type."},
  };
  for (const Case& one : cases) {
    const auto sources = fileSourcesFromUrl(QString::fromUtf8(one.rest), QStringLiteral("/desk"));
    ASSERT_FALSE(sources.ok()) << one.rest;
    EXPECT_EQ(sources.error().message.toStdString(), one.words) << one.rest;
  }
}

}  // namespace
}  // namespace courier
