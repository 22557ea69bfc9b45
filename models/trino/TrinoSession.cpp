#include "models/trino/TrinoSession.h"

#include <QCoreApplication>
#include <QList>
#include <QUrl>
#include <algorithm>
#include <utility>
#include <vector>

#include "models/base/UserName.h"
#include "models/trino/TrinoHeaderText.h"

namespace courier {
namespace {

struct TrinoSessionTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoSession)
};

/// What servers and proxies usually take for all headers of a request.
constexpr qsizetype mostHeaderBytes = 8'000;

/// Stands for a name that the cluster could not write into a header: it leaves such a value empty.
constexpr QChar unwritable = QChar::ReplacementCharacter;

/// As forms write it: so it can stand in a header's list and not be taken for its commas and signs.
QByteArray formEncoded(const QString& text) {
  return QUrl::toPercentEncoding(text, QByteArrayLiteral(" "), QByteArrayLiteral("~")).replace(' ', '+');
}

QString formDecoded(QByteArray text) {
  return QString::fromUtf8(QByteArray::fromPercentEncoding(text.trimmed().replace('+', ' ')));
}

QByteArray joined(const QMap<QString, QString>& values) {
  QByteArray list;
  for (auto value = values.begin(); value != values.end(); ++value) {
    if (!list.isEmpty()) list += ',';
    list += formEncoded(value.key()) + '=' + formEncoded(value.value());
  }
  return list;
}

/// Takes "name=value".
void insertInto(QMap<QString, QString>& values, const QByteArray& item) {
  const qsizetype equals = item.indexOf('=');
  const QString name = formDecoded(item.left(std::max<qsizetype>(equals, 0)));
  if (!name.isEmpty()) values.insert(name, formDecoded(item.mid(equals + 1)));
}

/// The answer headers of which several may come; of the others' values a comma is a part.
bool isList(const QByteArray& what) {
  return what == "set-session" || what == "clear-session" || what == "set-role" || what == "added-prepare" ||
         what == "deallocated-prepare";
}

}  // namespace

TrinoSession TrinoSession::of(const Connection& connection) {
  TrinoSession session;
  session.m_isTreasureData = connection.engine == Engine::TreasureData;
  session.m_isPresto = !session.m_isTreasureData && connection.server.headers == TrinoHeaders::Presto;
  session.m_prefix = session.m_isPresto ? "X-Presto-" : "X-Trino-";
  session.m_catalog = session.m_isTreasureData ? QStringLiteral("td") : connection.database;
  session.m_schema = session.m_isTreasureData ? connection.database : connection.schema;
  session.m_timeZone = connection.server.timeZone;
  if (session.m_isTreasureData) return session;
  const bool isNamedByToken = connection.user.isEmpty() && connection.server.signIn == TrinoSignIn::Token;
  if (!isNamedByToken) session.m_ownUser = connection.user.isEmpty() ? userName() : connection.user;
  // Treasure Data has limits of its own; here the time is looked at as well.
  if (connection.server.timeLimitS > 0)
    session.m_properties.insert(QStringLiteral("query_max_run_time"),
                                QString::number(connection.server.timeLimitS) + u's');
  return session;
}

Expected<HeaderList> TrinoSession::headers() const {
  HeaderList headers{{m_prefix + "Source", QByteArrayLiteral("query-courier")}};
  const auto add = [&](const char* what, const QByteArray& value) {
    if (!value.isEmpty()) headers.emplace_back(m_prefix + what, value);
  };
  std::vector<std::pair<const char*, QString>> names = {
      {"Catalog", m_catalog}, {"Schema", m_schema}, {"Path", m_path}, {"Time-Zone", m_timeZone}};
  if (!m_user.isEmpty()) {
    names.emplace_back("User", m_user);
    names.emplace_back("Original-User", m_ownUser);
    names.emplace_back("Original-Roles", m_ownRoles);
  }
  for (const auto& [what, text] : names) {
    const auto value = trinoHeaderText(text);
    if (!value) return notInAHeader(what, text);
    add(what, *value);
  }
  // Each only where this class keeps what the cluster then sends.
  if (!m_isPresto) add("Client-Capabilities", "PARAMETRIC_DATETIME,PATH,SESSION_AUTHORIZATION");
  add("Session", joined(m_properties));
  add("Role", joined(m_roles));
  add("Prepared-Statement", joined(m_prepared));
  // Without it a cluster refuses START TRANSACTION. Treasure Data has none.
  if (!m_isTreasureData) add("Transaction-Id", m_transaction.isEmpty() ? "NONE" : m_transaction.toLatin1());
  qsizetype size = 0;
  for (const auto& [header, value] : std::as_const(headers)) size += header.size() + value.size() + 4;
  if (size > mostHeaderBytes)
    return Error::invalidInput(
        TrinoSessionTr::tr("The session's settings and prepared statements are too long: each statement is sent with "
                           "all of them, and servers take %1 bytes at most. Run the statement without PREPARE, or "
                           "DEALLOCATE what is not needed any more.")
            .arg(mostHeaderBytes));
  return headers;
}

Error TrinoSession::notInAHeader(const QByteArray& what, const QString& value) const {
  const QString reason = TrinoSessionTr::tr(
      "HTTP cannot carry it: only letters of Western Europe, and no blank around "
      "it.");
  if (what == "Schema" || what == "Catalog")
    return Error::invalidInput(
        TrinoSessionTr::tr("The %1 “%2” cannot be a session's own. Leave it out of the connection and out of USE, and "
                           "write it before each table's name.")
            .arg(what == "Schema" ? TrinoSessionTr::tr("schema") : TrinoSessionTr::tr("catalog"), value),
        reason);
  return Error::invalidInput(
      TrinoSessionTr::tr("“%1” cannot be the session's %2. Choose another.").arg(value, QString::fromLatin1(what)),
      reason);
}

void TrinoSession::apply(const HeaderList& answer) {
  for (const auto& [header, value] : answer) {
    if (header.left(m_prefix.size()).compare(m_prefix, Qt::CaseInsensitive) != 0) continue;
    const QByteArray what = header.mid(m_prefix.size()).toLower();
    const QList<QByteArray> items = isList(what) ? value.split(',') : QList<QByteArray>{value};
    for (const QByteArray& item : items) applyOne(what, item.trimmed());
  }
}

void TrinoSession::applyOne(const QByteArray& what, const QByteArray& value) {
  const QString name = value.isEmpty() ? QString(unwritable) : QString::fromLatin1(value);
  if (what == "set-catalog") {
    m_catalog = name;
  } else if (what == "set-schema") {
    m_schema = name;
  } else if (what == "set-path") {
    m_path = QString::fromLatin1(value);
  } else if (what == "set-session") {
    insertInto(m_properties, value);
  } else if (what == "clear-session") {
    m_properties.remove(formDecoded(value));
  } else if (what == "set-role") {
    insertInto(m_roles, value);
  } else if (what == "added-prepare") {
    insertInto(m_prepared, value);
  } else if (what == "deallocated-prepare") {
    m_prepared.remove(formDecoded(value));
  } else if (what == "started-transaction-id") {
    m_transaction = QString::fromLatin1(value);
  } else if (what == "clear-transaction-id") {
    m_transaction.clear();
  } else if (what == "set-authorization-user") {
    setUser(name);
  } else if (what == "reset-authorization-user") {
    setUser({});
  } else if (what == "set-original-roles") {
    m_ownRoles = QString::fromLatin1(value);
  }
}

/// Another user has other roles.
void TrinoSession::setUser(const QString& user) {
  m_user = user;
  m_ownRoles.clear();
  m_roles.clear();
}

}  // namespace courier
