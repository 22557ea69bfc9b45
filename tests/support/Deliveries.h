#pragma once

#include <QCryptographicHash>
#include <QFile>

#include "models/outbox/Delivery.h"
#include "models/outbox/RetryPolicy.h"
#include "models/spool/SpoolSink.h"
#include "models/targets/Target.h"
#include "tests/support/FakeClock.h"

namespace courier::testing {

// Targets, kept bodies, deliveries and answers as tests want them.

/// Ends the test program where that is no address.
[[nodiscard]] inline TargetUrl urlOf(const QString& address) {
  const auto parsed = TargetUrl::parse(address);
  if (!parsed) qFatal("%s: %s", qUtf8Printable(address), qUtf8Printable(parsed.error().message));
  return parsed->url;
}

[[nodiscard]] inline Target targetAt(const QString& name, const QString& address) {
  Target target;
  target.name = name;
  target.to.url = urlOf(address);
  return target;
}

/// What sends a result to `target`, or to `tail` below it, as `name:tail` does.
[[nodiscard]] inline DeliveryRequest requestTo(const Target& target, const QString& tail = {}) {
  DeliveryRequest request;
  request.targetId = target.id;
  request.targetText = tail.isEmpty() ? target.name : target.name + u':' + tail;
  request.to = *target.to.joined(tail);
  return request;
}

/// A body of JSON as the spool folder keeps it under `name`.
[[nodiscard]] inline SpoolFile bodyFile(const QString& name, const QByteArray& bytes, qint64 rows = 3) {
  SpoolFile file;
  file.name = name;
  file.bytes = bytes.size();
  file.sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
  file.contentType = QStringLiteral("application/json; charset=utf-8");
  file.rows = rows;
  return file;
}

/// The same, and the file is really in that folder.
[[nodiscard]] inline SpoolFile keptBody(const QString& folder, const QString& name, const QByteArray& bytes,
                                        qint64 rows = 3) {
  QFile file(folder + u'/' + name);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("no %s", qUtf8Printable(name));
  return bodyFile(name, bytes, rows);
}

/// A delivery that was queued a minute before `now` and is due.
[[nodiscard]] inline Delivery deliveryTo(const QString& address) {
  Delivery delivery;
  delivery.to.url = urlOf(address);
  delivery.createdMs = now - minute;
  delivery.giveUpMs = delivery.createdMs + retrypolicy::maxAgeMs;
  delivery.nextTryMs = now;
  return delivery;
}

[[nodiscard]] inline AttemptReport answered(int status) {
  AttemptReport report;
  report.outcome = AttemptOutcome::Answered;
  report.status = status;
  return report;
}

[[nodiscard]] inline AttemptReport unanswered(AttemptOutcome outcome, ReasonKind why = ReasonKind::Unreachable,
                                              const QString& message = {}) {
  AttemptReport report;
  report.outcome = outcome;
  report.failure = why;
  report.message = message;
  return report;
}

}  // namespace courier::testing
