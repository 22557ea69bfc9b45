#include "widgets/jobs/BodyDialog.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTabBar>
#include <QThreadPool>

#include "models/base/TableRoles.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Packed.h"
#include "tests/support/Shots.h"
#include "tests/support/Values.h"
#include "tests/widgets/jobs/JobsFixture.h"
#include "widgets/jobs/BodyDiffPage.h"
#include "widgets/jobs/BodyRowsPage.h"
#include "widgets/jobs/DiffTable.h"
#include "widgets/jobs/JobFacts.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

using testing::await;
using testing::columnOf;
using testing::packed;
using testing::waitUntil;

class BodyDialogTest : public testing::JobsFixture {
 protected:
  /// A delivered body of `bytes` at the web's `path`.
  DeliveryId deliver(const QByteArray& bytes, const BodyOptions& form = {}, const QString& path = QStringLiteral("p"),
                     qint64 rows = 3) {
    const JobId job = addJob(QStringLiteral("hourly counts"));
    SpoolFile file = body(QStringLiteral("job-%1.body").arg(job.value), bytes, rows);
    file.form = form;
    file.columns = m_columns;
    EXPECT_TRUE(await(m_jobs.succeed(job, rows, false, m_columns, file)));
    DeliveryRequest request;
    request.targetId = web().id;
    request.targetText = web().name + QLatin1Char(':') + path;
    request.url = web().url.joined(path)->url;
    request.user = web().user;
    request.secretKey = web().secretKey;
    request.options.body = form;
    const auto id = await(m_outbox.enqueue(request, job, file));
    EXPECT_TRUE(id);
    m_clock.advance(60'000);
    attempt(*id, answer(201));
    return *id;
  }
  BodyDialog* openBody(DeliveryId id) {
    if (!m_page) open();
    choose(id);
    m_page->findChild<JobFacts*>()->openBody();
    EXPECT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) != nullptr; }));
    return openDialog<BodyDialog>(*m_page);
  }
  /// Until the body was read as far as it goes and the grid has heard of it.
  static bool waitRead(BodyDialog& dialog) {
    const auto* model = dialog.findChild<ResultGrid*>()->resultModel();
    return waitUntil([&] {
      return !dialog.findChild<BodyRowsPage*>()->isReading() && model->rowCount() == model->store()->rowCount();
    });
  }
  static int page(BodyDialog& dialog) { return dialog.findChild<QTabBar*>()->currentIndex(); }
  static QString text(BodyDialog& dialog) { return dialog.findChild<QPlainTextEdit*>()->toPlainText(); }
  static QString note(BodyDialog& dialog) { return part<Note>(dialog, "bodyNote")->text(); }
  /// All words that are to be seen below `root`, a line each.
  static QString words(QWidget& root) {
    QStringList all;
    for (auto* label : root.findChildren<QLabel*>()) {
      if (label->isVisible()) all.append(label->text());
    }
    return all.join(QLatin1Char('\n'));
  }
  static bool compare(BodyDialog& dialog) {
    click(part<Button>(dialog, "compareBody"));
    return waitUntil([&] { return !dialog.findChild<BodyDiffPage*>()->isWorking(); });
  }
  static QString shown(BodyDialog& dialog) { return words(*dialog.findChild<BodyDiffPage*>()); }

  Columns m_columns{columnOf(QStringLiteral("id"), ColumnType::Long),
                    columnOf(QStringLiteral("name"), ColumnType::String),
                    columnOf(QStringLiteral("amount"), ColumnType::Double)};
  const QByteArray m_result = R"({"column_names":["id","name","amount"],"column_types":["long","string","double"],)"
                              R"("data":[[1,"one",1.5],[2,null,-2.0],[1234567,"three",3.0]]})";
  const QByteArray m_objects =
      R"([{"id":1,"name":"one","amount":1.5},{"id":2,"name":null,"amount":-2.0},{"id":1234567,"name":"three","amount":3.0}])";
  const QByteArray m_lines =
      "{\"id\":1,\"name\":\"one\",\"amount\":1.5}\n{\"id\":2,\"name\":null,\"amount\":-2.0}\n"
      "{\"id\":1234567,\"name\":\"three\",\"amount\":3.0}\n";
  const QByteArray m_csv = "id,name,amount\r\n1,one,1.5\r\n2,,-2.0\r\n1234567,three,3.0\r\n";
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
                QString::fromLatin1(one.form) + (gzip ? QStringLiteral(", packed with gzip") : QString()));
      EXPECT_TRUE(words(*dialog).contains(QString::fromLatin1(await(m_outbox.find(id))->bodySha256.toHex())));
      EXPECT_EQ(text(*dialog), QString::fromUtf8(one.bytes).replace(QStringLiteral("\r\n"), QStringLiteral("\n")));
      dialog->showPage(BodyDialog::Page::Text);
      EXPECT_EQ(part<QLabel>(*dialog, "leftOut")->text().contains(QStringLiteral("shown unpacked")), gzip);
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

/// Keeps every thread of the common pool from its work as long as it lives.
class BusyPool {
 public:
  BusyPool() {
    for (int thread = 0; thread < m_threads; ++thread) m_pool->start([this] { m_free.acquire(); });
  }
  ~BusyPool() {
    m_free.release(m_threads);
    m_pool->waitForDone();
  }

 private:
  QThreadPool* m_pool = QThreadPool::globalInstance();
  const int m_threads = m_pool->maxThreadCount();
  QSemaphore m_free;
};

TEST_F(BodyDialogTest, ReadingStopsWhenToldToAndWhenTheDialogGoes) {
  const Delivery delivery = *await(m_outbox.find(deliver(m_csv, {.format = BodyFormat::Csv})));
  const KeptResult kept{spoolFolder() + QLatin1Char('/') + delivery.spoolName, delivery.options.body, delivery.columns};
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
  EXPECT_TRUE(part<QLabel>(*dialog, "count")->text().contains(QStringLiteral("not all")));
  EXPECT_EQ(note(*dialog), QString()) << "the person's wish is no trouble";
  EXPECT_FALSE(part<Button>(*dialog, "stopReading")->isVisible());
  {
    const BusyPool busy;
    dialog = std::make_unique<BodyDialog>(subject, beginning, BodyDialog::Parts{m_outbox, m_clock, spoolFolder()});
    dialog.reset();
  }
  QCoreApplication::processEvents();
}

TEST_F(BodyDialogTest, AComparisonStopsWhenToldTo) {
  deliver("id,name,amount\r\n1,one,1.5\r\n", {.format = BodyFormat::Csv});
  BodyDialog* dialog = openBody(deliver(m_csv, {.format = BodyFormat::Csv}));
  ASSERT_TRUE(waitRead(*dialog));
  {
    const BusyPool busy;
    click(part<Button>(*dialog, "compareBody"));
    EXPECT_TRUE(waitUntil([&] { return shown(*dialog).contains(QStringLiteral("is compared with this one")); }));
    testing::shoot(*dialog, QStringLiteral("body-comparing"));
    click(part<Button>(*dialog, "stopComparing"));
  }
  ASSERT_TRUE(waitUntil([&] { return !dialog->findChild<BodyDiffPage*>()->isWorking(); }));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("were not compared to the end")));
  click(part<Button>(*dialog, "compareAgain"));
  ASSERT_TRUE(waitUntil([&] { return !dialog->findChild<BodyDiffPage*>()->isWorking(); }));
  EXPECT_EQ(dialog->findChild<DiffTable*>()->model()->rowCount(), 2);
}

TEST_F(BodyDialogTest, WhereABodyCannotBeSavedIsSaid) {
  BodyDialog* dialog = openBody(deliver(m_csv, {.format = BodyFormat::Csv}));
  const QString to = m_database.folder() + QStringLiteral("/no/such/folder/copy.csv");
  dialog->saveTo(to);
  ASSERT_TRUE(waitUntil([&] { return note(*dialog).contains(QStringLiteral("could not be written")); }));
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

TEST_F(BodyDialogTest, ComparesWithTheLastDelivered) {
  deliver("id,name,amount\r\n1,one,1.5\r\n2,two,2.0\r\n3,three,1000.5\r\n4,,4.0\r\n", {.format = BodyFormat::Csv});
  deliver(m_csv, {.format = BodyFormat::Csv}, QStringLiteral("elsewhere"));
  const DeliveryId id = deliver(
      R"([{"id":1,"name":"one","amount":1.5},{"id":3,"name":"drei","amount":1000.5},{"id":4,"name":"four","amount":4.0},)"
      R"({"id":5,"name":"five","amount":12345.0},{"id":6,"name":null,"amount":null}])",
      {.format = BodyFormat::Objects});
  BodyDialog* dialog = openBody(id);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_EQ(page(*dialog), static_cast<int>(BodyDialog::Page::Changes));
  const QString counts = part<QLabel>(*dialog, "counts")->text();
  for (const char* part : {"2 row", " added", "1 row", " removed", " changed", "the same"}) {
    EXPECT_TRUE(counts.contains(QLatin1String(part))) << qUtf8Printable(counts);
  }
  const QString notes = part<QLabel>(*dialog, "notes")->text();
  EXPECT_TRUE(notes.contains(QStringLiteral("Compared with job 1, delivered to myweb:p before (09:0")))
      << qUtf8Printable(notes);
  EXPECT_TRUE(notes.contains(QStringLiteral("Rows are matched by “id”."))) << qUtf8Printable(notes);
  auto* table = dialog->findChild<DiffTable*>();
  QStringList lines;
  for (int row = 0; row < table->model()->rowCount(); ++row) {
    QStringList cells{table->model()->index(row, 0).data(NoteRole).toString()};
    for (int column = 0; column < table->model()->columnCount(); ++column) {
      cells.append(table->model()->index(row, column).data().toString());
    }
    lines.append(cells.join(u'|'));
  }
  EXPECT_EQ(lines,
            QStringList({QStringLiteral("row 2 before|removed|2|two|2.0"),
                         QStringLiteral("row 2|changed|3|three → drei|1000.5"),
                         QStringLiteral("row 3|changed|4|NULL → four|4.0"),
                         QStringLiteral("row 4|added|5|five|12345.0"), QStringLiteral("row 5|added|6|NULL|NULL")}));
  EXPECT_EQ(testing::unnamedControls(*dialog), QStringList());
  testing::shoot(*dialog, QStringLiteral("body-changes"));
  table->setCurrentIndex(table->model()->index(1, 2));
  QTest::keyClick(table, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return dialog->findChildren<Dialog*>().size() == 1; }));
}

TEST_F(BodyDialogTest, WhatChangedStandsOnASoftFill) {
  deliver("id,name,amount\r\n1,one,1.5\r\n2,two,2.0\r\n", {.format = BodyFormat::Csv});
  BodyDialog* dialog =
      openBody(deliver("id,name,amount\r\n2,zwei,2.0\r\n3,three,3.0\r\n", {.format = BodyFormat::Csv}));
  ASSERT_TRUE(compare(*dialog));
  auto* table = dialog->findChild<DiffTable*>();
  ASSERT_EQ(table->model()->rowCount(), 3);
  const QImage image = table->viewport()->grab().toImage();
  const qreal ratio = image.devicePixelRatio();
  const auto ground = [&](int row, int column) {
    const QRect cell = table->visualRect(table->model()->index(row, column));
    return image.pixelColor((QPointF(cell.left() + 3, cell.center().y()) * ratio).toPoint());
  };
  const Theme& theme = Theme::of(table->palette());
  EXPECT_EQ(ground(0, 0), theme.badSoft);
  EXPECT_EQ(ground(0, 2), theme.badSoft);
  EXPECT_EQ(ground(1, 0), theme.warnSoft);
  EXPECT_EQ(ground(1, 1), theme.panel) << "of a changed row only what changed";
  EXPECT_EQ(ground(1, 2), theme.warnSoft);
  EXPECT_EQ(ground(2, 0), theme.okSoft);
}

TEST_F(BodyDialogTest, NothingToCompareWithIsSaid) {
  const DeliveryId first = deliver(m_csv, {.format = BodyFormat::Csv});
  const DeliveryId same = deliver(m_csv, {.format = BodyFormat::Csv});
  BodyDialog* dialog = openBody(first);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("Nothing was delivered to myweb:p before this.")));
  testing::shoot(*dialog, QStringLiteral("body-nothing"));
  dialog->accept();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) == nullptr; }));

  dialog = openBody(same);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("has the very same bytes"))) << qUtf8Printable(shown(*dialog));
  dialog->accept();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) == nullptr; }));

  const DeliveryId last = deliver(m_csv + "9,nine,9.0\r\n", {.format = BodyFormat::Csv});
  m_database.change(QStringLiteral("UPDATE delivery SET spool_name = '' WHERE id = ?"), {same.value});
  m_page->reload();
  dialog = openBody(last);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("its body is no longer kept on this computer")));
}

TEST_F(BodyDialogTest, AResultThatWasNotSentHasNothingToCompareWith) {
  const JobId job = addJob(QStringLiteral("kept only"));
  ASSERT_TRUE(await(m_jobs.succeed(job, 3, false, m_columns, body(QStringLiteral("kept.json"), m_result, 3))));
  open();
  m_page->findChild<JobDetail*>()->setLine(JobLine{*await(m_jobs.find(job)), {}});
  m_page->findChild<JobFacts*>()->openBody();
  ASSERT_TRUE(waitUntil([this] { return openDialog<BodyDialog>(*m_page) != nullptr; }));
  BodyDialog* dialog = openDialog<BodyDialog>(*m_page);
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("was not sent to an address")));
}

TEST_F(BodyDialogTest, AComparisonThatFailsCanBeTriedAgain) {
  const DeliveryId older = deliver(m_csv, {.format = BodyFormat::Csv});
  BodyDialog* dialog = openBody(deliver(m_csv + "9,nine,9.0\r\n", {.format = BodyFormat::Csv}));
  const QString path = spoolFolder() + QLatin1Char('/') + await(m_outbox.find(older))->spoolName;
  ASSERT_TRUE(QFile::rename(path, path + QStringLiteral(".away")));
  ASSERT_TRUE(compare(*dialog));
  EXPECT_TRUE(shown(*dialog).contains(QStringLiteral("no longer kept on this computer")))
      << qUtf8Printable(shown(*dialog));
  ASSERT_TRUE(QFile::rename(path + QStringLiteral(".away"), path));
  click(part<Button>(*dialog, "compareAgain"));
  ASSERT_TRUE(waitUntil([&] { return !dialog->findChild<BodyDiffPage*>()->isWorking(); }));
  EXPECT_EQ(dialog->findChild<DiffTable*>()->model()->rowCount(), 1);
}

}  // namespace
}  // namespace courier
