#include "models/spool/SpoolFolder.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/common/Dialog.h"
#include "widgets/jobs/HistoryMenu.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class HistoryMenuTest : public testing::JobsFixture {
 protected:
  QString note() { return part<Note>(*m_page, "note")->text(); }
  HistoryMenu* menu() { return m_page->findChild<HistoryMenu*>(); }
  /// As the program's own: rows first, then files.
  DeleteBodies deleter() {
    return [this] {
      RetentionRule rule;
      rule.everything = true;
      return m_jobs.releaseBodies(rule).then(
          [this](const Expected<ReleasedBodies>& released) -> Expected<DeletedBodies> {
            if (!released) return released.error();
            spoolfolder::remove(spoolFolder(), released->names);
            return DeletedBodies{static_cast<int>(released->names.size()), released->bytes};
          });
    };
  }
  qsizetype files() { return QDir(spoolFolder()).entryList(QDir::Files).size(); }
};

TEST_F(HistoryMenuTest, TheRecordIsSavedAsCsv) {
  fill();
  open();
  const QString path = m_database.folder() + QStringLiteral("/record.csv");
  menu()->exportRecordTo(path);
  ASSERT_TRUE(waitUntil([this] { return note().contains(QStringLiteral("5 line")); })) << qUtf8Printable(note());
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray text = file.readAll();
  EXPECT_TRUE(text.startsWith("time,who,job,kind,query,sql"));
  EXPECT_EQ(text.count("myweb:"), 3);
  EXPECT_FALSE(text.contains("secret"));
  m_database.change(QStringLiteral("UPDATE job SET query_name = 'again'"));
  m_page->reload();
  ASSERT_TRUE(waitUntil([this] { return cell(0, JobTableModel::QueryColumn) == QStringLiteral("again"); }));
  EXPECT_TRUE(note().contains(QStringLiteral("5 line"))) << "what was said stays over a reload";
  menu()->exportRecordTo(m_database.folder() + QStringLiteral("/no/such/folder/record.csv"));
  ASSERT_TRUE(waitUntil([this] { return note().contains(QStringLiteral("could not be saved")); }));
}

TEST_F(HistoryMenuTest, KeptBodiesGoOnlyAfterAQuestionThatSaysHowMany) {
  fill();
  open();
  m_page->setBodyDeleter(deleter());
  const qsizetype before = files();
  menu()->askDelete();
  ASSERT_TRUE(waitUntil([this] { return openDialog<ConfirmDialog>(*m_page) != nullptr; }));
  testing::shoot(*openDialog<ConfirmDialog>(*m_page), QStringLiteral("jobs-delete-bodies"));
  openDialog<ConfirmDialog>(*m_page)->reject();
  EXPECT_EQ(files(), before);
  menu()->askDelete();
  ASSERT_TRUE(waitUntil([this] { return openDialog<ConfirmDialog>(*m_page) != nullptr; }));
  click(part<Button>(*openDialog<ConfirmDialog>(*m_page), "agree"));
  ASSERT_TRUE(waitUntil([this] { return note().startsWith(QStringLiteral("Deleted: 2 bod")); }))
      << qUtf8Printable(note());
  EXPECT_EQ(files(), before - 2) << "what waits and what is held keeps its body";
  EXPECT_FALSE(await(m_outbox.find(m_waiting))->spoolName.isEmpty());
  EXPECT_TRUE(await(m_outbox.find(m_refused))->spoolName.isEmpty());
}

TEST_F(HistoryMenuTest, NothingToDeleteIsSaidWithoutAQuestion) {
  open();
  menu()->askDelete();
  ASSERT_TRUE(waitUntil([this] { return note().contains(QStringLiteral("no body to delete")); }));
  EXPECT_EQ(openDialog<ConfirmDialog>(*m_page), nullptr);
}

}  // namespace
}  // namespace courier
