#include "models/data/ResultStore.h"
#include "models/write/BodyPreview.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "models/spool/SpoolSink.h"
#include "tests/support/Batches.h"

namespace courier {
namespace {

class BodyPreviewTest : public ::testing::Test {
 protected:
  void fill(int rows) {
    ASSERT_TRUE(m_store.begin(
        {{.name = QStringLiteral("n"), .databaseType = {}}, {.name = QStringLiteral("text"), .databaseType = {}}}));
    for (int row = 0; row < rows; row += 500) {
      ASSERT_TRUE(m_store.append(testing::numberedBatch(row, std::min(500, rows - row))));
    }
  }
  Expected<SpoolFile> spool(qint64 cap, const BodyOptions& form = {}) {
    SpoolOptions options;
    options.rowCap = cap;
    options.body = form;
    SpoolSink sink(m_folder.path(), options);
    if (auto done = m_store.replay(sink); !done) return done.error();
    return sink.finish();
  }
  QTemporaryDir m_folder;
  ResultStore m_store{m_folder.path()};
};

TEST_F(BodyPreviewTest, IsExactlyTheSpoolFileToCome) {
  fill(1234);
  for (const qint64 cap : {qint64{0}, qint64{1}, qint64{700}, qint64{1234}, qint64{5000}}) {
    const auto preview = previewBody(m_store, cap, {}, {});
    const auto file = spool(cap);
    ASSERT_TRUE(preview);
    ASSERT_TRUE(file);
    EXPECT_EQ(preview->bytes, file->bytes);
    EXPECT_EQ(preview->sha256, file->sha256);
    EXPECT_EQ(preview->rows, file->rows);
    EXPECT_EQ(preview->truncated, file->truncated);
    EXPECT_EQ(preview->columns, file->columns);
  }
}

TEST_F(BodyPreviewTest, IsExactlyTheSpoolFileInEveryFormAndShowsItUnpacked) {
  fill(1234);
  const struct {
    BodyFormat format;
    const char* beginning;
    const char* end;
  } cases[] = {
      {BodyFormat::Result, "{\"column_names\":", "[19,\"row 19\"]]}"},
      {BodyFormat::Objects, "[{\"n\":0,\"text\":\"row 0\"},", "{\"n\":19,\"text\":\"row 19\"}]"},
      {BodyFormat::Lines, "{\"n\":0,\"text\":\"row 0\"}\n", "{\"n\":19,\"text\":\"row 19\"}\n"},
      {BodyFormat::Csv, "n,text\r\n0,row 0\r\n", "19,row 19\r\n"},
  };
  for (const auto& one : cases) {
    for (const bool gzip : {false, true}) {
      const BodyOptions form{.format = one.format, .gzip = gzip};
      const auto preview = previewBody(m_store, 0, form, {});
      const auto file = spool(0, form);
      ASSERT_TRUE(preview);
      ASSERT_TRUE(file);
      EXPECT_EQ(preview->bytes, file->bytes);
      EXPECT_EQ(preview->sha256, file->sha256);
      EXPECT_EQ(preview->form, form);
      EXPECT_TRUE(preview->beginning.startsWith(one.beginning)) << preview->beginning.constData();
      EXPECT_TRUE(preview->beginning.endsWith(one.end)) << preview->beginning.constData();
    }
  }
}

TEST_F(BodyPreviewTest, ShowsASmallResultWhole) {
  fill(2);
  const auto all = previewBody(m_store, 0, {}, {});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->beginning, QByteArray("{\"column_names\":[\"n\",\"text\"],\"column_types\":[\"long\",\"string\"],"
                                       "\"data\":[[0,\"row 0\"],[1,\"row 1\"]]}"));
  EXPECT_EQ(all->rowsShown, 2);
  EXPECT_EQ(all->bytes, all->beginning.size());
}

TEST_F(BodyPreviewTest, ShowsTwentyRowsOfALargeOne) {
  fill(1000);
  const auto preview = previewBody(m_store, 0, {}, {});
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->rowsShown, 20);
  EXPECT_TRUE(preview->beginning.endsWith("[19,\"row 19\"]]}"));
}

TEST_F(BodyPreviewTest, AnEmptyResultIsAValidBody) {
  fill(0);
  const auto preview = previewBody(m_store, 100, {}, {});
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->bytes, spool(100)->bytes);
  EXPECT_TRUE(preview->beginning.endsWith("\"data\":[]}"));
}

TEST_F(BodyPreviewTest, ObeysACancel) {
  fill(10);
  const CancelToken cancel;
  cancel.cancel();
  const auto preview = previewBody(m_store, 0, {}, cancel);
  ASSERT_FALSE(preview);
  EXPECT_EQ(preview.error().kind, ErrorKind::Cancelled);
}

}  // namespace
}  // namespace courier
