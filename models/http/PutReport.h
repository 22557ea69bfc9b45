#pragma once

#include <QList>
#include <QSslError>
#include <QString>

#include "models/outbox/Delivery.h"

class QNetworkReply;

namespace courier {

class AnswerReader;

/// What was seen of one attempt besides its reply. Times in ms since it began; -1: never came to it.
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
