#include "widgets/receiver/ReceiverWindow.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTcpServer>
#include <QTest>
#include <QThreadPool>
#include <QWindow>

#include "models/targets/TargetUrl.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Await.h"
#include "tests/support/Packed.h"
#include "tests/support/Shots.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

using testing::packed;
using testing::waitUntil;

constexpr auto demanded = "s3cret";

class ReceiverWindowTest : public ::testing::Test {
 protected:
  ReceiverWindowTest() { m_window.open(); }
  int put(const QByteArray& body, const QString& path = QStringLiteral("path"),
          const QVector<QPair<QByteArray, QByteArray>>& headers = {}) {
    QNetworkRequest request(TargetUrl::parse(m_window.address())->url.joined(path)->url.httpUrl());
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json; charset=utf-8"));
    request.setRawHeader("Authorization", "Basic " + (QByteArray("alice:") + demanded).toBase64());
    for (const auto& [name, value] : headers) request.setRawHeader(name, value);
    std::unique_ptr<QNetworkReply> reply(m_network.put(request, body));
    EXPECT_TRUE(waitUntil([&] { return reply->isFinished(); }));
    m_retryAfter = reply->rawHeader("Retry-After");
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  }
  DataTable* requests() {
    for (auto* found : m_window.findChildren<DataTable*>()) {
      if (found->accessibleName() == QStringLiteral("Requests")) return found;
    }
    qFatal("no table");
  }
  int rows() { return requests()->model()->rowCount(); }
  QPlainTextEdit* view(const QString& name) {
    for (auto* view : m_window.findChildren<QPlainTextEdit*>()) {
      if (view->accessibleName() == name) return view;
    }
    qFatal("no text");
  }
  QString text(const QString& name) { return view(name)->toPlainText(); }
  ResultGrid& grid() { return *m_window.findChild<ResultGrid*>(); }
  /// What stands instead of the grid.
  QString noGrid() { return part<Note>("gridNote")->text(); }
  template <class Part>
  Part* part(const char* name) {
    auto* found = m_window.findChild<Part*>(QString::fromLatin1(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  /// The files that this window keeps.
  QStringList savedFiles() {
    QStringList found;
    QDirIterator files(m_window.folder(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) found.append(files.next());
    return found;
  }
  QByteArray m_retryAfter;
  SystemClock m_clock;
  ReceiverWindow m_window{m_clock};
  QNetworkAccessManager m_network;
};

const QByteArray result =
    R"({"column_names":["code","cnt"],"column_types":["string","long"],"data":[["200",4981],["404",17],["500",2]]})";

TEST_F(ReceiverWindowTest, ShowsARequestAsItArrived) {
  EXPECT_EQ(testing::unnamedControls(m_window), QStringList());
  testing::shoot(m_window, QStringLiteral("receiver-empty"));
  EXPECT_EQ(put(result), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_TRUE(text(QStringLiteral("Request line and headers")).startsWith(QStringLiteral("PUT /path")));
  EXPECT_FALSE(text(QStringLiteral("Request line and headers")).contains(QStringLiteral("YWxpY2U6")));
  EXPECT_TRUE(text(QStringLiteral("Body")).contains(QStringLiteral("[\"200\", 4981]")));
  auto* tabs = m_window.findChild<QTabBar*>();
  ASSERT_TRUE(waitUntil([&] { return noGrid().isEmpty(); }));
  testing::shoot(m_window, QStringLiteral("receiver"));
  tabs->setCurrentIndex(1);
  testing::shoot(m_window, QStringLiteral("receiver-grid"));
  EXPECT_EQ(testing::unnamedControls(m_window), QStringList());
}

TEST_F(ReceiverWindowTest, IsNotLockedByADialogOfItsOwner) {
  QWidget owner;
  owner.show();
  ReceiverWindow window(m_clock, &owner);
  window.open();
  EXPECT_EQ(window.windowHandle()->transientParent(), nullptr);
  EXPECT_TRUE(window.isWindow());
  EXPECT_FALSE(window.address().isEmpty());
}

TEST_F(ReceiverWindowTest, AnyOtherBodySaysWhyItHasNoGrid) {
  EXPECT_EQ(put("hello, there: not JSON"), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(text(QStringLiteral("Body")), QStringLiteral("hello, there: not JSON"));
  ASSERT_TRUE(waitUntil([this] { return noGrid().startsWith(QStringLiteral("This body cannot be read as ")); }));
  EXPECT_FALSE(grid().isVisibleTo(&m_window));
  m_window.findChild<QTabBar*>()->setCurrentIndex(1);
  testing::shoot(m_window, QStringLiteral("receiver-no-grid"));
  put("x", QStringLiteral("png"), {{"Content-Type", "image/png"}});
  ASSERT_TRUE(waitUntil([this] { return noGrid().contains(QStringLiteral("image/png")); }));
  put("a,b\r\n1,\"2", QStringLiteral("csv"), {{"Content-Type", "text/csv"}});
  ASSERT_TRUE(waitUntil([this] { return noGrid().startsWith(QStringLiteral("This body cannot be read as CSV")); }));
  put("no gzip", QStringLiteral("gz"), {{"Content-Type", "text/csv"}, {"Content-Encoding", "gzip"}});
  ASSERT_TRUE(waitUntil([this] { return noGrid().contains(QStringLiteral("not packed with gzip")); }));
}

TEST_F(ReceiverWindowTest, EveryFormIsAGridAndText) {
  const QVector<QPair<QByteArray, QByteArray>> bodies = {
      {"application/json; charset=utf-8", result},
      {"application/json", R"([{"code":"200","cnt":4981},{"code":"404","cnt":17},{"code":"500","cnt":2}])"},
      {"application/x-ndjson", "{\"code\":\"200\",\"cnt\":4981}\n{\"code\":\"404\",\"cnt\":17}\n{\"code\":\"500\"}\n"},
      {"text/csv; charset=utf-8; header=present", "code,cnt\r\n200,4981\r\n404,17\r\n500,2\r\n"},
  };
  for (const auto& [type, body] : bodies) {
    for (const bool isPacked : {false, true}) {
      QVector<QPair<QByteArray, QByteArray>> headers = {{"Content-Type", type}};
      if (isPacked) headers.append(qMakePair(QByteArray("Content-Encoding"), QByteArray("gzip")));
      EXPECT_EQ(put(isPacked ? packed(body) : body, QStringLiteral("path"), headers), 201);
      ASSERT_TRUE(waitUntil([this] { return noGrid().isEmpty() && grid().resultModel()->rowCount() == 3; }))
          << type.toStdString() << noGrid().toStdString();
      EXPECT_EQ(grid().resultModel()->index(0, 0).data().toString(), QStringLiteral("200")) << type.toStdString();
      EXPECT_EQ(grid().resultModel()->index(1, 1).data().toString(), QStringLiteral("17")) << type.toStdString();
      EXPECT_TRUE(text(QStringLiteral("Body")).contains(QStringLiteral("4981"))) << type.toStdString();
    }
  }
}

TEST_F(ReceiverWindowTest, ALargeBodyIsReadOnAnotherThread) {
  QByteArray body = "n,text\r\n";
  constexpr int count = 300'000;
  for (int row = 0; row < count; ++row) body += QByteArray::number(row) + ",some text that makes it large\r\n";
  EXPECT_EQ(put(body, QStringLiteral("large"), {{"Content-Type", "text/csv"}}), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  // The rows are not there yet when the request is shown: nothing waited for them.
  EXPECT_EQ(noGrid(), QStringLiteral("Reading the rows …"));
  ASSERT_TRUE(waitUntil([&] { return noGrid().isEmpty() && grid().resultModel()->rowCount() == count; }, 60'000));
}

TEST_F(ReceiverWindowTest, MayBeClearedOrGoWhileRowsAreRead) {
  const QByteArray body = "n,text\r\n" + QByteArray("1,some text that makes it large\r\n").repeated(300'000);
  const QVector<QPair<QByteArray, QByteArray>> csv = {{"Content-Type", "text/csv"}};
  EXPECT_EQ(put(body, QStringLiteral("large"), csv), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  part<Button>("clear")->click();
  EXPECT_EQ(noGrid(), QString());
  // What was read of it is not taken for the next one's rows.
  EXPECT_EQ(put("a\r\n1\r\n", QStringLiteral("small"), csv), 201);
  ASSERT_TRUE(waitUntil([this] { return noGrid().isEmpty() && grid().resultModel()->rowCount() == 1; }));
  auto other = std::make_unique<ReceiverWindow>(m_clock);
  other->open();
  QNetworkRequest request(TargetUrl::parse(other->address())->url.httpUrl());
  request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("text/csv"));
  std::unique_ptr<QNetworkReply> reply(m_network.put(request, body));
  auto* note = other->findChild<Note*>(QStringLiteral("gridNote"));
  ASSERT_TRUE(waitUntil([&] { return !note->text().isEmpty(); }));
  other.reset();
  EXPECT_TRUE(QThreadPool::globalInstance()->waitForDone(20'000));
}

TEST_F(ReceiverWindowTest, ObeysItsFieldsFromTheNextRequestOn) {
  EXPECT_EQ(put(result), 201);
  auto* status = part<QComboBox>("status");
  status->setCurrentIndex(status->findData(503));
  part<QSpinBox>("retryAfter")->setValue(20);
  EXPECT_EQ(put(result), 503);
  EXPECT_EQ(m_retryAfter, QByteArray("20"));
  // Any status can be typed; what is none leaves the last one.
  status->lineEdit()->selectAll();
  QTest::keyClicks(status->lineEdit(), QStringLiteral("451"));
  EXPECT_EQ(put(result), 451);
  status->lineEdit()->selectAll();
  QTest::keyClicks(status->lineEdit(), QStringLiteral("999"));
  QTest::keyClick(status->lineEdit(), Qt::Key_Return);
  EXPECT_TRUE(status->currentText().startsWith(QStringLiteral("451 ")));
  EXPECT_EQ(put(result), 451);
  status->setCurrentIndex(status->findData(200));
  part<QSpinBox>("retryAfter")->setValue(0);
  part<QSpinBox>("delay")->setValue(1);
  QElapsedTimer took;
  took.start();
  EXPECT_EQ(put(result), 200);
  EXPECT_EQ(m_retryAfter, QByteArray());
  EXPECT_GE(took.elapsed(), 990);
  part<QSpinBox>("delay")->setValue(0);
  EXPECT_FALSE(part<QLineEdit>("password")->isEnabled());
  QTest::keyClicks(part<QLineEdit>("user"), QStringLiteral("alice:"));
  QTest::keyClicks(part<QLineEdit>("password"), QStringLiteral("wrong"));
  EXPECT_EQ(put(result), 401);
  part<QLineEdit>("password")->setText(QString::fromUtf8(demanded));
  EXPECT_EQ(put(result), 200);
  ASSERT_TRUE(waitUntil([this] { return rows() == 7; }));
  testing::shoot(m_window, QStringLiteral("receiver-fields"));
}

TEST_F(ReceiverWindowTest, SaysThatASenderDidNotWait) {
  part<QSpinBox>("delay")->setValue(600);
  QNetworkRequest request(TargetUrl::parse(m_window.address())->url.httpUrl());
  std::unique_ptr<QNetworkReply> reply(m_network.put(request, QByteArray("x")));
  QSignalSpy sent(reply.get(), &QNetworkReply::uploadProgress);
  ASSERT_TRUE(waitUntil([&] { return sent.count() > 0; }));
  QTest::qWait(100);
  reply->abort();
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(requests()->model()->index(0, RequestTableModel::AnswerColumn).data().toString(), QStringLiteral("none"));
}

TEST_F(ReceiverWindowTest, NoSecretIsShownCopiedOrSaved) {
  const QVector<QPair<QByteArray, QByteArray>> secrets = {{"Proxy-Authorization", "Basic hushA"},
                                                          {"Cookie", "id=hushB"},
                                                          {"webhook-signature", "v1,hushC"},
                                                          {"X-Auth-Token", "hushD"},
                                                          {"X-CLIENT-SECRET", "hushE"},
                                                          {"x-api-key", "hushF"},
                                                          {"X-Password", "hushG"},
                                                          {"Idempotency-Key", "shown-1"}};
  put(result, QStringLiteral("path"), secrets);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  auto* head = view(QStringLiteral("Request line and headers"));
  head->selectAll();
  head->copy();
  const QString copied = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(copied.contains(QStringLiteral("shown-1")));
  EXPECT_EQ(copied.count(QStringLiteral("•••")), 8);
  EXPECT_FALSE(copied.contains(QStringLiteral("hush")));
  EXPECT_FALSE(head->toPlainText().contains(QStringLiteral("hush")));
  const QStringList saved = savedFiles();
  ASSERT_EQ(saved.size(), 1);
  QFile file(saved.first());
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), result);
  part<QLineEdit>("user")->setText(QStringLiteral("alice"));
  part<QLineEdit>("password")->setText(QString::fromUtf8(demanded));
  EXPECT_EQ(part<QLineEdit>("password")->echoMode(), QLineEdit::Password);
  for (auto* button : m_window.findChildren<Button*>()) {
    if (button->accessibleName() == QStringLiteral("Copy the address")) button->click();
  }
  EXPECT_EQ(QGuiApplication::clipboard()->text(), m_window.address());
  EXPECT_FALSE(m_window.address().contains(QString::fromUtf8(demanded)));
}

TEST_F(ReceiverWindowTest, ClearsItsList) {
  auto* clear = part<Button>("clear");
  EXPECT_FALSE(clear->isEnabled());
  put(result);
  put(result);
  ASSERT_TRUE(waitUntil([this] { return rows() == 2; }));
  EXPECT_TRUE(clear->isEnabled());
  clear->click();
  EXPECT_EQ(rows(), 0);
  EXPECT_FALSE(clear->isEnabled());
  EXPECT_TRUE(m_window.findChild<EmptyState*>()->isVisibleTo(&m_window));
  EXPECT_EQ(text(QStringLiteral("Body")), QString());
  EXPECT_EQ(text(QStringLiteral("Request line and headers")), QString());
  EXPECT_EQ(savedFiles(), QStringList());
  // It goes on with the next request.
  put(result);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(requests()->model()->index(0, RequestTableModel::NumberColumn).data(), QStringLiteral("3"));
  EXPECT_FALSE(text(QStringLiteral("Body")).isEmpty());
}

TEST_F(ReceiverWindowTest, KeepsTheNewestTwenty) {
  for (int request = 0; request < 23; ++request) put(result, QStringLiteral("path%1").arg(request));
  ASSERT_TRUE(waitUntil([this] {
    return rows() == 20 &&
           requests()->model()->index(0, RequestTableModel::NumberColumn).data() == QStringLiteral("23");
  }));
  EXPECT_EQ(requests()->currentIndex().row(), 0);
}

TEST_F(ReceiverWindowTest, OffersItselfWithTheUserItDemands) {
  QSignalSpy wanted(&m_window, &ReceiverWindow::targetWanted);
  part<QLineEdit>("user")->setText(QStringLiteral("a@/b ü"));
  part<QLineEdit>("password")->setText(QStringLiteral("p:%@/"));
  part<Button>("use")->click();
  ASSERT_EQ(wanted.count(), 1);
  const auto parsed = TargetUrl::parse(wanted[0][0].toString());
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->url.address(), m_window.address());
  EXPECT_EQ(parsed->user, QStringLiteral("a@/b ü"));
  EXPECT_EQ(parsed->password, QStringLiteral("p:%@/"));
}

TEST_F(ReceiverWindowTest, KeepsItsPortOverAStopWhileItIsFree) {
  const QString before = m_window.address();
  m_window.stop();
  EXPECT_TRUE(m_window.findChild<EmptyState*>()->isVisibleTo(&m_window));
  testing::shoot(m_window, QStringLiteral("receiver-stopped"));
  m_window.start();
  EXPECT_EQ(m_window.address(), before);
  m_window.stop();
  QTcpServer other;
  ASSERT_TRUE(other.listen(QHostAddress::LocalHost, static_cast<quint16>(TargetUrl::parse(before)->url.port())));
  m_window.start();
  EXPECT_FALSE(m_window.address().isEmpty());
  EXPECT_NE(m_window.address(), before);
  EXPECT_TRUE(part<Note>("note")->text().contains(QString::number(other.serverPort())));
  EXPECT_EQ(put(result), 201);
}

TEST_F(ReceiverWindowTest, StopsStartsAndOffersItself) {
  QSignalSpy wanted(&m_window, &ReceiverWindow::targetWanted);
  QTest::mouseClick(m_window.findChild<Button*>(QStringLiteral("use")), Qt::LeftButton);
  ASSERT_EQ(wanted.count(), 1);
  EXPECT_EQ(wanted[0][0].toString(), m_window.address());
  auto* toggle = m_window.findChild<Button*>(QStringLiteral("switch"));
  QTest::mouseClick(toggle, Qt::LeftButton);
  EXPECT_TRUE(m_window.address().isEmpty());
  EXPECT_FALSE(m_window.findChild<Button*>(QStringLiteral("use"))->isEnabled());
  QTest::mouseClick(toggle, Qt::LeftButton);
  EXPECT_TRUE(m_window.address().startsWith(QStringLiteral("web://127.0.0.1:")));
  m_window.close();
  EXPECT_TRUE(m_window.address().isEmpty());
}

}  // namespace
}  // namespace courier
