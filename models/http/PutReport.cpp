#include "models/http/PutReport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QNetworkReply>
#include <QRegularExpression>
#include <algorithm>
#include <optional>

#include "models/http/NetworkErrorText.h"
#include "models/secrets/SecretStore.h"

namespace courier {
namespace {

struct PutReportTr {
  Q_DECLARE_TR_FUNCTIONS(PutRequest)
};

constexpr qsizetype keptHeaderChars = 16 * 1024;
constexpr qsizetype shortestSecret = 3;  ///< shorter ones would blot out ordinary text

constexpr qint64 longestMs = qint64{24} * 3600 * 1000;
constexpr qint64 longestSeconds = longestMs / 1000;

/// The three forms of RFC 9110, 5.6.7, all of them UTC. The weekday says nothing that the date does not: it is not
/// looked at, so that a wrong one does no harm. Of two digits of a year, the century is the one nearest to now.
std::optional<qint64> httpDateMs(const QByteArray& text, qint64 nowMs) {
  static const QRegularExpression dayFirst(QStringLiteral(
      "^(?:[A-Za-z]+, *)?(\\d{1,2})[ -]([A-Za-z]{3})[ -](\\d{4}|\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})(?: (?:GMT|UTC))?$"));
  static const QRegularExpression monthFirst(
      QStringLiteral("^[A-Za-z]+ ([A-Za-z]{3}) (\\d{1,2}) (\\d{2}):(\\d{2}):(\\d{2}) (\\d{4})$"));
  static const QString months = QStringLiteral("janfebmaraprmayjunjulaugsepoctnovdec");
  const QString date = QString::fromLatin1(text).simplified();
  QString day, month, year, hour, minute, second;
  if (const auto match = dayFirst.match(date); match.hasMatch()) {
    day = match.captured(1), month = match.captured(2), year = match.captured(3);
    hour = match.captured(4), minute = match.captured(5), second = match.captured(6);
  } else if (const auto other = monthFirst.match(date); other.hasMatch()) {
    month = other.captured(1), day = other.captured(2), year = other.captured(6);
    hour = other.captured(3), minute = other.captured(4), second = other.captured(5);
  } else {
    return std::nullopt;
  }
  const qsizetype at = months.indexOf(month.toLower());
  int fullYear = year.toInt();
  if (year.size() == 2) {
    const int thisYear = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).date().year();
    fullYear += thisYear - thisYear % 100;
    if (fullYear > thisYear + 50) fullYear -= 100;
    if (fullYear <= thisYear - 50) fullYear += 100;
  }
  const QDate onDate(fullYear, static_cast<int>(at / 3) + 1, day.toInt());
  // A leap second is the minute's last.
  const QTime atTime(hour.toInt(), minute.toInt(), std::min(second.toInt(), 59));
  if (at < 0 || at % 3 != 0 || !onDate.isValid() || !atTime.isValid()) return std::nullopt;
  return QDateTime(onDate, atTime, Qt::UTC).toMSecsSinceEpoch();
}

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

AnswerReader::AnswerReader(const PutLimits& limits, const QVector<QByteArray>& secrets) : m_limits(limits) {
  for (const QByteArray& secret : secrets) {
    if (secret.size() < shortestSecret) continue;
    m_secrets.append(secret);
    m_longestSecret = std::max(m_longestSecret, secret.size());
  }
}

bool AnswerReader::take(QIODevice& answer) {
  while (answer.bytesAvailable() > 0) {
    const QByteArray bytes = answer.read(m_limits.keptAnswerBytes);
    if (bytes.isEmpty()) break;
    m_read += bytes.size();
    // A little more than is kept, so that a secret across the edge is recognized.
    const qsizetype room = static_cast<qsizetype>(m_limits.keptAnswerBytes) + m_longestSecret - m_kept.size();
    if (room > 0) m_kept += bytes.left(room);
    if (m_read > m_limits.readAnswerBytes) return false;
  }
  return true;
}

QByteArray AnswerReader::masked(QByteArray text) const {
  for (const QByteArray& secret : m_secrets) text.replace(secret, maskedSecret);
  return text;
}

QByteArray AnswerReader::kept() const {
  return masked(m_kept).left(static_cast<qsizetype>(m_limits.keptAnswerBytes));
}

QString AnswerReader::headerLines(const QList<QPair<QByteArray, QByteArray>>& headers) const {
  QString lines;
  for (const auto& [name, value] : headers) {
    const bool cookie = name.compare("Set-Cookie", Qt::CaseInsensitive) == 0;
    const QString line = QString::fromUtf8(name + ": " + (cookie ? maskedSecret : masked(value))).simplified();
    if (lines.size() + line.size() + 1 > keptHeaderChars) break;
    if (!lines.isEmpty()) lines += u'\n';
    lines += line;
  }
  return lines;
}

qint64 retryAfterMs(const QByteArray& retryAfter, const QByteArray& date, qint64 nowMs) {
  const QByteArray text = retryAfter.trimmed();
  if (text.isEmpty()) return -1;
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    bool fits = false;
    const qint64 seconds = text.toLongLong(&fits);
    return (fits ? std::min(seconds, longestSeconds) : longestSeconds) * 1000;
  }
  const auto until = httpDateMs(text, nowMs);
  if (!until) return -1;
  return std::clamp<qint64>(*until - httpDateMs(date, nowMs).value_or(nowMs), 0, longestMs);
}

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
    report.message = PutReportTr::tr("it ended with %1, which is not a final answer").arg(report.status);
  } else if (!seen.cutOffWhy.isEmpty()) {
    report.message = seen.cutOffWhy;
  } else if (reply.errorString().contains(QLatin1String("alert certificate required"))) {
    // TLS 1.3 says so after the client's own handshake; the server's was never done, so it read not one byte.
    report.outcome = AttemptOutcome::NotSent;
    report.failure = ReasonKind::Tls;
    report.wantsClientCertificate = true;
    report.message = PutReportTr::tr("the server asks for a client certificate");
  } else {
    report.failure = networkFailureKind(reply.error(), report.bytesSent > 0);
    const bool isCutShort = report.bytesSent > 0 && report.bytesSent < seen.bodyBytes;
    if (isCutShort && isLostConnection(reply.error())) report.failure = ReasonKind::ClosedEarly;
    report.message = networkErrorText(reply.error());
    // Qt's own words are kept where they say more.
    if (report.detail.compare(report.message, Qt::CaseInsensitive) == 0) report.detail.clear();
    if (report.failure != ReasonKind::Tls) return report;
    report.certificateIssuer = seen.certificateIssuer;
    if (!seen.sslErrors.isEmpty()) report.message = certificateErrorText(seen.sslErrors);
  }
  return report;
}

}  // namespace courier
