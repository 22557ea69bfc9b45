#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QPair>
#include <QSslError>
#include <QString>
#include <QtGlobal>

#include "models/http/Transport.h"
#include "models/outbox/Delivery.h"
#include "models/secrets/SecretMask.h"

class QNetworkReply;

namespace courier {

/// Reads an answer with bounded memory: keeps its first bytes, counts the rest, says when it is too much. What it
/// gives out holds none of the request's secrets, even where the server repeats them. One attempt's; any thread.
class AnswerReader {
 public:
  using Headers = QList<QPair<QByteArray, QByteArray>>;

  AnswerReader(const PutLimits& limits, SecretMask secrets);

  /// Takes what is there; false once the limit is passed and reading should end.
  [[nodiscard]] bool take(QIODevice& answer);
  /// The first bytes, at most PutLimits::keptAnswerBytes, unpacked and in UTF-8 (answerInUtf8()) as the headers say.
  /// Nothing of what is packed in a way that cannot be undone here. `isWhole`: the answer came to its end.
  [[nodiscard]] QByteArray kept(const Headers& headers, bool isWhole) const;
  /// "Name: value" lines of bounded length; cookies are masked.
  [[nodiscard]] QString headerLines(const Headers& headers) const;
  [[nodiscard]] QByteArray masked(const QByteArray& text) const { return m_secrets.masked(text); }

 private:
  const PutLimits m_limits;
  const SecretMask m_secrets;
  QByteArray m_kept;
  qint64 m_read = 0;
};

/// What a Retry-After header asks for (RFC 9110, 10.2.3): milliseconds from the answer on, seconds or an HTTP date,
/// at most 24 h; -1 where there is none or it cannot be read. A date is taken relative to the answer's own Date
/// header where that can be read, so that a wrong clock on either side does no harm. Pure.
[[nodiscard]] qint64 retryAfterMs(const QByteArray& retryAfter, const QByteArray& date, qint64 nowMs);

/// The measurements of one attempt besides its reply. Times in ms since it began; -1: that step was never reached.
struct SeenAttempt {
  qint64 connectedAtMs = -1;
  qint64 sentAtMs = -1;
  qint64 headAtMs = -1;
  qint64 bodyBytes = 0;    ///< of the whole body
  qint64 servedBytes = 0;  ///< of these, handed to the network
  QList<QSslError> sslErrors;
  QString certificateIssuer;
  QString cutOffWhy;  ///< set where this program ended the attempt itself
  bool bodyDamaged = false;
};

/// The report of an attempt whose reply has finished: what a final answer said, or why there was none, and whether
/// the body can have arrived.
[[nodiscard]] AttemptReport attemptReport(const QNetworkReply& reply, const AnswerReader& answer,
                                          const SeenAttempt& seen);

}  // namespace courier
