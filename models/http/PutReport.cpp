#include "models/http/PutReport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QNetworkReply>
#include <algorithm>

#include "models/http/AnswerReader.h"
#include "models/http/NetworkErrorText.h"
#include "models/http/RetryAfter.h"

namespace courier {
namespace {

struct PutReportTr {
  Q_DECLARE_TR_FUNCTIONS(PutRequest)
};

/// The server cannot have got as much as the head of the request.
bool neverConnected(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
      return true;
    default:
      return false;
  }
}

}  // namespace

AttemptReport attemptReport(const QNetworkReply& reply, const AnswerReader& answer, const SeenAttempt& seen) {
  AttemptReport report;
  report.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  report.bytesSent = seen.servedBytes;
  report.connectMs = seen.connectedAtMs;
  if (seen.sentAtMs >= 0) report.sendMs = seen.sentAtMs - seen.connectedAtMs;
  if (seen.sentAtMs >= 0 && seen.headAtMs >= 0) report.waitMs = std::max<qint64>(seen.headAtMs - seen.sentAtMs, 0);
  report.answerHeaders = answer.headerLines(reply.rawHeaderPairs());
  report.answerBody = answer.kept();
  if (reply.error() != QNetworkReply::NoError)
    report.detail = QString::fromUtf8(answer.masked(reply.errorString().toUtf8()));

  if (report.status >= 200) {
    report.outcome = AttemptOutcome::Answered;
    const bool redirects = report.status >= 300 && report.status <= 399;
    if (redirects) report.location = QString::fromUtf8(answer.masked(reply.rawHeader("Location")));
    report.retryAfterMs =
        retryAfterMs(reply.rawHeader("Retry-After"), reply.rawHeader("Date"), QDateTime::currentMSecsSinceEpoch());
    return report;
  }

  const bool mayHaveEmpty = seen.bodyBytes == 0 && !neverConnected(reply.error());
  report.outcome = report.bytesSent > 0 || mayHaveEmpty ? AttemptOutcome::Unknown : AttemptOutcome::NotSent;
  report.failure = ReasonKind::Unreachable;
  if (seen.bodyDamaged) {
    report.failure = ReasonKind::BodyMissing;
    report.message = seen.cutOffWhy;
  } else if (report.status > 0) {
    report.outcome = AttemptOutcome::Unknown;
    report.message = PutReportTr::tr("it ended with %1, which is no final answer").arg(report.status);
  } else if (!seen.cutOffWhy.isEmpty()) {
    report.message = seen.cutOffWhy;
  } else if (reply.errorString().contains(QLatin1String("alert certificate required"))) {
    // TLS 1.3 says so after the client's own handshake; the server's was never done, so it read not one byte.
    report.outcome = AttemptOutcome::NotSent;
    report.failure = ReasonKind::Tls;
    report.wantsClientCertificate = true;
    report.message = PutReportTr::tr("the server wants a client certificate");
  } else {
    report.failure = networkFailureKind(reply.error(), report.bytesSent > 0);
    report.message = networkErrorText(reply.error());
    if (report.failure != ReasonKind::Tls) return report;
    report.certificateIssuer = seen.certificateIssuer;
    if (!seen.sslErrors.isEmpty()) report.message = certificateErrorText(seen.sslErrors);
  }
  return report;
}

}  // namespace courier
