#include "models/notices/ScheduleNotices.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <optional>

#include "models/notices/Notice.h"

namespace courier::schedulenotices {
namespace {

struct ScheduleNoticesTr {
  Q_DECLARE_TR_FUNCTIONS(ScheduleNotices)
};

const QString kTimes = QStringLiteral("times");
const QString kSchedules = QStringLiteral("schedules");
const QString kMissed = QStringLiteral("missed");
const QString kCaughtUp = QStringLiteral("caught_up");
const QString kClosed = QStringLiteral("closed");
const QString kAsleep = QStringLiteral("asleep");
const QString kHeldUp = QStringLiteral("held_up");
constexpr int kLongestReason = 300;

/// The notice that waits for somebody to look; id 0: there is none, and it would begin now.
struct Waiting {
  qint64 id = 0;
  QJsonObject facts;
};

/// Of this kind and schedule; without a schedule, of this kind alone.
Expected<Waiting> waiting(Session& session, NoticeKind kind, ScheduleId schedule) {
  const auto found = session.row(
      QStringLiteral("SELECT id, facts FROM notice WHERE target_id IS NULL AND kind = ? AND "
                     "seen_at IS NULL AND ? IN (0, schedule_id) ORDER BY id DESC LIMIT 1"),
      {noticeKindKey(kind), schedule.value}, [](const QSqlQuery& query) {
        return Waiting{query.value(0).toLongLong(), QJsonDocument::fromJson(query.value(1).toByteArray()).object()};
      });
  if (!found) return found.error();
  return found->value_or(Waiting{});
}

Expected<void> put(Session& session, const Waiting& notice, NoticeKind kind, ScheduleId schedule, const QString& text,
                   qint64 nowMs) {
  const QVariant about = schedule.isValid() ? QVariant(schedule.value) : QVariant();
  const QString facts = QString::fromUtf8(QJsonDocument(notice.facts).toJson(QJsonDocument::Compact));
  if (notice.id != 0) {
    const auto renewed =
        session.change(QStringLiteral("UPDATE notice SET kind = ?, schedule_id = ?, text = ?, facts = ? WHERE id = ?"),
                       {noticeKindKey(kind), about, text, facts, notice.id});
    if (!renewed) return renewed.error();
    return {};
  }
  const auto added = session.insert(
      QStringLiteral("INSERT INTO notice (kind, schedule_id, text, facts, created_at) VALUES (?, ?, ?, ?, ?)"),
      {noticeKindKey(kind), about, text, facts, nowMs});
  if (!added) return added.error();
  return {};
}

/// "" of one that was deleted: of it nothing is told.
Expected<QString> nameOf(Session& session, ScheduleId id) {
  const auto name = session.row(QStringLiteral("SELECT name FROM schedule WHERE id = ? AND deleted_at IS NULL"),
                                {id.value}, [](const QSqlQuery& query) { return query.value(0).toString(); });
  if (!name) return name.error();
  return name->value_or(QString());
}

/// One line that ends in a full stop.
QString asSentence(const QString& reason) {
  QString line = reason.simplified();
  if (line.size() > kLongestReason) line = line.left(kLongestReason - 1) + QChar(0x2026);
  if (line.isEmpty() || QStringLiteral(".!?\u2026").contains(line.back())) return line;
  return line + u'.';
}

QString absenceKey(Absence absence) {
  switch (absence) {
    case Absence::Closed:
      return kClosed;
    case Absence::Asleep:
      return kAsleep;
    case Absence::HeldUp:
      break;
  }
  return kHeldUp;
}

QString absenceText(const QJsonObject& facts) {
  const bool closed = facts.value(kClosed).toBool();
  const bool asleep = facts.value(kAsleep).toBool();
  if (!facts.value(kHeldUp).toBool()) {
    if (!closed) return ScheduleNoticesTr::tr("While this computer slept");
    if (!asleep) return ScheduleNoticesTr::tr("While Query Courier was not running");
    return ScheduleNoticesTr::tr("While Query Courier was not running or this computer slept");
  }
  if (!closed && !asleep) return ScheduleNoticesTr::tr("While Query Courier was held up");
  if (!asleep) return ScheduleNoticesTr::tr("While Query Courier was not running or was held up");
  if (!closed) return ScheduleNoticesTr::tr("While Query Courier was held up or this computer slept");
  return ScheduleNoticesTr::tr("While Query Courier was not running or was held up, or this computer slept");
}

/// "While this computer slept, 7 schedules missed 312 runs; 5 were caught up."
QString missedText(const QJsonObject& facts, const QString& onlyName) {
  const auto schedules = static_cast<int>(facts.value(kSchedules).toArray().size());
  const auto caughtUp = facts.value(kCaughtUp).toInt();
  const QString who =
      onlyName.isEmpty() ? ScheduleNoticesTr::tr("%Ln schedule(s)", "", schedules) : u'\'' + onlyName + u'\'';
  const QString runs = ScheduleNoticesTr::tr("%Ln run(s)", "", facts.value(kMissed).toInt());
  const QString late = caughtUp == 0 ? ScheduleNoticesTr::tr("none was caught up")
                                     : ScheduleNoticesTr::tr("%Ln was/were caught up", "", caughtUp);
  const QString what =
      ScheduleNoticesTr::tr("%1, %2 missed %3; %4.",
                            "While this computer slept, 7 schedules missed 312 runs; 5 were caught up.")
          .arg(absenceText(facts), who, runs, late);
  return what + u' ' +
         (onlyName.isEmpty() ? ScheduleNoticesTr::tr("You can run what was left out from their histories.")
                             : ScheduleNoticesTr::tr("You can run what was left out from its history."));
}

}  // namespace

Expected<void> afterFailure(Session& session, ScheduleId id, const QString& sentence, qint64 nowMs) {
  auto notice = waiting(session, NoticeKind::ScheduleFailed, id);
  if (!notice) return notice.error();
  // It failed, ran well and failed again before anybody looked: still one notice.
  if (notice->id == 0) notice = waiting(session, NoticeKind::ScheduleRecovered, id);
  const auto name = nameOf(session, id);
  if (!notice) return notice.error();
  if (!name) return name.error();
  if (name->isEmpty()) return {};
  const int times = notice->facts.value(kTimes).toInt() + 1;
  notice->facts.insert(kTimes, times);
  const QString what =
      times == 1 ? ScheduleNoticesTr::tr("'%1' failed: %2", "schedule, reason").arg(*name, asSentence(sentence))
                 : ScheduleNoticesTr::tr("'%1' failed %n times, most recently: %2", "", times)
                       .arg(*name, asSentence(sentence));
  return put(session, *notice, NoticeKind::ScheduleFailed, id,
             what + u' ' + ScheduleNoticesTr::tr("Once that is fixed, run it again from its history."), nowMs);
}

Expected<void> afterSuccess(Session& session, ScheduleId id) {
  const auto notice = waiting(session, NoticeKind::ScheduleFailed, id);
  if (!notice) return notice.error();
  if (notice->id == 0) return {};
  const auto name = nameOf(session, id);
  if (!name) return name.error();
  return put(
      session, *notice, NoticeKind::ScheduleRecovered, id,
      ScheduleNoticesTr::tr("'%1' failed %n time(s) and then succeeded. You can repeat what failed from its history.",
                            "", notice->facts.value(kTimes).toInt())
          .arg(*name),
      0);
}

Expected<void> afterSkipping(Session& session, ScheduleId id, qint64 slotCount, qint64 nowMs) {
  auto notice = waiting(session, NoticeKind::ScheduleSkipped, id);
  const auto name = nameOf(session, id);
  if (!notice) return notice.error();
  if (!name) return name.error();
  if (name->isEmpty()) return {};
  const auto times = static_cast<int>(notice->facts.value(kTimes).toInt() + slotCount);
  notice->facts.insert(kTimes, times);
  return put(session, *notice, NoticeKind::ScheduleSkipped, id,
             ScheduleNoticesTr::tr("'%1' skipped %n run(s) because the previous one was still running. Let it run less "
                                   "often, or let one run wait for the other.",
                                   "", times)
                 .arg(*name),
             nowMs);
}

Expected<void> afterMissing(Session& session, ScheduleId id, const MissedSlots& missed, qint64 nowMs) {
  if (missed.leftOut == 0) return {};
  auto notice = waiting(session, NoticeKind::SchedulesMissed, {});
  if (!notice) return notice.error();
  QJsonObject& facts = notice->facts;
  QJsonArray schedules = facts.value(kSchedules).toArray();
  if (!schedules.contains(id.value)) schedules.append(id.value);
  facts.insert(kSchedules, schedules);
  facts.insert(kMissed, facts.value(kMissed).toInteger() + missed.leftOut + missed.caughtUp);
  facts.insert(kCaughtUp, facts.value(kCaughtUp).toInteger() + missed.caughtUp);
  facts.insert(absenceKey(missed.absence), true);
  if (schedules.size() > 1) return put(session, *notice, NoticeKind::SchedulesMissed, {}, missedText(facts, {}), nowMs);
  const auto name = nameOf(session, id);
  if (!name) return name.error();
  return put(session, *notice, NoticeKind::SchedulesMissed, id, missedText(facts, *name), nowMs);
}

Expected<void> afterForbidding(Session& session, qint64 nowMs) {
  const auto notice = waiting(session, NoticeKind::SchedulesForbidden, {});
  if (!notice) return notice.error();
  if (notice->id != 0) return {};
  return put(session, *notice, NoticeKind::SchedulesForbidden, {},
             ScheduleNoticesTr::tr("The administrator allows no schedules: none runs until that changes."), nowMs);
}

Expected<void> withdraw(Session& session, ScheduleId id, qint64 nowMs) {
  const auto withdrawn = session.change(
      QStringLiteral("UPDATE notice SET seen_at = ? WHERE target_id IS NULL AND schedule_id = ? AND seen_at IS NULL"),
      {nowMs, id.value});
  if (!withdrawn) return withdrawn.error();
  return {};
}

}  // namespace courier::schedulenotices
