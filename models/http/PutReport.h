#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QPair>
#include <QSslError>
#include <QString>
#include <QVector>
#include <QtGlobal>

#include "models/http/Transport.h"
#include "models/outbox/Delivery.h"

class QNetworkReply;

namespace courier {

/// Reads an answer with bounded memory: keeps its first bytes, counts the rest, says when it is too much. What it
/// gives out holds none of the request's secrets, even where the server repeats them. One attempt's; any thread.
class AnswerReader {
 public:
  /// `secrets`: texts that are masked; empty ones are ignored.
  AnswerReader(const PutLimits& limits, const QVector<QByteArray>& secrets);

  /// Takes what is there; false once the limit is passed and reading should end.
  [[nodiscard]] bool take(QIODevice& answer);
  /// The first bytes, at most PutLimits::keptAnswerBytes.
  [[nodiscard]] QByteArray kept() const;
  /// "Name: value" lines of bounded length; cookies are masked.
  [[nodiscard]] QString headerLines(const QList<QPair<QByteArray, QByteArray>>& headers) const;
  [[nodiscard]] QByteArray masked(QByteArray text) const;

 private:
  const PutLimits m_limits;
  QVector<QByteArray> m_secrets;
  qsizetype m_longestSecret = 0;
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
