#include "models/query/Connection.h"

#include <QCoreApplication>
#include <QDir>
#include <QUrl>

#include "models/base/Wording.h"

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

}  // namespace

Expected<ParsedConnection> connectionFromUrl(const QString& url, const QString& workingFolder) {
  const QString forms = ConnectionTr::tr("Write sqlite:/path/file.db.");
  const qsizetype colon = url.indexOf(QLatin1Char(':'));
  if (colon <= 0)
    return Error::invalidInput(ConnectionTr::tr("The database's address has no scheme.") + QLatin1Char(' ') + forms);
  const QString scheme = url.left(colon).toLower();
  if (scheme == QLatin1String("sqlite")) return sqliteConnection(url.mid(colon + 1), workingFolder);
  static const QStringList known = {QStringLiteral("postgresql"), QStringLiteral("postgres"), QStringLiteral("mysql"),
                                    QStringLiteral("mariadb"), QStringLiteral("odbc")};
  if (known.contains(scheme)) {
    return Error::of(ErrorKind::Unsupported,
                     ConnectionTr::tr("This version cannot run %1 yet: it opens SQLite files.").arg(scheme) +
                         QLatin1Char(' ') + forms);
  }
  // The rest is not repeated: it may hold a password.
  return Error::invalidInput(ConnectionTr::tr("The database's address begins with an unknown scheme.") +
                             QLatin1Char(' ') + forms);
}

QString connectionUrl(const Connection& connection) {
  if (connection.engine == Engine::Sqlite) return QStringLiteral("sqlite:") + connection.file;
  if (connection.engine == Engine::Odbc) return QStringLiteral("odbc:") + connection.file;
  QUrl url;
  url.setScheme(connection.engine == Engine::PostgreSql ? QStringLiteral("postgresql") : QStringLiteral("mysql"));
  url.setUserName(connection.user, QUrl::DecodedMode);
  url.setHost(connection.host);
  if (connection.port != 0) url.setPort(connection.port);
  url.setPath(QLatin1Char('/') + connection.database, QUrl::DecodedMode);
  return url.toString(QUrl::FullyEncoded);
}

}  // namespace courier
