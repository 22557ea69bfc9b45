#pragma once

#include <QVariantList>
#include <QVector>
#include <optional>

#include "models/base/Expected.h"
#include "models/outbox/Delivery.h"
#include "models/storage/Session.h"

namespace courier::outboxrows {

/// The delivery and attempt tables as values: all that is written to them is written here. Store thread, within the
/// caller's transaction if there is one.

/// Deliveries d for which `condition` holds ("WHERE …", "ORDER BY …"; `d` and its target `t` can be named). Storage
/// when a row's address cannot be read.
[[nodiscard]] Expected<QVector<Delivery>> deliveries(Session& session, const QString& condition,
                                                     const QVariantList& values);
/// NotFound: "There is no delivery 12."
[[nodiscard]] Expected<Delivery> delivery(Session& session, DeliveryId id);
/// The first of deliveries(), or nothing.
[[nodiscard]] Expected<std::optional<Delivery>> first(Session& session, const QString& condition,
                                                      const QVariantList& values);
/// A delivery's attempts, oldest first.
[[nodiscard]] Expected<QVector<Attempt>> attempts(Session& session, DeliveryId id);

/// Conditions on a delivery d. It is in this state, which is not a final one: found by way of its lane.
[[nodiscard]] QString isStill(DeliveryState state);
/// It failed for good and nobody has answered that: its result was not sent there again, nobody dismissed it, and,
/// where a PUT puts the newest in the place of the older, nothing newer has arrived at its address.
[[nodiscard]] QString isUnanswered();

/// Writes a new row and gives its id; `delivery.id` is ignored.
[[nodiscard]] Expected<DeliveryId> insert(Session& session, const Delivery& delivery);
/// Where the delivery stands: its state with the reason, its times, and how often it was tried. The only writer of
/// these, but for askEarly().
[[nodiscard]] Expected<void> writeState(Session& session, const Delivery& delivery);
/// Ends it: in this final state, now. `kind` None has no reason.
[[nodiscard]] Expected<void> writeEnd(Session& session, Delivery& delivery, DeliveryState state, ReasonKind kind,
                                      const QString& reason, qint64 nowMs);
/// It failed for good, and that is dealt with.
[[nodiscard]] Expected<void> dismiss(Session& session, DeliveryId id);
/// Asks for an early try, due at `nowMs`, of all deliveries d for which `condition` holds ("d.id IN …"), but for those
/// that are due by then anyway and those that their server told to wait. How many.
[[nodiscard]] Expected<int> askEarly(Session& session, const QString& condition, const QVariantList& values,
                                     qint64 nowMs);
/// As whom and by which way it is sent: user, secret's key and options.
[[nodiscard]] Expected<void> writeConnection(Session& session, const Delivery& delivery);
/// A TargetFollower: all that is not final goes on as its target now says.
[[nodiscard]] Expected<void> followTarget(Session& session, const Target& target);
/// The spool file of this name is going: no delivery names it any more.
[[nodiscard]] Expected<void> forgetBody(Session& session, const QString& spoolName);

/// A new row of an attempt that begins; its id.
[[nodiscard]] Expected<AttemptId> insertAttempt(Session& session, const Attempt& attempt);
/// The attempt's report, at attempt.endedMs. False: it has ended already, and nothing is written.
[[nodiscard]] Expected<bool> endAttempt(Session& session, const Attempt& attempt);
/// Attempts without an end become Unknown.
[[nodiscard]] Expected<void> endOpenAttempts(Session& session, const QString& message, qint64 nowMs);

}  // namespace courier::outboxrows
