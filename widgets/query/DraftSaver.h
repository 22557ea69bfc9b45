#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "models/query/QueryStore.h"

namespace courier {

/// Puts one tab's draft on the disk while it is typed: at most 700 ms after a change, at once when asked. One save at
/// a time, the newest text last. Main thread.
class DraftSaver final : public QObject {
  Q_OBJECT
 public:
  /// `draft`: gives the tab's present state; its id is the saver's business.
  DraftSaver(QueryStore& queries, std::function<QueryDraft()> draft, QObject* parent = nullptr);

  /// The draft is already on the disk under `id`.
  void adopt(QueryId id) { m_id = id; }
  [[nodiscard]] QueryId id() const { return m_id; }
  /// Something changed: save soon.
  void touch();
  /// Saves now what is not yet on the disk.
  void saveNow();
  [[nodiscard]] bool isSaved() const { return !m_dirty && !m_saving; }

 Q_SIGNALS:
  /// The draft is on the disk, or no longer.
  void savedChanged(bool saved);
  void failed(const courier::Error& error);

 private:
  QueryStore& m_queries;
  std::function<QueryDraft()> m_draft;
  QTimer m_timer;
  QueryId m_id;
  bool m_dirty = false;
  bool m_saving = false;
};

}  // namespace courier
