#include "widgets/common/FileQuestion.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFileDialog>
#include <QPointer>
#include <QTemporaryDir>
#include <QWidget>

#include "models/storage/Settings.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class FileQuestionTest : public ::testing::Test {
 protected:
  QPointer<QFileDialog> ask(const FileQuestion& question) {
    askForFile(&m_window, question, [this](const QString& file) { m_chosen = file; });
    for (auto* dialog : m_window.findChildren<QFileDialog*>()) {
      if (dialog->isVisible()) return dialog;
    }
    return nullptr;
  }
  static void end(QPointer<QFileDialog> dialog, const char* how) {
    QMetaObject::invokeMethod(dialog, how);
    EXPECT_TRUE(waitUntil([&] { return dialog.isNull(); }));
  }
  FileQuestion saving() const { return {QStringLiteral("Save"), {}, QStringLiteral("result.json"), {}, {}}; }

  testing::TempDatabase m_database;
  QTemporaryDir m_folder;
  QWidget m_window;
  QString m_chosen;
};

TEST_F(FileQuestionTest, BeginsWhereAFileWasChosenLast) {
  Settings settings(*m_database);
  ASSERT_TRUE(await(settings.load()).ok());
  keepFolderIn(settings);
  auto dialog = ask(saving());
  ASSERT_TRUE(dialog);
  dialog->setDirectory(m_folder.path());
  dialog->selectFile(QStringLiteral("one.json"));
  end(dialog, "reject");
  EXPECT_EQ(m_chosen, QString());
  dialog = ask(saving());
  EXPECT_NE(dialog->directory(), QDir(m_folder.path())) << "nothing was chosen there";
  dialog->setDirectory(m_folder.path());
  dialog->selectFile(QStringLiteral("one.json"));
  end(dialog, "accept");
  EXPECT_EQ(m_chosen, m_folder.filePath(QStringLiteral("one.json")));
  dialog = ask({QStringLiteral("Open"), {}, {}, {}, {}});
  EXPECT_EQ(dialog->directory(), QDir(m_folder.path()));
  end(dialog, "reject");
  // A field that names a file already is asked beside that one.
  dialog = ask({QStringLiteral("Open"), {}, {}, {}, QDir::rootPath() + QStringLiteral("ca.pem")});
  EXPECT_EQ(dialog->directory(), QDir::root());
  end(dialog, "reject");
}

TEST_F(FileQuestionTest, TheFolderIsKnownAfterARestart) {
  Settings settings(*m_database);
  ASSERT_TRUE(await(settings.load()).ok());
  settings.setValue(QStringLiteral("files/folder"), m_folder.path());
  keepFolderIn(settings);
  const auto dialog = ask(saving());
  EXPECT_EQ(dialog->directory(), QDir(m_folder.path()));
  end(dialog, "reject");
  // A folder that is gone is none.
  settings.setValue(QStringLiteral("files/folder"), m_folder.filePath(QStringLiteral("gone")));
  keepFolderIn(settings);
  const auto elsewhere = ask(saving());
  EXPECT_FALSE(elsewhere->directory().path().contains(QStringLiteral("gone")));
  end(elsewhere, "reject");
}

}  // namespace
}  // namespace courier
