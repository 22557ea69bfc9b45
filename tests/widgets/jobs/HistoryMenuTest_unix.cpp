#include "tests/support/FileSizeLimit_unix.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/jobs/HistoryMenu.h"

namespace courier {
namespace {

using testing::waitUntil;

class HistoryMenuOnAFullDisk : public testing::JobsFixture {};

TEST_F(HistoryMenuOnAFullDisk, TheRecordIsNotSavedAndTheOldFileStands) {
  fill();
  open();
  const QString path = m_database.folder() + QStringLiteral("/record.csv");
  QFile old(path);
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("old");
  old.close();
  const auto note = [this] { return part<Note>(*m_page, "note")->text(); };
  {
    const testing::FileSizeLimit limit(100);
    m_page->findChild<HistoryMenu*>()->exportRecordTo(path);
    ASSERT_TRUE(waitUntil([&] { return !note().isEmpty(); }));
  }
  EXPECT_FALSE(note().contains(QStringLiteral("was saved"))) << qUtf8Printable(note());
  EXPECT_TRUE(note().contains(QStringLiteral("could not be"))) << qUtf8Printable(note());
  ASSERT_TRUE(old.open(QIODevice::ReadOnly));
  EXPECT_EQ(old.readAll(), "old");
}

}  // namespace
}  // namespace courier
