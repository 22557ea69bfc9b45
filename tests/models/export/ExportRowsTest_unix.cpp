#include <sys/stat.h>

#include <QDir>
#include <QElapsedTimer>
#include <thread>

#include "tests/models/export/ExportFixture.h"
#include "tests/support/FileSizeLimit_unix.h"

namespace courier {
namespace {

using testing::numberedBatch;
using testing::numberedColumns;

class ExportRows : public testing::ExportFixture {
 protected:
  void fillMany(int batches) {
    ASSERT_TRUE(store.begin(numberedColumns()).ok());
    for (int batch = 0; batch < batches; ++batch) ASSERT_TRUE(store.append(numberedBatch(batch * 2000, 2000)).ok());
  }
  [[nodiscard]] QString path() const { return folder.filePath(QStringLiteral("out/rows")); }
  [[nodiscard]] QStringList files() const {
    return QDir(folder.filePath(QStringLiteral("out"))).entryList(QDir::Files | QDir::Hidden | QDir::System);
  }
  QByteArray content() const {
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  void SetUp() override {
    ASSERT_TRUE(QDir(folder.path()).mkdir(QStringLiteral("out")));
    QFile old(path());
    ASSERT_TRUE(old.open(QIODevice::WriteOnly));
    old.write("old");
  }
};

TEST_F(ExportRows, AFullDiskKeepsTheOldFileAndSaysSo) {
  fillMany(50);
  for (const ExportFormatFacts& facts : exportFormats()) {
    const testing::FileSizeLimit limit(100'000);
    const auto written = exportRows(store, {.format = facts.format}, path(), {});
    ASSERT_FALSE(written.ok()) << facts.key;
    EXPECT_EQ(written.error().kind, ErrorKind::Storage);
    EXPECT_TRUE(written.error().message.contains(QStringLiteral("has room"))) << written.error().message.toStdString();
    EXPECT_EQ(content(), "old");
    EXPECT_EQ(files().size(), 1) << facts.key;
  }
}

TEST_F(ExportRows, StopLeavesNoFileInAnyFormat) {
  fillMany(50);
  for (const ExportFormatFacts& facts : exportFormats()) {
    const CancelToken cancel;
    const auto written = exportRows(store, {.format = facts.format}, path(), cancel, [&cancel](qint64 rows) {
      if (rows > 9000) cancel.cancel();
    });
    ASSERT_FALSE(written.ok()) << facts.key;
    EXPECT_EQ(written.error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(content(), "old");
    EXPECT_EQ(files().size(), 1) << facts.key;
  }
}

TEST_F(ExportRows, AWorkbookThatIsBeingPackedStopsToo) {
  fillMany(200);
  const CancelToken cancel;
  QElapsedTimer sinceCancelled;
  // All rows are written then; packing them takes longer than this.
  const auto written = exportRows(store, {.format = ExportFormat::Xlsx}, path(), cancel, [&](qint64 rows) {
    if (rows < 400'000) return;
    sinceCancelled.start();
    std::thread([cancel] { cancel.cancel(); }).detach();
  });
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(sinceCancelled.elapsed(), 2000);
  EXPECT_EQ(content(), "old");
}

TEST_F(ExportRows, ProgressCountsRowsAndTheReportSaysWhatWasWritten) {
  fillMany(3);
  std::vector<qint64> told;
  const auto written = exportRows(store, {}, path(), {}, [&told](qint64 rows) { told.push_back(rows); });
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(told, (std::vector<qint64>{2000, 4000, 6000}));
  EXPECT_EQ(written->rows, 6000);
  EXPECT_EQ(written->bytes, content().size());
  EXPECT_EQ(content().count('\n'), 6001);
}

TEST_F(ExportRows, AFolderThatIsNotThereOrMayNotBeWrittenIsSaid) {
  fillMany(1);
  const auto missing = exportRows(store, {}, folder.filePath(QStringLiteral("gone/rows.csv")), {});
  ASSERT_FALSE(missing.ok());
  EXPECT_TRUE(missing.error().message.contains(QStringLiteral("Make sure that the folder exists")));
  const auto onFolder = exportRows(store, {}, folder.path(), {});
  ASSERT_FALSE(onFolder.ok());
  EXPECT_EQ(onFolder.error().kind, ErrorKind::Storage);
}

TEST_F(ExportRows, AFolderThatVanishesMeanwhileIsSaid) {
  fillMany(2);
  const QString moved = folder.filePath(QStringLiteral("moved"));
  const auto written =
      exportRows(store, {}, path(), {}, [&](qint64) { QDir().rename(folder.filePath(QStringLiteral("out")), moved); });
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::Storage);
}

TEST_F(ExportRows, AFifoIsWrittenThrough) {
  fillMany(1);
  const QString fifo = folder.filePath(QStringLiteral("fifo"));
  ASSERT_EQ(mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
  QByteArray read;
  std::thread reader([&] {
    QFile file(fifo);
    if (file.open(QIODevice::ReadOnly)) read = file.readAll();
  });
  const auto written = exportRows(store, {.format = ExportFormat::JsonLines}, fifo, {});
  reader.join();
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(read.count('\n'), 2000);
}

TEST_F(ExportRows, ARunThatBeginsAnewIsNoMixture) {
  QFile file(path());
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ExportSink sink({}, file, {});
  ASSERT_TRUE(sink.begin(named({QStringLiteral("first")})).ok());
  ASSERT_TRUE(sink.append(testing::batchOfColumn({qint64{1}})).ok());
  ASSERT_TRUE(sink.begin(named({QStringLiteral("second")})).ok());
  ASSERT_TRUE(sink.append(testing::batchOfColumn({qint64{2}})).ok());
  ASSERT_TRUE(sink.finish().ok());
  file.close();
  EXPECT_EQ(content(), "second\n2\n");
}

TEST_F(ExportRows, TextOfMoreThanIsWantedIsRefused) {
  fillMany(10);
  EXPECT_EQ(exportText(store, {.rowLimit = 2}, 100, {}).value(), "number,text\n0,row 0\n1,row 1\n");
  const auto much = exportText(store, {}, 1000, {});
  ASSERT_FALSE(much.ok());
  EXPECT_EQ(much.error().kind, ErrorKind::Unsupported);
  EXPECT_TRUE(much.error().message.contains(QStringLiteral("Export it to a file")));
}

TEST_F(ExportRows, APreviewIsHowTheFileBegins) {
  fill(named({QStringLiteral("t")}), {{std::string("a €")}, {std::string("日")}, {qint64{3}}});
  EXPECT_EQ(exportPreview(store, {.encoding = TextEncoding::Latin1}, 2, {}).value(), QStringLiteral("t\na ?\n?\n"));
  EXPECT_EQ(exportPreview(store, {.format = ExportFormat::Json}, 1, {}).value(), QStringLiteral("[\n{\"t\":\"a €\"}"));
  EXPECT_TRUE(exportPreview(store, {.format = ExportFormat::Json}, 3, {})->endsWith(QStringLiteral("\n]\n")));
  EXPECT_TRUE(exportPreview(store, {.format = ExportFormat::Xlsx}, 2, {})->contains(QStringLiteral("| a €")));
}

TEST_F(ExportRows, FileNamesAreSuch) {
  EXPECT_EQ(exportFileName(QStringLiteral("daily/counts: \"x\""), ExportFormat::Xlsx),
            QStringLiteral("daily_counts_ _x_.xlsx"));
  EXPECT_EQ(exportFileName(QStringLiteral("..."), ExportFormat::Csv), QStringLiteral("result.csv"));
  EXPECT_EQ(exportFileName(QString(), ExportFormat::JsonLines), QStringLiteral("result.jsonl"));
}

}  // namespace
}  // namespace courier
