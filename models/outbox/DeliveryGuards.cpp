#include "models/outbox/DeliveryGuards.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace courier {
namespace {

/// Further changes of columns are only counted.
constexpr qsizetype mostChangesNamed = 4;
constexpr qsizetype longestName = 40;

struct DeliveryGuardsTr {
  Q_DECLARE_TR_FUNCTIONS(DeliveryGuards)
};

QString quoted(const QString& name) {
  const QString line = name.simplified();
  return QStringLiteral("“%1”").arg(line.size() <= longestName ? line : line.left(longestName) + u'…');
}

QString joined(const QStringList& parts) {
  return parts.join(DeliveryGuardsTr::tr(", ", "between the parts of a list within a sentence"));
}

bool isSameType(const BodyFacts& a, qsizetype inA, const BodyFacts& b, qsizetype inB) {
  if (a.unsettled.value(inA) || b.unsettled.value(inB)) return true;
  const Column& left = a.columns[inA];
  const Column& right = b.columns[inB];
  return columnTypeName(left.type, left.element) == columnTypeName(right.type, right.element);
}

/// For each column of `of`, the place in `in` of the column of that name (of several, in their order), or -1.
QVector<qsizetype> placesIn(const Columns& in, const Columns& of) {
  QVector<qsizetype> places;
  QVector<bool> taken(in.size(), false);
  for (const Column& column : of) {
    qsizetype place = 0;
    while (place < in.size() && (taken[place] || in[place].name != column.name)) ++place;
    if (place == in.size()) {
      places.append(-1);
      continue;
    }
    taken[place] = true;
    places.append(place);
  }
  return places;
}

/// Whether the columns that both have stand in another order.
bool isReordered(const QVector<qsizetype>& places) {
  qsizetype last = -1;
  for (const qsizetype place : places) {
    if (place < 0) continue;
    if (place < last) return true;
    last = place;
  }
  return false;
}

bool rowsDiffer(qint64 rows, qint64 before, int percent) {
  if (before == 0) return rows > 0;
  const double difference = static_cast<double>(rows > before ? rows - before : before - rows);
  return difference * 100 > static_cast<double>(percent) * static_cast<double>(before);
}

bool isSameBody(const BodyFacts& a, const BodyFacts& b) {
  return a.bytes == b.bytes && !a.sha256.isEmpty() && a.sha256 == b.sha256;
}

/// Each clause of "Held: …" that applies.
QStringList objections(const BodyFacts& body, const std::optional<DeliveredBefore>& before,
                       const GuardOptions& guards) {
  const QLocale locale;
  QStringList found;
  if (guards.holdEmpty && body.rows == 0) found.append(DeliveryGuardsTr::tr("the result has no rows"));
  if (before && guards.holdRowChangePercent > 0 &&
      rowsDiffer(body.rows, before->body.rows, guards.holdRowChangePercent)) {
    found.append(DeliveryGuardsTr::tr("its row count, %1, differs by more than %2 % from the %3 last delivered")
                     .arg(locale.toString(body.rows), locale.toString(guards.holdRowChangePercent),
                          locale.toString(before->body.rows)));
  }
  if (before && guards.holdColumnsChanged) {
    const QString changed = columnsChangedText(body, before->body);
    if (!changed.isEmpty()) found.append(DeliveryGuardsTr::tr("its columns changed (%1)").arg(changed));
  }
  if (guards.holdTruncated && body.truncated)
    found.append(DeliveryGuardsTr::tr("rows after the first %1 would be left out").arg(locale.toString(body.rows)));
  return found;
}

}  // namespace

BodyFacts factsOf(const Delivery& delivery) {
  return {delivery.rows,      delivery.truncated,  delivery.columns,
          delivery.unsettled, delivery.bodySha256, delivery.bodyBytes};
}

QString columnsChangedText(const BodyFacts& body, const BodyFacts& before) {
  if (body.columns.isEmpty() || before.columns.isEmpty()) return {};
  const QVector<qsizetype> places = placesIn(before.columns, body.columns);
  QStringList changes;
  for (qsizetype index = 0; index < places.size(); ++index) {
    if (places[index] < 0) changes.append(DeliveryGuardsTr::tr("%1 is new").arg(quoted(body.columns[index].name)));
  }
  for (qsizetype index = 0; index < before.columns.size(); ++index) {
    if (!places.contains(index))
      changes.append(DeliveryGuardsTr::tr("%1 is gone").arg(quoted(before.columns[index].name)));
  }
  for (qsizetype index = 0; index < places.size(); ++index) {
    if (places[index] < 0 || isSameType(body, index, before, places[index])) continue;
    const Column& now = body.columns[index];
    const Column& was = before.columns[places[index]];
    changes.append(
        DeliveryGuardsTr::tr("%1 was %2 and is %3")
            .arg(quoted(now.name), columnTypeName(was.type, was.element), columnTypeName(now.type, now.element)));
  }
  if (isReordered(places)) changes.append(DeliveryGuardsTr::tr("their order changed"));
  if (changes.size() > mostChangesNamed) {
    const auto more = static_cast<int>(changes.size() - mostChangesNamed);
    changes = changes.first(mostChangesNamed);
    changes.append(DeliveryGuardsTr::tr("and %n more change(s)", nullptr, more));
  }
  return joined(changes);
}

GuardVerdict guardVerdict(const BodyFacts& body, const std::optional<DeliveredBefore>& before,
                          const GuardOptions& guards) {
  if (guards.skipUnchanged && before && before->isWhatServerHolds && isSameBody(body, before->body)) {
    const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(before->deliveredMs), QLocale::ShortFormat);
    return {GuardVerdict::Action::Skip, ReasonKind::Unchanged,
            DeliveryGuardsTr::tr("The result is the same as the one delivered on %1, so nothing was sent.").arg(when)};
  }
  const QStringList found = objections(body, before, guards);
  if (found.isEmpty()) return {};
  return {GuardVerdict::Action::Hold, ReasonKind::Guard,
          DeliveryGuardsTr::tr("Held: %1. Look at it, then release or cancel it.").arg(joined(found))};
}

QString guardForecast(const BodyFacts& body, const std::optional<DeliveredBefore>& before, const GuardOptions& guards) {
  switch (guardVerdict(body, before, guards).action) {
    case GuardVerdict::Action::Skip:
      return DeliveryGuardsTr::tr("This will not be sent: the server has the same result already.");
    case GuardVerdict::Action::Hold:
      return DeliveryGuardsTr::tr("This will be held: %1.").arg(joined(objections(body, before, guards)));
    case GuardVerdict::Action::Send:
      break;
  }
  return {};
}

ScheduledRemarks scheduledRemarks(const BodyFacts& body, const std::optional<DeliveredBefore>& before,
                                  const QString& targetText) {
  const QLocale locale;
  ScheduledRemarks remarks;
  if (before && body.rows == 0 && before->body.rows > 0)
    remarks.empty = DeliveryGuardsTr::tr("The scheduled result for '%1' has no rows; the last one delivered had %2.")
                        .arg(targetText, locale.toString(before->body.rows));
  if (body.truncated)
    remarks.cut = DeliveryGuardsTr::tr("The scheduled result for '%1' was cut: only its first %2 rows are sent.")
                      .arg(targetText, locale.toString(body.rows));
  if (before) {
    const QString changed = columnsChangedText(body, before->body);
    if (!changed.isEmpty())
      remarks.columnsChanged =
          DeliveryGuardsTr::tr("The columns of the scheduled result for '%1' changed: %2.").arg(targetText, changed);
  }
  return remarks;
}

}  // namespace courier
