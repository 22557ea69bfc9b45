#include "models/receiver/ReceiverRules.h"

#include <gtest/gtest.h>

#include "models/receiver/Receiver.h"

namespace courier {

namespace {

HttpRequest requestWith(const QByteArray& method, const QByteArray& authorization) {
  HttpRequest request;
  request.method = method;
  request.target = "/";
  if (!authorization.isNull()) request.headers.append({"authorization", authorization});
  return request;
}

QByteArray basic(const char* credentials) {
  return "Basic " + QByteArray(credentials).toBase64();
}

QString shownTarget(const QByteArray& target) {
  HttpRequest request;
  request.target = target;
  return maskedRequestTarget(request, {});
}

TEST(ReceiverRulesTest, AdmitsOnlyTheRightUserAndPassword) {
  ReceiverOptions options;
  options.user = QStringLiteral("zoë");
  options.password = QStringLiteral("p@:ss");
  const QVector<QPair<QByteArray, bool>> table = {
      {basic("zoë:p@:ss"), true},
      {"bAsIc   " + QByteArray("zoë:p@:ss").toBase64(), true},
      {basic("zoë:p@:sS"), false},
      {basic("zoë:p@:ss "), false},
      {basic("zoë:"), false},
      {basic(":"), false},
      {basic(""), false},
      {"Basic", false},
      {"Basic ", false},
      {"Basic not*base64", false},
      {"Bearer " + QByteArray("zoë:p@:ss").toBase64(), false},
      {QByteArray("zoë:p@:ss").toBase64(), false},
      {QByteArray(), false},
  };
  for (const auto& [authorization, isRight] : table) {
    const ReceiverVerdict verdict = receiverVerdict(requestWith("PUT", authorization), options);
    EXPECT_EQ(verdict.isAdmitted, isRight) << authorization.toStdString();
    EXPECT_EQ(verdict.status, isRight ? 201 : 401) << authorization.toStdString();
  }
}

TEST(ReceiverRulesTest, TakesPutAndPostOnly) {
  ReceiverOptions options;
  options.status = 503;
  for (const char* method : {"PUT", "POST"}) {
    EXPECT_EQ(receiverVerdict(requestWith(method, {}), options).status, 503);
    EXPECT_TRUE(receiverVerdict(requestWith(method, {}), options).isAdmitted);
  }
  for (const char* method : {"GET", "HEAD", "put", "DELETE", "OPTIONS", "X"}) {
    EXPECT_EQ(receiverVerdict(requestWith(method, {}), options).status, 405);
    EXPECT_FALSE(receiverVerdict(requestWith(method, {}), options).isAdmitted);
  }
}

TEST(ReceiverRulesTest, MasksWhatAuthenticates) {
  HttpRequest request;
  request.headers = {{"Authorization", basic("u:secret")},
                     {"PROXY-authorization", "Bearer secret"},
                     {"Authorization", "secret"},
                     {"Host", "x"},
                     {"X-Api-Key", "two words"},
                     {"X-Auth-Token", "secret"},
                     {"Idempotency-Key", "k"},
                     {"webhook-signature", "v1,c2lnbmF0dXJl"},
                     {"X-Hub-Signature-256", "sha256=ab"},
                     {"COOKIE", "session=1"},
                     {"X-My-Key-Id", "1"},
                     {"X-Client-SECRET", "1"},
                     {"X-Password", "1"},
                     {"IDEMPOTENCY-KEY", "k"},
                     {"Content-Type", "text/csv"}};
  const auto shown = maskedHeaders(request, {});
  EXPECT_EQ(shown[0].second, QStringLiteral("Basic •••").toUtf8());
  EXPECT_EQ(shown[1].second, QStringLiteral("Bearer •••").toUtf8());
  EXPECT_EQ(shown[2].second, QStringLiteral("•••").toUtf8());
  EXPECT_EQ(shown[3].second, "x");
  EXPECT_EQ(shown[4].second, QStringLiteral("•••").toUtf8());
  EXPECT_EQ(shown[5].second, QStringLiteral("•••").toUtf8());
  EXPECT_EQ(shown[6].second, "k");
  for (int masked = 7; masked <= 12; ++masked) {
    EXPECT_EQ(shown[masked].second, QStringLiteral("•••").toUtf8()) << shown[masked].first.toStdString();
  }
  EXPECT_EQ(shown[13].second, "k");
  EXPECT_EQ(shown[14].second, "text/csv");
}

TEST(ReceiverRulesTest, MasksUserAndPasswordInAbsoluteTargets) {
  const QVector<QPair<QByteArray, QString>> table = {
      {"/a?b=http://u:p@c/", QStringLiteral("/a?b=http://u:p@c/")},
      {"http://h/a@b", QStringLiteral("http://h/a@b")},
      {"http://u:p@h:80/a", QStringLiteral("http://•••@h:80/a")},
      {"http://u:p@x@h?q", QStringLiteral("http://•••@h?q")},
      {"http://", QStringLiteral("http://")},
      {"*", QStringLiteral("*")},
  };
  for (const auto& [target, shown] : table) EXPECT_EQ(shownTarget(target), shown) << target.toStdString();
}

TEST(ReceiverRulesTest, MasksWhatIsASecretInAQuery) {
  const QVector<QPair<QByteArray, QString>> table = {
      {"/in?token=abc", QStringLiteral("/in?token=•••")},
      {"/in?day=1&API_Key=a%26b&x=y", QStringLiteral("/in?day=1&API_Key=•••&x=y")},
      {"/in?to%6Ben=abc&token", QStringLiteral("/in?to%6Ben=•••&token")},
      {"/in?signature=a=b==", QStringLiteral("/in?signature=•••")},
      {"/in?a=b?token=c", QStringLiteral("/in?a=b?token=c")},
      {"/token=abc", QStringLiteral("/token=abc")},
      {"http://u:p@h/in?password=p", QStringLiteral("http://•••@h/in?password=•••")},
      {"/in?", QStringLiteral("/in?")},
  };
  for (const auto& [target, shown] : table) EXPECT_EQ(shownTarget(target), shown) << target.toStdString();
}

// What a header or the query calls a secret is one wherever it stands, in any form.
TEST(ReceiverRulesTest, MasksASecretThatTheRequestRepeats) {
  ReceiverOptions options;
  options.user = QStringLiteral("ada");
  options.password = QStringLiteral("right-w0rd");
  HttpRequest request;
  request.target = "/wrong%2Dw0rd/right-w0rd?x=cXVlcnktdzByZA&token=query-w0rd";
  request.headers = {{"Authorization", basic("ada:wrong-w0rd")},
                     {"X-Echo", "right%2dw0rd and " + QByteArray("wrong-w0rd").toHex()},
                     {"X-Key-w0rd", "key-value"},
                     {"X-KEY-VALUE", "ada"}};
  const SecretMask secrets = secretsOf(request, options);
  EXPECT_EQ(maskedRequestTarget(request, secrets), QStringLiteral("/•••/•••?x=•••&token=•••"));
  const auto shown = maskedHeaders(request, secrets);
  EXPECT_EQ(shown[1].second, QStringLiteral("••• and •••").toUtf8());
  EXPECT_EQ(shown[3].first, QStringLiteral("X-•••").toUtf8());
  EXPECT_EQ(shown[3].second, QStringLiteral("•••").toUtf8()) << "its name is a secret's";
}

TEST(ReceiverRulesTest, WritesWholeAnswers) {
  const QByteArray created = httpAnswer(201, "PUT", true);
  EXPECT_TRUE(created.startsWith("HTTP/1.1 201 Created\r\n"));
  EXPECT_TRUE(created.contains("\r\nContent-Length: 12\r\n"));
  EXPECT_TRUE(created.endsWith("\r\n\r\n201 Created\n"));
  EXPECT_FALSE(created.contains("Connection:"));
  EXPECT_TRUE(httpAnswer(201, "PUT", false).contains("\r\nConnection: close\r\n"));
  EXPECT_TRUE(httpAnswer(401, "PUT", true).contains("\r\nWWW-Authenticate: Basic realm="));
  EXPECT_TRUE(httpAnswer(405, "GET", true).contains("\r\nAllow: PUT, POST\r\n"));
  EXPECT_TRUE(httpAnswer(405, "HEAD", true).endsWith("\r\n\r\n"));
  EXPECT_FALSE(httpAnswer(204, "PUT", true).contains("Content-Length"));
  EXPECT_TRUE(httpAnswer(204, "PUT", true).endsWith("\r\n\r\n"));
  EXPECT_FALSE(created.contains("Retry-After"));
  EXPECT_TRUE(httpAnswer(503, "PUT", true, 30).contains("\r\nRetry-After: 30\r\n"));
  EXPECT_TRUE(httpAnswer(599, "PUT", true).startsWith("HTTP/1.1 599 Status\r\n"));
}

}  // namespace

}  // namespace courier
