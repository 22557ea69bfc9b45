#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>
#include <algorithm>
#include <string>

#include "models/read/BodyReader.h"
#include "models/spool/SpoolSink.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

using testing::columnOf;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool isMeasurable = false;
#else
constexpr bool isMeasurable = true;
#endif

/// This process's own memory that is in use now, without what is mapped from files, in bytes.
qint64 ownMemory() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QList<QByteArray> pages = file.readAll().split(' ');
  return (pages[1].toLongLong() - pages[2].toLongLong()) * 4096;
}

/// Spools `rows` rows of three columns, the last of which widens a column; the greatest memory seen meanwhile.
qint64 greatestMemory(const QTemporaryDir& folder, qint64 rows, QString* name, BodyOptions body = {}) {
  const Columns columns{columnOf(QStringLiteral("n"), ColumnType::Long, TypeSource::Declared),
                        columnOf(QStringLiteral("text"), ColumnType::String, TypeSource::Declared),
                        columnOf(QStringLiteral("code"), ColumnType::Long, TypeSource::Declared)};
  const std::string text(80, 'x');
  SpoolSink sink(folder.path(), {.rowCap = 0, .body = body});
  EXPECT_TRUE(sink.begin(columns).ok());
  qint64 greatest = 0;
  ColumnBatchBuilder builder(3);
  for (qint64 row = 0; row < rows; ++row) {
    builder.appendInteger(0, row);
    builder.appendText(1, text);
    if (row == rows - 1) {
      builder.appendText(2, "none");
    } else {
      builder.appendInteger(2, 200);
    }
    builder.endRow();
    if (!builder.isFull() && row < rows - 1) continue;
    EXPECT_TRUE(sink.append(builder.take()).ok());
    greatest = std::max(greatest, ownMemory());
  }
  const auto file = sink.finish();
  EXPECT_TRUE(file.ok());
  EXPECT_EQ(file->columns[2].type, ColumnType::String);
  *name = file->name;
  return std::max(greatest, ownMemory());
}

class CountingSink final : public BatchSink {
 public:
  Expected<void> begin(const Columns&) override { return {}; }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    rows += batch->rowCount();
    greatest = std::max(greatest, ownMemory());
    return {};
  }
  qint64 rows = 0;
  qint64 greatest = 0;
};

TEST(SpoolMemory, IsBoundedWhateverTheNumberOfRows) {
  if (!isMeasurable) GTEST_SKIP() << "sanitizers keep what was freed";
  const QTemporaryDir folder;
  const qint64 megabyte = 1 << 20;
  QString name;
  const qint64 before = ownMemory();
  const qint64 few = greatestMemory(folder, 10'000, &name);
  const qint64 many = greatestMemory(folder, 400'000, &name);
  EXPECT_LT(many - before, 28 * megabyte) << "16 MB of rows, and the buffers";
  EXPECT_LT(many - few, 24 * megabyte);

  // 40 MB of body are read back with a few batches.
  CountingSink counting;
  const qint64 beforeReading = ownMemory();
  ASSERT_TRUE(readResultBody(folder.filePath(name), counting).ok());
  EXPECT_EQ(counting.rows, 400'000);
  EXPECT_GT(QFile(folder.filePath(name)).size(), 30 * megabyte);
  EXPECT_LT(counting.greatest - beforeReading, 16 * megabyte);
}

TEST(SpoolMemory, IsBoundedInEveryForm) {
  if (!isMeasurable) GTEST_SKIP() << "sanitizers keep what was freed";
  const QTemporaryDir folder;
  const qint64 megabyte = 1 << 20;
  for (const BodyFormat format : {BodyFormat::Objects, BodyFormat::Lines, BodyFormat::Csv}) {
    for (const bool gzip : {false, true}) {
      const BodyOptions body{.format = format, .gzip = gzip};
      QString name;
      const qint64 before = ownMemory();
      const qint64 many = greatestMemory(folder, 200'000, &name, body);
      EXPECT_LT(many - before, 28 * megabyte) << name.toStdString();
      EXPECT_TRUE(QFile::remove(folder.filePath(name)));
    }
  }
}

}  // namespace
}  // namespace courier
