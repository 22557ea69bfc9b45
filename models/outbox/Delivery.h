#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>
#include <optional>

#include "models/base/Ids.h"
#include "models/data/Column.h"
#include "models/targets/DeliveryState.h"
#include "models/targets/Target.h"

namespace courier {

/// Why a delivery waits or was refused, for choosing the sentence and its button.
enum class ReasonKind {
  None,
  Unreachable,    ///< name, connect, timeout, reset: tried again
  ClosedEarly,    ///< the server closed the connection before it had read the body: tried again, then held
  ServerBusy,     ///< 408 425 429 5xx of the table: tried again
  SignIn,         ///< 401 403 407: the target is paused
  MethodRefused,  ///< 405 501
  PathRefused,    ///< 409 on a path that ends in '/'
  TooLarge,       ///< 413
  Redirected,     ///< 3xx
  Gone,           ///< 410
  RefusedOther,   ///< any other answer
  Tls,            ///< certificate or handshake
  Untrusted,      ///< the certificate's issuer is not trusted here
  WantsClient,    ///< the server wants a client certificate
  SecretLocked,   ///< the keychain is locked or silent
  SecretMissing,  ///< the password is not known on this computer
  TargetPaused,   ///< held because its target is paused or disabled
  Setup,          ///< its target's client certificate cannot be used
  Guard,          ///< held by a guard of its target until a person looks
  Policy,         ///< held by the administrator's policy
  BodyMissing,    ///< the spool file is gone or not what was queued
  Unchanged,      ///< cancelled: the same was delivered last
  Superseded,     ///< cancelled by a newer result
  GaveUp          ///< expired
};
[[nodiscard]] QString reasonKindKey(ReasonKind kind);
[[nodiscard]] ReasonKind reasonKindFromKey(const QString& key);

/// One result on its way to one target: what was fixed when it was queued, and its present state. A value.
struct Delivery {
  DeliveryId id;
  QString idempotencyKey;  ///< UUID, the same on every attempt
  JobId jobId;
  TargetId targetId;
  QString targetText;  ///< "myweb:path", or the address for people: never a password
  Destination to;      ///< to.url.lane() is the strict lane; its row cap was that of the job
  DeliveryState state = DeliveryState::Waiting;
  QString reason;  ///< a sentence for people (FailureText), "" where there is none
  ReasonKind reasonKind = ReasonKind::None;
  QString spoolName;
  QString contentType;
  qint64 bodyBytes = 0;
  QByteArray bodySha256;
  qint64 rows = 0;
  bool truncated = false;
  Columns columns;          ///< with the body's types; empty where the row is older than this is kept
  QVector<bool> unsettled;  ///< by column: its type came only from a want of values
  qint64 createdMs = 0;
  qint64 nextTryMs = 0;    ///< while waiting: when its next counted try is due
  qint64 notBeforeMs = 0;  ///< the server's Retry-After: no early try before it; 0: none
  qint64 earlyTryMs = 0;   ///< an early try was asked for, due from then on; 0: none
  qint64 giveUpMs = 0;     ///< while waiting: expires then; a release from being held begins the 7 days anew
  int retries = 0;         ///< counted retries so far (early tries do not count)
  int attempts = 0;        ///< attempts begun so far
  int earlyCloses = 0;     ///< how often in a row the server closed before it had read the body
  qint64 finishedMs = 0;   ///< 0 while not final
  /// It failed for good, and a person said that this is dealt with.
  bool isDismissed = false;
};

enum class AttemptOutcome {
  Answered,  ///< a final status came
  NotSent,   ///< not one byte of the body can have arrived, nor an empty one's head
  Unknown    ///< some or all may have arrived; no final status came
};
[[nodiscard]] QString attemptOutcomeKey(AttemptOutcome outcome);  ///< as stored: "answered", "not_sent", "unknown"
[[nodiscard]] std::optional<AttemptOutcome> attemptOutcomeFromKey(const QString& key);

/// The outcome of one PUT, as PutRequest reports it.
struct AttemptReport {
  AttemptOutcome outcome = AttemptOutcome::NotSent;
  int status = 0;  ///< the final status, 0 where none came (1xx: kept here with outcome Unknown)
  ReasonKind failure =
      ReasonKind::None;       ///< where no status came: Unreachable, ClosedEarly, Tls, SignIn (a proxy's), …
  QString message;            ///< what happened, short: "connection refused"; "" for an answer
  QString detail;             ///< the library's own text, without secrets
  qint64 bytesSent = 0;       ///< of the body, handed to the network
  qint64 connectMs = -1;      ///< until the first byte of the body was asked for; -1: not measured
  qint64 sendMs = -1;         ///< from then until the last byte was
  qint64 waitMs = -1;         ///< from then until the answer's head
  QString answerHeaders;      ///< "Name: value" lines
  QByteArray answerBody;      ///< at most 64 kB
  QString location;           ///< of a 3xx
  qint64 retryAfterMs = -1;   ///< from Retry-After, relative to the answer, at most 24 h; -1: none
  QString certificateIssuer;  ///< for Tls, where known
  bool wantsClientCertificate = false;  ///< for Tls: the server got none, or none that it accepts
};

/// One PUT in the history.
struct Attempt {
  AttemptId id;
  DeliveryId deliveryId;
  int number = 0;  ///< 1, 2, 3 … within its delivery
  bool early = false;
  qint64 startedMs = 0;
  qint64 endedMs = 0;  ///< 0 while under way
  AttemptReport report;
};

/// What is known of a delivery before its job and its body exist.
[[nodiscard]] Delivery deliveryOf(const DeliveryRequest& request);

}  // namespace courier
