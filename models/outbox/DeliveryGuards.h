#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "models/outbox/Delivery.h"

namespace courier {

/// What a guard looks at in a body.
struct BodyFacts {
  qint64 rows = 0;
  bool truncated = false;
  Columns columns;          ///< empty: not known, and never compared
  QVector<bool> unsettled;  ///< as in Delivery
  QByteArray sha256;
  qint64 bytes = 0;
};
[[nodiscard]] BodyFacts factsOf(const Delivery& delivery);

/// The last body delivered to the same address.
struct DeliveredBefore {
  BodyFacts body;
  qint64 deliveredMs = 0;
  /// Nothing that was queued after it is on its way or may have arrived: the server still holds it, as far as is known.
  bool isWhatServerHolds = true;
};

struct GuardVerdict {
  enum class Action { Send, Hold, Skip };
  Action action = Action::Send;
  ReasonKind kind = ReasonKind::None;  ///< Guard for Hold, Unchanged for Skip
  QString reason;                      ///< one sentence for people, "" for Send
};

/// What the guards of a target say to a new body. Pure.
///  - skipUnchanged goes first: what the server holds already needs neither sending nor a person.
///  - Rows are compared in percent of the last delivered count; any rows after none are a change.
///  - Columns are compared where both are known: names, order, types. A type that came only from a want of values
///    never counts as changed.
///  - Without an earlier delivery there is nothing to compare.
[[nodiscard]] GuardVerdict guardVerdict(const BodyFacts& body, const std::optional<DeliveredBefore>& before,
                                        const GuardOptions& guards);

/// What guardVerdict() will say, to a person who may still think again: "This will be held: the result has no rows." or
/// that it will not be sent; "" if no guard objects.
[[nodiscard]] QString guardForecast(const BodyFacts& body, const std::optional<DeliveredBefore>& before,
                                    const GuardOptions& guards);

/// What changed in the columns, for people ("“total” is new, “cnt” was long and is double"); "" where nothing did.
[[nodiscard]] QString columnsChangedText(const BodyFacts& body, const BodyFacts& before);

/// What stands out in a scheduled result whatever the guards are: each "" where it does not.
struct ScheduledRemarks {
  QString empty;           ///< no rows after a delivered result that had some
  QString cut;             ///< rows were left out
  QString columnsChanged;  ///< since the last delivered one
};
[[nodiscard]] ScheduledRemarks scheduledRemarks(const BodyFacts& body, const std::optional<DeliveredBefore>& before,
                                                const QString& targetText);

}  // namespace courier
