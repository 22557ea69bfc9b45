#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QTabBar>
#include <QTableView>
#include <limits>

#include "models/data/ResultStore.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/widgets/send/SendDialogFixture.h"
#include "widgets/send/SendPreview.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

/// What the send dialog shows before anything is sent.
class SendPreviewTest : public testing::SendDialogFixture {
 protected:
  QString cut() { return part<Note>(*m_dialog, "cut")->text(); }
};

TEST_F(SendPreviewTest, ShowsExactlyWhatWillGoOverTheWire) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"), QStringLiteral("alice"),
            QStringLiteral("s3cret"));
  open(3, false, nullptr, QStringLiteral("myweb"));
  QTest::keyClicks(edit("path"), QStringLiteral("path"));
  EXPECT_TRUE(head().startsWith(QStringLiteral("PUT webs://alice:•••@reports.example.org/base/path")));
  EXPECT_TRUE(head().contains(QStringLiteral("Authorization: Basic •••")));
  EXPECT_FALSE(head().contains(QStringLiteral("s3cret")));
  EXPECT_TRUE(part<TextView>(*m_dialog, "beginning")->toPlainText().contains(QStringLiteral("4981")));
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  testing::shoot(*m_dialog, QStringLiteral("send"));
  QTest::keyClick(m_dialog, Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([this] { return outcome().contains(QStringLiteral("Queued")); }));
  EXPECT_EQ(m_request.targetText, QStringLiteral("myweb:path"));
  EXPECT_EQ(m_request.to.url.address(), QStringLiteral("webs://reports.example.org/base/path"));
  EXPECT_FALSE(m_moreRows);
  EXPECT_TRUE(head().contains(QStringLiteral("Content-Length: %1").arg(m_file.bytes)));
  EXPECT_TRUE(head().contains(QString::fromLatin1(m_file.sha256.toBase64())));
}

TEST_F(SendPreviewTest, ASavedTargetsOptionsAreInThePreviewAndInTheCopiedCommand) {
  Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                            QStringLiteral("alice"), QStringLiteral("s3cret"));
  target.to.method = HttpMethod::Post;
  target.to.options.body = {.format = BodyFormat::Csv, .gzip = true};
  target.to.options.headers = {{QStringLiteral("X-Note"), QStringLiteral("it's $5")}};
  ASSERT_TRUE(await(m_targets.update(target)));
  open(3, false, nullptr, QStringLiteral("myweb"));
  ASSERT_TRUE(waitUntil([this] { return size().contains(QStringLiteral("gzip")); }));
  EXPECT_TRUE(head().startsWith(QStringLiteral("POST webs://alice:•••@")));
  for (const char* line : {"Content-Encoding: gzip", "Content-Type: text/csv", "X-Note: it's $5"})
    EXPECT_TRUE(head().contains(QLatin1String(line))) << line;
  testing::shoot(*m_dialog, QStringLiteral("send-csv-gzip"));
  const QString file = m_database.folder() + QStringLiteral("/it's a body.csv.gz");
  m_dialog->findChild<SendPreview*>()->saveBodyTo(file);
  auto* note = part<Note>(*m_dialog, "curlNote");
  ASSERT_TRUE(waitUntil([note] { return note->text().contains(QStringLiteral("saved")); }));
  click(part<Button>(*m_dialog, "copyCurl"));
  const QString command = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(command.contains(QStringLiteral("--user 'alice:<PASSWORD>'")));
  EXPECT_TRUE(command.contains(QStringLiteral("'X-Note: it'\\''s $5'")));
  EXPECT_TRUE(command.contains(QStringLiteral("/it'\\''s a body.csv.gz'")));
  EXPECT_FALSE(command.contains(QStringLiteral("s3cret")));
  EXPECT_TRUE(note->text().contains(QStringLiteral("Fill in")));
  testing::shoot(*m_dialog, QStringLiteral("send-copied"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  QFile saved(file);
  QFile sent(spoolFolder() + QLatin1Char('/') + m_file.name);
  ASSERT_TRUE(saved.open(QIODevice::ReadOnly) && sent.open(QIODevice::ReadOnly));
  EXPECT_EQ(saved.readAll(), sent.readAll());
  EXPECT_TRUE(head().contains(QString::fromLatin1(m_file.sha256.toBase64())));
}

TEST_F(SendPreviewTest, SaysWhatChangedAndThatItWillBeHeld) {
  Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  const DeliveryId earlier = addDelivery(QStringLiteral("clicks"), target, {}, 1000);
  attempt(earlier, answer(201));
  target.to.options.guards.holdRowChangePercent = 50;
  ASSERT_TRUE(await(m_targets.update(target)));
  open(3, false, nullptr, QStringLiteral("myweb"));
  auto* changes = part<Note>(*m_dialog, "changes");
  ASSERT_TRUE(waitUntil([changes] { return changes->text().contains(QStringLiteral("will be held")); }));
  EXPECT_TRUE(changes->text().contains(QStringLiteral("3 now (−997, −99.7 %)"))) << qPrintable(changes->text());
  testing::shoot(*m_dialog, QStringLiteral("send-will-be-held"));
  edit("path")->setText(QStringLiteral("elsewhere"));
  ASSERT_TRUE(waitUntil([changes] { return changes->text().startsWith(QStringLiteral("Nothing was delivered")); }));
  edit("path")->clear();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return outcome().startsWith(QStringLiteral("Held: ")); }));
}

TEST_F(SendPreviewTest, TheColumnsAndWhatIsOddInThem) {
  auto store = std::make_shared<ResultStore>(m_database.folder());
  const auto column = [](const char* name, const char* type, ColumnType sent, TypeSource source) {
    return Column{QString::fromLatin1(name), QString::fromLatin1(type), sent, ColumnType::String, source};
  };
  ASSERT_TRUE(store->begin({column("id", "BIGINT", ColumnType::Long, TypeSource::Declared),
                            column("price", "NUMERIC(10,2)", ColumnType::String, TypeSource::Fixed),
                            column("ratio", "double precision", ColumnType::Double, TypeSource::Fixed),
                            column("note", "TEXT", ColumnType::String, TypeSource::Declared),
                            column("note", "BLOB", ColumnType::String, TypeSource::Declared)}));
  ColumnBatchBuilder rows(5);
  rows.appendInteger(0, (qint64{1} << 53) + 1);
  rows.appendText(1, "12.50");
  rows.appendReal(2, std::numeric_limits<double>::infinity());
  rows.appendText(3, "caf\xe9");
  rows.appendBlob(4, "\x01\x02");
  rows.endRow();
  ASSERT_TRUE(store->append(rows.take()));
  ShownResult shown;
  shown.job = addJob(QStringLiteral("odd"));
  shown.result = store;
  shown.rows = 1;
  show(shown);
  auto* table = part<QTableView>(*m_dialog, "columns");
  ASSERT_EQ(table->model()->rowCount(), 7);
  const auto text = [table](int row, int at) { return table->model()->index(row, at).data().toString(); };
  EXPECT_EQ(text(0, 1), QStringLiteral("BIGINT"));
  EXPECT_EQ(text(0, 2), QStringLiteral("long"));
  EXPECT_TRUE(text(0, 3).contains(QStringLiteral("2^53")));
  EXPECT_TRUE(text(1, 3).startsWith(QStringLiteral("decimals")));
  EXPECT_TRUE(text(2, 3).contains(QStringLiteral("null")));
  EXPECT_TRUE(text(3, 3).contains(QStringLiteral("UTF-8")));
  EXPECT_TRUE(text(5, 3).contains(QStringLiteral("base64")));
  auto* tabs = part<QTabBar>(*m_dialog, "bodyTabs");
  EXPECT_TRUE(tabs->tabText(1).contains(QLatin1Char('5')));
  tabs->setCurrentIndex(1);
  EXPECT_TRUE(table->isVisible());
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  testing::shoot(*m_dialog, QStringLiteral("send-columns"));
}

TEST_F(SendPreviewTest, SaysWhatIsCutForThisTarget) {
  Target target = addTarget(QStringLiteral("small"), QStringLiteral("webs://reports.example.org/base"));
  target.to.rowCap = 1500;
  ASSERT_TRUE(await(m_targets.update(target)));
  open(4000);
  ASSERT_TRUE(waitUntil([this] { return cut().contains(QStringLiteral("1,500")); }));
  EXPECT_TRUE(size().contains(QStringLiteral("1,500")));
  testing::shoot(*m_dialog, QStringLiteral("send-cut"));
  auto* box = part<QComboBox>(*m_dialog, "target");
  box->setCurrentIndex(box->count() - 1);
  ASSERT_TRUE(waitUntil([this] { return size().contains(QStringLiteral("4,000")); }));
  EXPECT_TRUE(cut().isEmpty());
}

}  // namespace
}  // namespace courier
