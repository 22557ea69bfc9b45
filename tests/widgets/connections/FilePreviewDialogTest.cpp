#include "widgets/connections/FilePreviewDialog.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/Shots.h"
#include "tests/widgets/query/QueryPageFixture.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Note.h"
#include "widgets/connections/ConnectionTree.h"
#include "widgets/connections/ConnectionsPanel.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/RunBar.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class FilePreviewDialogTest : public testing::QueryPageFixture {
 protected:
  QString write(const char* name, const QByteArray& bytes) {
    QFile file(m_services.database.folder() + u'/' + QLatin1String(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("%s", name);
    return file.fileName();
  }
  /// Opens files on the page, and waits until they are shown.
  void preview(const QStringList& files) {
    m_page->openFiles(files);
    ASSERT_TRUE(waitUntil([&] { return (m_dialog = m_page->findChild<FilePreviewDialog*>()) != nullptr; }));
    ASSERT_TRUE(waitUntil([&] {
      return !m_dialog->findChild<QLabel*>(QStringLiteral("summary"))->text().isEmpty() || !note().isEmpty();
    }));
  }
  template <class Widget>
  [[nodiscard]] Widget* part(const char* name) const {
    return m_dialog->findChild<Widget*>(QLatin1String(name));
  }
  [[nodiscard]] QString note() const { return part<Note>("note")->text(); }
  [[nodiscard]] QString heads() const {
    const QAbstractItemModel* model = part<DataTable>("rows")->model();
    QStringList heads;
    for (int column = 0; column < model->columnCount(); ++column)
      heads.append(model->headerData(column, Qt::Horizontal).toString());
    return heads.join(QStringLiteral(", "));
  }
  [[nodiscard]] QString cell(int row, int column) const {
    const QAbstractItemModel* model = part<DataTable>("rows")->model();
    return model->index(row, column).data().toString();
  }
  /// Chooses as a person does, and waits until the file was looked at again.
  void choose(const char* name, const QString& data) {
    auto* box = part<QComboBox>(name);
    QSignalSpy shown(m_dialog, &FilePreviewDialog::shown);
    box->setCurrentIndex(box->findData(data));
    Q_EMIT box->activated(box->currentIndex());
    ASSERT_TRUE(waitUntil([&] { return shown.count() > 0; }));
  }
  void open() { QTest::keyClick(part<QPushButton>("open"), Qt::Key_Return); }
  [[nodiscard]] QVector<Connection> connections() { return *await(m_services.connections.all()); }

  QPointer<FilePreviewDialog> m_dialog;
};

TEST_F(FilePreviewDialogTest, ShowsWhatWasGuessedAndOpensIt) {
  preview({write("sales.csv", "id;zip;amount\n1;007;1,5\n2;;2,5\n")});
  EXPECT_EQ(heads(), QStringLiteral("id · INTEGER, zip · TEXT, amount · REAL"));
  EXPECT_EQ(cell(0, 1), QStringLiteral("007"));
  EXPECT_EQ(cell(1, 1), QStringLiteral("NULL"));
  EXPECT_EQ(part<QComboBox>("encoding")->currentText(), QStringLiteral("UTF-8 (guessed)"));
  EXPECT_EQ(part<QComboBox>("delimiter")->currentText(), QStringLiteral("Semicolon ; (guessed)"));
  EXPECT_EQ(part<QComboBox>("header")->currentText(), QStringLiteral("Names the columns (guessed)"));
  EXPECT_EQ(part<QComboBox>("decimal")->currentText(), QStringLiteral("Comma 1,5 (guessed)"));
  EXPECT_EQ(part<QLineEdit>("name")->text(), QStringLiteral("sales"));
  EXPECT_EQ(part<QLineEdit>("table")->placeholderText(), QStringLiteral("sales"));
  EXPECT_TRUE(part<QLineEdit>("name")->hasFocus());
  open();
  ASSERT_TRUE(waitUntil([&] { return connections().size() == 2; }));
  EXPECT_TRUE(waitUntil([&] { return m_dialog.isNull(); })) << "nothing is to be said";
  const Connection made = connections()[0];
  EXPECT_EQ(made.engine, Engine::Files);
  EXPECT_TRUE(made.readOnly);
  EXPECT_EQ(made.files.size(), 1);
  EXPECT_TRUE(made.files.first().toPairs().isEmpty()) << "what was guessed is guessed again";
  EXPECT_TRUE(waitUntil([&] { return tab()->bar()->connectionBox()->connection().name == QStringLiteral("sales"); }));
  // The same file again keeps its connection.
  m_page->openFiles({made.file});
  EXPECT_TRUE(await(m_services.connections.all()).ok());
  EXPECT_EQ(m_page->findChild<FilePreviewDialog*>(), nullptr);
}

TEST_F(FilePreviewDialogTest, EverythingCanBeChanged) {
  preview({write("sales.csv", "a,b\nx,NA\n5,caf\xE9\n")});
  EXPECT_EQ(part<QComboBox>("encoding")->currentText(), QStringLiteral("WINDOWS-1252 (guessed)"));
  choose("encoding", QStringLiteral("windows-1251"));
  EXPECT_EQ(cell(1, 1), QStringLiteral("cafй"));
  choose("encoding", QString());
  choose("header", QStringLiteral("off"));
  EXPECT_EQ(heads(), QStringLiteral("column1 · TEXT, column2 · TEXT"));
  choose("delimiter", QStringLiteral(";"));
  EXPECT_EQ(heads(), QStringLiteral("column1 · TEXT"));
  choose("delimiter", QStringLiteral(","));
  choose("header", QString());
  QSignalSpy shown(m_dialog, &FilePreviewDialog::shown);
  part<QLineEdit>("nulls")->setFocus();
  QTest::keyClicks(part<QLineEdit>("nulls"), QStringLiteral("NA, -"));
  ASSERT_TRUE(waitUntil([&] { return shown.count() > 0; }));
  EXPECT_EQ(cell(0, 1), QStringLiteral("NULL"));
  auto* column = part<QComboBox>("column");
  column->setCurrentIndex(1);
  Q_EMIT column->activated(1);
  choose("type", QStringLiteral("INTEGER"));
  EXPECT_EQ(heads(), QStringLiteral("a · TEXT, b · INTEGER"));
  EXPECT_EQ(column->currentIndex(), 1);
  part<QLineEdit>("table")->clear();
  QTest::keyClicks(part<QLineEdit>("table"), QStringLiteral("t"));
  part<QLineEdit>("name")->setText(QStringLiteral("mine"));
  open();
  ASSERT_TRUE(waitUntil([&] { return connections().size() == 2; }));
  FileSource expected;
  expected.path = connections()[0].file;
  expected.table = QStringLiteral("t");
  expected.encoding = QStringLiteral("windows-1252");  // which this computer's language decided
  expected.delimiter = QStringLiteral(",");
  expected.nulls = QStringList{QStringLiteral("NA"), QStringLiteral("-")};
  expected.types = {{QStringLiteral("b"), QStringLiteral("INTEGER")}};
  EXPECT_EQ(connections()[0].name, QStringLiteral("mine"));
  EXPECT_EQ(connections()[0].files.first(), expected);
  ASSERT_TRUE(m_dialog) << "a value does not fit the chosen type";
}

TEST_F(FilePreviewDialogTest, WhatIsSetApartIsSaidAndShown) {
  preview({write("bad.csv", "a,b\n1,2\n3,4,5\n6,7\n")});
  open();
  ASSERT_TRUE(waitUntil([&] { return m_dialog->findChildren<Note*>().size() == 2; }));
  Note* said = m_dialog->findChildren<Note*>().last();
  EXPECT_EQ(said->text(), QStringLiteral("1 of 3 lines set apart."));
  testing::shoot(*m_dialog, QStringLiteral("file-preview-report"));
  QTest::mouseClick(said->findChild<QPushButton*>(), Qt::LeftButton);
  ASSERT_TRUE(waitUntil([&] { return tab()->name() == QStringLiteral("bad_rejects"); }));
  EXPECT_TRUE(tab()->editor()->sql().contains(QStringLiteral("FROM bad_rejects")));
  EXPECT_TRUE(waitUntil([&] { return m_dialog.isNull(); }));
}

TEST_F(FilePreviewDialogTest, SeveralFilesAreShownOneByOne) {
  const QString json = write("people.json", "[{\"id\":1,\"name\":\"Ann\"}]");
  preview({write("sales.csv", "id\n1\n"), json, json});
  auto* files = part<QComboBox>("file");
  EXPECT_EQ(files->count(), 2);
  QSignalSpy shown(m_dialog, &FilePreviewDialog::shown);
  files->setCurrentIndex(1);
  Q_EMIT files->activated(1);
  ASSERT_TRUE(waitUntil([&] { return shown.count() > 0; }));
  EXPECT_EQ(heads(), QStringLiteral("id · INTEGER, name · TEXT"));
  EXPECT_FALSE(part<QComboBox>("delimiter")->isVisible());
  open();
  ASSERT_TRUE(waitUntil([&] { return connections().size() == 2; }));
  EXPECT_EQ(connections()[0].files.size(), 2);
}

TEST_F(FilePreviewDialogTest, WhatCannotBeReadIsSaidAndNotOpened) {
  preview({write("empty.csv", "")});
  EXPECT_TRUE(note().contains(QStringLiteral("“empty.csv” is empty")));
  EXPECT_FALSE(part<QPushButton>("open")->isEnabled());
  QTest::keyClick(m_dialog, Qt::Key_Escape);
  EXPECT_TRUE(waitUntil([&] { return m_dialog.isNull(); }));
  m_page->openFiles({m_services.database.folder()});
  EXPECT_TRUE(waitUntil([&] { return tab()->results()->note()->text().contains(QStringLiteral("is a folder")); }));
}

TEST_F(FilePreviewDialogTest, StopEndsTheLoadingAndTheDialogStays) {
  QByteArray lines = "id,text\n";
  while (lines.size() < (60 << 20)) lines += "1,some text that is loaded and takes its time\n";
  preview({write("large.csv", lines)});
  open();
  ASSERT_TRUE(waitUntil([&] { return part<QLabel>("progress")->text().contains(QStringLiteral("rows")); }));
  testing::shoot(*m_dialog, QStringLiteral("file-preview-loading"));
  EXPECT_TRUE(part<QPushButton>("stop")->hasFocus());
  QTest::keyClick(part<QPushButton>("stop"), Qt::Key_Space);
  EXPECT_FALSE(part<QPushButton>("stop")->isVisible());
  EXPECT_TRUE(part<QPushButton>("open")->isEnabled());
  EXPECT_EQ(connections().size(), 1);
  const QDir copies(m_services.database.folder() + QStringLiteral("/files"));
  EXPECT_TRUE(waitUntil([&] {
    return copies.entryList({QStringLiteral("*.part"), QStringLiteral("*.db")}).isEmpty();
  }));
}

}  // namespace
}  // namespace courier
