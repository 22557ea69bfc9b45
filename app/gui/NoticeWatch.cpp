#include "app/gui/NoticeWatch.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr int kSoonMs = 150;
constexpr int kLatestMs = 2000;

}  // namespace

QString noticeKey(const Notice& notice) {
  return notice.targetId.isValid() ? QStringLiteral("target/%1").arg(notice.targetId.value) : kSchedulesKey;
}

bool isOfSchedules(const Notice& notice) {
  return !notice.targetId.isValid();
}

QString noticeTitle(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::Refused:
      return NoticeWatch::tr("Result refused");
    case NoticeKind::Expired:
      return NoticeWatch::tr("Delivery given up");
    case NoticeKind::Paused:
      return NoticeWatch::tr("Target paused");
    case NoticeKind::Disabled:
      return NoticeWatch::tr("Target switched off");
    case NoticeKind::Held:
    case NoticeKind::Guard:
      return NoticeWatch::tr("Result held");
    case NoticeKind::Empty:
      return NoticeWatch::tr("Result without rows");
    case NoticeKind::Cut:
      return NoticeWatch::tr("Rows left out");
    case NoticeKind::ColumnsChanged:
      return NoticeWatch::tr("Columns changed");
    case NoticeKind::Recovered:
      return NoticeWatch::tr("Target accepts results again");
    case NoticeKind::ScheduleFailed:
    case NoticeKind::ScheduleRecovered:
      return NoticeWatch::tr("Schedule failed");
    case NoticeKind::ScheduleSkipped:
      return NoticeWatch::tr("Runs left out");
    case NoticeKind::SchedulesMissed:
      return NoticeWatch::tr("Runs missed");
    case NoticeKind::SchedulesForbidden:
      return NoticeWatch::tr("Schedules not allowed");
  }
  return {};
}

bool NoticeTeller::isNew(const Notice& notice) {
  Told& told = m_told[noticeKey(notice)];
  if (isOfSchedules(notice)) {
    if (m_toldSchedules.contains(notice.id)) return false;
    m_toldSchedules.insert(notice.id);
    return true;
  }
  bool& before = notice.kind == NoticeKind::Recovered ? told.recovery : told.failure;
  return !std::exchange(before, true);
}

QVector<Notice> NoticeTeller::toTell(const QVector<Notice>& unseen) {
  QVector<Notice> now;
  std::optional<Notice> ofSchedules;
  int schedulesWaiting = 0;
  for (const Notice& notice : unseen) {
    const bool isSchedules = isOfSchedules(notice);
    if (isSchedules) ++schedulesWaiting;
    if (!isNew(notice) || !m_started) continue;
    if (isSchedules) {
      ofSchedules = notice;
    } else {
      now.append(notice);
    }
  }
  m_started = true;
  if (!ofSchedules) return now;
  if (schedulesWaiting > 1)
    ofSchedules->text += u' ' + NoticeWatch::tr("%Ln more message(s) about schedules.", "", schedulesWaiting - 1);
  return now << *ofSchedules;
}

QStringList NoticeTeller::lookedAt(const QVector<Notice>& unseen) {
  QSet<QString> waiting;
  for (const Notice& notice : unseen) waiting.insert(noticeKey(notice));
  QStringList gone;
  for (auto told = m_told.begin(); told != m_told.end();) {
    if (waiting.contains(told.key())) {
      ++told;
      continue;
    }
    gone.append(told.key());
    told = m_told.erase(told);
  }
  if (!waiting.contains(kSchedulesKey)) m_toldSchedules.clear();
  return gone;
}

NoticeWatch::NoticeWatch(NoticeStore& notices, QObject* parent) : QObject(parent), m_notices(notices) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoonMs);
  connect(&m_soon, &QTimer::timeout, this, &NoticeWatch::read);
  m_latest.setSingleShot(true);
  m_latest.setInterval(kLatestMs);
  connect(&m_latest, &QTimer::timeout, this, &NoticeWatch::read);
  connect(&m_notices, &NoticeStore::changed, this, &NoticeWatch::refresh);
  read();
}

const Notice* newestNotice(const QVector<Notice>& unseen, const QString& key) {
  const auto found = std::find_if(unseen.rbegin(), unseen.rend(), [&](const Notice& notice) {
    return key.isEmpty() ? notice.kind != NoticeKind::Recovered && !isOfSchedules(notice) : noticeKey(notice) == key;
  });
  return found == unseen.rend() ? nullptr : &*found;
}

void NoticeWatch::lookedAt(TargetId target) {
  const bool waits = std::any_of(m_unseen.begin(), m_unseen.end(),
                                 [target](const Notice& notice) { return notice.targetId == target; });
  if (!waits || !target.isValid()) return;
  // changed() follows; a failure to write leaves the notice for the next look.
  whenDone(m_notices.markSeen(target), this, [](const Expected<int>&) {});
}

void NoticeWatch::lookedAtSchedule(ScheduleId schedule) {
  if (ofSchedules().isEmpty()) return;
  whenDone(m_notices.markScheduleSeen(schedule), this, [](const Expected<int>&) {});
}

void NoticeWatch::dismiss(qint64 noticeId) {
  whenDone(m_notices.markOneSeen(noticeId), this, [](const Expected<int>&) {});
}

QVector<Notice> NoticeWatch::ofSchedules() const {
  QVector<Notice> notices;
  std::copy_if(m_unseen.begin(), m_unseen.end(), std::back_inserter(notices), isOfSchedules);
  return notices;
}

void NoticeWatch::refresh() {
  m_soon.start();
  if (!m_latest.isActive()) m_latest.start();
}

void NoticeWatch::read() {
  m_soon.stop();
  m_latest.stop();
  whenDone(m_notices.unseen(), this, [this](const Expected<QVector<Notice>>& unseen) {
    if (!unseen) return;
    m_unseen = *unseen;
    for (const QString& key : m_teller.lookedAt(m_unseen)) Q_EMIT withdrawn(key);
    for (const Notice& notice : m_teller.toTell(m_unseen)) Q_EMIT told(notice);
    Q_EMIT changed();
  });
}

}  // namespace courier
