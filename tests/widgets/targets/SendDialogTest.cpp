#include "widgets/targets/SendDialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <limits>

#include "models/jobs/ShownBodies.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Batches.h"
#include "tests/support/PagesFixture.h"
#include "tests/support/Shots.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Note.h"
#include "widgets/targets/SendPreview.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class SendDialogTest : public testing::PagesFixture {
 protected:
  ~SendDialogTest() override { delete m_dialog; }
  static ColumnBatchPtr counts() {
    ColumnBatchBuilder builder(2);
    const std::pair<const char*, qint64> rows[] = {{"200", 4981}, {"404", 17}, {"500", 2}};
    for (const auto& [code, count] : rows) {
      builder.appendText(0, code);
      builder.appendInteger(1, count);
      builder.endRow();
    }
    return builder.take();
  }
  void open(int rows = 3, bool incomplete = false, SecretStore* secrets = nullptr, const QString& preferred = {}) {
    auto store = std::make_shared<ResultStore>(m_database.folder());
    ASSERT_TRUE(store->begin(
        {{.name = QStringLiteral("code"), .databaseType = {}}, {.name = QStringLiteral("cnt"), .databaseType = {}}}));
    if (rows == 3) {
      ASSERT_TRUE(store->append(counts()));
    } else {
      for (int row = 0; row < rows; row += 1000) {
        ASSERT_TRUE(store->append(testing::numberedBatch(row, std::min(1000, rows - row))));
      }
    }
    ShownResult shown;
    shown.job = addJob(QStringLiteral("hourly counts"));
    shown.queryName = QStringLiteral("hourly counts");
    shown.result = store;
    shown.rows = rows;
    shown.incomplete = incomplete;
    shown.preferredTarget = preferred;
    show(shown, secrets);
  }
  void show(const ShownResult& shown, SecretStore* secrets = nullptr) {
    const auto send = [this, shown](const QVector<DeliveryRequest>& requests, bool moreRowsExist) {
      ++m_sends;
      m_requests = requests;
      m_request = requests.constFirst();
      m_moreRows = moreRowsExist;
      if (m_failure) return QtFuture::makeReadyFuture(Result<QVector<DeliveryId>>(*m_failure));
      const auto bodies = bodiesOfShown(*shown.result, requests, moreRowsExist, spoolFolder());
      if (!bodies) qFatal("no bodies");
      m_file = bodies->constFirst().body;
      return m_outbox.enqueueAll(*bodies, shown.job);
    };
    m_dialog = new SendDialog(shown, m_targets, m_outbox, secrets ? *secrets : m_secrets, send);
    m_dialog->open();
    activate(*m_dialog);
    const auto saved = static_cast<int>(await(m_targets.all())->size());
    ASSERT_TRUE(waitUntil([&] { return part<QComboBox>(*m_dialog, "target")->count() > saved; }));
    ASSERT_TRUE(waitUntil([this] { return size().contains(QStringLiteral("row")); }));
  }
  QLineEdit* edit(const char* name) { return part<QLineEdit>(*m_dialog, name); }
  Button* sendButton() { return part<Button>(*m_dialog, "send"); }
  QString head() { return part<QPlainTextEdit>(*m_dialog, "head")->toPlainText(); }
  QString size() { return part<QLabel>(*m_dialog, "size")->text(); }
  QString trouble() { return part<Note>(*m_dialog, "trouble")->text(); }
  QString outcome() {
    const auto* note = m_dialog->findChild<Note*>(QStringLiteral("outcome"));
    return note ? note->text() : QString();
  }
  QString cut() { return part<Note>(*m_dialog, "cut")->text(); }

  QPointer<SendDialog> m_dialog;
  int m_sends = 0;
  QVector<DeliveryRequest> m_requests;
  DeliveryRequest m_request;  ///< the first of them
  bool m_moreRows = false;
  SpoolFile m_file;
  std::optional<Error> m_failure;
};

TEST_F(SendDialogTest, ShowsExactlyWhatWillGoOverTheWire) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"), QStringLiteral("alice"),
            QStringLiteral("s3cret"));
  open(3, false, nullptr, QStringLiteral("myweb"));
  QTest::keyClicks(edit("path"), QStringLiteral("path"));
  EXPECT_TRUE(head().startsWith(QStringLiteral("PUT webs://alice:•••@reports.example.org/base/path")));
  EXPECT_TRUE(head().contains(QStringLiteral("Authorization: Basic •••")));
  EXPECT_FALSE(head().contains(QStringLiteral("s3cret")));
  EXPECT_TRUE(part<QPlainTextEdit>(*m_dialog, "beginning")->toPlainText().contains(QStringLiteral("4981")));
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  testing::shoot(*m_dialog, QStringLiteral("send"));
  QTest::keyClick(m_dialog, Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([this] { return outcome().contains(QStringLiteral("Queued")); }));
  EXPECT_EQ(m_request.targetText, QStringLiteral("myweb:path"));
  EXPECT_EQ(m_request.url.address(), QStringLiteral("webs://reports.example.org/base/path"));
  EXPECT_FALSE(m_moreRows);
  EXPECT_TRUE(head().contains(QStringLiteral("Content-Length: %1").arg(m_file.bytes)));
  EXPECT_TRUE(head().contains(QString::fromLatin1(m_file.sha256.toBase64())));
}

TEST_F(SendDialogTest, ASavedTargetsOptionsAreInThePreviewAndInTheCopiedCommand) {
  Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                            QStringLiteral("alice"), QStringLiteral("s3cret"));
  target.method = HttpMethod::Post;
  target.options.body = {.format = BodyFormat::Csv, .gzip = true};
  target.options.headers = {{QStringLiteral("X-Note"), QStringLiteral("it's $5")}};
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

TEST_F(SendDialogTest, SaysWhatChangedAndThatItWillBeHeld) {
  Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  const DeliveryId earlier = addDelivery(QStringLiteral("clicks"), target, {}, 1000);
  attempt(earlier, answer(201));
  target.options.guards.holdRowChangePercent = 50;
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

TEST_F(SendDialogTest, TheColumnsAndWhatIsOddInThem) {
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

TEST_F(SendDialogTest, ShowsWhatBecameOfIt) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  const DeliveryId id = await(m_outbox.newest(1))->constFirst().id;
  attempt(id, answer(503));
  ASSERT_TRUE(waitUntil([this] { return outcome().contains(QStringLiteral("503")); }));
  testing::shoot(*m_dialog, QStringLiteral("send-waiting"));
  m_clock.advance(60'000);
  attempt(id, answer(201));
  ASSERT_TRUE(waitUntil([this] { return outcome().contains(QStringLiteral("Delivered")); }));
  testing::shoot(*m_dialog, QStringLiteral("send-delivered"));
  QSignalSpy shown(m_dialog, &SendDialog::showInJobsRequested);
  click(part<Button>(*m_dialog, "showInJobs"));
  EXPECT_EQ(shown.count(), 1);
  EXPECT_EQ(m_sends, 1);
}

TEST_F(SendDialogTest, WithNoTargetYetOffersTheReceiver) {
  open();
  QSignalSpy asked(m_dialog, &SendDialog::receiverRequested);
  click(part<Button>(*m_dialog, "tryHere"));
  ASSERT_EQ(asked.count(), 1);
  m_dialog->useAddress(QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_TRUE(head().startsWith(QStringLiteral("PUT web://127.0.0.1:4711/")));
  testing::shoot(*m_dialog, QStringLiteral("send-typed"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(m_request.url.address(), QStringLiteral("web://127.0.0.1:4711/"));
  EXPECT_TRUE(m_request.secretKey.isEmpty());
}

TEST_F(SendDialogTest, ATypedPasswordGoesToTheSecretStore) {
  open();
  edit("address")->setFocus();
  QTest::keyClicks(edit("address"), QStringLiteral("web://alice:s3cret@reports.example.org/x"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(passwordUnder(m_request.secretKey), QStringLiteral("s3cret"));
  EXPECT_EQ(m_request.targetText, QStringLiteral("web://alice:•••@reports.example.org/x"));
  EXPECT_FALSE(edit("address")->text().contains(QStringLiteral("s3cret")));
}

TEST_F(SendDialogTest, WithoutAKeychainThePersonChooses) {
  SessionSecretStore session(SecretStore::Place::Session);
  open(3, false, &session);
  edit("address")->setText(QStringLiteral("webs://reports.example.org/x"));
  edit("user")->setText(QStringLiteral("alice"));
  edit("password")->setText(QStringLiteral("s3cret"));
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return trouble().contains(QStringLiteral("no keychain")); }));
  EXPECT_EQ(m_sends, 0);
  click(part<Button>(*m_dialog, "acceptSession"));
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
  EXPECT_EQ(await(session.read(m_request.secretKey))->password(), QStringLiteral("s3cret"));
}

TEST_F(SendDialogTest, AnIncompleteResultAsksForATick) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open(3, true);
  EXPECT_FALSE(sendButton()->isEnabled());
  QTest::keyClick(m_dialog, Qt::Key_Return, Qt::ControlModifier);
  EXPECT_EQ(m_sends, 0);
  part<QCheckBox>(*m_dialog, "incomplete")->setChecked(true);
  EXPECT_TRUE(sendButton()->isEnabled());
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return m_sends == 1; }));
  EXPECT_TRUE(m_moreRows);
}

TEST_F(SendDialogTest, SaysWhatIsCutForThisTarget) {
  Target target = addTarget(QStringLiteral("small"), QStringLiteral("webs://reports.example.org/base"));
  target.rowCap = 1500;
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

TEST_F(SendDialogTest, WrongPathsAndAddressesAreSaidAtOnce) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  open();
  edit("path")->setText(QStringLiteral("../x"));
  EXPECT_FALSE(qobject_cast<CheckedField*>(edit("path")->parentWidget())->error().isEmpty());
  click(sendButton());
  auto* box = part<QComboBox>(*m_dialog, "target");
  box->setCurrentIndex(box->count() - 1);
  click(sendButton());
  EXPECT_FALSE(qobject_cast<CheckedField*>(edit("address")->parentWidget())->error().isEmpty());
  EXPECT_EQ(m_sends, 0);
}

TEST_F(SendDialogTest, APausedTargetIsSaidBefore) {
  const Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"),
                                  QStringLiteral("alice"), QStringLiteral("old"));
  attempt(addDelivery(QStringLiteral("clicks"), target, {}), answer(401));
  open();
  ASSERT_TRUE(waitUntil([this] { return part<Note>(*m_dialog, "hint")->text().startsWith(QStringLiteral("401")); }));
}

TEST_F(SendDialogTest, AFailureKeepsTheDialogReady) {
  addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/base"));
  m_failure = Error{ErrorKind::Storage, QStringLiteral("The disk is full."), {}, {}};
  open();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return trouble() == QStringLiteral("The disk is full."); }));
  EXPECT_TRUE(sendButton()->isEnabled());
  m_failure.reset();
  click(sendButton());
  ASSERT_TRUE(waitUntil([this] { return !outcome().isEmpty(); }));
}

}  // namespace
}  // namespace courier
