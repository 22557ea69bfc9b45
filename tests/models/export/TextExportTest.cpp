#include "models/data/ResultStore.h"
#include "models/export/ExportRows.h"

#include <gtest/gtest.h>

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <limits>

#include "tests/support/Batches.h"
#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::Blob;
using testing::columnOf;
using testing::hasPython;
using testing::Null;
using testing::Row;
using testing::runPython;

struct Wanted {
  bool header = true;
  qint64 rowLimit = 0;
};

class TextExport : public ::testing::Test {
 protected:
  void fill(const Columns& columns, const std::vector<Row>& rows) {
    ASSERT_TRUE(m_store.begin(columns).ok());
    ASSERT_TRUE(m_store.append(batchOf(static_cast<int>(columns.size()), rows)).ok());
  }
  /// The seed's result, and what is hard to write.
  void fillWithOddities() {
    fill({columnOf(QStringLiteral("n"), ColumnType::Long, TypeSource::Declared),
          columnOf(QStringLiteral("te,xt\""), ColumnType::String, TypeSource::Declared),
          columnOf(QStringLiteral("n"), ColumnType::Boolean, TypeSource::Declared),
          columnOf(QString(), ColumnType::String, TypeSource::Values)},
         {{qint64{1}, std::string("plain"), qint64{1}, 0.5},
          {std::numeric_limits<qint64>::min(), std::string(), qint64{0}, qint64{2}},
          {Null{}, std::string("a \"quote\", a\r\nbreak\tand \\"), Null{}, Null{}},
          {qint64{-3}, Blob{"\xFF"}, qint64{1}, -0.0},
          {qint64{4}, std::string("Grüße 😀\xFF"), qint64{0}, 1e308}});
  }
  QByteArray text(ExportFormat format, const Wanted& wanted = {}) {
    QBuffer buffer;
    EXPECT_TRUE(buffer.open(QIODevice::WriteOnly));
    EXPECT_TRUE(exportRows(m_store, options(format, wanted), buffer, {}).ok());
    return buffer.data();
  }
  /// As the command line has them: exactly what the database gave.
  static ExportOptions options(ExportFormat format, const Wanted& wanted = {}) {
    ExportOptions options;
    options.format = format;
    options.header = wanted.header;
    options.rowLimit = wanted.rowLimit;
    options.formulas = FormulaCells::Raw;
    return options;
  }
  /// The path of a file with that text.
  QString file(ExportFormat format) {
    QFile file(m_folder.filePath(QStringLiteral("text")));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text(format));
    return file.fileName();
  }

  QTemporaryDir m_folder;
  ResultStore m_store{m_folder.path()};
};

TEST_F(TextExport, KnowsTheFormatsByName) {
  EXPECT_EQ(exportFormatFromKey(QStringLiteral("table")), ExportFormat::Table);
  for (const ExportFormatFacts& facts : exportFormats()) {
    EXPECT_EQ(exportFormatFromKey(QString::fromLatin1(facts.key)), facts.format);
    EXPECT_EQ(exportFormatOfFile(QStringLiteral("a/b.c.") + QString::fromLatin1(facts.suffix).toUpper()), facts.format);
  }
  for (const char* name : {"", "CSV", "xml", "json ", "in"})
    EXPECT_FALSE(exportFormatFromKey(QString::fromLatin1(name)));
  for (const char* file : {"rows", "rows.txt", "csv", "-"}) EXPECT_FALSE(exportFormatOfFile(QString::fromLatin1(file)));
}

TEST_F(TextExport, CsvQuotesWhatNeedsIt) {
  fillWithOddities();
  EXPECT_EQ(text(ExportFormat::Csv).toStdString(),
            "n,\"te,xt\"\"\",n,\"\"\n"
            "1,plain,1,0.5\n"
            "-9223372036854775808,\"\",0,2\n"
            ",\"a \"\"quote\"\", a\r\nbreak\tand \\\",,\n"
            "-3,/w==,1,-0.0\n"
            "4,Grüße 😀\xEF\xBF\xBD,0,1e+308\n");
  EXPECT_TRUE(text(ExportFormat::Csv, {.header = false}).startsWith("1,plain"));
}

TEST_F(TextExport, PythonReadsTheCsvBack) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  fillWithOddities();
  const QString script = QStringLiteral(
      "import csv,sys\n"
      "for row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8')): print(ascii(row))\n");
  EXPECT_EQ(runPython(script, {file(ExportFormat::Csv)}).toStdString(),
            R"(['n', 'te,xt"', 'n', '']
['1', 'plain', '1', '0.5']
['-9223372036854775808', '', '0', '2']
['', 'a "quote", a\r\nbreak\tand \\', '', '']
['-3', '/w==', '1', '-0.0']
['4', 'Gr\xfc\xdfe \U0001f600\ufffd', '0', '1e+308']
)");
}

TEST_F(TextExport, TsvHasALineARow) {
  fillWithOddities();
  EXPECT_EQ(text(ExportFormat::Tsv).toStdString(),
            "n\tte,xt\"\tn\t\n"
            "1\tplain\t1\t0.5\n"
            "-9223372036854775808\t\t0\t2\n"
            "\\N\ta \"quote\", a\\r\\nbreak\\tand \\\\\t\\N\t\\N\n"
            "-3\t/w==\t1\t-0.0\n"
            "4\tGrüße 😀\xEF\xBF\xBD\t0\t1e+308\n");
  EXPECT_EQ(text(ExportFormat::Tsv, {.header = false}).count('\n'), 5);
}

TEST_F(TextExport, NumbersThatAreNoneHaveNames) {
  const double infinity = std::numeric_limits<double>::infinity();
  fill({columnOf(QStringLiteral("d"), ColumnType::Double)},
       {{infinity}, {-infinity}, {std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_EQ(text(ExportFormat::Csv), "d\nInf\n-Inf\nNaN\n");
  EXPECT_EQ(text(ExportFormat::JsonLines), "{\"d\":null}\n{\"d\":null}\n{\"d\":null}\n");
}

TEST_F(TextExport, JsonHasAnObjectARow) {
  fillWithOddities();
  const QByteArray lines =
      "{\"n\":1,\"te,xt\\\"\":\"plain\",\"n_2\":true,\"column_4\":0.5}\n"
      "{\"n\":-9223372036854775808,\"te,xt\\\"\":\"\",\"n_2\":false,\"column_4\":2.0}\n"
      "{\"n\":null,\"te,xt\\\"\":\"a \\\"quote\\\", a\\r\\nbreak\\tand \\\\\",\"n_2\":null,\"column_4\":null}\n"
      "{\"n\":-3,\"te,xt\\\"\":\"/w==\",\"n_2\":true,\"column_4\":-0.0}\n"
      "{\"n\":4,\"te,xt\\\"\":\"Grüße 😀\xEF\xBF\xBD\",\"n_2\":false,\"column_4\":1e+308}\n";
  EXPECT_EQ(text(ExportFormat::JsonLines).toStdString(), lines.toStdString());
  QByteArray array = lines.chopped(1);
  array.replace("}\n", "},\n");
  EXPECT_EQ(text(ExportFormat::Json).toStdString(), ("[\n" + array + "\n]\n").toStdString());
}

TEST_F(TextExport, PythonReadsTheJsonBack) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  fillWithOddities();
  const QString script = QStringLiteral(
      "import json,sys\n"
      "for row in json.load(open(sys.argv[1], encoding='utf-8')): print(ascii(list(row.values())))\n");
  EXPECT_EQ(runPython(script, {file(ExportFormat::Json)}).toStdString(),
            R"([1, 'plain', True, 0.5]
[-9223372036854775808, '', False, 2.0]
[None, 'a "quote", a\r\nbreak\tand \\', None, None]
[-3, '/w==', True, -0.0]
[4, 'Gr\xfc\xdfe \U0001f600\ufffd', False, 1e+308]
)");
}

TEST_F(TextExport, JsonTypesAreThoseOfTheRowsThatAreWritten) {
  fill({columnOf(QStringLiteral("v"), ColumnType::Long, TypeSource::Declared)},
       {{qint64{1}}, {qint64{2}}, {std::string("x")}});
  EXPECT_EQ(text(ExportFormat::JsonLines), "{\"v\":\"1\"}\n{\"v\":\"2\"}\n{\"v\":\"x\"}\n");
  EXPECT_EQ(text(ExportFormat::JsonLines, {.rowLimit = 2}), "{\"v\":1}\n{\"v\":2}\n");
}

TEST_F(TextExport, JsonShowsWhatBreaksAnEnginesPromise) {
  fill({columnOf(QStringLiteral("v"), ColumnType::Long)}, {{std::string("1 kg")}});
  EXPECT_EQ(text(ExportFormat::JsonLines), "{\"v\":\"1 kg\"}\n");
}

TEST_F(TextExport, TheTableIsBoxed) {
  fill({columnOf(QStringLiteral("code"), ColumnType::String), columnOf(QStringLiteral("cnt"), ColumnType::Long),
        columnOf(QStringLiteral("名"), ColumnType::String)},
       {{std::string("200"), qint64{4981}, std::string("日本語")}, {std::string("a\nb"), Null{}, std::string("é")}});
  EXPECT_EQ(text(ExportFormat::Table).toStdString(),
            "+------+------+--------+\n"
            "| code |  cnt | 名     |\n"
            "+------+------+--------+\n"
            "| 200  | 4981 | 日本語 |\n"
            "| a␊b  | NULL | é      |\n"
            "+------+------+--------+\n"
            "2 row(s) in set\n");
  EXPECT_EQ(text(ExportFormat::Table, {.header = false, .rowLimit = 1}).toStdString(),
            "+-----+------+--------+\n"
            "| 200 | 4981 | 日本語 |\n"
            "+-----+------+--------+\n"
            "1 row(s) in set\n");
}

TEST_F(TextExport, TheTableCutsWhatIsWide) {
  fill({columnOf(QStringLiteral("t"), ColumnType::String)}, {{std::string(60, 'a')}, {std::string(61, 'b')}});
  EXPECT_EQ(text(ExportFormat::Table).toStdString(), "+" + std::string(62, '-') + "+\n| t" + std::string(59, ' ') +
                                                         " |\n+" + std::string(62, '-') + "+\n| " +
                                                         std::string(60, 'a') + " |\n| " + std::string(59, 'b') +
                                                         "… |\n+" + std::string(62, '-') + "+\n2 row(s) in set\n");
}

TEST_F(TextExport, NoControlCharacterReachesATerminal) {
  const std::string escape = "\x1B[31m\x7F\xC2\x9B";
  fill({columnOf(QString::fromStdString(escape), ColumnType::String)}, {{escape}});
  const QByteArray table = text(ExportFormat::Table);
  for (const char* control : {"\x1B", "\x7F", "\xC2\x9B"}) EXPECT_FALSE(table.contains(control));
}

TEST_F(TextExport, NoRowsAndNoColumns) {
  fill({columnOf(QStringLiteral("a"), ColumnType::Long)}, {});
  EXPECT_EQ(text(ExportFormat::Table), "+---+\n| a |\n+---+\n0 row(s) in set\n");
  EXPECT_EQ(text(ExportFormat::Csv), "a\n");
  EXPECT_EQ(text(ExportFormat::Tsv, {.header = false}), "");
  EXPECT_EQ(text(ExportFormat::Json), "[]\n");
  EXPECT_EQ(text(ExportFormat::JsonLines), "");
  const ResultStore none(m_folder.path());
  for (const ExportFormat format : {ExportFormat::Table, ExportFormat::Csv, ExportFormat::Json}) {
    QBuffer buffer;
    ASSERT_TRUE(buffer.open(QIODevice::WriteOnly));
    EXPECT_TRUE(exportRows(none, options(format), buffer, {}).ok());
  }
}

TEST_F(TextExport, ManyBatchesAreOneText) {
  ASSERT_TRUE(
      m_store
          .begin({columnOf(QStringLiteral("n"), ColumnType::Long), columnOf(QStringLiteral("t"), ColumnType::String)})
          .ok());
  QByteArray expected = "n,t\n";
  for (int batch = 0; batch < 50; ++batch) {
    std::vector<Row> rows;
    for (int row = 0; row < 1000; ++row) {
      rows.push_back({qint64{batch * 1000 + row}, std::string(20, 'x')});
      expected += QByteArray::number(batch * 1000 + row) + ",xxxxxxxxxxxxxxxxxxxx\n";
    }
    ASSERT_TRUE(m_store.append(batchOf(2, rows)).ok());
  }
  EXPECT_EQ(text(ExportFormat::Csv), expected);
  EXPECT_EQ(text(ExportFormat::Csv, {.rowLimit = 3}).count('\n'), 4);
}

TEST_F(TextExport, ADeviceThatTakesNothingIsAStorageError) {
  fillWithOddities();
  QBuffer closed;
  ASSERT_TRUE(closed.open(QIODevice::ReadOnly));
  const auto written = exportRows(m_store, options(ExportFormat::Csv), closed, {});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::Storage);
}

}  // namespace
}  // namespace courier
