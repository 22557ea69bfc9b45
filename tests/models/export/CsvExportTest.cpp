#include "models/export/FieldText.h"
#include "tests/models/export/ExportFixture.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::Blob;
using testing::Null;
using testing::runPython;

class CsvExport : public testing::ExportFixture {};

TEST_F(CsvExport, TextsThatASpreadsheetWouldRunAreMadeHarmless) {
  const char* const harmful[] = {"=1+1",
                                 "=HYPERLINK(\"http://x\")",
                                 "+cmd|' /C calc'!A0",
                                 "-2+3+cmd",
                                 "@SUM(A1)",
                                 "\t=1",
                                 "\r=1",
                                 "\n=1",
                                 "  =1",
                                 "\xC2\xA0=1",
                                 "\xE3\x80\x80=1",
                                 "\xEF\xBB\xBF=1",
                                 "\xE2\x80\x8B=1",
                                 "＝1",
                                 "＋1",
                                 "－x",
                                 "＠x",
                                 "−1+1",
                                 "-",
                                 "+49 30 123456",
                                 "--5"};
  const char* const harmless[] = {"",          "a",      "a=1",        "-5",   "+5",  "-1.5e3",
                                  "-1,234.50", "+12.5%", "2026-11-30", "'=1'", "1=1", " text",
                                  "#REF!",     "Grüße",  "\"=1\"",     "-0",   "(=1)"};
  for (const char* each : harmful) EXPECT_TRUE(beginsLikeFormula(each)) << each;
  for (const char* each : harmless) EXPECT_FALSE(beginsLikeFormula(each)) << each;
}

TEST_F(CsvExport, OnlyTextsGetTheApostropheAndItIsSaid) {
  fill(named({QStringLiteral("=name"), QStringLiteral("n")}),
       {{std::string("=1+1"), qint64{-5}}, {std::string("-5"), -1.5}, {std::string("a,b"), Null{}}});
  EXPECT_EQ(text({}), "'=name,n\n'=1+1,-5\n-5,-1.5\n\"a,b\",\n");
  EXPECT_EQ(warnings(), "2 text(s) that a spreadsheet would run as a formula got an apostrophe before them.");
  EXPECT_EQ(text({.formulas = FormulaCells::Raw}), "=name,n\n=1+1,-5\n-5,-1.5\n\"a,b\",\n");
  EXPECT_EQ(warnings(), "");
  EXPECT_EQ(text({.format = ExportFormat::Tsv}), "'=name\tn\n'=1+1\t-5\n-5\t-1.5\na,b\t\\N\n");
}

TEST_F(CsvExport, ABlobsBase64IsMadeHarmlessToo) {
  fill(named({QStringLiteral("b")}), {{Blob{std::string("\xF8\0\x10", 3)}}, {Blob{"a"}}});
  EXPECT_EQ(text({}), "b\n'+AAQ\nYQ==\n");
}

TEST_F(CsvExport, SeparatorsSignsAndQuotes) {
  fill({testing::columnOf(QStringLiteral("a"), ColumnType::String), typed("d", "numeric(10,2)"),
        testing::columnOf(QStringLiteral("r"), ColumnType::Double)},
       {{std::string("x;y"), std::string("12.50"), 1.5}, {std::string("x|y"), Null{}, 1e300}, {Null{}, Null{}, 2.0}});
  EXPECT_EQ(text({.separator = FieldSeparator::Semicolon, .decimal = DecimalSign::Comma, .lineEnd = LineEnd::CrLf}),
            "a;d;r\r\n\"x;y\";12,50;1,5\r\nx|y;;1e+300\r\n;;2,0\r\n");
  EXPECT_EQ(text({.decimal = DecimalSign::Comma}), "a,d,r\nx;y,\"12,50\",\"1,5\"\nx|y,,1e+300\n,,\"2,0\"\n");
  EXPECT_EQ(text({.separator = FieldSeparator::Bar, .quotes = FieldQuotes::Texts, .nullText = QStringLiteral("NULL")}),
            "\"a\"|\"d\"|\"r\"\n\"x;y\"|\"12.50\"|1.5\n\"x|y\"|NULL|1e+300\nNULL|NULL|2.0\n");
  EXPECT_EQ(text({.separator = FieldSeparator::Tab, .quotes = FieldQuotes::Always, .header = false}),
            "\"x;y\"\t\"12.50\"\t\"1.5\"\n\"x|y\"\t\t\"1e+300\"\n\t\t\"2.0\"\n");
}

TEST_F(CsvExport, ATextLikeTheWordForNullIsQuoted) {
  fill(named({QStringLiteral("t")}), {{std::string("NULL")}, {Null{}}, {std::string()}});
  EXPECT_EQ(text({.nullText = QStringLiteral("NULL")}), "t\n\"NULL\"\nNULL\n\"\"\n");
}

TEST_F(CsvExport, CharactersThatAnEncodingHasNotAreCounted) {
  fill(named({QStringLiteral("t")}), {{std::string("Grüße – 5 €")}, {std::string("日本 😀")}, {std::string("\xFF")}});
  EXPECT_EQ(text({.encoding = TextEncoding::Windows1252}),
            "t\nGr\xFC\xDF"
            "e \x96 5 \x80\n?? ?\n?\n");
  EXPECT_EQ(warnings(),
            "4 character(s) do not exist in Windows-1252 and became “?”. Choose UTF-8 to keep them.\n"
            "1 text(s) were not UTF-8 and got replacement characters.");
  EXPECT_EQ(text({.encoding = TextEncoding::Latin1}),
            "t\nGr\xFC\xDF"
            "e ? 5 ?\n?? ?\n?\n");
  EXPECT_EQ(text({.encoding = TextEncoding::Utf8Mark}).substr(0, 5), "\xEF\xBB\xBFt\n");
}

TEST_F(CsvExport, PythonReadsEveryEncodingBack) {
  if (!testing::hasPython()) GTEST_SKIP() << "no python3 here";
  const std::string odd = "Grüße,\n\"€\" ÿ";
  fill(named({QStringLiteral("t"), QStringLiteral("b")}), {{odd, Blob{"\x01\x02"}}});
  const QString script = QStringLiteral(
      "import csv,sys\n"
      "rows = list(csv.reader(open(sys.argv[1], newline='', encoding=sys.argv[2])))\n"
      "print(rows == [['t', 'b'], [sys.argv[3], 'AQI=']])\n");
  for (const auto& [encoding, name] :
       {std::pair(TextEncoding::Utf8, "utf-8"), std::pair(TextEncoding::Utf8Mark, "utf-8-sig"),
        std::pair(TextEncoding::Utf16, "utf-16"), std::pair(TextEncoding::Windows1252, "cp1252")}) {
    const QString path = file({.encoding = encoding});
    EXPECT_EQ(runPython(script, {path, QString::fromLatin1(name), QString::fromStdString(odd)}), "True\n") << name;
    EXPECT_EQ(warnings(), "");
  }
}

TEST_F(CsvExport, Utf16HoldsWhatLiesBeyondTheFirstPlane) {
  fill(named({QStringLiteral("t")}), {{std::string("😀")}});
  EXPECT_EQ(text({.encoding = TextEncoding::Utf16}), std::string("\xFF\xFEt\0\n\0\x3D\xD8\x00\xDE\n\0", 12));
}

}  // namespace
}  // namespace courier
