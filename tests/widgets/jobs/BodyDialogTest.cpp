#include "widgets/jobs/BodyDialog.h"

#include <QSignalSpy>

#include "tests/support/Accessibility.h"
#include "tests/support/Packed.h"
#include "tests/support/Shots.h"
#include "tests/widgets/jobs/BodyDialogFixture.h"
#include "widgets/common/TextView.h"

namespace courier {
namespace {

using testing::await;
using testing::BusyPool;
using testing::packed;
using testing::waitUntil;

class BodyDialogTest : public testing::BodyDialogFixture {
 protected:
  static QString text(BodyDialog& dialog) { return dialog.findChild<TextView*>()->toPlainText(); }
  static QString note(BodyDialog& dialog) { return part<Note>(dialog, "bodyNote")->text(); }

  const QByteArray m_objects =
      R"([{"id":1,"name":"one","amount":1.5},{"id":2,"name":null,"amount":-2.0},{"id":1234567,"name":"three","amount":3.0}])";
  const QByteArray m_lines =
      "{\"id\":1,\"name\":\"one\",\"amount\":1.5}\n{\"id\":2,\"name\":null,\"amount\":-2.0}\n"
      "{\"id\":1234567,\"name\":\"three\",\"amount\":3.0}\n";
};

TEST_F(BodyDialogTest, EveryFormOpensAsAGridAndAsTextAndIsSavedAsItIs) {
  const struct {
    BodyFormat format;
    QByteArray bytes;
    const char* form;
    const char* suffix;
  } cases[] = {{BodyFormat::Result, m_result, "JSON of names, types and rows", ".json"},
               {BodyFormat::Objects, m_objects, "A JSON array of objects", ".json"},
               {BodyFormat::Lines, m_lines, "JSON lines", ".jsonl"},
               {BodyFormat::Csv, m_csv, "CSV", ".csv"}};
  for (const auto& one : cases) {
    for (const bool gzip : {false, true}) {
      const BodyOptions form{.format = one.format, .gzip = gzip};
      const QByteArray kept = gzip ? packed(one.bytes) : one.bytes;
      const DeliveryId id = deliver(kept, form);
      BodyDialog* dialog = openBody(id);
      ASSERT_TRUE(waitRead(*dialog));
      EXPECT_EQ(note(*dialog), QString()) << one.form;
      const auto* rows = dialog->findChild<ResultGrid*>()->model();
      ASSERT_EQ(rows->rowCount(), 3) << one.form;
      ASSERT_EQ(rows->columnCount(), 3);
      EXPECT_EQ(rows->headerData(2, Qt::Horizontal, ResultTableModel::TypeNameRole).toString(),
                QStringLiteral("double"));
      EXPECT_EQ(rows->index(0, 1).data().toString(), QStringLiteral("one"));
      EXPECT_EQ(rows->index(1, 1).data(ResultTableModel::KindRole).toInt(), static_cast<int>(CellKind::Null));
      EXPECT_EQ(rows->index(2, 0).data(ResultTableModel::RawTextRole).toString(), QStringLiteral("1234567"));
      EXPECT_EQ(part<QLabel>(*dialog, "bodyForm")->text(),
                QString::fromLatin1(one.form) + (gzip ? QStringLiteral(", compressed with gzip") : QString()));
      EXPECT_TRUE(words(*dialog).contains(QString::fromLatin1(await(m_outbox.find(id))->bodySha256.toHex())));
      EXPECT_EQ(text(*dialog), QString::fromUtf8(one.bytes));
      dialog->showPage(BodyDialog::Page::Text);
      EXPECT_EQ(part<QLabel>(*dialog, "leftOut")->text().contains(QStringLiteral("shown uncompressed")), gzip);
      EXPECT_EQ(suggestedBodyName({JobId{12}, {{}, form, {}}, {}, {}, {}}),
                QStringLiteral("job-12%1%2").arg(QLatin1String(one.suffix), QLatin1String(gzip ? ".gz" : "")));
      QSignalSpy saved(dialog, &BodyDialog::saved);
      const QString to = m_database.folder() + QStringLiteral("/copy");
      dialog->saveTo(to);
      ASSERT_TRUE(waitUntil([&] { return saved.count() == 1; }));
      QFile copy(to);
      ASSERT_TRUE(copy.open(QIODevice::ReadOnly));
      EXPECT_EQ(copy.readAll(), kept) << "exactly what was sent";
      EXPECT_TRUE(note(*dialog).startsWith(QStringLiteral("Saved as")));
      EXPECT_EQ(testing::unnamedControls(*dialog), QStringList());
      if (one.format == BodyFormat::Csv) {
        dialog->showPage(gzip ? BodyDialog::Page::Text : BodyDialog::Page::Grid);
        testing::shoot(*dialog, gzip ? QStringLiteral("body-text") : QStringLiteral("body-grid"));
      }
      dialog->accept();
      ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) == nullptr; }));
    }
  }
}

TEST_F(BodyDialogTest, WhatCannotBeReadIsSaidAndShownAsText) {
  BodyDialog* dialog = openBody(deliver("id,name,amount\r\n1,one,1.5\r\n2,\"two", {.format = BodyFormat::Csv}));
  ASSERT_TRUE(waitUntil([&] { return !note(*dialog).isEmpty(); }));
  EXPECT_EQ(note(*dialog), QStringLiteral("This body cannot be read as CSV: line 3: a quote is not closed."));
  EXPECT_EQ(page(*dialog), static_cast<int>(BodyDialog::Page::Text));
  EXPECT_TRUE(text(*dialog).contains(QStringLiteral("2,\"two")));
  testing::shoot(*dialog, QStringLiteral("body-unreadable"));
}

TEST_F(BodyDialogTest, OfALargeBodyTheTextSaysWhatIsLeftOut) {
  QByteArray bytes = "id,name,amount\r\n";
  for (int row = 0; row < 20'000; ++row) bytes += QByteArray::number(row) + ",name,0.5\r\n";
  BodyDialog* dialog = openBody(deliver(bytes, {.format = BodyFormat::Csv}, QStringLiteral("p"), 20'000));
  dialog->showPage(BodyDialog::Page::Text);
  EXPECT_LE(text(*dialog).size(), 64 * 1024);
  EXPECT_TRUE(part<QLabel>(*dialog, "leftOut")->text().startsWith(QStringLiteral("The first 65.5 kB of ")));
  ASSERT_TRUE(waitRead(*dialog));
  EXPECT_EQ(dialog->findChild<ResultGrid*>()->model()->rowCount(), 20'000);
  EXPECT_TRUE(part<QLabel>(*dialog, "count")->text().contains(QStringLiteral("20,000")) ||
              part<QLabel>(*dialog, "count")->text().contains(QStringLiteral("20000")));
}

TEST_F(BodyDialogTest, ReadingStopsWhenToldToAndWhenTheDialogGoes) {
  const Delivery delivery = *await(m_outbox.find(deliver(m_csv, {.format = BodyFormat::Csv})));
  const ComparedBody kept{spoolFolder() + QLatin1Char('/') + delivery.spoolName, delivery.to.options.body,
                          delivery.columns};
  const BodySubject subject{delivery.jobId, kept, {}, {}, delivery};
  const BodyBeginning beginning = *readBodyBeginning(kept.path, 100, kept.form);
  auto dialog = std::make_unique<BodyDialog>(subject, beginning, BodyDialog::Parts{m_outbox, m_clock, spoolFolder()});
  ASSERT_TRUE(waitRead(*dialog));
  {
    const BusyPool busy;
    dialog = std::make_unique<BodyDialog>(subject, beginning, BodyDialog::Parts{m_outbox, m_clock, spoolFolder()});
    dialog->show();
    EXPECT_EQ(part<QLabel>(*dialog, "count")->text(), QStringLiteral("Reading: 0 rows so far."));
    click(part<Button>(*dialog, "stopReading"));
  }
  ASSERT_TRUE(waitRead(*dialog));
  EXPECT_EQ(dialog->findChild<ResultGrid*>()->model()->rowCount(), 0);
  EXPECT_TRUE(part<QLabel>(*dialog, "count")->text().contains(QStringLiteral("Only 0 rows were read")));
  EXPECT_EQ(note(*dialog), QString()) << "the person's wish is no trouble";
  EXPECT_FALSE(part<Button>(*dialog, "stopReading")->isVisible());
  {
    const BusyPool busy;
    dialog = std::make_unique<BodyDialog>(subject, beginning, BodyDialog::Parts{m_outbox, m_clock, spoolFolder()});
    dialog.reset();
  }
  QCoreApplication::processEvents();
}

TEST_F(BodyDialogTest, WhereABodyCannotBeSavedIsSaid) {
  BodyDialog* dialog = openBody(deliver(m_csv, {.format = BodyFormat::Csv}));
  const QString to = m_database.folder() + QStringLiteral("/no/such/folder/copy.csv");
  dialog->saveTo(to);
  ASSERT_TRUE(waitUntil([&] { return note(*dialog).contains(QStringLiteral("could not be saved")); }));
  EXPECT_EQ(part<Note>(*dialog, "bodyNote")->tone(), Tone::Bad);
  EXPECT_FALSE(QFile::exists(to));
}

TEST_F(BodyDialogTest, ABodyThatRetentionDeletedIsSaid) {
  const DeliveryId id = deliver(m_csv, {.format = BodyFormat::Csv});
  BodyDialog* dialog = nullptr;
  m_database.change(QStringLiteral("UPDATE delivery SET spool_name = ''"));
  open();
  choose(id);
  EXPECT_EQ(part<QLabel>(*m_page, "body")->text(), QStringLiteral("no longer kept on this computer"));
  m_page->findChild<JobFacts*>()->openBody();
  // One that goes while it is looked at.
  const DeliveryId other = deliver(m_csv, {.format = BodyFormat::Csv}, QStringLiteral("q"));
  m_page->reload();
  dialog = openBody(other);
  ASSERT_TRUE(waitRead(*dialog));
  for (const QString& name : QDir(spoolFolder()).entryList(QDir::Files)) QFile::remove(spoolFolder() + u'/' + name);
  dialog->saveTo(m_database.folder() + QStringLiteral("/copy.csv"));
  ASSERT_TRUE(waitUntil([&] { return note(*dialog).contains(QStringLiteral("no longer kept on this computer")); }));
}

}  // namespace
}  // namespace courier
