#include "models/base/Gzip.h"
#include "tests/models/read/BodyReaderFixture.h"
#include "tests/support/Packed.h"
#include "tests/support/PeakMemory.h"

namespace courier {
namespace {

using testing::packed;

/// Bodies that are not read, or not to their end.
class BodyReaderRefusals : public testing::BodyReaderFixture {
 protected:
  QString refusal(const QByteArray& bytes, const BodyOptions& form, const BodyReadOptions& options = {}) {
    const auto done = read(bytes, form, options);
    EXPECT_FALSE(done.ok()) << bytes.left(200).constData();
    if (done) return {};
    EXPECT_EQ(done.error().kind, ErrorKind::InvalidInput);
    return done.error().message;
  }
};

TEST_F(BodyReaderRefusals, SaysWhatIsWrongAndWhere) {
  const struct {
    BodyFormat format;
    QByteArray bytes;
    const char* says;
  } cases[] = {
      {BodyFormat::Result, "hello", "cannot be read as JSON of names, types and rows: the end is missing"},
      {BodyFormat::Result, R"({"column_names":["a"],"column_types":["long"],"data":[[1],[1,2]]})",
       "row 2: the row has more values than there are columns"},
      {BodyFormat::Objects, "", "the end is missing"},
      {BodyFormat::Objects, R"([{"a":1})", "the end is missing"},
      {BodyFormat::Objects, R"([{"a":1}]])", "something other than rows is where the rows should be"},
      {BodyFormat::Objects, R"([{"a":1},[2]])", "row 2: it is not an object"},
      {BodyFormat::Objects, R"([1,2])", "something other than rows is where the rows should be"},
      {BodyFormat::Objects, R"([{"a":1},{"a":1,"a":2}])", "row 2: the key “a” occurs twice"},
      {BodyFormat::Objects, R"([{"a":tru}])", "row 1: "},
      {BodyFormat::Objects, "[{\"a\":\"\xFF\"}]", "UTF-8"},
      {BodyFormat::Lines, "{\"a\":1}\n[1]\n", "cannot be read as JSON lines: line 2: it is not an object"},
      {BodyFormat::Lines, "{\"a\":1}\n{\"a\":1} {\"a\":2}\n", "line 2: something follows the object"},
      {BodyFormat::Lines, "{\"a\":1}\n\n{\"a\"", "line 3: "},
      {BodyFormat::Lines, "{\"a\":01}\n", "line 1: "},
      {BodyFormat::Csv, "", "cannot be read as CSV: it has no header line"},
      {BodyFormat::Csv, "a,b\r\n1\r\n", "line 2: the row has fewer values than there are columns"},
      {BodyFormat::Csv, "a,b\r\n1,2,3\r\n", "line 2: the row has more values than there are columns"},
      {BodyFormat::Csv, "a,b\r\n1,\"2\r\n", "line 2: a quote is not closed"},
      {BodyFormat::Csv, "a,b\r\n1,x\"y\"\r\n", "line 2: a quote is in the middle of a field"},
      {BodyFormat::Csv, "a,b\r\n1,\"x\"y\r\n", "line 2: something follows a closing quote"},
      {BodyFormat::Csv, "a,b\r1,2\r", "line 1: a carriage return has no line feed after it"},
      {BodyFormat::Csv, "a\r\n\xFF\r\n", "line 2: a value is not UTF-8"},
  };
  for (const auto& one : cases) {
    const QString message = refusal(one.bytes, {.format = one.format});
    EXPECT_TRUE(message.contains(QString::fromUtf8(one.says))) << message.toStdString();
    EXPECT_TRUE(message.startsWith(QStringLiteral("This body cannot be read as "))) << message.toStdString();
  }
}

TEST_F(BodyReaderRefusals, SaysWhatIsWrongWithItsPacking) {
  const BodyOptions form{.format = BodyFormat::Csv, .gzip = true};
  const QByteArray whole = packed("a,b\r\n1,2\r\n");
  ASSERT_TRUE(read(whole, form).ok());
  EXPECT_TRUE(refusal("a,b\r\n1,2\r\n", form).contains(QStringLiteral("it is not compressed with gzip")));
  EXPECT_TRUE(refusal(whole.chopped(9), form).contains(QStringLiteral("its gzip data ends too early")));
  EXPECT_TRUE(refusal(whole + "x", form).contains(QStringLiteral("something follows the end of its gzip data")));
  QByteArray broken = whole;
  broken[broken.size() - 6] = static_cast<char>(broken[broken.size() - 6] ^ 1);
  EXPECT_TRUE(refusal(broken, form).contains(QStringLiteral("its gzip data is damaged")));
}

TEST_F(BodyReaderRefusals, NeverUnpacksMoreThanItsLimits) {
  // 64 MB of one value, 64 MB of rows, in little.
  std::string value;
  std::string rows;
  GzipPacker packer;
  const std::string piece(1'000'000, 'x');
  ASSERT_TRUE(packer.add("a\r\n", value).ok());
  for (int each = 0; each < 64; ++each) ASSERT_TRUE(packer.add(piece, value).ok());
  ASSERT_TRUE(packer.finish(value).ok());
  std::string lines;
  for (int line = 0; line < 500; ++line) lines += std::string(1998, 'y') + "\r\n";
  ASSERT_TRUE(packer.add("a\r\n", rows).ok());
  for (int each = 0; each < 64; ++each) ASSERT_TRUE(packer.add(lines, rows).ok());
  ASSERT_TRUE(packer.finish(rows).ok());
  const BodyOptions form{.format = BodyFormat::Csv, .gzip = true};
  class Counting final : public BatchSink {
   public:
    Expected<void> begin(const Columns&) override { return {}; }
    Expected<void> append(const ColumnBatchPtr& batch) override {
      rows += batch->rowCount();
      return {};
    }
    qint64 rows = 0;
  } counting;
  const auto readInto = [&](const std::string& bytes, const BodyReadOptions& options) {
    QByteArray copy = QByteArray::fromStdString(bytes);
    QBuffer device(&copy);
    EXPECT_TRUE(device.open(QIODevice::ReadOnly));
    const auto done = readBody(device, form, counting, options);
    return done ? QString() : done.error().message;
  };
  const testing::PeakMemory memory;
  EXPECT_EQ(readInto(value, {.maxRowBytes = 8 << 20}),
            QStringLiteral("This body cannot be read as CSV: line 2: one row is too large."));
  EXPECT_EQ(readInto(rows, {.maxBytes = 5'000'000}),
            QStringLiteral("This body cannot be shown as rows: uncompressed, it is larger than 5 MB."));
  EXPECT_LT(counting.rows, 2'501);
  counting.rows = 0;
  EXPECT_EQ(readInto(rows, {}), QString());
  EXPECT_EQ(counting.rows, 64 * 500);
  EXPECT_LT(memory.growth(), qint64{60} << 20);
}

TEST_F(BodyReaderRefusals, StopsWhenToldTo) {
  BodyReadOptions options;
  options.cancel.cancel();
  const auto done = read("a\r\n1\r\n", {.format = BodyFormat::Csv}, options);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::Cancelled);
}

TEST_F(BodyReaderRefusals, AFileThatIsGoneIsSaid) {
  const auto done = readBody(m_folder.filePath(QStringLiteral("none.csv")), {.format = BodyFormat::Csv}, m_sink);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(done.error().message, QStringLiteral("The body is no longer kept on this computer."));
}

}  // namespace
}  // namespace courier
