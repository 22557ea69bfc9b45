#include "widgets/query/DraftSaver.h"
#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr int kDelayMs = 700;
constexpr int kRetryMs = 5000;

}  // namespace

DraftSaver::DraftSaver(QueryStore& queries, std::function<QueryDraft()> draft, QObject* parent)
    : QObject(parent), m_queries(queries), m_draft(std::move(draft)) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &DraftSaver::saveNow);
}

void DraftSaver::touch() {
  const bool wasSaved = isSaved();
  m_dirty = true;
  if (wasSaved) Q_EMIT savedChanged(false);
  // Not restarted by every key: the promise is a time after the first change, not after the last.
  if (!m_timer.isActive()) m_timer.start(kDelayMs);
}

void DraftSaver::saveNow() {
  if (!m_dirty || m_saving) return;
  m_timer.stop();
  m_dirty = false;
  m_saving = true;
  QueryDraft draft = m_draft();
  draft.id = m_id;
  whenDone(m_queries.save(draft), this, [this](const Expected<QueryId>& saved) {
    m_saving = false;
    if (!saved) {
      m_dirty = true;
      m_timer.start(kRetryMs);
      Q_EMIT failed(saved.error());
      return;
    }
    m_id = *saved;
    if (m_dirty) {
      m_timer.start(kDelayMs);
    } else {
      Q_EMIT savedChanged(true);
    }
  });
}

}  // namespace courier
