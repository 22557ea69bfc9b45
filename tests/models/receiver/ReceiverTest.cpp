// What the receiver takes, tells and saves.
#include <QFile>
#include <QPointer>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include "tests/support/ReceiverPeer.h"

namespace courier {
namespace {

using testing::headerOf;
using testing::Peer;
using testing::RunningReceiver;
using testing::smallPut;
using testing::waitUntil;

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

TEST(ReceiverTest, TakesAPutFromCurl) {
  if (!hasCurl()) GTEST_SKIP() << "curl is not installed";
  RunningReceiver running;
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
  RunningReceiver running;
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
  RunningReceiver running(options);
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

TEST(ReceiverTest, AnswersWithTheStatusItWasToldTo) {
  ReceiverOptions options;
  options.status = 503;
  RunningReceiver running(options);
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("503 Service Unavailable\n"));
  EXPECT_EQ(running.told[0].answeredStatus, 503);
  EXPECT_EQ(running.told[0].body, "hi");
}

TEST(ReceiverTest, ObeysNewOptionsFromTheNextRequestOn) {
  RunningReceiver running;
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

TEST(ReceiverTest, SavesBodiesBeforeItAnswers) {
  const QTemporaryDir scratch;
  ReceiverOptions options;
  options.saveFolder = scratch.filePath(QStringLiteral("arrived"));
  RunningReceiver running(options);
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
  RunningReceiver running(options);
  Peer peer(running.receiver);
  peer.send(smallPut);
  ASSERT_TRUE(peer.gets("507 Insufficient Storage\n"));
  EXPECT_EQ(running.told[0].answeredStatus, 507);
  EXPECT_FALSE(running.told[0].saveError.isEmpty());
}

TEST(ReceiverTest, ListensOnThisComputerOnlyAndSaysWhere) {
  RunningReceiver running;
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
  RunningReceiver running;
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
