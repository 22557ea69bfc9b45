#include "models/mariadb/MariaDbSession.h"

#include <errmsg.h>
#include <mysqld_error.h>

#include <QDeadlineTimer>
#include <array>
#include <system_error>
#include <thread>
#include <utility>

#include "models/query/QueryEngine.h"
#include "models/query/ServerSocket.h"
#include "models/query/SqlText.h"
#include "models/query/TrustedAuthorities.h"

namespace courier {
namespace {

/// How often the token is looked at while the server is silent.
constexpr int kLookMs = 20;

/// What a connection is made of besides its address, the same for a session and for the call that stops it.
void configure(MYSQL* handle, const Connection& connection) {
  const TlsMode mode = connection.server.tlsFor(connection.host);
  const auto seconds = static_cast<unsigned>(connection.server.connectTimeoutS);
  const unsigned protocol = MYSQL_PROTOCOL_TCP;
  const unsigned no = 0;
  const my_bool never = 0;
  const my_bool isTls = mode != TlsMode::Off ? 1 : 0;
  const my_bool verifies = mode == TlsMode::Verify ? 1 : 0;
  mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  // "localhost" would be the socket of the computer's own server.
  if (!connection.host.startsWith(QLatin1Char('/'))) mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocol);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  // A server may ask for any file of this computer otherwise.
  mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &no);
  mysql_options(handle, MYSQL_OPT_RECONNECT, &never);
  mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &isTls);
  mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verifies);
  if (mode == TlsMode::Verify) {
    const QByteArray own = connection.server.caFile.toUtf8();
    mysql_options(handle, MYSQL_OPT_SSL_CA, own.isEmpty() ? systemAuthorities().constData() : own.constData());
  }
  // The password in the clear, only where nobody else can be at the other end.
  mysql_options(handle, MARIADB_OPT_RESTRICTED_AUTH,
                mode == TlsMode::Verify
                    ? "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password,mysql_clear_password,"
                      "dialog"
                    : "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password");
}

struct Address {
  QByteArray host;
  QByteArray user;
  QByteArray password;
  QByteArray database;
  QByteArray socket;
  unsigned port = 0;

  Address(const Connection& connection, const QString& givenPassword)
      : user(connection.user.toUtf8()),
        password(givenPassword.toUtf8()),
        database(connection.database.toUtf8()),
        port(static_cast<unsigned>(connection.port)) {
    (connection.host.startsWith(QLatin1Char('/')) ? socket : host) = connection.host.toUtf8();
  }
  static const char* orNull(const QByteArray& part) { return part.isEmpty() ? nullptr : part.constData(); }
};

/// Ends what the server does for a session, on a connection and a thread of its own.
void stopOnServer(const Connection& connection, const QString& password, unsigned long session) {
  try {
    std::thread([connection, password, session] {
      MYSQL* const handle = mysql_init(nullptr);
      if (handle == nullptr) return;
      Connection brief = connection;
      brief.server.connectTimeoutS = 5;
      configure(handle, brief);
      const Address address(connection, password);
      if (mysql_real_connect(handle, Address::orNull(address.host), address.user.constData(),
                             address.password.constData(), nullptr, address.port, Address::orNull(address.socket),
                             0) != nullptr) {
        const QByteArray kill = "KILL QUERY " + QByteArray::number(static_cast<qulonglong>(session));
        mysql_real_query(handle, kill.constData(), static_cast<unsigned long>(kill.size()));
      }
      mysql_close(handle);
      mysql_thread_end();
    }).detach();
  } catch (const std::system_error&) {
    // No thread for it: the server finds out when it next writes.
  }
}

/// What of the awaited came within a moment; 0 for nothing.
int cameWithin(MYSQL* handle, int awaited, int limitMs) {
  const int wanted = ((awaited & MYSQL_WAIT_READ) != 0 ? serversocket::ToRead : 0) |
                     ((awaited & MYSQL_WAIT_WRITE) != 0 ? serversocket::ToWrite : 0);
  const int came = serversocket::wait(static_cast<qintptr>(mysql_get_socket(handle)), wanted, limitMs);
  return ((came & serversocket::ToRead) != 0 ? MYSQL_WAIT_READ : 0) |
         ((came & serversocket::ToWrite) != 0 ? MYSQL_WAIT_WRITE : 0);
}

}  // namespace

Expected<std::unique_ptr<MariaDbSession>> MariaDbSession::open(const Connection& connection, const QString& password,
                                                               const CancelToken& cancel, ServerFailure* why) {
  std::unique_ptr<MariaDbSession> session(new MariaDbSession(connection, password, cancel));
  auto ready = session->connect();
  if (ready) ready = session->setUp();
  if (ready) return session;
  if (why != nullptr) *why = session->m_failure;
  return ready.error();
}

MariaDbSession::MariaDbSession(const Connection& connection, QString password, const CancelToken& cancel)
    : m_connection(connection), m_password(std::move(password)), m_cancel(cancel) {
  if (!m_password.isEmpty()) m_secrets.addCredentials(connection.user, m_password);
}

MariaDbSession::~MariaDbSession() {
  if (m_handle == nullptr) return;
  if (m_isBusy) {
    stopOnServer(m_connection, m_password, mysql_thread_id(m_handle));
    // So that closing the handle need not read what the server still sends.
    serversocket::cut(static_cast<qintptr>(mysql_get_socket(m_handle)));
  }
  mysql_close(m_handle);
}

Expected<void> MariaDbSession::connect() {
  m_handle = mysql_init(nullptr);
  if (m_handle == nullptr) return Error::of(ErrorKind::Internal, tr("There is not enough memory."));
  mysql_options(m_handle, MYSQL_OPT_NONBLOCK, nullptr);
  configure(m_handle, m_connection);
  const Address address(m_connection, m_password);
  MYSQL* connected = nullptr;
  auto waited = await(
      [&] {
        return mysql_real_connect_start(&connected, m_handle, Address::orNull(address.host), address.user.constData(),
                                        address.password.constData(), Address::orNull(address.database), address.port,
                                        Address::orNull(address.socket), 0);
      },
      [&](int came) { return mysql_real_connect_cont(&connected, m_handle, came); });
  if (!waited) return waited;
  if (connected == nullptr) return connectError();
  // Whatever the library thought that it was told.
  if (m_connection.server.tlsFor(m_connection.host) != TlsMode::Off && mysql_get_ssl_cipher(m_handle) == nullptr)
    return failed(ServerFailure::NoTls, {});
  serversocket::keepAlive(static_cast<qintptr>(mysql_get_socket(m_handle)));
  return {};
}

Expected<void> MariaDbSession::setUp() {
  // A person who looks at the first rows makes the server wait.
  if (auto set = ask("SET SESSION net_write_timeout = 600"); !set) return set.error();
  if (m_connection.readOnly) {
    if (auto set = setReadOnly(); !set) return set;
  }
  if (const int limit = m_connection.server.timeLimitS; limit > 0) {
    const bool isMaria = QByteArray(mysql_get_server_info(m_handle)).contains("MariaDB");
    auto set = ask(isMaria ? "SET SESSION max_statement_time = " + QByteArray::number(limit)
                           : "SET SESSION max_execution_time = " + QByteArray::number(limit * 1000LL));
    if (!set) return set.error();
  }
  const QString first = m_connection.server.startSql;
  for (const StatementRange& range : sqltext::split(first, dialect())) {
    auto begun = ask(QStringView(first).sliced(range.begin, range.end - range.begin).toUtf8());
    if (begun) continue;
    if (begun.error().kind == ErrorKind::Cancelled) return begun.error();
    Error error = failed(ServerFailure::StartSql, begun.error().message);
    error.detail = begun.error().detail;
    return error;
  }
  return {};
}

Expected<void> MariaDbSession::setReadOnly() {
  auto set = ask("SET SESSION TRANSACTION READ ONLY");
  // Before MySQL 5.6 there is no such thing: then the check of each statement's words has to do.
  m_refusesChanges = set.ok();
  if (!set && (set.error().kind == ErrorKind::Cancelled || mysql_errno(m_handle) != ER_PARSE_ERROR)) return set.error();
  return {};
}

bool MariaDbSession::hasLeftReadOnly() {
  if (!m_refusesChanges) return false;
  // MySQL 8 knows only the second name, older ones only the first.
  for (const char* const question : {"SELECT @@session.tx_read_only", "SELECT @@session.transaction_read_only"}) {
    const auto rows = ask(question);
    if (!rows) continue;
    const MYSQL_ROW row = mysql_fetch_row(rows->get());
    return row != nullptr && QByteArray(row[0]) == "0";
  }
  return false;
}

Expected<ServerFacts> MariaDbSession::facts() {
  const auto rows = ask("SELECT CURRENT_USER(), DATABASE(), VERSION(), @@session.time_zone, @@system_time_zone");
  if (!rows) return rows.error();
  const MYSQL_ROW row = mysql_fetch_row(rows->get());
  if (row == nullptr) return failure(mysql_errno(m_handle), mysql_error(m_handle));
  ServerFacts facts;
  facts.user = QString::fromUtf8(row[0]);
  facts.database = QString::fromUtf8(row[1]);
  const QString version = QString::fromUtf8(row[2]);
  const bool isMaria = version.contains(QLatin1String("MariaDB"), Qt::CaseInsensitive);
  facts.product = (isMaria ? QStringLiteral("MariaDB ") : QStringLiteral("MySQL ")) + version.section(u'-', 0, 0);
  facts.timeZone = QString::fromUtf8(row[3]);
  if (facts.timeZone == u"SYSTEM") facts.timeZone = QString::fromUtf8(row[4]);
  const char* protocol = nullptr;
  if (mysql_get_ssl_cipher(m_handle) != nullptr &&
      mariadb_get_infov(m_handle, MARIADB_CONNECTION_TLS_VERSION, &protocol) == 0)
    facts.tls = QString::fromLatin1(protocol);
  facts.refusesChanges = m_refusesChanges;
  return facts;
}

QByteArray MariaDbSession::literal(const QString& text) const {
  const QByteArray bytes = text.toUtf8();
  QByteArray escaped(2 * bytes.size() + 1, Qt::Uninitialized);
  escaped.truncate(static_cast<qsizetype>(
      mysql_real_escape_string(m_handle, escaped.data(), bytes.constData(), static_cast<unsigned long>(bytes.size()))));
  return '\'' + escaped + '\'';
}

SqlDialect MariaDbSession::dialect() const {
  constexpr unsigned kNoBackslash = 0x200;
  constexpr unsigned kAnsiQuotes = 0x8000;
  unsigned status = 0;
  mariadb_get_infov(m_handle, MARIADB_CONNECTION_SERVER_STATUS, &status);
  return SqlDialect::mariaDb((status & kNoBackslash) != 0, (status & kAnsiQuotes) != 0);
}

bool MariaDbSession::isInTransaction() const {
  unsigned status = 0;
  mariadb_get_infov(m_handle, MARIADB_CONNECTION_SERVER_STATUS, &status);
  return (status & SERVER_STATUS_IN_TRANS) != 0;
}

Expected<void> MariaDbSession::await(const std::function<int()>& start, const std::function<int(int)>& go,
                                     const std::function<Expected<void>()>& whileIdle) {
  if (isCancelled()) return cancelledQuery();
  int awaited = start();
  while (awaited != 0) {
    QDeadlineTimer deadline(QDeadlineTimer::Forever);
    if ((awaited & MYSQL_WAIT_TIMEOUT) != 0) deadline = QDeadlineTimer(mysql_get_timeout_value_ms(m_handle));
    int came = 0;
    while (came == 0) {
      came = cameWithin(m_handle, awaited, kLookMs);
      if (isCancelled()) return cancelledQuery();
      if (came == 0 && deadline.hasExpired()) came = MYSQL_WAIT_TIMEOUT;
      if (came != 0 || !whileIdle) continue;
      if (auto done = whileIdle(); !done) return done;
    }
    awaited = go(came);
  }
  return {};
}

Expected<MariaDbSession::Rows> MariaDbSession::ask(const QByteArray& statement) {
  int failed = 0;
  setBusy(true);
  auto sent = await(
      [&] {
        return mysql_real_query_start(&failed, m_handle, statement.constData(),
                                      static_cast<unsigned long>(statement.size()));
      },
      [&](int came) { return mysql_real_query_cont(&failed, m_handle, came); });
  if (!sent) return sent.error();
  MYSQL_RES* rows = nullptr;
  if (failed == 0) {
    auto read = await([&] { return mysql_store_result_start(&rows, m_handle); },
                      [&](int came) { return mysql_store_result_cont(&rows, m_handle, came); });
    if (!read) return read.error();
  }
  setBusy(false);
  if (mysql_errno(m_handle) != 0) return failure(mysql_errno(m_handle), mysql_error(m_handle));
  return Rows(rows, mysql_free_result);
}

Error MariaDbSession::failure(unsigned number, const char* message) const {
  if (isCancelled()) return cancelledQuery();
  const QString said = scrubbed(message);
  const QString detail = QStringLiteral("%1: %2").arg(QString::number(number), said);
  constexpr unsigned kTimeLimitOfMaria = 1969;
  constexpr unsigned kTimeLimitOfMySql = 3024;
  switch (number) {
    case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION:
      if (m_connection.readOnly) return readOnlyConnection();
      break;
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_SSL_CONNECTION_ERROR:
    case ER_CONNECTION_KILLED:
      return lostServer(m_connection, detail);
    case kTimeLimitOfMaria:
    case kTimeLimitOfMySql:
      if (m_connection.server.timeLimitS == 0) break;
      return overTimeLimit(m_connection, detail);
    default:
      break;
  }
  return Error::of(ErrorKind::Sql, said, detail);
}

Error MariaDbSession::failed(ServerFailure failure, const QString& said) {
  m_failure = failure;
  return serverError(m_connection, failure, said);
}

Error MariaDbSession::connectError() {
  const unsigned number = mysql_errno(m_handle);
  const QString said = scrubbed(mysql_error(m_handle));
  const auto has = [&said](const char* words) { return said.contains(QLatin1String(words), Qt::CaseInsensitive); };
  const auto kind = [&] {
    if (number == CR_UNKNOWN_HOST || has("Unknown host") || has("Unknown server host")) return ServerFailure::NoServer;
    if (number == ER_ACCESS_DENIED_ERROR || number == ER_ACCESS_DENIED_NO_PASSWORD_ERROR) return ServerFailure::SignIn;
    if (number == ER_CON_COUNT_ERROR || number == ER_TOO_MANY_USER_CONNECTIONS || number == ER_USER_LIMIT_REACHED)
      return ServerFailure::Full;
    if (number == ER_BAD_DB_ERROR || number == ER_DBACCESS_DENIED_ERROR) return ServerFailure::Database;
    if (number == ER_SERVER_SHUTDOWN) return ServerFailure::Starting;
    if (has("insecure transport")) return ServerFailure::TlsDemanded;
    if (has("does not support SSL") || has("doesn't support SSL") || has("SSL is required"))
      return ServerFailure::NoTls;
    if (has("certificate") || has("verif") || number == CR_SSL_CONNECTION_ERROR) return ServerFailure::Certificate;
    if (has("(110)") || has("timed out") || has("timeout") || number == CR_SERVER_LOST) return ServerFailure::Silent;
    if (has("(111)") || has("refused") || number == CR_CONN_HOST_ERROR || number == CR_CONNECTION_ERROR)
      return ServerFailure::Refused;
    return ServerFailure::Other;
  }();
  Error error = failed(kind, said);
  error.detail = QStringLiteral("%1: %2").arg(QString::number(number), said);
  return error;
}

QString MariaDbSession::scrubbed(const char* text) const {
  return m_secrets.masked(QString::fromUtf8(text));
}

}  // namespace courier
