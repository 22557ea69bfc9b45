#include "models/http/PutReport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QNetworkReply>
#include <QRegularExpression>
#include <algorithm>
#include <optional>
#include <utility>

#include "models/base/Gzip.h"
#include "models/http/NetworkErrorText.h"
#include "models/outbox/AnswerText.h"
#include "models/secrets/SecretStore.h"

namespace courier {
namespace {

struct PutReportTr {
  Q_DECLARE_TR_FUNCTIONS(PutRequest)
};

constexpr qsizetype keptHeaderChars = 16 * 1024;
constexpr int mostCodings = 4;

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

/// Undoes one content coding (RFC 9110, 8.4.1), or says by nothing that it cannot.
std::optional<Unpacked> withoutCoding(const QByteArray& bytes, const QByteArray& coding, qint64 limit) {
  if (coding == "gzip" || coding == "x-gzip") return unpackedBeginning(bytes, limit, Packing::Gzip);
  if (coding != "deflate") return std::nullopt;
  // What it means is zlib's form; some servers leave that form's frame out.
  auto framed = unpackedBeginning(bytes, limit, Packing::Zlib);
  return framed && !framed->bytes.isEmpty() ? framed : unpackedBeginning(bytes, limit, Packing::Deflate);
}

/// Whether bytes are packed as their beginning shows: gzip, zip, zstd, xz, bzip2, compress.
bool looksPacked(const QByteArray& bytes) {
  for (const char* magic : {"\x1F\x8B", "PK\x03\x04", "\x28\xB5\x2F\xFD", "\xFD\x37zXZ", "BZh", "\x1F\x9D"}) {
    if (bytes.startsWith(magic)) return true;
  }
  return false;
}

/// An answer without its codings, those that it has but does not name included; nothing where one cannot be undone:
/// what it repeats cannot be seen there.
Unpacked unpackedAnswer(Unpacked answer, const QByteArray& codings, qint64 limit) {
  const auto undo = [&](const QByteArray& coding) {
    const bool wasWhole = answer.complete;
    answer = withoutCoding(answer.bytes, coding, limit).value_or(Unpacked());
    answer.complete = answer.complete && wasWhole;
  };
  QList<QByteArray> named = codings.toLower().split(',');
  std::reverse(named.begin(), named.end());
  for (const QByteArray& item : named) {
    const QByteArray coding = item.trimmed();
    if (!coding.isEmpty() && coding != "identity" && !answer.bytes.isEmpty()) undo(coding);
  }
  for (int again = 0; again < mostCodings && looksPacked(answer.bytes); ++again) undo("gzip");
  return looksPacked(answer.bytes) ? Unpacked() : answer;
}

/// At most `most` bytes of UTF-8, no character cut in two.
QByteArray firstBytes(const QByteArray& text, qsizetype most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.left(most);
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

AnswerReader::AnswerReader(const PutLimits& limits, SecretMask secrets)
    : m_limits(limits), m_secrets(std::move(secrets)) {}

bool AnswerReader::take(QIODevice& answer) {
  while (answer.bytesAvailable() > 0) {
    const QByteArray bytes = answer.read(m_limits.keptAnswerBytes);
    if (bytes.isEmpty()) break;
    m_read += bytes.size();
    // More than is kept in the end, so that a secret across the edge is recognized however it is spelled.
    const auto room = static_cast<qsizetype>(2 * m_limits.keptAnswerBytes) - m_kept.size();
    if (room > 0) m_kept += bytes.left(room);
    if (m_read > m_limits.readAnswerBytes) return false;
  }
  return true;
}

QByteArray AnswerReader::kept(const Headers& headers, bool isWhole) const {
  QByteArray coding;
  for (const auto& [name, value] : headers) {
    if (name.compare("Content-Encoding", Qt::CaseInsensitive) == 0) coding += ',' + value;
  }
  const auto plain = unpackedAnswer({m_kept, isWhole && m_read == m_kept.size()}, coding, 2 * m_limits.keptAnswerBytes);
  const QByteArray text = answerInUtf8(plain.bytes, headerLines(headers));
  const auto ending = plain.complete ? SecretMask::Ending::Whole : SecretMask::Ending::Cut;
  return firstBytes(m_secrets.masked(text, ending), static_cast<qsizetype>(m_limits.keptAnswerBytes));
}

QString AnswerReader::headerLines(const Headers& headers) const {
  QString lines;
  for (const auto& [name, value] : headers) {
    const bool cookie = name.compare("Set-Cookie", Qt::CaseInsensitive) == 0;
    const QByteArray whole = cookie ? name + ": " + maskedSecret : masked(name + ": " + value);
    const QString line = QString::fromUtf8(whole).simplified();
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
  report.answerBody = answer.kept(reply.rawHeaderPairs(), reply.error() == QNetworkReply::NoError);
  if (reply.error() != QNetworkReply::NoError)
    report.detail = QString::fromUtf8(answer.masked(reply.errorString().toUtf8()));

  // RFC 9112, 4: three digits, of which the first says what the answer is.
  const bool isStatus = report.status >= 100 && report.status <= 999;
  if (isStatus && report.status >= 200) {
    report.outcome = AttemptOutcome::Answered;
    const bool redirects = report.status >= 300 && report.status <= 399;
    if (redirects) report.location = QString::fromUtf8(answer.masked(reply.rawHeader("Location")));
    report.retryAfterMs =
        retryAfterMs(reply.rawHeader("Retry-After"), reply.rawHeader("Date"), QDateTime::currentMSecsSinceEpoch());
    return report;
  }

  const bool isRefusedHere = !seen.sslErrors.isEmpty();
  const bool mayHaveEmpty = seen.bodyBytes == 0 && !isRefusedHere && !neverConnected(reply.error());
  report.outcome = report.bytesSent > 0 || mayHaveEmpty ? AttemptOutcome::Unknown : AttemptOutcome::NotSent;
  report.failure = ReasonKind::Unreachable;
  if (seen.bodyDamaged) {
    report.failure = ReasonKind::BodyMissing;
    report.message = seen.cutOffWhy;
  } else if (report.status != 0 && !isStatus) {
    report.outcome = AttemptOutcome::Unknown;
    report.status = 0;
    report.message = networkErrorText(QNetworkReply::ProtocolFailure);
  } else if (report.status > 0) {
    report.outcome = AttemptOutcome::Unknown;
    report.message = PutReportTr::tr("it ended with %1, which is not a final answer").arg(report.status);
  } else if (!seen.cutOffWhy.isEmpty()) {
    report.message = seen.cutOffWhy;
  } else if (const auto refusal = clientRefusalText(reply.errorString())) {
    // TLS 1.3 says so after the client's own handshake; the server's was never done, so it read not one byte.
    report.outcome = AttemptOutcome::NotSent;
    report.failure = ReasonKind::Tls;
    report.wantsClientCertificate = true;
    report.message = refusal->isEmpty() ? PutReportTr::tr("the server asks for a client certificate") : *refusal;
  } else {
    report.failure = isRefusedHere ? ReasonKind::Tls : networkFailureKind(reply.error(), report.bytesSent > 0);
    const bool isCutShort = report.bytesSent > 0 && report.bytesSent < seen.bodyBytes;
    if (isCutShort && isLostConnection(reply.error())) report.failure = ReasonKind::ClosedEarly;
    report.message = networkErrorText(reply.error());
    // Qt's own words are kept where they say more.
    if (report.detail.compare(report.message, Qt::CaseInsensitive) == 0) report.detail.clear();
    if (report.failure != ReasonKind::Tls) return report;
    report.certificateIssuer = seen.certificateIssuer;
    if (isRefusedHere) report.message = certificateErrorText(seen.sslErrors);
  }
  return report;
}

}  // namespace courier
