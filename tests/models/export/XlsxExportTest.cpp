#include <QStandardPaths>
#include <limits>

#include "models/export/SheetText.h"
#include "tests/models/export/ExportFixture.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::Blob;
using testing::columnOf;
using testing::Null;
using testing::runPython;

const ExportOptions kXlsx{.format = ExportFormat::Xlsx, .title = QStringLiteral("daily/counts")};

/// Every cell of a sheet as "A1 kind text", the sheet's name first: read with python's zip and XML alone.
const QString kReader = QStringLiteral(R"(
import sys, zipfile, xml.etree.ElementTree as E
n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
for name in z.namelist():
    if name.endswith('.xml') or name.endswith('.rels'): E.fromstring(z.read(name))
print([s.get('name') for s in E.fromstring(z.read('xl/workbook.xml')).iter(n + 'sheet')])
for c in E.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(n + 'c'):
    text = ''.join(t.text or '' for t in list(c.iter(n + 'v')) + list(c.iter(n + 't')))
    print(c.get('r'), c.get('t', 'n'), c.get('s', '0'), ascii(text))
)");

class XlsxExport : public testing::ExportFixture {
 protected:
  std::string cells(const ExportOptions& options = kXlsx) { return runPython(kReader, {file(options)}).toStdString(); }
  void SetUp() override {
    if (!testing::hasPython()) GTEST_SKIP() << "no python3 here";
  }
};

TEST_F(XlsxExport, ValuesKeepTheirKindsAndDigits) {
  fill({columnOf(QStringLiteral("n"), ColumnType::Long), typed("d", "numeric"),
        columnOf(QStringLiteral("b"), ColumnType::Boolean), columnOf(QStringLiteral("t"), ColumnType::String)},
       {{qint64{999'999'999'999'999}, std::string("12.50"), true, std::string("=1+1")},
        {qint64{9'007'199'254'740'993}, std::string("1234567890.123456789"), false, std::string()},
        {Null{}, std::string("NaN"), Null{}, Blob{"\x01"}},
        {0.5, std::string("-0.00"), Null{}, std::numeric_limits<double>::infinity()}});
  EXPECT_EQ(cells(), R"(['daily_counts']
A1 inlineStr 1 'n'
B1 inlineStr 1 'd'
C1 inlineStr 1 'b'
D1 inlineStr 1 't'
A2 n 0 '999999999999999'
B2 n 0 '12.5'
C2 b 0 '1'
D2 inlineStr 0 '=1+1'
A3 inlineStr 0 '9007199254740993'
B3 inlineStr 0 '1234567890.123456789'
C3 b 0 '0'
B4 inlineStr 0 'NaN'
D4 inlineStr 0 'AQ=='
A5 n 0 '0.5'
B5 n 0 '-0'
D5 inlineStr 0 'Inf'
)");
  EXPECT_EQ(warnings(), "2 number(s) have more than 15 digits, which a spreadsheet would round: they are texts.");
}

TEST_F(XlsxExport, DaysAndTimesAreSuchWhereTheColumnHoldsThem) {
  fill({typed("day", "date"), columnOf(QStringLiteral("at"), ColumnType::String, TypeSource::Values),
        columnOf(QStringLiteral("mixed"), ColumnType::String, TypeSource::Values), typed("zone", "timestamptz")},
       {{std::string("2026-11-30"), std::string("2026-11-30 12:00:00"), std::string("2026-11-30"),
         std::string("2026-11-30 12:00:00+01")},
        {std::string("infinity"), std::string("1999-12-31T18:00"), std::string("tomorrow"), Null{}},
        {std::string("0044-03-15"), std::string("2026-01-01 00:00:00.25"), std::string("1"), Null{}}});
  EXPECT_EQ(cells(), R"(['daily_counts']
A1 inlineStr 1 'day'
B1 inlineStr 1 'at'
C1 inlineStr 1 'mixed'
D1 inlineStr 1 'zone'
A2 n 2 '46356'
B2 n 3 '46356.5'
C2 inlineStr 0 '2026-11-30'
D2 inlineStr 0 '2026-11-30 12:00:00+01'
A3 inlineStr 0 'infinity'
B3 n 3 '36525.75'
C3 inlineStr 0 'tomorrow'
A4 inlineStr 0 '0044-03-15'
B4 n 4 '46023.00000289352'
C4 inlineStr 0 '1'
)");
}

TEST_F(XlsxExport, SheetTimesAreOfTheCalendar) {
  for (const char* good : {"1900-01-01", "9999-12-31", "2024-02-29", "2026-11-30 23:59:59.999999"})
    EXPECT_TRUE(sheetTime(good)) << good;
  for (const char* bad :
       {"", "2026", "1899-12-31", "2023-02-29", "2026-13-01", "2026-11-30 24:00", "2026-11-30Z", "2026-11-30 12:00:00Z",
        "2026-11-30 12:00:60", "2026/11/30", "2026-11-30 12:00:00.", "20261130"})
    EXPECT_FALSE(sheetTime(bad)) << bad;
}

TEST_F(XlsxExport, WhatXmlCannotHoldIsWrittenAsTheFormatHasIt) {
  fill(named({QStringLiteral("a\x01")}),
       {{std::string("x\0y\x1F\r\n\t", 7)}, {std::string("_x0041_ <&>")}, {std::string("\xEF\xBF\xBF😀\xFF")}});
  EXPECT_EQ(cells(), R"(['daily_counts']
A1 inlineStr 1 'a_x0001_'
A2 inlineStr 0 'x_x0000_y_x001F__x000D_\n\t'
A3 inlineStr 0 '_x005F_x0041_ <&>'
A4 inlineStr 0 '_xFFFF_\U0001f600\ufffd'
)");
}

TEST_F(XlsxExport, LongTextsAreCutAndThatIsSaid) {
  fill(named({QStringLiteral("t")}), {{std::string(40'000, 'x')}, {std::string(32'767, 'y')}});
  const QString script = QStringLiteral(
      "import sys,zipfile,re\n"
      "s=zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml').decode()\n"
      "print([len(t) for t in re.findall('<t[^>]*>([^<]*)', s)])");
  EXPECT_EQ(runPython(script, {file(kXlsx)}), "[1, 32767, 32767]\n");
  EXPECT_NE(warnings().find("1 text(s) were longer than the 32,767"), std::string::npos);
}

TEST_F(XlsxExport, SheetNamesAreValid) {
  EXPECT_EQ(sheetName(QStringLiteral("a[b]:c*d?e/f\\g"), 1), QStringLiteral("a_b__c_d_e_f_g"));
  EXPECT_EQ(sheetName(QString(40, u'x'), 1), QString(31, u'x'));
  EXPECT_EQ(sheetName(QString(40, u'x'), 12), QString(26, u'x') + QStringLiteral(" (12)"));
  EXPECT_EQ(sheetName(QStringLiteral("'it'"), 1), QStringLiteral("it"));
  for (const char* none : {"", " ", "''", "History"})
    EXPECT_EQ(sheetName(QString::fromLatin1(none), 1), QStringLiteral("Result"));
  EXPECT_EQ(sheetName(QString(30, u'x') + QStringLiteral("😀"), 1), QString(30, u'x'));
}

TEST_F(XlsxExport, TooManyColumnsAreRefusedInWords) {
  QStringList names;
  for (int column = 0; column <= 16'384; ++column) names.append(QStringLiteral("c"));
  ASSERT_TRUE(store.begin(named(names)).ok());
  const auto written = exportRows(store, kXlsx, folder.filePath(QStringLiteral("wide.xlsx")), {});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::Unsupported);
  EXPECT_TRUE(written.error().message.contains(QStringLiteral("Choose CSV")));
  EXPECT_FALSE(QFile::exists(folder.filePath(QStringLiteral("wide.xlsx"))));
}

TEST_F(XlsxExport, RowsBeyondASheetFillAnother) {
  ASSERT_TRUE(store.begin(named({QStringLiteral("n")})).ok());
  ColumnBatchBuilder builder(1, 2'000'000, size_t{1} << 30);
  for (qint64 row = 1; row <= 1'048'577; ++row) {
    builder.appendInteger(0, row);
    builder.endRow();
  }
  ASSERT_TRUE(store.append(builder.take()).ok());
  const QString script = QStringLiteral(
      "import sys,zipfile\n"
      "z=zipfile.ZipFile(sys.argv[1])\n"
      "for s in ('1','2'):\n"
      "    x=z.read('xl/worksheets/sheet'+s+'.xml'); print(x.count(b'<row '), x[x.rindex(b'<v>'):][:14])\n"
      "print('xl/worksheets/sheet3.xml' in z.namelist())");
  EXPECT_EQ(runPython(script, {file(kXlsx)}), "1048576 b'<v>1048575</v>'\n3 b'<v>1048577</v>'\nFalse\n");
  EXPECT_EQ(warnings(), "The rows fill 2 sheet(s), since one holds at most 1,048,575.");
}

TEST_F(XlsxExport, GnumericReadsItBack) {
  const QString program = QStandardPaths::findExecutable(QStringLiteral("ssconvert"));
  if (program.isEmpty()) GTEST_SKIP() << "no ssconvert here";
  fill({columnOf(QStringLiteral("n"), ColumnType::Long), columnOf(QStringLiteral("t"), ColumnType::String),
        typed("d", "date")},
       {{qint64{4981}, std::string("Grüße, \"日本\""), std::string("2026-11-30")},
        {0.1, std::string("007"), Null{}},
        {qint64{9'007'199'254'740'993}, std::string("=1+1"), std::string("1900-02-28")}});
  const QString csv = folder.filePath(QStringLiteral("back.csv"));
  const auto end = testing::runProgram(program, {file(kXlsx), csv});
  ASSERT_EQ(end.code, 0) << end.err.toStdString();
  QFile read(csv);
  ASSERT_TRUE(read.open(QIODevice::ReadOnly));
  EXPECT_EQ(read.readAll().toStdString(),
            "n,t,d\n4981,\"Grüße, \"\"日本\"\"\",2026/11/30\n0.1,007,\n9007199254740993,=1+1,1900/02/28\n");
}

}  // namespace
}  // namespace courier
