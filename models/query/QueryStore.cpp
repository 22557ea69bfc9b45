#include "models/query/QueryStore.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "models/base/Wording.h"

namespace courier {

namespace {

constexpr qint64 sqlLimit = qint64{4} << 20;

QString selectDraft() {
  return QStringLiteral("SELECT id, name, sql, connection_id, position, cursor, is_open, 0, view FROM query ");
}

QString selectDraftUnlessHuge() {
  return QStringLiteral(
             "SELECT id, name, CASE WHEN length(CAST(sql AS BLOB)) > %1 THEN '' ELSE sql END, connection_id, position, "
             "cursor, is_open, length(CAST(sql AS BLOB)) > %1, view FROM query ")
      .arg(sqlLimit);
}

QueryDraft draftFromRow(const QSqlQuery& query) {
  QueryDraft draft;
  draft.id = {query.value(0).toLongLong()};
  draft.name = query.value(1).toString();
  draft.sql = query.value(2).toString();
  draft.connectionId = {query.value(3).toLongLong()};
  draft.position = query.value(4).toInt();
  draft.cursor = query.value(5).toInt();
  draft.isOpen = query.value(6).toBool();
  draft.isTextLeftOut = query.value(7).toBool();
  draft.view = QJsonDocument::fromJson(query.value(8).toString().toUtf8()).object().toVariantMap();
  return draft;
}

}  // namespace

QueryStore::QueryStore(Database& database, const Clock& clock, QObject* parent) : Store(database, clock, parent) {}

QFuture<Expected<QueryId>> QueryStore::save(const QueryDraft& draft) {
  return write([draft, now = nowMs()](Session& session) -> Expected<QueryId> {
    if (hasControlCharacters(draft.name)) {
      return Error::invalidInput(
          QueryStore::tr("The query's name contains a line break or another control character. Remove it."));
    }
    const QString view =
        QString::fromUtf8(QJsonDocument(QJsonObject::fromVariantMap(draft.view)).toJson(QJsonDocument::Compact));
    const QVariant connection = draft.connectionId.isValid() ? QVariant(draft.connectionId.value) : QVariant();
    const QVariant closed = draft.isOpen ? QVariant() : QVariant(now);
    if (!draft.id.isValid()) {
      auto id = session.insert(
          QStringLiteral("INSERT INTO query (name, sql, connection_id, position, cursor, is_open, "
                         "updated_at, closed_at, view) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          {draft.name, draft.sql, connection, draft.position, draft.cursor, draft.isOpen, now, closed, view});
      if (!id) return id.error();
      return QueryId{*id};
    }
    auto changed =
        session.change(QStringLiteral("UPDATE query SET name = ?, sql = CASE WHEN ? THEN sql ELSE ? END, connection_id "
                                      "= ?, position = ?, cursor = ?, "
                                      "closed_at = CASE WHEN ? THEN NULL ELSE coalesce(closed_at, ?) END, is_open = ?, "
                                      "updated_at = ?, view = ? WHERE id = ? AND deleted_at IS NULL"),
                       {draft.name, draft.isTextLeftOut, draft.sql, connection, draft.position, draft.cursor,
                        draft.isOpen, now, draft.isOpen, now, view, draft.id.value});
    if (!changed) return changed.error();
    if (*changed == 0) return Error::notFound(QueryStore::tr("This query no longer exists."));
    return draft.id;
  });
}

QFuture<Expected<QVector<QueryDraft>>> QueryStore::openDrafts(int limit) {
  return read([limit](Session& session) {
    return session.rows(selectDraftUnlessHuge() +
                            QStringLiteral("WHERE is_open = 1 AND deleted_at IS NULL ORDER BY position, id LIMIT ?"),
                        {limit}, draftFromRow);
  });
}

QFuture<Expected<QueryDraft>> QueryStore::load(QueryId id) {
  return read([id](Session& session) -> Expected<QueryDraft> {
    auto found =
        session.row(selectDraft() + QStringLiteral("WHERE id = ? AND deleted_at IS NULL"), {id.value}, draftFromRow);
    if (!found) return found.error();
    if (!found->has_value()) return Error::notFound(QueryStore::tr("This query no longer exists."));
    return **found;
  });
}

QFuture<Expected<QueryDraft>> QueryStore::reopenLast() {
  return write([now = nowMs()](Session& session) -> Expected<QueryDraft> {
    auto last = session.row(selectDraft() + QStringLiteral("WHERE is_open = 0 AND deleted_at IS NULL "
                                                           "ORDER BY closed_at DESC, id DESC LIMIT 1"),
                            {}, draftFromRow);
    if (!last) return last.error();
    if (!last->has_value()) return Error::notFound(QueryStore::tr("There is no closed query to open again."));
    QueryDraft draft = **last;
    auto behind = session.row(
        QStringLiteral("SELECT coalesce(max(position) + 1, 0) FROM query WHERE is_open = 1 AND deleted_at IS NULL"), {},
        [](const QSqlQuery& query) { return query.value(0).toInt(); });
    if (!behind) return behind.error();
    draft.isOpen = true;
    draft.position = behind->value_or(0);
    auto opened = session.change(
        QStringLiteral("UPDATE query SET is_open = 1, closed_at = NULL, position = ?, updated_at = ? WHERE id = ?"),
        {draft.position, now, draft.id.value});
    if (!opened) return opened.error();
    return draft;
  });
}

}  // namespace courier
