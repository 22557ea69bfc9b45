#include "models/http/PutRequest.h"

#include "models/http/Transport.h"
#include "tests/models/http/PutFixture.h"

namespace courier {
namespace {

using testing::FaultyServer;
using testing::Reaction;
using testing::SeenRequest;

class PutRequestTest : public testing::PutFixture {};

TEST_F(PutRequestTest, SendsTheBodyOnceWithItsHeaders) {
  const PutInput input = inputFor(server.address(QStringLiteral("/a%2Fb/c?x=%20y")));
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
  EXPECT_EQ(report.status, 201);
  EXPECT_EQ(report.bytesSent, body.size());
  EXPECT_GE(report.connectMs, 0);
  EXPECT_GE(report.sendMs, 0);
  EXPECT_GE(report.waitMs, 0);
  ASSERT_EQ(server.requestCount(), 1);
  const SeenRequest seen = server.requests().first();
  EXPECT_EQ(seen.method, "PUT");
  EXPECT_EQ(seen.target, "/a%2Fb/c?x=%20y");
  EXPECT_EQ(seen.body, body);
  EXPECT_EQ(seen.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(seen.header("Content-Length"), QByteArray::number(body.size()));
  EXPECT_EQ(seen.header("User-Agent"), QByteArrayLiteral("QueryCourier/" COURIER_VERSION));
  EXPECT_EQ(seen.header("Idempotency-Key"), "6f1c9a52-0000-4000-8000-000000000001");
  EXPECT_EQ(seen.header("Query-Courier-Job"), "12");
  EXPECT_EQ(seen.header("Query-Courier-Attempt"), "1");
  EXPECT_EQ(seen.header("Content-Digest"),
            "sha-256=:" + QCryptographicHash::hash(body, QCryptographicHash::Sha256).toBase64() + ':');
  EXPECT_EQ(seen.header("Accept-Encoding"), "identity");
  EXPECT_EQ(seen.header("Query-Courier-Truncated"), "");
  EXPECT_EQ(seen.header("Authorization"), "");
  EXPECT_EQ(seen.header("Transfer-Encoding"), "");
  EXPECT_EQ(seen.header("Expect"), "");
  EXPECT_EQ(seen.header("Cookie"), "");
}

TEST_F(PutRequestTest, AnEmptyBodyIsSentOnceToo) {
  setBody({});
  for (const HttpMethod method : {HttpMethod::Put, HttpMethod::Post}) {
    PutInput input = inputFor(server.address());
    input.delivery.to.method = method;
    const AttemptReport report = run(input);
    EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
    EXPECT_EQ(report.status, 201);
    EXPECT_EQ(report.bytesSent, 0);
  }
  ASSERT_EQ(server.requestCount(), 2);
  for (const testing::SeenRequest& seen : server.requests()) {
    EXPECT_EQ(seen.header("Content-Length"), QByteArray("0"));
    EXPECT_TRUE(seen.header("Transfer-Encoding").isEmpty());
    EXPECT_EQ(seen.header("Content-Digest"), QByteArray("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"));
    EXPECT_TRUE(seen.complete);
    EXPECT_EQ(seen.bodyBytes, 0);
  }
}

TEST_F(PutRequestTest, APackedBodySaysSo) {
  EXPECT_EQ(run(inputFor(server.address())).status, 201);
  PutInput input = inputFor(server.address());
  input.delivery.to.options.body.gzip = true;
  EXPECT_EQ(run(input).status, 201);
  ASSERT_EQ(server.requestCount(), 2);
  EXPECT_TRUE(server.requests()[0].header("Content-Encoding").isEmpty());
  EXPECT_EQ(server.requests()[1].header("Content-Encoding"), QByteArray("gzip"));
  EXPECT_EQ(server.requests()[1].body, body) << "the file's very bytes";
}

TEST_F(PutRequestTest, PostTruncationAndAttemptNumber) {
  PutInput input = inputFor(server.address());
  input.delivery.to.method = HttpMethod::Post;
  input.delivery.truncated = true;
  input.attemptNumber = 3;
  EXPECT_EQ(run(input).status, 201);
  const SeenRequest seen = server.requests().first();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.header("Query-Courier-Truncated"), "true");
  EXPECT_EQ(seen.header("Query-Courier-Attempt"), "3");
}

TEST_F(PutRequestTest, BasicAuthenticationGoesOutUnasked) {
  const PutInput input = withPassword(inputFor(server.address()), QStringLiteral("jürg"), QStringLiteral("p@ss:wörd"));
  EXPECT_EQ(run(input).status, 201);
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().header("Authorization"),
            "Basic " + QStringLiteral("jürg:p@ss:wörd").toUtf8().toBase64());
}

TEST_F(PutRequestTest, APasswordGoesOutWithoutAUserName) {
  PutInput input = withPassword(inputFor(server.address()), QString(), QStringLiteral("token"));
  input.delivery.to.secretKey = QStringLiteral("key");
  EXPECT_EQ(run(input).status, 201);
  EXPECT_EQ(server.requests().first().header("Authorization"), "Basic " + QByteArray(":token").toBase64());
  input.secret = Secret();
  EXPECT_EQ(run(input).failure, ReasonKind::SecretMissing);
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(PutRequestTest, PreviewMasksThePassword) {
  const PutInput input = withPassword(inputFor(server.address()), QStringLiteral("ada"), QStringLiteral("secret-word"));
  QByteArray all;
  for (const auto& [name, value] : putHeaders(input.delivery, 1, input.secret, true)) all += name + ": " + value + '\n';
  EXPECT_TRUE(all.contains("Authorization: Basic \xE2\x80\xA2"));
  EXPECT_FALSE(all.contains("secret-word"));
  EXPECT_FALSE(all.contains(basicCredentials(QStringLiteral("ada"), QStringLiteral("secret-word"))));
}

TEST_F(PutRequestTest, WithoutItsPasswordNothingIsSent) {
  PutInput input = withPassword(inputFor(server.address()), QStringLiteral("ada"), QStringLiteral("x"));
  input.secret.reset();
  const AttemptReport report = run(input);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(report.failure, ReasonKind::SecretMissing);
  EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(PutRequestTest, A401CostsOneBodyWhateverTheChallenge) {
  for (const char* challenge : {"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"1\", algorithm=MD5, qop=\"auth\"",
                                "Negotiate", "NTLM", "Bearer"}) {
    SCOPED_TRACE(challenge);
    const int before = server.requestCount();
    server.next(Reaction::answer(401, "no", {{"WWW-Authenticate", challenge}}));
    const AttemptReport report =
        run(withPassword(inputFor(server.address()), QStringLiteral("ada"), QStringLiteral("wrong")));
    EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
    EXPECT_EQ(report.status, 401);
    EXPECT_EQ(server.requestCount(), before + 1);
  }
}

TEST_F(PutRequestTest, A407IsAnAnswer) {
  server.next(Reaction::answer(407, "no", {{"Proxy-Authenticate", "Basic realm=\"x\""}}));
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_EQ(report.status, 407);
  EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(PutRequestTest, RedirectsAreAnswersAndNothingGoesToTheOtherServer) {
  FaultyServer other;
  for (const int status : {301, 302, 303, 307, 308}) {
    SCOPED_TRACE(status);
    const int before = server.requestCount();
    const QByteArray location = other.address(QStringLiteral("/elsewhere")).toLatin1().replace("web:", "http:");
    server.next(Reaction::answer(status, {}, {{"Location", location}}));
    const AttemptReport report =
        run(withPassword(inputFor(server.address()), QStringLiteral("ada"), QStringLiteral("secret-word")));
    EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
    EXPECT_EQ(report.status, status);
    EXPECT_EQ(report.location.toLatin1(), location);
    EXPECT_EQ(server.requestCount(), before + 1);
  }
  EXPECT_EQ(other.connectionCount(), 0);
}

TEST_F(PutRequestTest, EveryFinalStatusComesThrough) {
  for (const int status : {200, 202, 204, 205, 304, 400, 404, 405, 408, 409, 410, 413, 425, 429, 500, 501, 503, 599}) {
    SCOPED_TRACE(status);
    const int before = server.requestCount();
    server.next(Reaction::answer(status, status == 204 || status == 304 ? QByteArray() : QByteArray("why")));
    const AttemptReport report = run(inputFor(server.address()));
    EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
    EXPECT_EQ(report.status, status);
    EXPECT_EQ(report.failure, ReasonKind::None);
    EXPECT_EQ(server.requestCount(), before + 1);
  }
}

TEST_F(PutRequestTest, RetryAfterIsRead) {
  server.next(Reaction::answer(503, {}, {{"Retry-After", "17"}}));
  EXPECT_EQ(run(inputFor(server.address())).retryAfterMs, 17'000);
  server.next(Reaction::answer(
      503, {}, {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"}}));
  EXPECT_EQ(run(inputFor(server.address())).retryAfterMs, 60'000);
}

TEST_F(PutRequestTest, SecretsThatTheServerRepeatsAreMasked) {
  const QByteArray token = basicCredentials(QStringLiteral("ada"), QStringLiteral("secret-word"));
  server.next(Reaction::answer(401, "{\"got\":\"Basic " + token + "\",\"pw\":\"secret-word\"}",
                               {{"X-Echo", token}, {"Set-Cookie", "session=abc"}, {"Server", "x"}}));
  const AttemptReport report =
      run(withPassword(inputFor(server.address()), QStringLiteral("ada"), QStringLiteral("secret-word")));
  const QByteArray all = report.answerBody + report.answerHeaders.toUtf8() + report.detail.toUtf8();
  EXPECT_FALSE(all.contains(token)) << all.toStdString();
  EXPECT_FALSE(all.contains("secret-word")) << all.toStdString();
  EXPECT_FALSE(all.contains("session=abc"));
  EXPECT_TRUE(report.answerHeaders.contains(QStringLiteral("Server: x")));
}

TEST_F(PutRequestTest, AMissingOrChangedBodyIsNotSent) {
  PutInput input = inputFor(server.address());
  input.bodyPath += QStringLiteral(".gone");
  EXPECT_EQ(run(input).failure, ReasonKind::BodyMissing);
  input = inputFor(server.address());
  input.delivery.bodyBytes += 1;
  EXPECT_EQ(run(input).failure, ReasonKind::BodyMissing);
  EXPECT_EQ(server.connectionCount(), 0);
  input = inputFor(server.address());
  QByteArray changed = body;
  changed[5] = '!';
  setBody(changed);
  const AttemptReport report = run(input);
  EXPECT_EQ(report.failure, ReasonKind::BodyMissing);
  EXPECT_EQ(report.outcome, AttemptOutcome::NotSent);
  EXPECT_EQ(server.completeCount(), 0);
  // A large body is under way before its fault is known; no server ever has all of it.
  setBody(QByteArray(2'000'000, 'x'));
  input = inputFor(server.address());
  setBody(QByteArray(2'000'000, 'y'));
  EXPECT_EQ(run(input).failure, ReasonKind::BodyMissing);
  EXPECT_EQ(server.completeCount(), 0);
}

TEST_F(PutRequestTest, AbortEndsItOnce) {
  server.next(Reaction::silence());
  PutRequest request(network, inputFor(server.address()));
  int finishes = 0;
  AttemptReport report;
  QObject::connect(&request, &PutRequest::finished, &request, [&](const AttemptReport& r) {
    ++finishes;
    report = r;
  });
  request.start();
  ASSERT_TRUE(testing::waitUntil([&] { return server.completeCount() == 1; }));
  request.abort();
  EXPECT_EQ(finishes, 1);
  request.abort();
  EXPECT_TRUE(testing::staysTrue([&] { return finishes == 1; }, 50));
  EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
  EXPECT_EQ(report.message, QStringLiteral("stopped"));
}

TEST_F(PutRequestTest, DestructionIsSilent) {
  server.next(Reaction::silence());
  int finishes = 0;
  {
    PutRequest request(network, inputFor(server.address()));
    QObject::connect(&request, &PutRequest::finished, &network, [&] { ++finishes; });
    request.start();
    ASSERT_TRUE(testing::waitUntil([&] { return server.completeCount() == 1; }));
  }
  EXPECT_TRUE(testing::staysTrue([&] { return finishes == 0; }, 50));
}

TEST_F(PutRequestTest, ProgressNeverGoesBackAndEndsAtTheWhole) {
  setBody(QByteArray(2'000'000, 'x'));
  PutRequest request(network, inputFor(server.address()));
  bool finished = false;
  qint64 last = 0;
  QObject::connect(&request, &PutRequest::progressed, &request, [&](qint64 sent, qint64 total) {
    EXPECT_EQ(total, 2'000'000);
    EXPECT_GE(sent, last);
    last = sent;
  });
  QObject::connect(&request, &PutRequest::finished, &request, [&] { finished = true; });
  request.start();
  ASSERT_TRUE(testing::waitUntil([&] { return finished; }));
  EXPECT_EQ(last, 2'000'000);
}

}  // namespace
}  // namespace courier
