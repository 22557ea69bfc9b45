#pragma once

#include <QFuture>
#include <QVariantMap>
#include <QVector>

#include "models/base/Clock.h"
#include "models/base/Ids.h"
#include "models/storage/Store.h"

namespace courier {

/// One tab of the editor: a named SQL text with its connection. What is typed is saved here as a draft.
struct QueryDraft {
  QueryId id;
  QString name;
  QString sql;
  ConnectionId connectionId;
  int position = 0;  ///< place among the tabs
  int cursor = 0;
  bool isOpen = true;  ///< false: its tab was closed; can be reopened
  /// The text was too long to be read unasked: `sql` is empty, and saving leaves the stored text as it is.
  bool isTextLeftOut = false;
  /// How its rows are looked at: what the window keeps as JSON under keys of its own.
  QVariantMap view = {};
};

/// The query table of courier.db: drafts saved as they are typed. Thread-safe; work happens on the store thread.
class QueryStore final : public Store {
  Q_OBJECT
 public:
  QueryStore(Database& database, const Clock& clock, QObject* parent = nullptr);
  /// Saves a new draft (id 0) or overwrites an old one, whole or not at all; gives its id. InvalidInput for a name
  /// with control characters, NotFound for an id that is not there. An empty name is as good as another.
  [[nodiscard]] QFuture<Expected<QueryId>> save(const QueryDraft& draft);
  /// Open tabs in order, at most `limit`, texts beyond 4 MB left in the database (isTextLeftOut).
  [[nodiscard]] QFuture<Expected<QVector<QueryDraft>>> openDrafts(int limit = 50);
  /// One draft with its whole text, however long; NotFound.
  [[nodiscard]] QFuture<Expected<QueryDraft>> load(QueryId id);
  /// The tab that was closed last, opened again behind the others; NotFound when there is none.
  [[nodiscard]] QFuture<Expected<QueryDraft>> reopenLast();
};

}  // namespace courier
