#include "tests/models/files/FilesFixture.h"

namespace courier {
namespace {

class FileTrouble : public testing::FilesFixture {};

TEST_F(FileTrouble, EachHasItsSentence) {
  struct Case {
    const char* name;
    std::string bytes;
    const char* words;
  };
  std::string wide = "a";
  for (int column = 1; column < 10'000; ++column) wide += ",a";
  const std::string rows = packed("a,b\n1,2\n");
  const Case cases[] = {
      {"empty.csv", "", "“empty.csv” is empty: there is nothing to make a table of. Choose a file with rows."},
      {"blank.csv", "\n\r\n  \n",
       "“blank.csv” is empty: there is nothing to make a table of. Choose a file with rows."},
      {"mark.csv", "\xEF\xBB\xBF",
       "“mark.csv” is empty: there is nothing to make a table of. Choose a file with rows."},
      {"wide.csv", wide + "\n" + wide + "\n",
       "“wide.csv” has 10000 columns, and a table here holds 2000. Check the delimiter, or leave columns out of the "
       "file."},
      {"zero.csv.gz", "", "“zero.csv.gz” is empty: not even a packed file of nothing. Get it again."},
      {"nothing.csv.gz", packed(""),
       "“nothing.csv.gz” is empty: there is nothing to make a table of. Choose a file with rows."},
      {"text.csv.gz", "a,b\n",
       "“text.csv.gz” is not packed with gzip, though its name says so. Rename it if it is text, or get it again."},
      {"cut.csv.gz", rows.substr(0, rows.size() - 5),
       "“cut.csv.gz” is damaged: what gzip packed ends or breaks off at byte 23. Get the file again."},
      {"book.xlsx", "PK\x03\x04rest",
       "“book.xlsx” is a workbook or an archive. Save the sheet as CSV, or unpack it, and open that."},
      {"base.csv", std::string("SQLite format 3\0rest", 20),
       "“base.csv” is an SQLite database. Open it as a database."},
  };
  for (const Case& one : cases) EXPECT_EQ(failure(write(one.name, one.bytes)), one.words) << one.name;
}

TEST_F(FileTrouble, WhatIsNoFileIsSaid) {
  FileSource source;
  source.path = path("missing.csv");
  EXPECT_EQ(failure(source),
            "There is no file “" + source.path.toStdString() + "”. Check the path or choose the file again.");
  source.path = m_folder.path();
  EXPECT_EQ(failure(source),
            "“" + source.path.toStdString() + "” is a folder. Choose the files in it that are to be tables.");
}

TEST_F(FileTrouble, AnUnknownEncodingIsSaid) {
  FileSource source = write("a.csv", "a\n1\n");
  source.encoding = QStringLiteral("ebcdic-0");
  EXPECT_TRUE(failure(source).starts_with("The encoding “ebcdic-0” is not known on this computer."));
}

TEST_F(FileTrouble, PackedFilesAreReadWhateverPackedThem) {
  const std::string first = packed("a,b\n1,2\n");
  EXPECT_EQ(rowsOf("one.csv.gz", first), "a:INTEGER b:INTEGER = 1|2");
  EXPECT_EQ(rowsOf("two.csv.gz", first + packed("3,4\n")), "a:INTEGER b:INTEGER = 1|2/3|4");
  EXPECT_EQ(rowsOf("padded.csv.gz", first + std::string(100, '\0')), "a:INTEGER b:INTEGER = 1|2");
  EXPECT_EQ(rowsOf("unnamed.csv", first), "a:INTEGER b:INTEGER = 1|2");
  EXPECT_EQ(rowsOf("l.jsonl.gz", packed("{\"a\":1}\n{\"a\":2}\n")), "a:INTEGER = 1/2");
}

}  // namespace
}  // namespace courier
