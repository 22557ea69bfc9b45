#include "models/trino/TrinoSession.h"

#include <QCoreApplication>
#include <QList>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "models/base/Wording.h"

namespace courier {
namespace {

struct TrinoSessionTr {
  Q_DECLARE_TR_FUNCTIONS(TrinoSession)
};

/// What servers and proxies usually take for all headers of a request.
constexpr qsizetype mostHeaderBytes = 8'000;

/// As forms write it: what can be in a header's list without being taken for its commas or signs.
QByteArray formEncoded(const QString& text) {
  return QUrl::toPercentEncoding(text, QByteArrayLiteral(" *"), QByteArrayLiteral("~")).replace(' ', '+');
}

QString formDecoded(QByteArray text) {
  return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

QByteArray joined(const QMap<QString, QString>& values) {
  QByteArray list;
  for (auto value = values.begin(); value != values.end(); ++value) {
    if (!list.isEmpty()) list += ',';
    list += formEncoded(value.key()) + '=' + formEncoded(value.value());
  }
  return list;
}

/// Whether a header may come several times, each with an encoded value.
bool isList(const QByteArray& header) {
  static const QList<QByteArray> lists{"set-session", "clear-session", "set-role", "added-prepare",
                                       "deallocated-prepare"};
  return lists.contains(header);
}

/// "name=encoded".
std::pair<QString, QString> pairOf(const QByteArray& item) {
  const qsizetype equals = item.indexOf('=');
  if (equals < 0) return {};
  return {formDecoded(item.left(equals).trimmed()), formDecoded(item.mid(equals + 1).trimmed())};
}

}  // namespace

TrinoSession TrinoSession::of(const Connection& connection) {
  TrinoSession session;
  session.m_isTreasureData = connection.engine == Engine::TreasureData;
  session.m_isTrino = session.m_isTreasureData || connection.server.headers == TrinoHeaders::Trino;
  session.m_prefix = session.m_isTrino ? "X-Trino-" : "X-Presto-";
  session.m_catalog = session.m_isTreasureData ? QStringLiteral("td") : connection.database;
  session.m_schema = session.m_isTreasureData ? connection.database : connection.schema;
  session.m_timeZone = connection.server.timeZone;
  // Treasure Data has limits of its own; here the time is looked at as well.
  if (connection.server.timeLimitS > 0 && !session.m_isTreasureData)
    session.m_properties.insert(QStringLiteral("query_max_run_time"),
                                QString::number(connection.server.timeLimitS) + u's');
  return session;
}

Expected<HeaderList> TrinoSession::headers() const {
  HeaderList headers{{name("Source"), "query-courier"}};
  const auto add = [&](const char* header, const QByteArray& value) {
    if (!value.isEmpty()) headers.emplace_back(name(header), value);
  };
  add("Catalog", m_catalog.toUtf8());
  add("Schema", m_schema.toUtf8());
  add("Path", m_path.toUtf8());
  add("Time-Zone", m_timeZone.toUtf8());
  if (m_isTrino) add("Client-Capabilities", "PARAMETRIC_DATETIME");
  add("Session", joined(m_properties));
  add("Role", joined(m_roles));
  add("Prepared-Statement", joined(m_prepared));
  add("Authorization-User", m_authorizationUser.toUtf8());
  // Without it a cluster refuses START TRANSACTION. Treasure Data has none.
  if (!m_isTreasureData) add("Transaction-Id", m_transaction.isEmpty() ? "NONE" : m_transaction.toUtf8());
  qsizetype size = 0;
  for (const auto& [header, value] : std::as_const(headers)) {
    size += header.size() + value.size() + 4;
    if (hasControlCharacters(QString::fromUtf8(value)))
      return Error::invalidInput(
          TrinoSessionTr::tr("The session's %1 contains a line break or another control character. Remove it.")
              .arg(QString::fromLatin1(header.mid(m_prefix.size()))));
  }
  if (size > mostHeaderBytes)
    return Error::invalidInput(
        TrinoSessionTr::tr("The session's settings and prepared statements are too long: each statement is sent with "
                           "all of them, and servers take %1 bytes at most. Run the statement without PREPARE, or "
                           "DEALLOCATE what is not needed any more.")
            .arg(mostHeaderBytes));
  return headers;
}

void TrinoSession::apply(const HeaderList& answer) {
  for (const auto& [header, value] : answer) {
    if (header.size() <= m_prefix.size() || header.left(m_prefix.size()).compare(m_prefix, Qt::CaseInsensitive) != 0)
      continue;
    const QByteArray what = header.mid(m_prefix.size()).toLower();
    // Of the others a comma is a part.
    if (!isList(what)) {
      applyOne(what, value.trimmed());
      continue;
    }
    for (const QByteArray& item : value.split(',')) applyOne(what, item.trimmed());
  }
}

void TrinoSession::applyOne(const QByteArray& header, const QByteArray& value) {
  const auto insert = [&](Values& values) {
    if (const auto [key, text] = pairOf(value); !key.isEmpty()) values.insert(key, text);
  };
  if (header == "set-catalog") {
    m_catalog = QString::fromUtf8(value);
  } else if (header == "set-schema") {
    m_schema = QString::fromUtf8(value);
  } else if (header == "set-path") {
    m_path = QString::fromUtf8(value);
  } else if (header == "set-session") {
    insert(m_properties);
  } else if (header == "clear-session") {
    m_properties.remove(formDecoded(value));
  } else if (header == "set-role") {
    insert(m_roles);
  } else if (header == "added-prepare") {
    insert(m_prepared);
  } else if (header == "deallocated-prepare") {
    m_prepared.remove(formDecoded(value));
  } else if (header == "started-transaction-id") {
    m_transaction = QString::fromUtf8(value);
  } else if (header == "clear-transaction-id") {
    m_transaction.clear();
  } else if (header == "set-authorization-user") {
    m_authorizationUser = QString::fromUtf8(value);
  } else if (header == "reset-authorization-user") {
    m_authorizationUser.clear();
  }
}

}  // namespace courier
