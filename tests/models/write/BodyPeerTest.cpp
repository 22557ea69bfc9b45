#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <bit>
#include <cmath>
#include <limits>

#include "tests/support/Batches.h"
#include "tests/support/Program.h"
#include "tests/support/Spooled.h"

namespace courier {
namespace {

// The body as a parser reads it that is none of ours: Python's json, one value a line, exactly.

using testing::batchOf;
using testing::Blob;
using testing::columnOf;
using testing::hasPython;
using testing::Null;
using testing::Row;
using testing::runPython;
using testing::Value;

/// Each value as one line: n, t, f, i<digits>, d<the double's bits>, s<UTF-8 in hex>.
const QString valuesScript = QStringLiteral(R"(
import json, struct, sys
def show(v):
    if v is None: return 'n'
    if v is True: return 't'
    if v is False: return 'f'
    if isinstance(v, int): return 'i%d' % v
    if isinstance(v, float): return 'd' + struct.pack('>d', v).hex()
    if isinstance(v, str): return 's' + v.encode('utf-8').hex()
    return 'a' + json.dumps(v, separators=(',', ':'))
raw = open(sys.argv[1], 'rb').read()
def refuse(name): raise ValueError(name)
body = json.loads(raw.decode('utf-8', 'strict'), parse_constant=refuse)
assert list(body) == ['column_names', 'column_types', 'data'], list(body)
for name in body['column_names']: print(show(name))
for name in body['column_types']: print(name)
for row in body['data']:
    assert len(row) == len(body['column_names'])
    for value in row: print(show(value))
)");

QByteArray shown(const QByteArray& utf8) {
  return "s" + utf8.toHex() + "\n";
}
QByteArray shown(qint64 integer) {
  return "i" + QByteArray::number(integer) + "\n";
}
QByteArray shown(double real) {
  return "d" + QByteArray::number(std::bit_cast<quint64>(real), 16).rightJustified(16, '0') + "\n";
}

struct Expectation {
  Value value;
  QByteArray shown;
};

QString spool(const QTemporaryDir& folder, const Columns& columns, const std::vector<Row>& rows,
              SpoolFile* file = nullptr) {
  const SpoolFile done = testing::spooled(folder, columns, rows);
  if (file) *file = done;
  return folder.filePath(done.name);
}

/// One column that ends as `type`, every value of it.
void expectColumn(const char* type, const Column& column, const std::vector<Expectation>& values) {
  const QTemporaryDir folder;
  std::vector<Row> rows;
  QByteArray expected = shown(column.name.toUtf8()) + type + "\n";
  for (const Expectation& one : values) {
    rows.push_back({one.value});
    expected += one.shown;
  }
  EXPECT_EQ(runPython(valuesScript, {spool(folder, {column}, rows)}).toStdString(), expected.toStdString());
}

class BodyPeer : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!hasPython()) GTEST_SKIP() << "no python3 here";
  }
};

TEST_F(BodyPeer, Integers) {
  std::vector<Expectation> values{{Null{}, "n\n"}};
  for (const qint64 value : {qint64{0}, qint64{-1}, qint64{1} << 53, (qint64{1} << 53) + 1, -(qint64{1} << 53) - 1,
                             std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()}) {
    values.push_back({value, shown(value)});
  }
  expectColumn("long", columnOf(QStringLiteral("n"), ColumnType::String, TypeSource::Values), values);
}

TEST_F(BodyPeer, Doubles) {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<Expectation> values{{Null{}, "n\n"},
                                  {infinity, "n\n"},
                                  {-infinity, "n\n"},
                                  {std::numeric_limits<double>::quiet_NaN(), "n\n"},
                                  {qint64{7}, shown(7.0)}};
  for (const double value :
       {0.0, -0.0, 1.0, -1.5, 0.1, 1e15, 1e16, 1e22, 1e23, 1e308, -1e308, 5e-324, 123456.789,
        std::numeric_limits<double>::max(), std::numeric_limits<double>::min(), 9007199254740993.0}) {
    values.push_back({value, shown(value)});
  }
  expectColumn("double", columnOf(QStringLiteral("d"), ColumnType::Double, TypeSource::Declared), values);
}

TEST_F(BodyPeer, Texts) {
  using namespace std::string_literals;
  std::vector<Expectation> values{
      {Null{}, "n\n"},
      {Blob{"\0\x01\xFF"s}, shown(QByteArray("AAH/"))},
      {"bad \xFF\xC0\xAF end"s, shown(QByteArray("bad \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD end"))},
      {"\xED\xA0\x80"s, shown(QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"))},
      {qint64{-5}, shown(QByteArray("-5"))},
      {1.0, shown(QByteArray("1.0"))}};
  std::string controls;
  for (int byte = 0; byte < 128; ++byte) controls += static_cast<char>(byte);
  for (const std::string& text : {""s, "say \"hi\" \\ /"s, controls, "a\0b"s, "😀 日本 ü \xC2\x85 \xE2\x80\xA8"s,
                                  std::string(10'000'000, 'x') + "\"ü"}) {
    values.push_back({text, shown(QByteArray::fromStdString(text))});
  }
  expectColumn("string", columnOf(QStringLiteral("say \"ü\"\t😀"), ColumnType::String, TypeSource::Values), values);
}

TEST_F(BodyPeer, BooleansAndArrays) {
  expectColumn("boolean", columnOf(QStringLiteral("b"), ColumnType::Boolean, TypeSource::Declared),
               {{qint64{0}, "f\n"}, {qint64{1}, "t\n"}, {Null{}, "n\n"}, {true, "t\n"}});
  expectColumn("array<long>", columnOf(QStringLiteral("a"), ColumnType::Array, TypeSource::Fixed, ColumnType::Long),
               {{testing::Array{"[1, null, 3]"}, "a[1,null,3]\n"}, {testing::Array{"[]"}, "a[]\n"}});
}

TEST_F(BodyPeer, DuplicateAndEmptyNamesAndNoRows) {
  const QTemporaryDir folder;
  const Columns columns{columnOf(QStringLiteral("a"), ColumnType::Int), columnOf(QString(), ColumnType::Float),
                        columnOf(QStringLiteral("a"), ColumnType::Boolean), columnOf(QString(), ColumnType::String)};
  EXPECT_EQ(runPython(valuesScript, {spool(folder, columns, {})}), shown(QByteArray("a")) + shown(QByteArray()) +
                                                                       shown(QByteArray("a")) + shown(QByteArray()) +
                                                                       "int\nfloat\nboolean\nstring\n");
}

const QString bigScript = QStringLiteral(R"(
import hashlib, json, sys
raw = open(sys.argv[1], 'rb').read()
body = json.loads(raw)
data = body['data']
as_text = body['column_types'][0] == 'string'
for number, row in enumerate(data[:-1]):
    assert row == [str(number) if as_text else number, 'row "%d"' % number], row
print(body['column_types'], len(data), data[-1], len(raw), hashlib.sha256(raw).hexdigest())
)");

TEST_F(BodyPeer, TheCapAndAWideningAtTheLastRow) {
  const Columns columns{columnOf(QStringLiteral("n"), ColumnType::Long, TypeSource::Declared),
                        columnOf(QStringLiteral("t"), ColumnType::String, TypeSource::Declared)};
  const struct {
    qint64 rows;
    Value last;
    const char* printed;
    bool truncated;
  } cases[] = {
      {100'000, qint64{99'999}, "['long', 'string'] 100000 [99999, 'row \"99999\"']", false},
      {100'000, std::string("x"), "['string', 'string'] 100000 ['x', 'row \"99999\"']", false},
      {100'001, std::string("x"), "['long', 'string'] 100000 [99999, 'row \"99999\"']", true},
  };
  for (const auto& one : cases) {
    const QTemporaryDir folder;
    std::vector<Row> rows;
    for (qint64 row = 0; row < one.rows; ++row) {
      rows.push_back({row == one.rows - 1 ? one.last : Value(row), "row \"" + std::to_string(row) + "\""});
    }
    SpoolFile file;
    const QString path = spool(folder, columns, rows, &file);
    EXPECT_EQ(file.truncated, one.truncated);
    EXPECT_EQ(file.rows, 100'000);
    EXPECT_EQ(runPython(bigScript, {path}),
              one.printed + QByteArray(" ") + QByteArray::number(file.bytes) + " " + file.sha256.toHex() + "\n");
  }
}

}  // namespace
}  // namespace courier
