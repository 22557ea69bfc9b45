#include "models/query/ConnectionStore.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "models/base/Wording.h"

namespace courier {

namespace {

const QString kFilesKey = QStringLiteral("files");

/// The options of a connection in one JSON object: those of a server, and the files.
QString optionsOf(const Connection& connection) {
  const QString server = connection.server.toJson();
  if (connection.files.isEmpty()) return server;
  QJsonObject options = QJsonDocument::fromJson(server.toUtf8()).object();
  options.insert(kFilesKey, fileSourcesToJson(connection.files));
  return QString::fromUtf8(QJsonDocument(options).toJson(QJsonDocument::Compact));
}

FileSources filesOf(const QString& options) {
  return fileSourcesFromJson(QJsonDocument::fromJson(options.toUtf8()).object().value(kFilesKey).toArray());
}

QString selectConnection() {
  return QStringLiteral(
      "SELECT id, name, engine, file, host, port, database, user_name, secret_key, read_only, options, schema FROM "
      "connection ");
}

Connection connectionFromRow(const QSqlQuery& query) {
  Connection connection;
  connection.id = {query.value(0).toLongLong()};
  connection.name = query.value(1).toString();
  connection.engine = engineFromKey(query.value(2).toString()).value_or(Engine::Sqlite);
  connection.file = query.value(3).toString();
  connection.host = query.value(4).toString();
  connection.port = query.value(5).toInt();
  connection.database = query.value(6).toString();
  connection.user = query.value(7).toString();
  connection.secretKey = query.value(8).toString();
  connection.readOnly = query.value(9).toBool();
  connection.server = ServerOptions::fromJson(query.value(10).toString());
  connection.files = filesOf(query.value(10).toString());
  connection.schema = query.value(11).toString();
  return connection;
}

QVariantList valuesOf(const Connection& connection) {
  return {connection.name,     engineKey(connection.engine), connection.file,  connection.host,
          connection.port,     connection.database,          connection.user,  connection.secretKey,
          connection.readOnly, optionsOf(connection),        connection.schema};
}

Expected<void> check(const Connection& connection) {
  if (auto named = checkConnectionName(connection.name); !named) return named;
  return checkConnection(connection);
}

Error notFound() {
  return Error::notFound(ConnectionStore::tr("This connection no longer exists."));
}

/// The name is free, or belongs to `self`.
Expected<void> checkNameIsFree(Session& session, const QString& name, ConnectionId self) {
  auto taken = session.row(QStringLiteral("SELECT 1 FROM connection WHERE name = ? AND deleted_at IS NULL AND id <> ?"),
                           {name, self.value}, [](const QSqlQuery&) { return true; });
  if (!taken) return taken.error();
  if (!taken->has_value()) return {};
  return Error::of(ErrorKind::AlreadyExists,
                   ConnectionStore::tr("There is a connection named '%1' already. Choose another name.").arg(name));
}

}  // namespace

Expected<void> checkConnectionName(const QString& name) {
  const auto invalid = [](const QString& message) { return Error::invalidInput(message); };
  if (name.trimmed().isEmpty()) return invalid(ConnectionStore::tr("The connection's name is empty. Give it one."));
  if (hasControlCharacters(name))
    return invalid(
        ConnectionStore::tr("The connection's name contains a line break or another control character. Remove it."));
  if (name.trimmed() != name)
    return invalid(ConnectionStore::tr("The connection's name begins or ends with a space. Remove it."));
  return {};
}

ConnectionStore::ConnectionStore(Database& database, const Clock& clock, QObject* parent)
    : Store(database, clock, parent) {}

QFuture<Expected<ConnectionId>> ConnectionStore::create(const Connection& connection) {
  return write([connection, now = nowMs()](Session& session) -> Expected<ConnectionId> {
    if (auto fine = check(connection); !fine) return fine.error();
    if (auto isFree = checkNameIsFree(session, connection.name, {}); !isFree) return isFree.error();
    auto id = session.insert(QStringLiteral("INSERT INTO connection (name, engine, file, host, port, database, "
                                            "user_name, secret_key, read_only, options, schema, created_at) "
                                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                             valuesOf(connection) << now);
    if (!id) return id.error();
    return ConnectionId{*id};
  });
}

QFuture<Expected<void>> ConnectionStore::update(const Connection& connection) {
  return write([connection](Session& session) -> Expected<void> {
    if (auto fine = check(connection); !fine) return fine;
    if (auto isFree = checkNameIsFree(session, connection.name, connection.id); !isFree) return isFree;
    auto changed = session.change(
        QStringLiteral("UPDATE connection SET name = ?, engine = ?, file = ?, host = ?, port = ?, database = ?, "
                       "user_name = ?, secret_key = ?, read_only = ?, options = ?, schema = ? WHERE id = ? AND "
                       "deleted_at IS NULL"),
        valuesOf(connection) << connection.id.value);
    if (!changed) return changed.error();
    if (*changed == 0) return notFound();
    return {};
  });
}

QFuture<Expected<void>> ConnectionStore::remove(ConnectionId id) {
  return write([id, now = nowMs()](Session& session) -> Expected<void> {
    auto hidden = session.change(QStringLiteral("UPDATE connection SET deleted_at = ?, secret_key = '' "
                                                "WHERE id = ? AND deleted_at IS NULL"),
                                 {now, id.value});
    if (!hidden) return hidden.error();
    if (*hidden == 0) return notFound();
    return {};
  });
}

QFuture<Expected<Connection>> ConnectionStore::find(ConnectionId id) {
  return read([id](Session& session) -> Expected<Connection> {
    auto found = session.row(selectConnection() + QStringLiteral("WHERE id = ? AND deleted_at IS NULL"), {id.value},
                             connectionFromRow);
    if (!found) return found.error();
    if (!found->has_value()) return notFound();
    return **found;
  });
}

QFuture<Expected<Connection>> ConnectionStore::findByName(const QString& name) {
  return read([name](Session& session) -> Expected<Connection> {
    auto found = session.row(selectConnection() + QStringLiteral("WHERE name = ? AND deleted_at IS NULL"), {name},
                             connectionFromRow);
    if (!found) return found.error();
    if (found->has_value()) return **found;
    auto names =
        session.rows(QStringLiteral("SELECT name FROM connection WHERE deleted_at IS NULL ORDER BY name LIMIT 6"), {},
                     [](const QSqlQuery& query) { return query.value(0).toString(); });
    if (!names) return names.error();
    const QString message =
        names->isEmpty()
            ? ConnectionStore::tr("There is no connection named '%1', because none has been added yet.").arg(name)
            : ConnectionStore::tr("There is no connection named '%1'. Connections: %2.").arg(name, listedNames(*names));
    return Error::notFound(message);
  });
}

QFuture<Expected<QVector<Connection>>> ConnectionStore::all() {
  return read([](Session& session) {
    return session.rows(
        selectConnection() + QStringLiteral("WHERE deleted_at IS NULL ORDER BY name COLLATE NOCASE, name"), {},
        connectionFromRow);
  });
}

QFuture<Expected<ConnectionUse>> ConnectionStore::use(ConnectionId id) {
  return read([id](Session& session) -> Expected<ConnectionUse> {
    const auto texts = [&](const char* sql) {
      return session.rows(QLatin1String(sql), {id.value},
                          [](const QSqlQuery& query) { return query.value(0).toString(); });
    };
    const auto schedules = texts(
        "SELECT name FROM schedule WHERE connection_id = ? AND deleted_at IS NULL ORDER BY name COLLATE NOCASE, name");
    if (!schedules) return schedules.error();
    const auto queries = texts("SELECT name FROM query WHERE connection_id = ? AND is_open ORDER BY position");
    if (!queries) return queries.error();
    const auto jobs = texts("SELECT id FROM job WHERE connection_id = ? AND state IN ('queued', 'running')");
    if (!jobs) return jobs.error();
    return ConnectionUse{*schedules, *queries, static_cast<int>(jobs->size())};
  });
}

}  // namespace courier
