#include "models/data/ResultStore.h"
#include "models/write/TextWriter.h"

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

class TableTextWriterTest : public ::testing::Test {
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
  QByteArray text(TextFormat format, const TextOptions& options = {}) {
    QBuffer buffer;
    EXPECT_TRUE(buffer.open(QIODevice::WriteOnly));
    EXPECT_TRUE(writeText(m_store, format, options, buffer).ok());
    return buffer.data();
  }
  /// The path of a file with that text.
  QString file(TextFormat format) {
    QFile file(m_folder.filePath(QStringLiteral("text")));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text(format));
    return file.fileName();
  }

  QTemporaryDir m_folder;
  ResultStore m_store{m_folder.path()};
};

TEST_F(TableTextWriterTest, KnowsTheFormatsByName) {
  EXPECT_EQ(textFormatFromName(QStringLiteral("table")), TextFormat::Table);
  EXPECT_EQ(textFormatFromName(QStringLiteral("csv")), TextFormat::Csv);
  EXPECT_EQ(textFormatFromName(QStringLiteral("tsv")), TextFormat::Tsv);
  EXPECT_EQ(textFormatFromName(QStringLiteral("json")), TextFormat::Json);
  EXPECT_EQ(textFormatFromName(QStringLiteral("jsonl")), TextFormat::JsonLines);
  for (const char* name : {"", "CSV", "xml", "json "}) EXPECT_FALSE(textFormatFromName(QString::fromLatin1(name)));
}

TEST_F(TableTextWriterTest, CsvQuotesWhatNeedsIt) {
  fillWithOddities();
  EXPECT_EQ(text(TextFormat::Csv).toStdString(),
            "n,\"te,xt\"\"\",n,\"\"\n"
            "1,plain,1,0.5\n"
            "-9223372036854775808,\"\",0,2\n"
            ",\"a \"\"quote\"\", a\r\nbreak\tand \\\",,\n"
            "-3,/w==,1,-0.0\n"
            "4,Grüße 😀\xEF\xBF\xBD,0,1e+308\n");
  EXPECT_TRUE(text(TextFormat::Csv, {.header = false}).startsWith("1,plain"));
}

TEST_F(TableTextWriterTest, PythonReadsTheCsvBack) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  fillWithOddities();
  const QString script = QStringLiteral(
      "import csv,sys\n"
      "for row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8')): print(ascii(row))\n");
  EXPECT_EQ(runPython(script, {file(TextFormat::Csv)}).toStdString(),
            R"(['n', 'te,xt"', 'n', '']
['1', 'plain', '1', '0.5']
['-9223372036854775808', '', '0', '2']
['', 'a "quote", a\r\nbreak\tand \\', '', '']
['-3', '/w==', '1', '-0.0']
['4', 'Gr\xfc\xdfe \U0001f600\ufffd', '0', '1e+308']
)");
}

TEST_F(TableTextWriterTest, TsvHasALineARow) {
  fillWithOddities();
  EXPECT_EQ(text(TextFormat::Tsv).toStdString(),
            "n\tte,xt\"\tn\t\n"
            "1\tplain\t1\t0.5\n"
            "-9223372036854775808\t\t0\t2\n"
            "\\N\ta \"quote\", a\\r\\nbreak\\tand \\\\\t\\N\t\\N\n"
            "-3\t/w==\t1\t-0.0\n"
            "4\tGrüße 😀\xEF\xBF\xBD\t0\t1e+308\n");
  EXPECT_EQ(text(TextFormat::Tsv, {.header = false}).count('\n'), 5);
}

TEST_F(TableTextWriterTest, NumbersThatAreNoneHaveNames) {
  const double infinity = std::numeric_limits<double>::infinity();
  fill({columnOf(QStringLiteral("d"), ColumnType::Double)},
       {{infinity}, {-infinity}, {std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_EQ(text(TextFormat::Csv), "d\nInf\n-Inf\nNaN\n");
  EXPECT_EQ(text(TextFormat::JsonLines), "{\"d\":null}\n{\"d\":null}\n{\"d\":null}\n");
}

TEST_F(TableTextWriterTest, JsonHasAnObjectARow) {
  fillWithOddities();
  const QByteArray lines =
      "{\"n\":1,\"te,xt\\\"\":\"plain\",\"n_2\":true,\"column_4\":0.5}\n"
      "{\"n\":-9223372036854775808,\"te,xt\\\"\":\"\",\"n_2\":false,\"column_4\":2.0}\n"
      "{\"n\":null,\"te,xt\\\"\":\"a \\\"quote\\\", a\\r\\nbreak\\tand \\\\\",\"n_2\":null,\"column_4\":null}\n"
      "{\"n\":-3,\"te,xt\\\"\":\"/w==\",\"n_2\":true,\"column_4\":-0.0}\n"
      "{\"n\":4,\"te,xt\\\"\":\"Grüße 😀\xEF\xBF\xBD\",\"n_2\":false,\"column_4\":1e+308}\n";
  EXPECT_EQ(text(TextFormat::JsonLines).toStdString(), lines.toStdString());
  QByteArray array = lines.chopped(1);
  array.replace("}\n", "},\n");
  EXPECT_EQ(text(TextFormat::Json).toStdString(), ("[\n" + array + "\n]\n").toStdString());
}

TEST_F(TableTextWriterTest, PythonReadsTheJsonBack) {
  if (!hasPython()) GTEST_SKIP() << "no python3 here";
  fillWithOddities();
  const QString script = QStringLiteral(
      "import json,sys\n"
      "for row in json.load(open(sys.argv[1], encoding='utf-8')): print(ascii(list(row.values())))\n");
  EXPECT_EQ(runPython(script, {file(TextFormat::Json)}).toStdString(),
            R"([1, 'plain', True, 0.5]
[-9223372036854775808, '', False, 2.0]
[None, 'a "quote", a\r\nbreak\tand \\', None, None]
[-3, '/w==', True, -0.0]
[4, 'Gr\xfc\xdfe \U0001f600\ufffd', False, 1e+308]
)");
}

TEST_F(TableTextWriterTest, JsonTypesAreThoseOfTheRowsThatAreWritten) {
  fill({columnOf(QStringLiteral("v"), ColumnType::Long, TypeSource::Declared)},
       {{qint64{1}}, {qint64{2}}, {std::string("x")}});
  EXPECT_EQ(text(TextFormat::JsonLines), "{\"v\":\"1\"}\n{\"v\":\"2\"}\n{\"v\":\"x\"}\n");
  EXPECT_EQ(text(TextFormat::JsonLines, {.rowLimit = 2}), "{\"v\":1}\n{\"v\":2}\n");
}

TEST_F(TableTextWriterTest, JsonShowsWhatBreaksAnEnginesPromise) {
  fill({columnOf(QStringLiteral("v"), ColumnType::Long)}, {{std::string("1 kg")}});
  EXPECT_EQ(text(TextFormat::JsonLines), "{\"v\":\"1 kg\"}\n");
}

TEST_F(TableTextWriterTest, TheTableIsBoxed) {
  fill({columnOf(QStringLiteral("code"), ColumnType::String), columnOf(QStringLiteral("cnt"), ColumnType::Long),
        columnOf(QStringLiteral("名"), ColumnType::String)},
       {{std::string("200"), qint64{4981}, std::string("日本語")}, {std::string("a\nb"), Null{}, std::string("é")}});
  EXPECT_EQ(text(TextFormat::Table).toStdString(),
            "+------+------+--------+\n"
            "| code |  cnt | 名     |\n"
            "+------+------+--------+\n"
            "| 200  | 4981 | 日本語 |\n"
            "| a␊b  | NULL | é      |\n"
            "+------+------+--------+\n"
            "2 row(s) in set\n");
  EXPECT_EQ(text(TextFormat::Table, {.header = false, .rowLimit = 1}).toStdString(),
            "+-----+------+--------+\n"
            "| 200 | 4981 | 日本語 |\n"
            "+-----+------+--------+\n"
            "1 row(s) in set\n");
}

TEST_F(TableTextWriterTest, TheTableCutsWhatIsWide) {
  fill({columnOf(QStringLiteral("t"), ColumnType::String)}, {{std::string(60, 'a')}, {std::string(61, 'b')}});
  EXPECT_EQ(text(TextFormat::Table).toStdString(), "+" + std::string(62, '-') + "+\n| t" + std::string(59, ' ') +
                                                       " |\n+" + std::string(62, '-') + "+\n| " + std::string(60, 'a') +
                                                       " |\n| " + std::string(59, 'b') + "… |\n+" +
                                                       std::string(62, '-') + "+\n2 row(s) in set\n");
}

TEST_F(TableTextWriterTest, NoControlCharacterReachesATerminal) {
  const std::string escape = "\x1B[31m\x7F\xC2\x9B";
  fill({columnOf(QString::fromStdString(escape), ColumnType::String)}, {{escape}});
  const QByteArray table = text(TextFormat::Table);
  for (const char* control : {"\x1B", "\x7F", "\xC2\x9B"}) EXPECT_FALSE(table.contains(control));
}

TEST_F(TableTextWriterTest, NoRowsAndNoColumns) {
  fill({columnOf(QStringLiteral("a"), ColumnType::Long)}, {});
  EXPECT_EQ(text(TextFormat::Table), "+---+\n| a |\n+---+\n0 row(s) in set\n");
  EXPECT_EQ(text(TextFormat::Csv), "a\n");
  EXPECT_EQ(text(TextFormat::Tsv, {.header = false}), "");
  EXPECT_EQ(text(TextFormat::Json), "[]\n");
  EXPECT_EQ(text(TextFormat::JsonLines), "");
  const ResultStore none(m_folder.path());
  for (const TextFormat format : {TextFormat::Table, TextFormat::Csv, TextFormat::Json}) {
    QBuffer buffer;
    ASSERT_TRUE(buffer.open(QIODevice::WriteOnly));
    EXPECT_TRUE(writeText(none, format, {}, buffer).ok());
  }
}

TEST_F(TableTextWriterTest, ManyBatchesAreOneText) {
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
  EXPECT_EQ(text(TextFormat::Csv), expected);
  EXPECT_EQ(text(TextFormat::Csv, {.rowLimit = 3}).count('\n'), 4);
}

TEST_F(TableTextWriterTest, ADeviceThatTakesNothingIsAStorageError) {
  fillWithOddities();
  QBuffer closed;
  ASSERT_TRUE(closed.open(QIODevice::ReadOnly));
  const auto written = writeText(m_store, TextFormat::Csv, {}, closed);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::Storage);
}

}  // namespace
}  // namespace courier
