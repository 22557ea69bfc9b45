#include "models/receiver/Receiver.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QFile>
#include <QPointer>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/Await.h"

namespace courier {

namespace {

using testing::waitUntil;

/// A running receiver and what it told.
struct Running {
  explicit Running(ReceiverOptions options = {}) : receiver(std::move(options)) {
    QObject::connect(&receiver, &Receiver::received, &receiver,
                     [this](const ReceivedRequest& request) { told.append(request); });
    EXPECT_TRUE(receiver.start().ok());
  }
  [[nodiscard]] QString url(const QString& path) const {
    return QStringLiteral("http://127.0.0.1:%1%2").arg(receiver.port()).arg(path);
  }

  QVector<ReceivedRequest> told;
  Receiver receiver;
};

/// A bare connection: what is sent and what comes back, byte for byte.
class Peer {
 public:
  explicit Peer(const Receiver& receiver) {
    m_socket.connectToHost(QStringLiteral("127.0.0.1"), receiver.port());
    EXPECT_TRUE(waitUntil([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }));
  }
  void send(const QByteArray& bytes) { m_socket.write(bytes); }
  [[nodiscard]] bool gets(const QByteArray& text) {
    return waitUntil([&] {
      m_answer += m_socket.readAll();
      return m_answer.contains(text);
    });
  }
  [[nodiscard]] bool isEnded(int limitMs = 20'000) {
    return waitUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, limitMs);
  }
  [[nodiscard]] QByteArray answer() {
    m_answer += m_socket.readAll();
    return m_answer;
  }
  [[nodiscard]] qsizetype countOf(const QByteArray& text) { return answer().count(text); }
  void drop() { m_socket.abort(); }

 private:
  QTcpSocket m_socket;
  QByteArray m_answer;
};

/// Runs curl and returns "STATUS" and, where it failed itself, its exit code.
QByteArray curl(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral("curl"),
                QStringList{QStringLiteral("-q"), QStringLiteral("-sS"), QStringLiteral("-o"),
                            QStringLiteral("/dev/null"), QStringLiteral("-w"), QStringLiteral("%{http_code}"),
                            QStringLiteral("--noproxy"), QStringLiteral("*")} +
                    arguments);
  EXPECT_TRUE(waitUntil([&] { return process.state() == QProcess::NotRunning; }));
  return process.readAllStandardOutput() + (process.exitCode() == 0 ? QByteArray() : process.readAllStandardError());
}

bool hasCurl() {
  return !QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty();
}

QByteArray headerOf(const ReceivedRequest& request, const QByteArray& name) {
  for (const auto& [key, value] : request.headers) {
    if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
  }
  return {};
}

const QByteArray smallPut = "PUT /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";

TEST(ReceiverTest, TakesAPutFromCurl) {
  if (!hasCurl()) GTEST_SKIP() << "curl is not installed";
  Running running;
  EXPECT_EQ(curl({QStringLiteral("-X"), QStringLiteral("PUT"), QStringLiteral("-d"), QStringLiteral("{\"a\":1}"),
                  running.url(QStringLiteral("/path?q=1"))}),
            "201");
  ASSERT_EQ(running.told.size(), 1);
  const ReceivedRequest& request = running.told.constFirst();
  EXPECT_EQ(request.number, 1);
  EXPECT_GT(request.atMs, 0);
  EXPECT_EQ(request.method, QStringLiteral("PUT"));
  EXPECT_EQ(request.target, QStringLiteral("/path?q=1"));
  EXPECT_EQ(request.body, "{\"a\":1}");
  EXPECT_EQ(request.answeredStatus, 201);
  EXPECT_EQ(headerOf(request, "Content-Length"), "7");
}

TEST(ReceiverTest, TakesLargeSizedAndChunkedUploadsFromCurl) {
  if (!hasCurl()) GTEST_SKIP() << "curl is not installed";
  const QTemporaryDir scratch;
  QByteArray body(5'000'000, '\0');
  for (qsizetype i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 % 251);
  QFile file(scratch.filePath(QStringLiteral("body")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_EQ(file.write(body), body.size());
  file.close();
  Running running;
  EXPECT_EQ(curl({QStringLiteral("-T"), file.fileName(), running.url(QStringLiteral("/sized"))}), "201");
  EXPECT_EQ(curl({QStringLiteral("-T"), file.fileName(), QStringLiteral("-H"),
                  QStringLiteral("Transfer-Encoding: chunked"), running.url(QStringLiteral("/chunked"))}),
            "201");
  ASSERT_EQ(running.told.size(), 2);
  EXPECT_EQ(headerOf(running.told[0], "Expect"), "100-continue");
  EXPECT_EQ(headerOf(running.told[1], "Transfer-Encoding"), "chunked");
  EXPECT_EQ(running.told[0].body, body);
  EXPECT_EQ(running.told[1].body, body);
}

TEST(ReceiverTest, DemandsBasicAuthenticationAndMasksIt) {
  if (!hasCurl()) GTEST_SKIP() << "curl is not installed";
  ReceiverOptions options;
  options.user = QStringLiteral("ada");
  options.password = QStringLiteral("p@ss");
  Running running(options);
  const QStringList put = {QStringLiteral("-X"), QStringLiteral("PUT"), QStringLiteral("-d"), QStringLiteral("1"),
                           running.url(QStringLiteral("/x"))};
  EXPECT_EQ(curl(put), "401");
  EXPECT_EQ(curl(QStringList{QStringLiteral("-u"), QStringLiteral("ada:wrong")} + put), "401");
  EXPECT_EQ(curl(QStringList{QStringLiteral("-u"), QStringLiteral("ada:p@ss")} + put), "201");
  ASSERT_EQ(running.told.size(), 3);
  EXPECT_EQ(running.told[0].answeredStatus, 401);
  EXPECT_EQ(running.told[1].answeredStatus, 401);
  EXPECT_EQ(running.told[2].answeredStatus, 201);
  EXPECT_EQ(headerOf(running.told[0], "Authorization"), "");
  EXPECT_EQ(headerOf(running.told[1], "Authorization"), QStringLiteral("Basic •••").toUtf8());
  EXPECT_EQ(headerOf(running.told[2], "Authorization"), QStringLiteral("Basic •••").toUtf8());
}

TEST(ReceiverTest, ARefusedPeerThatWaitsForLeaveIsSparedItsBody) {
  ReceiverOptions options;
  options.user = QStringLiteral("ada");
  Running running(options);
  Peer peer(running.receiver);
  peer.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  ASSERT_TRUE(peer.gets("401 Unauthorized\n"));
  EXPECT_TRUE(peer.answer().contains("\r\nWWW-Authenticate: Basic "));
  EXPECT_TRUE(peer.answer().contains("\r\nConnection: close\r\n"));
  EXPECT_FALSE(peer.answer().contains("100 Continue"));
  ASSERT_EQ(running.told.size(), 1);
  EXPECT_EQ(running.told[0].answeredStatus, 401);
  // What it sends all the same is not taken for another request.
  peer.send(smallPut);
  peer.drop();
  Peer next(running.receiver);
  next.send("PUT / HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(next.gets("401 Unauthorized\n"));
  EXPECT_EQ(running.told.size(), 2);
}

TEST(ReceiverTest, GivesLeaveWhereThePeerWaitsForIt) {
  Running running;
  Peer peer(running.receiver);
  peer.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_TRUE(peer.gets("HTTP/1.1 100 Continue\r\n\r\n"));
  EXPECT_TRUE(running.told.isEmpty());
  peer.send("hi");
  ASSERT_TRUE(peer.gets("201 Created\n"));
  EXPECT_EQ(running.told[0].body, "hi");
}

TEST(ReceiverTest, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder) {
  Running running;
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("201 Created\n"));
  peer.send(smallPut + "GET /g HTTP/1.1\r\nHost: x\r\n\r\n" + smallPut.first(10));
  ASSERT_TRUE(peer.gets("405 Method Not Allowed\n"));
  EXPECT_TRUE(peer.answer().contains("\r\nAllow: PUT, POST\r\n"));
  peer.send(smallPut.sliced(10));
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == 3; }));
  ASSERT_EQ(running.told.size(), 4);
  EXPECT_EQ(running.told[2].answeredStatus, 405);
  EXPECT_EQ(running.told[3].number, 4);
}

TEST(ReceiverTest, EndsTheConnectionWhereThePeerAsksForIt) {
  Running running;
  Peer peer(running.receiver);
  peer.send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(peer.isEnded());
  EXPECT_TRUE(peer.answer().endsWith("201 Created\n"));
  EXPECT_EQ(running.told.size(), 1);
}

TEST(ReceiverTest, AnswersEveryRequestOfAPeerThatReadsLate) {
  Running running;
  Peer peer(running.receiver);
  constexpr int requests = 5'000;
  peer.send(smallPut.repeated(requests));
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == requests; }));
  EXPECT_EQ(running.told.size(), requests);
}

TEST(ReceiverTest, RefusesTooLargeBodiesAndTellsOfThem) {
  ReceiverOptions options;
  options.maxBodyBytes = 10;
  Running running(options);
  Peer peer(running.receiver);
  peer.send("PUT /big HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901");
  ASSERT_TRUE(peer.gets("413 Content Too Large\n"));
  ASSERT_EQ(running.told.size(), 1);
  EXPECT_EQ(running.told[0].target, QStringLiteral("/big"));
  EXPECT_EQ(running.told[0].answeredStatus, 413);
  EXPECT_EQ(running.told[0].body, "");
}

TEST(ReceiverTest, AnswersWhatIsNoRequestAndTellsNothing) {
  Running running;
  Peer nonsense(running.receiver);
  nonsense.send("\x16\x03\x01 hello?\r\n");
  EXPECT_TRUE(nonsense.gets("400 Bad Request\n"));
  Peer longHead(running.receiver);
  longHead.send("PUT / HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(70'000, 'a') + "\r\n\r\n");
  EXPECT_TRUE(longHead.gets("431 Request Header Fields Too Large\n"));
  Peer brokenOff(running.receiver);
  brokenOff.send(smallPut.first(smallPut.size() - 1));
  brokenOff.drop();
  Peer good(running.receiver);
  good.send(smallPut);
  ASSERT_TRUE(good.gets("201 Created\n"));
  EXPECT_EQ(running.told.size(), 1);
}

TEST(ReceiverTest, EndsConnectionsThatSayNothing) {
  ReceiverOptions options;
  options.silenceLimitMs = 50;
  Running running(options);
  Peer idle(running.receiver);
  EXPECT_TRUE(idle.isEnded());
  EXPECT_EQ(idle.answer(), "");
  Peer halfway(running.receiver);
  halfway.send(smallPut.first(30));
  EXPECT_TRUE(halfway.gets("408 Request Timeout\n"));
  EXPECT_TRUE(running.told.isEmpty());
}

TEST(ReceiverTest, AnswersWithTheStatusItWasToldTo) {
  ReceiverOptions options;
  options.status = 503;
  Running running(options);
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("503 Service Unavailable\n"));
  EXPECT_EQ(running.told[0].answeredStatus, 503);
  EXPECT_EQ(running.told[0].body, "hi");
}

TEST(ReceiverTest, ObeysNewOptionsFromTheNextRequestOn) {
  Running running;
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("201 Created\n"));
  EXPECT_FALSE(peer.answer().contains("Retry-After"));
  ReceiverOptions options = running.receiver.options();
  options.status = 429;
  options.retryAfterS = 7;
  running.receiver.setOptions(options);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("429 Too Many Requests\n"));
  EXPECT_TRUE(peer.answer().contains("\r\nRetry-After: 7\r\n"));
  options.user = QStringLiteral("ada");
  options.password = QStringLiteral("x");
  running.receiver.setOptions(options);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("401 Unauthorized\n"));
  EXPECT_EQ(peer.countOf("Retry-After"), 1);
  ASSERT_EQ(running.told.size(), 3);
  EXPECT_EQ(running.told[2].answeredStatus, 401);
}

TEST(ReceiverTest, AnswersAsLateAsItWasToldToAndInOrder) {
  ReceiverOptions options;
  options.delayMs = 300;
  options.silenceLimitMs = 100;
  Running running(options);
  Peer peer(running.receiver);
  QElapsedTimer took;
  took.start();
  peer.send(smallPut + smallPut);
  ASSERT_TRUE(peer.gets("201 Created\n"));
  EXPECT_GE(took.elapsed(), 290);
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == 2; }));
  EXPECT_GE(took.elapsed(), 590);
  ASSERT_EQ(running.told.size(), 2);
  EXPECT_EQ(running.told[0].body, "hi");
  EXPECT_EQ(running.told[1].body, "hi");
  EXPECT_EQ(running.told[1].answeredStatus, 201);
}

TEST(ReceiverTest, ALargeBodyBehindALateAnswerIsReadWhole) {
  ReceiverOptions options;
  options.delayMs = 50;
  Running running(options);
  Peer peer(running.receiver);
  const QByteArray large(3'000'000, 'x');
  peer.send(smallPut + "PUT /l HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + large);
  ASSERT_TRUE(waitUntil([&] { return peer.countOf("201 Created\n") == 2; }));
  ASSERT_EQ(running.told.size(), 2);
  EXPECT_EQ(running.told[1].body, large);
}

TEST(ReceiverTest, TellsOfARequestWhosePeerDidNotWait) {
  ReceiverOptions options;
  options.delayMs = 600'000;
  Running running(options);
  Peer peer(running.receiver);
  peer.send(smallPut);
  QTest::qWait(100);
  EXPECT_TRUE(running.told.isEmpty());
  peer.drop();
  ASSERT_TRUE(waitUntil([&] { return running.told.size() == 1; }));
  EXPECT_EQ(running.told[0].answeredStatus, 0);
  EXPECT_EQ(running.told[0].body, "hi");
  // Stopping does not wait for late answers, and tells of them once.
  Peer other(running.receiver);
  other.send(smallPut);
  QTest::qWait(100);
  running.receiver.stop();
  EXPECT_TRUE(other.isEnded());
  EXPECT_EQ(other.answer(), "");
  ASSERT_TRUE(waitUntil([&] { return running.told.size() == 2; }));
  EXPECT_EQ(running.told[1].answeredStatus, 0);
}

TEST(ReceiverTest, SavesBodiesBeforeItAnswers) {
  const QTemporaryDir scratch;
  ReceiverOptions options;
  options.saveFolder = scratch.filePath(QStringLiteral("arrived"));
  Running running(options);
  Peer peer(running.receiver);
  peer.send("PUT /../../out HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
  ASSERT_TRUE(peer.gets("201 Created\n"));
  EXPECT_EQ(running.told[0].savedAs, options.saveFolder + QStringLiteral("/0001-out.json"));
  QFile saved(running.told[0].savedAs);
  ASSERT_TRUE(saved.open(QIODevice::ReadOnly));
  EXPECT_EQ(saved.readAll(), "hi");
  // A refused one is told but not saved.
  peer.send("GET /g HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(peer.gets("405 Method Not Allowed\n"));
  EXPECT_EQ(running.told[1].savedAs, QString());
}

TEST(ReceiverTest, ABodyThatCannotBeSavedIsNotAccepted) {
  const QTemporaryDir scratch;
  QFile inTheWay(scratch.filePath(QStringLiteral("file")));
  ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
  inTheWay.close();
  ReceiverOptions options;
  options.saveFolder = inTheWay.fileName();
  Running running(options);
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("507 Insufficient Storage\n"));
  EXPECT_EQ(running.told[0].answeredStatus, 507);
  EXPECT_FALSE(running.told[0].saveError.isEmpty());
}

TEST(ReceiverTest, ListensOnThisComputerOnlyAndSaysWhere) {
  Running running;
  EXPECT_TRUE(running.receiver.isRunning());
  EXPECT_EQ(running.receiver.address(), QStringLiteral("web://127.0.0.1:%1/").arg(running.receiver.port()));
  EXPECT_TRUE(running.receiver.start().ok());
  // 127.0.0.2 is this computer too on Linux, but not the address listened on.
  QTcpSocket other;
  other.connectToHost(QStringLiteral("127.0.0.2"), running.receiver.port());
  EXPECT_TRUE(waitUntil([&] { return other.state() == QAbstractSocket::UnconnectedState; }));
  EXPECT_NE(other.error(), QAbstractSocket::UnknownSocketError);
}

TEST(ReceiverTest, SaysThatAPortIsTaken) {
  QTcpServer taken;
  ASSERT_TRUE(taken.listen(QHostAddress::LocalHost));
  ReceiverOptions options;
  options.port = taken.serverPort();
  Receiver receiver(options);
  const auto started = receiver.start();
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().kind, ErrorKind::Busy);
  EXPECT_TRUE(started.error().message.contains(QString::number(taken.serverPort())));
  EXPECT_FALSE(receiver.isRunning());
  EXPECT_EQ(receiver.port(), 0);
  EXPECT_EQ(receiver.address(), QString());
}

TEST(ReceiverTest, StoppedFromItsOwnSignalItStillAnswers) {
  Running running;
  QObject::connect(&running.receiver, &Receiver::received, &running.receiver, [&] { running.receiver.stop(); });
  Peer idle(running.receiver);
  Peer peer(running.receiver);
  peer.send(smallPut + smallPut);
  EXPECT_TRUE(peer.isEnded());
  EXPECT_TRUE(idle.isEnded());
  EXPECT_EQ(peer.countOf("201 Created\n"), 1);
  EXPECT_EQ(running.told.size(), 1);
  EXPECT_FALSE(running.receiver.isRunning());
  EXPECT_TRUE(running.receiver.start().ok());
}

TEST(ReceiverTest, MayBeDeletedFromItsOwnSignal) {
  QPointer<Receiver> receiver = new Receiver(ReceiverOptions{});
  ASSERT_TRUE(receiver->start().ok());
  QObject::connect(receiver, &Receiver::received, receiver, [&] { receiver->deleteLater(); });
  Peer peer(*receiver);
  peer.send(smallPut + smallPut);
  EXPECT_TRUE(peer.isEnded());
  EXPECT_TRUE(peer.answer().contains("201 Created\n"));
  EXPECT_TRUE(waitUntil([&] { return receiver.isNull(); }));
}

}  // namespace

}  // namespace courier
