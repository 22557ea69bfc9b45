#include "app/gui/NoticeWatch.h"

#include <algorithm>

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr int kSoonMs = 150;

}  // namespace

QString noticeKey(const Notice& notice) {
  return notice.targetId.isValid() ? QStringLiteral("target/%1").arg(notice.targetId.value)
                                   : QStringLiteral("schedule/%1").arg(notice.scheduleId.value);
}

QString noticeTitle(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::Refused:
      return NoticeWatch::tr("Result refused");
    case NoticeKind::Expired:
      return NoticeWatch::tr("Result given up");
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
      return NoticeWatch::tr("Other columns");
    case NoticeKind::Recovered:
      return NoticeWatch::tr("Delivered again");
  }
  return {};
}

QVector<Notice> NoticeTeller::toTell(const QVector<Notice>& unseen) {
  QVector<Notice> now;
  for (const Notice& notice : unseen) {
    Told& told = m_told[noticeKey(notice)];
    bool& before = notice.kind == NoticeKind::Recovered ? told.recovery : told.failure;
    if (before) continue;
    before = true;
    if (m_started) now.append(notice);
  }
  m_started = true;
  return now;
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
  return gone;
}

NoticeWatch::NoticeWatch(NoticeStore& notices, QObject* parent) : QObject(parent), m_notices(notices) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoonMs);
  connect(&m_soon, &QTimer::timeout, this, &NoticeWatch::read);
  connect(&m_notices, &NoticeStore::changed, this, &NoticeWatch::refresh);
  read();
}

const Notice* newestNotice(const QVector<Notice>& unseen, const QString& key) {
  const auto found = std::find_if(unseen.rbegin(), unseen.rend(), [&](const Notice& notice) {
    return key.isEmpty() ? notice.kind != NoticeKind::Recovered : noticeKey(notice) == key;
  });
  return found == unseen.rend() ? nullptr : &*found;
}

void NoticeWatch::lookedAt(TargetId target) {
  const bool waits = std::any_of(m_unseen.begin(), m_unseen.end(),
                                 [target](const Notice& notice) { return notice.targetId == target; });
  if (!waits || !target.isValid()) return;
  // changed() follows; a failure to write leaves the notice for the next look.
  whenDone(m_notices.markSeen(target), this, [](const Result<int>&) {});
}

void NoticeWatch::refresh() {
  if (!m_soon.isActive()) m_soon.start();
}

void NoticeWatch::read() {
  whenDone(m_notices.unseen(), this, [this](const Result<QVector<Notice>>& unseen) {
    if (!unseen) return;
    m_unseen = *unseen;
    for (const QString& key : m_teller.lookedAt(m_unseen)) Q_EMIT withdrawn(key);
    for (const Notice& notice : m_teller.toTell(m_unseen)) Q_EMIT told(notice);
    Q_EMIT changed();
  });
}

}  // namespace courier
