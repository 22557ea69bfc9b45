#include "models/odbc/OdbcLink.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "models/odbc/OdbcSources.h"
#include "models/query/OdbcAddress.h"
#include "models/query/QueryEngine.h"

namespace courier {
namespace {

/// Drivers that never end their list would hold the program up.
constexpr int kMostDiagnostics = 20;
constexpr int kReadOnlyOfMariaDb = 1792;

/// Without what the driver manager and the driver put before: [unixODBC][Driver Manager]…
QString withoutOrigin(const QString& message) {
  static const QRegularExpression origin(QStringLiteral("^(\\[[^\\]]*\\]\\s*)+"));
  QString text = message;
  text.remove(origin);
  // psqlODBC's.
  text.remove(QStringLiteral(";\nError while executing the query"));
  static const QRegularExpression severity(QStringLiteral("^.*(ERROR|FATAL):\\s+"));
  text = text.simplified().remove(severity);
  while (text.endsWith(u'.') || text.endsWith(u'?')) text.chop(1);
  return text;
}

/// The standard's states, PostgreSQL's, and the numbers of MariaDB and MySQL.
bool isTimeLimit(const OdbcDiagnostic& one) {
  return one.state == u"HYT00" || one.state == u"HYT01" || one.state == u"57014" || one.native == 1969 ||
         one.native == 3024;
}

bool isLostConnection(const OdbcDiagnostic& one) {
  return one.state == u"08S01" || one.state == u"08003" || one.state == u"08007" || one.state == u"57P01" ||
         one.state == u"57P02" || one.native == 2006 || one.native == 2013;
}

/// The database reads the text, and not the driver: where it is known its dialect holds.
SqlDialect dialectOf(const QString& database, const QString& quote) {
  if (database.contains(QLatin1String("postgresql"), Qt::CaseInsensitive)) return SqlDialect::postgreSql();
  if (database.contains(QLatin1String("mysql"), Qt::CaseInsensitive) ||
      database.contains(QLatin1String("mariadb"), Qt::CaseInsensitive))
    return SqlDialect::mariaDb();
  return SqlDialect::odbc(quote.isEmpty() ? u' ' : quote.at(0));
}

QString diagnosticText(const QVector<OdbcDiagnostic>& all) {
  QStringList lines;
  for (const OdbcDiagnostic& one : all)
    lines << QStringLiteral("SQLSTATE %1, native code %2: %3").arg(one.state).arg(one.native).arg(one.message);
  return lines.join(u'\n');
}

}  // namespace

OdbcLink::OdbcLink(std::shared_ptr<const OdbcApi> api, Connection connection, QString password)
    : m_api(std::move(api)), m_connection(std::move(connection)), m_password(std::move(password)) {
  if (!m_password.isEmpty()) m_secrets.addCredentials(m_connection.user, m_password);
}

OdbcLink::~OdbcLink() {
  if (m_isConnected) {
    m_api->endTran(SQL_HANDLE_DBC, m_handle, SQL_ROLLBACK);
    m_api->disconnect(m_handle);
  }
  if (m_handle != nullptr) m_api->freeHandle(SQL_HANDLE_DBC, m_handle);
  if (m_environment != nullptr) m_api->freeHandle(SQL_HANDLE_ENV, m_environment);
}

Expected<void> OdbcLink::connect(ConnectionStep::Kind& failed) {
  failed = ConnectionStep::Kind::Connection;
  if (!odbcDone(m_api->allocHandle(SQL_HANDLE_ENV, nullptr, &m_environment)) ||
      !odbcDone(m_api->setEnvAttr(m_environment, SQL_ATTR_ODBC_VERSION, odbcAsPointer(SQL_OV_ODBC3), 0)) ||
      !odbcDone(m_api->allocHandle(SQL_HANDLE_DBC, m_environment, &m_handle)))
    return Error::of(ErrorKind::Internal, tr("The ODBC driver manager did not start. Restart the program."));
  const auto seconds = static_cast<quintptr>(m_connection.server.connectTimeoutS);
  m_api->setConnectAttr(m_handle, SQL_ATTR_LOGIN_TIMEOUT, odbcAsPointer(seconds), SQL_IS_UINTEGER);
  // Many drivers pass over it: what keeps a read-only connection is OdbcReadOnly.
  if (m_connection.readOnly)
    m_api->setConnectAttr(m_handle, SQL_ATTR_ACCESS_MODE, odbcAsPointer(SQL_MODE_READ_ONLY), SQL_IS_UINTEGER);
  // Without a buffer for the completed string, in which the password would be.
  QString text = connectText();
  SQLSMALLINT given = SQL_NTS;
  // unixODBC gives a driver that knows no UTF-16 a copy with room for as many bytes as there are characters, and one:
  // of a longer one the end is missing. NULs behind it make the room.
  if (const qsizetype more = text.toUtf8().size() - text.size(); more > 0 && odbcNarrowIsUtf8()) {
    text += QString(more, QChar(u'\0'));
    given = static_cast<SQLSMALLINT>(std::min<qsizetype>(text.size(), std::numeric_limits<SQLSMALLINT>::max()));
  }
  SQLSMALLINT length = 0;
  const SQLRETURN code =
      m_api->driverConnect(m_handle, nullptr, odbcWide(text), given, nullptr, 0, &length, SQL_DRIVER_NOPROMPT);
  if (!odbcDone(code)) return connectError(failed);
  m_isConnected = true;
  readTraits();
  return {};
}

QString OdbcLink::connectText() const {
  const QString& file = m_connection.file;
  QString text = isOdbcString(file) ? file : QStringLiteral("DSN=") + file;
  if (!m_connection.user.isEmpty()) text += QStringLiteral(";UID=") + odbcValue(m_connection.user);
  if (!m_password.isEmpty()) text += QStringLiteral(";PWD=") + odbcBraced(m_password);
  const auto sources = odbcDataSources();
  const QString driver = odbcDriverOf(file, sources ? *sources : QVector<OdbcDataSource>());
  // What a data source, or the driver's own entry, may switch on: with it psqlODBC writes the password down.
  if (driver.contains(QLatin1String("postgres"), Qt::CaseInsensitive) ||
      driver.contains(QLatin1String("psqlodbc"), Qt::CaseInsensitive))
    text += QStringLiteral(";Debug=0;CommLog=0");
  return text;
}

void OdbcLink::readTraits() {
  m_traits.database = textInfo(SQL_DBMS_NAME);
  m_traits.version = textInfo(SQL_DBMS_VER);
  m_traits.driver = textInfo(SQL_DRIVER_NAME);
  m_traits.user = textInfo(SQL_USER_NAME);
  m_traits.escape = textInfo(SQL_SEARCH_PATTERN_ESCAPE);
  m_traits.hasCatalogs = textInfo(SQL_CATALOG_NAME) == u"Y" && numberInfo(SQL_CATALOG_USAGE) != 0;
  m_traits.hasSchemas = numberInfo(SQL_SCHEMA_USAGE) != 0;
  const SQLUINTEGER reading = numberInfo(SQL_GETDATA_EXTENSIONS);
  m_traits.readsBlocks = (reading & SQL_GD_BLOCK) != 0;
  m_traits.readsAgain = m_traits.readsBlocks && (reading & SQL_GD_BOUND) != 0;
  m_traits.typesByValue = m_traits.database.contains(QLatin1String("sqlite"), Qt::CaseInsensitive);
  // The driver manager would leave out the half of what is not in the first plane.
  m_traits.takesUtf8 = m_traits.typesByValue && odbcNarrowIsUtf8();
  std::array<SQLWCHAR, 512> name{};
  SQLINTEGER bytes = 0;
  if (odbcDone(m_api->getConnectAttr(m_handle, SQL_ATTR_CURRENT_CATALOG, name.data(),
                                     static_cast<SQLINTEGER>(sizeof name), &bytes)) &&
      bytes > 0)
    m_traits.catalog = QString::fromUtf16(reinterpret_cast<const char16_t*>(name.data()));
  // MariaDB's driver without a database.
  if (m_traits.catalog == u"null") m_traits.catalog.clear();
  m_traits.dialect = dialectOf(m_traits.database, textInfo(SQL_IDENTIFIER_QUOTE_CHAR));
  if (m_traits.dialect == SqlDialect::postgreSql())
    m_traits.readOnlySql = QStringLiteral("SET default_transaction_read_only TO on");
  if (m_traits.dialect == SqlDialect::mariaDb())
    m_traits.readOnlySql = QStringLiteral("SET SESSION TRANSACTION READ ONLY");
}

QString OdbcLink::textInfo(SQLUSMALLINT kind) const {
  std::array<SQLWCHAR, 512> text{};
  SQLSMALLINT bytes = 0;
  if (!odbcDone(m_api->getInfo(m_handle, kind, text.data(), static_cast<SQLSMALLINT>(sizeof text), &bytes))) return {};
  text.back() = 0;
  return QString::fromUtf16(reinterpret_cast<const char16_t*>(text.data()));
}

SQLUINTEGER OdbcLink::numberInfo(SQLUSMALLINT kind) const {
  SQLUINTEGER number = 0;
  if (!odbcDone(m_api->getInfo(m_handle, kind, &number, sizeof number, nullptr))) return 0;
  return number;
}

QVector<OdbcDiagnostic> OdbcLink::diagnostics(SQLSMALLINT type, SQLHANDLE handle) const {
  QVector<OdbcDiagnostic> all;
  std::array<SQLWCHAR, 4096> text{};
  std::array<SQLWCHAR, 6> state{};
  for (SQLSMALLINT record = 1; record <= kMostDiagnostics; ++record) {
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    if (!odbcDone(m_api->getDiagRec(type, handle, record, state.data(), &native, text.data(),
                                    static_cast<SQLSMALLINT>(text.size()), &length)))
      break;
    const auto most = static_cast<qsizetype>(text.size()) - 1;
    const QString message = odbcWideFrom(text.data(), std::clamp<qsizetype>(length, 0, most));
    all.push_back({odbcWideFrom(state.data(), 5), native, m_secrets.masked(message)});
  }
  return all;
}

QStringList OdbcLink::warnings(SQLHSTMT statement) const {
  constexpr qsizetype kLongest = 1000;
  QStringList words;
  for (const OdbcDiagnostic& one : diagnostics(SQL_HANDLE_STMT, statement))
    words << withoutOrigin(one.message).left(kLongest);
  return words;
}

Error OdbcLink::failure(SQLHSTMT statement) const {
  const auto all = diagnostics(SQL_HANDLE_STMT, statement);
  const QString detail = diagnosticText(all);
  if (all.isEmpty())
    return Error::of(ErrorKind::Sql, tr("the driver refused the statement and does not say why"), detail);
  // Warnings may come before the error.
  const auto found =
      std::find_if(all.begin(), all.end(), [](const auto& one) { return !one.state.startsWith(QLatin1String("01")); });
  const OdbcDiagnostic& first = found == all.end() ? all.first() : *found;
  if (m_connection.readOnly && (first.state == u"25006" || first.native == kReadOnlyOfMariaDb)) {
    Error refused = readOnlyConnection();
    refused.detail = detail;
    return refused;
  }
  if (isLostConnection(first))
    return Error::of(ErrorKind::Sql,
                     tr("The connection to %1 was lost, and what became of the statement is unknown. Look before you "
                        "run it again.")
                         .arg(sourceName()),
                     detail);
  if (m_connection.server.timeLimitS > 0 && isTimeLimit(first)) return timeLimitError(detail);
  return Error::of(ErrorKind::Sql, withoutOrigin(first.message), detail);
}

Error OdbcLink::timeLimitError(const QString& detail) const {
  return Error::of(
      ErrorKind::Sql,
      tr("The statement took longer than the connection's limit of %n second(s). Ask for less, or raise the "
         "limit.",
         nullptr, m_connection.server.timeLimitS),
      detail);
}

Error OdbcLink::connectLimitError() const {
  return Error::of(ErrorKind::Sql, tr("%1 did not answer within %n second(s). Check the server's name and port in it.",
                                      nullptr, m_connection.server.connectTimeoutS)
                                       .arg(sourceName()));
}

Error OdbcLink::connectError(ConnectionStep::Kind& failed) const {
  const auto all = diagnostics(SQL_HANDLE_DBC, m_handle);
  const QString detail = diagnosticText(all);
  const QString state = all.isEmpty() ? QString() : all.first().state;
  const auto says = [&](const QString& words) { return Error::of(ErrorKind::Sql, words, detail); };
  const auto has = [&detail](const char* part) { return detail.contains(QLatin1String(part), Qt::CaseInsensitive); };
  const QString source = sourceName();
  if (has("can't open lib") || has("IM003") || has("IM004")) {
    failed = ConnectionStep::Kind::Name;
    return says(tr("The driver of %1 could not be loaded. Install the driver, or repair its entry in odbcinst.ini.")
                    .arg(source));
  }
  if (state == u"IM002") {
    failed = ConnectionStep::Kind::Name;
    return says(
        isOdbcString(m_connection.file)
            ? tr("There is no ODBC driver or data source of the name that the connection has. Install the "
                 "driver, or write its name as the list of drivers has it.")
            : tr("There is no ODBC data source named %1 on this computer. Set it up, or choose another.").arg(source));
  }
  // MariaDB's 1044 is about the database.
  const bool isDatabase = !all.isEmpty() && all.first().native == 1044;
  if (!isDatabase && (state == u"28000" || has("password authentication failed") || has("access denied") ||
                      has("no password") || has("login failed for user"))) {
    failed = ConnectionStep::Kind::SignIn;
    return says(tr("%1 refused user and password. Check both in the connection.").arg(source));
  }
  if (has("translate host name") || has("unknown server host") || has("unknown host"))
    return says(tr("There is no server named %1. Check the connection's server.").arg(source));
  if (has("connection refused") || has("can't connect to") || has("is unavailable or does not exist"))
    return says(
        tr("Nothing listens at %1. Check server and port in the connection, and that the server runs.").arg(source));
  if (isDatabase || has("unknown database") || has("cannot open database") ||
      (has("database \"") && has("does not exist")))
    failed = ConnectionStep::Kind::Database;
  if (state == u"HYT00" || state == u"HYT01" || has("timeout expired")) return connectLimitError();
  return says(tr("%1 did not accept the connection: %2. Check the connection.")
                  .arg(source, all.isEmpty() ? tr("the driver does not say why") : withoutOrigin(all.first().message)));
}

QString OdbcLink::sourceName() const {
  if (!isOdbcString(m_connection.file)) return m_connection.file;
  const auto attributes = odbcAttributes(m_connection.file);
  if (!attributes) return tr("The database");
  for (const char* wanted : {"dsn", "server", "servername", "host", "dbq", "database", "driver"}) {
    for (const OdbcAttribute& one : *attributes) {
      if (one.name.compare(QLatin1String(wanted), Qt::CaseInsensitive) == 0 && !one.value.isEmpty()) return one.value;
    }
  }
  return tr("The database");
}

}  // namespace courier
