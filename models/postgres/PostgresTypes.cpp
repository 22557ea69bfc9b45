#include "models/postgres/PostgresTypes.h"

#include <cstdlib>
#include <set>

#include "models/postgres/PostgresSession.h"

namespace courier {
namespace {

using Known = std::map<unsigned, PostgresType>;

unsigned oidIn(const PGresult* row, int at, int column) {
  return static_cast<unsigned>(std::strtoul(PQgetvalue(row, at, column), nullptr, 10));
}

/// Asks a server for types that not all servers have.
Known askedFor(const std::set<unsigned>& oids, const Connection& connection, const QString& password,
               const CancelToken& cancel) {
  const auto session = PostgresSession::open(connection, password, cancel);
  if (!session) return {};
  QByteArray list;
  for (const unsigned oid : oids) list += (list.isEmpty() ? "" : ",") + QByteArray::number(oid);
  // A domain stands for the type that it is made of; typelem of text[] and the like is set, their typlen is -1.
  const QByteArray sql =
      "SELECT t.oid, format_type(t.oid, NULL), e.oid, CASE WHEN e.typtype = 'd' THEN e.typbasetype ELSE e.oid END, "
      "e.typdelim FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typlen = -1 WHERE t.oid IN (" +
      list + ')';
  const auto answer = (*session)->ask(sql);
  if (!answer) return {};
  Known found;
  for (int row = 0; row < PQntuples(answer->get()); ++row) {
    PostgresType type;
    type.name = QString::fromUtf8(PQgetvalue(answer->get(), row, 1));
    if (PQgetisnull(answer->get(), row, 2) == 0) {
      const PostgresType* const element = builtInPostgresType(oidIn(answer->get(), row, 3));
      type = postgresArrayOf(element != nullptr ? *element : PostgresType{}, type.name,
                             *PQgetvalue(answer->get(), row, 4));
    }
    found.emplace(oidIn(answer->get(), row, 0), std::move(type));
  }
  return found;
}

}  // namespace

QVector<PostgresType> PostgresTypes::of(const QVector<unsigned>& oids, const Connection& connection,
                                        const QString& password, const CancelToken& cancel) {
  const QString server =
      QStringLiteral("%1\n%2\n%3").arg(connection.host, QString::number(connection.port), connection.database);
  std::set<unsigned> missing;
  {
    const std::scoped_lock lock(m_mutex);
    const Known& known = m_byServer[server];
    for (const unsigned oid : oids) {
      if (builtInPostgresType(oid) == nullptr && known.count(oid) == 0) missing.insert(oid);
    }
  }
  Known found;
  if (!missing.empty()) found = askedFor(missing, connection, password, cancel);
  const std::scoped_lock lock(m_mutex);
  Known& known = m_byServer[server];
  known.merge(found);
  QVector<PostgresType> types;
  for (const unsigned oid : oids) {
    if (const PostgresType* const builtIn = builtInPostgresType(oid)) {
      types.push_back(*builtIn);
    } else {
      const auto one = known.find(oid);
      types.push_back(one == known.end() ? PostgresType{} : one->second);
    }
  }
  return types;
}

}  // namespace courier
