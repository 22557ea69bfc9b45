#include "widgets/export/ExportDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>

#include "models/data/ResultStore.h"
#include "tests/support/Batches.h"
#include "tests/support/Shots.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/common/Note.h"
#include "widgets/common/TextView.h"

namespace courier {
namespace {

using testing::batchOf;
using testing::Null;
using testing::waitUntil;

class ExportDialogTest : public testing::PagesFixture {
 protected:
  ExportDialogTest() {
    Columns columns(3);
    columns[0].name = QStringLiteral("city");
    columns[1].name = QStringLiteral("note");
    columns[2].name = QStringLiteral("amount");
    EXPECT_TRUE(m_all->begin(columns).ok());
    EXPECT_TRUE(m_all
                    ->append(batchOf(
                        3, {{std::string("Zürich"), std::string("=1+1"), 1.5}, {std::string("東京"), Null{}, 2.25}}))
                    .ok());
    EXPECT_TRUE(m_shown->begin(columns).ok());
    EXPECT_TRUE(m_shown->append(batchOf(3, {{std::string("Oslo"), Null{}, 3.0}})).ok());
  }
  ~ExportDialogTest() override { delete m_dialog; }

  void open(std::shared_ptr<const RowSource> all = nullptr) {
    delete m_dialog;
    m_dialog = new ExportDialog(
        {{QStringLiteral("All 2 rows fetched"), all ? all : m_all}, {QStringLiteral("Only the 1 row shown"), m_shown}},
        QStringLiteral("daily counts"), InsertDialect::PostgreSql, m_settings);
    QSignalSpy previewed(m_dialog, &ExportDialog::previewed);
    m_dialog->open();
    activate(*m_dialog);
    EXPECT_TRUE(waitUntil([&] { return !previewed.isEmpty(); }));
  }
  void choose(const char* name, const QString& text) {
    QSignalSpy previewed(m_dialog, &ExportDialog::previewed);
    auto* box = part<QComboBox>(*m_dialog, name);
    ASSERT_GE(box->findText(text), 0) << text.toStdString();
    box->setCurrentText(text);
    EXPECT_TRUE(waitUntil([&] { return !previewed.isEmpty(); }));
  }
  void save(const QString& path) {
    QSignalSpy ended(m_dialog, &ExportDialog::ended);
    m_dialog->exportTo(path);
    ASSERT_TRUE(waitUntil([&] { return !ended.isEmpty(); }));
  }
  [[nodiscard]] QString preview() const { return part<TextView>(*m_dialog, "preview")->toPlainText(); }
  [[nodiscard]] const Note& outcome() const { return *part<Note>(*m_dialog, "outcome"); }
  [[nodiscard]] QString path(const char* name) const { return m_database.folder() + u'/' + QString::fromLatin1(name); }
  static QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
  }

  std::shared_ptr<ResultStore> m_all = std::make_shared<ResultStore>(m_database.folder());
  std::shared_ptr<ResultStore> m_shown = std::make_shared<ResultStore>(m_database.folder());
  QPointer<ExportDialog> m_dialog;
};

TEST_F(ExportDialogTest, ThePreviewIsHowTheFileBegins) {
  open();
  EXPECT_EQ(preview(), QStringLiteral("city,note,amount\nZürich,'=1+1,1.5\n東京,,2.25\n"));
  choose("separator", QStringLiteral("Semicolon ;"));
  choose("encoding", QStringLiteral("Windows-1252"));
  EXPECT_EQ(preview(), QStringLiteral("city;note;amount\nZürich;'=1+1;1.5\n??;;2.25\n"));
  testing::shoot(*m_dialog, QStringLiteral("export-csv"));
  save(path("out.csv"));
  EXPECT_EQ(content(path("out.csv")), "city;note;amount\nZ\xFCrich;'=1+1;1.5\n??;;2.25\n");
  EXPECT_TRUE(outcome().text().startsWith(QStringLiteral("Saved 2 rows to "))) << outcome().text().toStdString();
  EXPECT_TRUE(outcome().text().contains(QStringLiteral("2 characters do not exist in Windows-1252")));
  EXPECT_EQ(outcome().tone(), Tone::Warn);
  testing::shoot(*m_dialog, QStringLiteral("export-saved"));
}

TEST_F(ExportDialogTest, OnlyTheFormatsOwnOptionsAreShown) {
  open();
  const auto isShown = [this](const char* name) { return part<QWidget>(*m_dialog, name)->isVisible(); };
  EXPECT_TRUE(isShown("separator") && isShown("header") && isShown("formulas"));
  EXPECT_FALSE(isShown("table") || isShown("dialect"));
  choose("format", QStringLiteral("SQL INSERT"));
  EXPECT_TRUE(isShown("table") && isShown("dialect") && isShown("rowsPerInsert"));
  EXPECT_FALSE(isShown("separator") || isShown("header") || isShown("formulas"));
  EXPECT_TRUE(
      preview().startsWith(QStringLiteral("INSERT INTO result (city, note, amount) VALUES\n('Zürich', '=1+1'")));
  EXPECT_EQ(part<QComboBox>(*m_dialog, "dialect")->currentText(), QStringLiteral("PostgreSQL"));
  testing::shoot(*m_dialog, QStringLiteral("export-sql"));
  part<QLineEdit>(*m_dialog, "table")->clear();
  click(part<Button>(*m_dialog, "save"));
  EXPECT_TRUE(outcome().text().contains(QStringLiteral("Enter the name of the table")));
  choose("format", QStringLiteral("Excel (XLSX)"));
  EXPECT_TRUE(isShown("header"));
  EXPECT_TRUE(preview().contains(QStringLiteral("| Zürich |")));
  testing::shoot(*m_dialog, QStringLiteral("export-xlsx"));
}

TEST_F(ExportDialogTest, TheRowsShownCanBeExportedAlone) {
  open();
  choose("rows", QStringLiteral("Only the 1 row shown"));
  EXPECT_EQ(preview(), QStringLiteral("city,note,amount\nOslo,,3.0\n"));
  save(path("shown.csv"));
  EXPECT_EQ(content(path("shown.csv")), "city,note,amount\nOslo,,3.0\n");
  EXPECT_EQ(outcome().tone(), Tone::Ok);
}

TEST_F(ExportDialogTest, WhatWasChosenIsRemembered) {
  open();
  choose("format", QStringLiteral("TSV"));
  choose("lineEnd", QStringLiteral("CRLF (Windows)"));
  part<QCheckBox>(*m_dialog, "header")->setChecked(false);
  save(path("out.tsv"));
  open();
  EXPECT_EQ(part<QComboBox>(*m_dialog, "format")->currentText(), QStringLiteral("TSV"));
  EXPECT_EQ(part<QComboBox>(*m_dialog, "lineEnd")->currentText(), QStringLiteral("CRLF (Windows)"));
  EXPECT_FALSE(part<QCheckBox>(*m_dialog, "header")->isChecked());
  EXPECT_EQ(m_settings.value(QStringLiteral("export")).toMap().contains(QStringLiteral("table")), false);
}

TEST_F(ExportDialogTest, AFailureNamesTheMendAndStopLeavesNoFile) {
  open();
  save(path("gone/out.csv"));
  EXPECT_EQ(outcome().tone(), Tone::Bad);
  EXPECT_TRUE(outcome().text().contains(QStringLiteral("Make sure that the folder exists")));

  /// Gives rows until it is stopped.
  struct Endless final : RowSource {
    explicit Endless(std::shared_ptr<ResultStore> from) : rows(std::move(from)) {}
    [[nodiscard]] Columns columns() const override { return rows->columns(); }
    [[nodiscard]] qint64 rowCount() const override { return 10'000'000; }
    [[nodiscard]] Expected<void> replay(BatchSink& sink, qint64 rowLimit) const override {
      if (rowLimit < rowCount()) return rows->replay(sink, 1);
      const auto batch = batchOf(3, {{std::string("x"), Null{}, 1.0}});
      auto done = sink.begin(columns());
      while (done) done = sink.append(batch);
      return done;
    }
    std::shared_ptr<ResultStore> rows;
  };
  open(std::make_shared<Endless>(m_all));
  QSignalSpy ended(m_dialog, &ExportDialog::ended);
  m_dialog->exportTo(path("stopped.csv"));
  auto* stop = part<Button>(*m_dialog, "stop");
  ASSERT_TRUE(waitUntil([&] { return stop->isVisible(); }));
  ASSERT_TRUE(waitUntil(
      [this] { return part<QLabel>(*m_dialog, "progress")->text().contains(QStringLiteral("of 10,000,000 rows")); }));
  testing::shoot(*m_dialog, QStringLiteral("export-running"));
  click(stop);
  ASSERT_TRUE(waitUntil([&] { return !ended.isEmpty(); }));
  EXPECT_EQ(outcome().text(), QStringLiteral("Stopped. No file was written."));
  EXPECT_FALSE(QFile::exists(path("stopped.csv")));
  EXPECT_TRUE(QDir(m_database.folder()).entryList({QStringLiteral(".*.part")}, QDir::Files | QDir::Hidden).isEmpty());
}

}  // namespace
}  // namespace courier
