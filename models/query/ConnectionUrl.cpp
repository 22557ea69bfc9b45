#include "models/query/ConnectionUrl.h"

#include <QCoreApplication>
#include <QDir>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "models/base/Wording.h"
#include "models/query/OdbcAddress.h"
#include "models/query/ServerOptionTable.h"
#include "models/query/TreasureDataRegion.h"

namespace courier {
namespace {

struct ConnectionTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionUrl)
};

Expected<ParsedConnection> sqliteConnection(QString path, const QString& workingFolder) {
  const QString form = ConnectionTr::tr("Write sqlite:/path/file.db.");
  if (path.startsWith(QLatin1String("//"))) {
    // "sqlite:///path" has an empty host; "sqlite://name" would have one.
    path.remove(0, 2);
    if (!path.startsWith(QLatin1Char('/')))
      return Error::invalidInput(ConnectionTr::tr("An SQLite file has no host.") + QLatin1Char(' ') + form);
  }
  if (path.isEmpty())
    return Error::invalidInput(ConnectionTr::tr("The path of the SQLite file is missing.") + QLatin1Char(' ') + form);
  if (hasControlCharacters(path))
    return Error::invalidInput(
        ConnectionTr::tr("The path of the SQLite file contains a control character. Remove it."));
  if (path == QLatin1String(":memory:"))
    return Error::invalidInput(ConnectionTr::tr("An SQLite database in memory would be gone at once. Name a file.") +
                               QLatin1Char(' ') + form);
  // "/C:/file.db" on Windows.
  if (path.startsWith(QLatin1Char('/')) && QDir::isAbsolutePath(path.mid(1))) path.remove(0, 1);
  ParsedConnection parsed;
  parsed.connection.engine = Engine::Sqlite;
  parsed.connection.file = QDir::cleanPath(QDir(workingFolder).absoluteFilePath(path));
  return parsed;
}

Expected<ParsedConnection> filesConnection(const QString& rest, const QString& workingFolder) {
  auto files = fileSourcesFromUrl(rest, workingFolder);
  if (!files) return files.error();
  ParsedConnection parsed;
  parsed.connection.engine = Engine::Files;
  parsed.connection.file = files->first().path;
  parsed.connection.files = *files;
  return parsed;
}

/// Trino's protocol at Treasure Data's own host: there the key stands in the user's place, and a secret must not stand
/// among what is shown.
void turnToTreasureData(ParsedConnection& parsed) {
  Connection& connection = parsed.connection;
  const TreasureDataRegion* region = treasureDataRegionOf(connection.host);
  if (!region) return;
  if (connection.engine == Engine::Trino) {
    connection.engine = Engine::TreasureData;
    connection.database = std::exchange(connection.schema, {});
    if (!connection.user.isEmpty()) parsed.password = std::exchange(connection.user, {});
    connection.server = optionsFor(connection.engine, connection.server);
  }
  connection.host = QLatin1String(region->key);
  if (connection.port == usualPort(connection)) connection.port = 0;
}

/// Takes a server's URL apart. Nothing of it is repeated in an error: any part may hold a misplaced password.
class ServerUrl {
 public:
  ServerUrl(Engine engine, QString text, TrinoHeaders headers = TrinoHeaders::Trino) : m_text(std::move(text)) {
    m_parsed.connection.engine = engine;
    m_parsed.connection.server.headers = headers;
  }

  Expected<ParsedConnection> parse() {
    if (!m_text.startsWith(QLatin1String("//")))
      return wrong(ConnectionTr::tr("Two slashes are missing behind the scheme."));
    const QStringView all = QStringView(m_text).sliced(2);
    const qsizetype query = all.indexOf(u'?');
    const QStringView address = query < 0 ? all : all.first(query);
    // Treasure Data's keys have a '/' in them: it is part of the key up to the '@'.
    const qsizetype keyEnd = isTreasureData() ? address.lastIndexOf(u'@') : -1;
    const qsizetype slash = address.indexOf(u'/', keyEnd + 1);
    const QStringView authority = slash < 0 ? address : address.first(slash);
    const QStringView path = slash < 0 ? QStringView() : address.sliced(slash + 1);
    if (address.lastIndexOf(u'@') > authority.size() || address.contains(u'#'))
      return wrong(ConnectionTr::tr("User or password contain one of / ? # @. Write it as %2F, %3F, %23 or %40."));
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at >= 0) {
      if (auto read = readUser(authority.first(at)); !read) return read.error();
    }
    if (auto read = readHost(authority.sliced(at + 1)); !read) return read.error();
    if (auto read = readPath(path); !read) return read.error();
    if (query >= 0) {
      if (auto read = readOptions(all.sliced(query + 1)); !read) return read.error();
    }
    turnToTreasureData(m_parsed);
    if (isTreasureData()) {
      const Connection& made = m_parsed.connection;
      const auto fine = made.database.isEmpty() ? checkTreasureDataHost(made.host) : checkTreasureData(made);
      if (!fine) return fine.error();
    }
    return m_parsed;
  }

 private:
  [[nodiscard]] bool isTreasureData() const { return m_parsed.connection.engine == Engine::TreasureData; }
  [[nodiscard]] QString form() const {
    switch (m_parsed.connection.engine) {
      case Engine::PostgreSql:
        return ConnectionTr::tr("Write postgresql://user@host:port/database.");
      case Engine::Trino:
        return ConnectionTr::tr("Write trino://user@host:port/catalog/schema.");
      case Engine::TreasureData:
        return ConnectionTr::tr("Write td://tokyo/database.");
      default:
        return ConnectionTr::tr("Write mysql://user@host:port/database.");
    }
  }
  [[nodiscard]] Error wrong(const QString& what) const { return Error::invalidInput(what + QLatin1Char(' ') + form()); }
  Expected<void> readPath(QStringView path) {
    const qsizetype slash = m_parsed.connection.engine == Engine::Trino ? path.indexOf(u'/') : -1;
    const auto database = percentDecoded(slash < 0 ? path : path.first(slash));
    const auto schema = percentDecoded(slash < 0 ? QStringView() : path.sliced(slash + 1));
    if (!database || !schema)
      return wrong(ConnectionTr::tr("The database's name is not percent-encoded as it should be."));
    if (slash >= 0 && path.sliced(slash + 1).contains(u'/'))
      return wrong(ConnectionTr::tr("There is more behind the host than a catalog and a schema."));
    m_parsed.connection.database = *database;
    m_parsed.connection.schema = *schema;
    return {};
  }
  Expected<void> readUser(QStringView text) {
    if (isTreasureData()) {
      // Of td://user:key@… as well as of td://key@… and td://key:@….
      const qsizetype colon = text.indexOf(u':');
      const bool isBehind = colon >= 0 && colon + 1 < text.size();
      const auto key = percentDecoded(isBehind ? text.sliced(colon + 1) : colon < 0 ? text : text.first(colon));
      if (!key) return wrong(ConnectionTr::tr("The API key contains a percent sign that stands for nothing."));
      m_parsed.password = *key;
      return {};
    }
    const qsizetype colon = text.indexOf(u':');
    const auto user = percentDecoded(colon < 0 ? text : text.first(colon));
    const auto password = percentDecoded(colon < 0 ? QStringView() : text.sliced(colon + 1));
    if (!user || !password)
      return wrong(
          ConnectionTr::tr("User or password contain a percent sign that stands for nothing. Write it as %25."));
    m_parsed.connection.user = *user;
    m_parsed.password = *password;
    return {};
  }
  Expected<void> readHost(QStringView text) {
    Connection& connection = m_parsed.connection;
    qsizetype colon = text.lastIndexOf(u':');
    if (text.startsWith(u'[')) {
      const qsizetype close = text.indexOf(u']');
      if (close < 0) return wrong(ConnectionTr::tr("The bracket of the host's address is not closed."));
      connection.host = text.sliced(1, close - 1).toString();
      colon = close + 1 < text.size() && text[close + 1] == u':' ? close + 1 : -1;
    } else {
      const auto host = percentDecoded(colon < 0 ? text : text.first(colon));
      if (!host || host->contains(QLatin1Char(',')) || host->contains(QLatin1Char(' ')))
        return wrong(ConnectionTr::tr("The host is not one name or address."));
      connection.host = host->isEmpty() && !isTreasureData() ? QStringLiteral("localhost") : *host;
    }
    if (colon < 0) return {};
    const QStringView digits = text.sliced(colon + 1);
    bool isNumber = false;
    connection.port = digits.toInt(&isNumber);
    if (!isNumber || connection.port < 1 || connection.port > 65535)
      return wrong(ConnectionTr::tr("The port is no number from 1 to 65535."));
    return {};
  }
  Expected<void> readOptions(QStringView text) {
    for (const QStringView pair : text.split(u'&', Qt::SkipEmptyParts)) {
      const qsizetype equals = pair.indexOf(u'=');
      const auto name = percentDecoded(equals < 0 ? pair : pair.first(equals));
      const auto value = percentDecoded(equals < 0 ? QStringView() : pair.sliced(equals + 1), LineBreaks::Taken);
      if (!name || !value) return wrong(ConnectionTr::tr("An option is not percent-encoded as it should be."));
      if (auto set = m_parsed.connection.server.set(*name, *value); !set) return set;
    }
    return {};
  }

  QString m_text;  ///< behind the scheme
  ParsedConnection m_parsed;
};

QString schemeOf(const Connection& connection) {
  switch (connection.engine) {
    case Engine::PostgreSql:
      return QStringLiteral("postgresql");
    case Engine::Trino:
      return connection.server.headers == TrinoHeaders::Presto ? QStringLiteral("presto") : QStringLiteral("trino");
    case Engine::TreasureData:
      return QStringLiteral("td");
    default:
      return QStringLiteral("mysql");
  }
}

}  // namespace

std::optional<QString> percentDecoded(QStringView part, LineBreaks breaks) {
  const QByteArray bytes = part.toUtf8();
  for (qsizetype at = bytes.indexOf('%'); at >= 0; at = bytes.indexOf('%', at + 1)) {
    const QByteArray digits = bytes.mid(at + 1, 2);
    if (digits.size() != 2 || QByteArray::fromHex(digits).size() != 1 || digits.contains(' ')) return std::nullopt;
  }
  const QByteArray decoded = QByteArray::fromPercentEncoding(bytes);
  const QString text = QString::fromUtf8(decoded);
  QString shown = text;
  if (breaks == LineBreaks::Taken) shown.remove(u'\n').remove(u'\t').remove(u'\r');
  if (text.toUtf8() != decoded || hasControlCharacters(shown)) return std::nullopt;
  return text;
}

Expected<ParsedConnection> connectionFromUrl(const QString& url, const QString& workingFolder) {
  const QString forms = ConnectionTr::tr(
      "Write sqlite:/path/file.db, file:/path/sales.csv, postgresql://user@host:port/database, "
      "mysql://user@host:port/database, trino://user@host:port/catalog/schema or td://tokyo/database.");
  const qsizetype colon = url.indexOf(QLatin1Char(':'));
  if (colon <= 0)
    return Error::invalidInput(ConnectionTr::tr("The database's address has no scheme.") + QLatin1Char(' ') + forms);
  const QString scheme = url.left(colon).toLower();
  if (scheme == QLatin1String("sqlite")) return sqliteConnection(url.mid(colon + 1), workingFolder);
  if (scheme == QLatin1String("postgresql") || scheme == QLatin1String("postgres"))
    return ServerUrl(Engine::PostgreSql, url.mid(colon + 1)).parse();
  if (scheme == QLatin1String("mysql") || scheme == QLatin1String("mariadb"))
    return ServerUrl(Engine::MariaDb, url.mid(colon + 1)).parse();
  if (scheme == QLatin1String("trino")) return ServerUrl(Engine::Trino, url.mid(colon + 1)).parse();
  if (scheme == QLatin1String("presto"))
    return ServerUrl(Engine::Trino, url.mid(colon + 1), TrinoHeaders::Presto).parse();
  if (scheme == QLatin1String("td") || scheme == QLatin1String("treasuredata"))
    return ServerUrl(Engine::TreasureData, url.mid(colon + 1)).parse();
  if (scheme == QLatin1String("file")) return filesConnection(url.mid(colon + 1), workingFolder);
  if (scheme == QLatin1String("odbc")) return odbcConnection(url.mid(colon + 1));
  // The rest is not repeated: it may hold a password.
  return Error::invalidInput(ConnectionTr::tr("The database's address begins with an unknown scheme.") +
                             QLatin1Char(' ') + forms);
}

QString connectionUrl(const Connection& connection) {
  if (connection.engine == Engine::Sqlite) return QStringLiteral("sqlite:") + connection.file;
  if (connection.engine == Engine::Files) return fileSourcesUrl(connection.files);
  if (connection.engine == Engine::Odbc) return QStringLiteral("odbc:") + odbcText(connection);
  const auto coded = [](const QString& part) { return QString::fromLatin1(QUrl::toPercentEncoding(part)); };
  QString text = schemeOf(connection) + QStringLiteral("://");
  if (!connection.user.isEmpty()) text += coded(connection.user) + QLatin1Char('@');
  text += connection.host.contains(QLatin1Char(':')) ? QLatin1Char('[') + connection.host + QLatin1Char(']')
                                                     : coded(connection.host);
  if (connection.port != 0) text += QLatin1Char(':') + QString::number(connection.port);
  text += QLatin1Char('/') + coded(connection.database);
  if (!connection.schema.isEmpty()) text += QLatin1Char('/') + coded(connection.schema);
  QChar sign = u'?';
  for (const auto& [name, value] : connection.server.toPairs()) {
    if (!serverOption(name)->isOfAddress()) continue;
    text += sign + name + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value));
    sign = u'&';
  }
  return text;
}

}  // namespace courier
