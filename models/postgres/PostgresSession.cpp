#include "models/postgres/PostgresSession.h"

#include <QDeadlineTimer>
#include <array>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "models/query/QueryEngine.h"
#include "models/query/ServerSocket.h"
#include "models/query/TrustedAuthorities.h"

namespace courier {
namespace {

/// How often the token is looked at while the server is silent.
constexpr int kLookMs = 20;

/// What makes a session read-only; the first that the server knows.
constexpr std::array kReadOnlyWays = {"SET default_transaction_read_only TO on",
                                      "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"};

const char* tlsWord(TlsMode mode) {
  switch (mode) {
    case TlsMode::Off:
      return "disable";
    case TlsMode::On:
      return "require";
    case TlsMode::Verify:
      break;
  }
  return "verify-full";
}

/// What libpq is told: keywords with values, never a string of them, which it repeats when it cannot read it.
class ConnectParameters {
 public:
  ConnectParameters(const Connection& connection, const QString& password) {
    add("host", connection.host.toUtf8());
    if (connection.port != 0) add("port", QByteArray::number(connection.port));
    add("dbname", connection.database.toUtf8());
    add("user", connection.user.toUtf8());
    if (!password.isEmpty()) add("password", password.toUtf8());
    const TlsMode mode = connection.server.tlsFor(connection.host);
    add("sslmode", tlsWord(mode));
    if (mode == TlsMode::Verify) {
      const QString own = connection.server.caFile;
      add("sslrootcert", own.isEmpty() ? systemAuthorities() : own.toUtf8());
    }
    add("gssencmode", "disable");
    add("client_encoding", "UTF8");
    add("application_name", "Query Courier");
    add("connect_timeout", QByteArray::number(connection.server.connectTimeoutS));
    add("keepalives_idle", "30");
    add("keepalives_interval", "10");
    add("keepalives_count", "3");
    add("tcp_user_timeout", "60000");
    m_keywordList.push_back(nullptr);
    m_valueList.push_back(nullptr);
  }

  [[nodiscard]] PGconn* start() const { return PQconnectStartParams(m_keywordList.data(), m_valueList.data(), 0); }

 private:
  void add(const char* keyword, const QByteArray& value) {
    m_values.push_back(std::make_unique<QByteArray>(value));
    m_keywordList.push_back(keyword);
    m_valueList.push_back(m_values.back()->constData());
  }
  std::vector<std::unique_ptr<QByteArray>> m_values;
  std::vector<const char*> m_keywordList;
  std::vector<const char*> m_valueList;
};

/// Asks the server to stop, on a thread of its own: with a server that hangs it waits without limit.
void cancelOnServer(PGcancel* request) {
  const std::shared_ptr<PGcancel> held(request, [](PGcancel* one) { PQfreeCancel(one); });
  try {
    std::thread([held] {
      std::array<char, 256> problem{};
      PQcancel(held.get(), problem.data(), static_cast<int>(problem.size()));
    }).detach();
  } catch (const std::system_error&) {
    // No thread for it: the server finds out when the connection is gone.
  }
}

}  // namespace

Expected<std::unique_ptr<PostgresSession>> PostgresSession::open(const Connection& connection, const QString& password,
                                                                 const CancelToken& cancel, ServerFailure* why) {
  std::unique_ptr<PostgresSession> session(new PostgresSession(connection, password, cancel));
  auto ready = session->connect();
  if (ready) ready = session->setUp();
  if (ready) return session;
  if (why != nullptr) *why = session->m_failure;
  return ready.error();
}

PostgresSession::PostgresSession(const Connection& connection, QString password, const CancelToken& cancel)
    : m_connection(connection), m_password(std::move(password)), m_cancel(cancel) {
  if (!m_password.isEmpty()) m_secrets.addCredentials(connection.user, m_password);
}

PostgresSession::~PostgresSession() {
  if (m_handle == nullptr) return;
  // What still runs would run on: closing the connection alone does not end it.
  if (PQtransactionStatus(m_handle) == PQTRANS_ACTIVE) {
    if (PGcancel* const request = PQgetCancel(m_handle)) cancelOnServer(request);
  }
  PQfinish(m_handle);
}

Expected<void> PostgresSession::connect() {
  const QDeadlineTimer deadline(m_connection.server.connectTimeoutS * 1000LL);
  m_handle = ConnectParameters(m_connection, m_password).start();
  if (m_handle == nullptr) return Error::of(ErrorKind::Internal, tr("There is not enough memory."));
  // Notices would be printed.
  PQsetNoticeReceiver(
      m_handle, [](void* self, const PGresult* notice) { static_cast<PostgresSession*>(self)->note(notice); }, this);
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (PQstatus(m_handle) != CONNECTION_BAD) {
    if (isCancelled()) return cancelledQuery();
    if (deadline.hasExpired()) return failed(ServerFailure::Silent, {});
    if (state == PGRES_POLLING_OK) {
      PQsetnonblocking(m_handle, 1);
      return {};
    }
    if (state == PGRES_POLLING_FAILED) break;
    waitFor(state == PGRES_POLLING_READING, state == PGRES_POLLING_WRITING, kLookMs);
    state = PQconnectPoll(m_handle);
  }
  return connectError();
}

Expected<void> PostgresSession::setUp() {
  // SET, and no startup options, which poolers refuse; the environment's PGOPTIONS and PGDATESTYLE are overruled.
  constexpr std::array kSettings = {"SET client_encoding TO 'UTF8'",
                                    "SET datestyle TO 'ISO'",
                                    "SET intervalstyle TO 'iso_8601'",
                                    "SET bytea_output TO 'hex'",
                                    "SET extra_float_digits TO 1",
                                    "SET standard_conforming_strings TO on",
                                    "SET client_connection_check_interval TO 1000"};
  QByteArray all;
  for (const char* setting : kSettings) all += QByteArray(setting) + ';';
  QByteArray limit;
  if (m_connection.server.timeLimitS > 0)
    limit = "SET statement_timeout TO " + QByteArray::number(m_connection.server.timeLimitS * 1000LL);
  // In one go, for each takes a way to the server and back.
  m_refusesChanges = m_connection.readOnly;
  if (auto set = runAll(all + (m_refusesChanges ? kReadOnlyWays.front() : "") + ';' + limit); !set) {
    if (set.error().kind == ErrorKind::Cancelled || PQstatus(m_handle) == CONNECTION_BAD) return set.error();
    // Older servers, and those that only speak as PostgreSQL does, do not know each of them.
    for (const char* setting : kSettings) {
      if (auto one = runAll(setting); !one && PQstatus(m_handle) == CONNECTION_BAD) return one.error();
    }
    if (m_connection.readOnly) setReadOnly();
    if (PQstatus(m_handle) == CONNECTION_BAD) return lostError();
    if (auto limited = limit.isEmpty() ? Expected<void>() : runAll(limit); !limited) return limited;
  }
  if (m_connection.server.startSql.trimmed().isEmpty()) return {};
  auto begun = runAll(m_connection.server.startSql.toUtf8());
  if (begun || begun.error().kind == ErrorKind::Cancelled) return begun;
  Error error = failed(ServerFailure::StartSql, begun.error().message);
  error.detail = begun.error().detail;
  return error;
}

void PostgresSession::setReadOnly() {
  for (const char* const way : kReadOnlyWays) {
    m_refusesChanges = runAll(way).ok();
    if (m_refusesChanges) return;
  }
}

void PostgresSession::note(const PGresult* notice) {
  constexpr int kMost = 50;
  constexpr qsizetype kLongest = 1000;
  if (++m_noticeCount >= kMost) return;
  const QString said = scrubbed(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
  m_notices += QStringLiteral("%1: %2").arg(scrubbed(PQresultErrorField(notice, PG_DIAG_SEVERITY)),
                                            said.left(kLongest).simplified());
}

QStringList PostgresSession::takeNotices() {
  QStringList taken = std::exchange(m_notices, {});
  if (const int more = std::exchange(m_noticeCount, 0) - static_cast<int>(taken.size()); more > 0)
    taken += tr("… and %n more", nullptr, more);
  return taken;
}

Expected<ServerFacts> PostgresSession::facts() {
  const auto answer = ask("SELECT current_user, current_database(), version(), current_setting('TimeZone')");
  if (!answer) return answer.error();
  const auto text = [&](int column) { return QString::fromUtf8(PQgetvalue(answer->get(), 0, column)); };
  ServerFacts facts;
  facts.user = text(0);
  facts.database = text(1);
  // "PostgreSQL 15.20 (Debian …) on x86_64 …", "CockroachDB CCL v23.1 …"
  facts.product = text(2).section(QStringLiteral(" on "), 0, 0).section(QStringLiteral(" ("), 0, 0);
  facts.timeZone = text(3);
  if (PQsslInUse(m_handle) != 0) facts.tls = QString::fromLatin1(PQsslAttribute(m_handle, "protocol"));
  facts.refusesChanges = m_refusesChanges;
  return facts;
}

Expected<void> PostgresSession::runAll(const QByteArray& statements) {
  if (PQsendQuery(m_handle, statements.constData()) == 0) return lostError();
  std::optional<Error> first;
  for (;;) {
    auto result = next();
    if (!result) return result.error();
    if (!*result) break;
    if (PQresultStatus(result->get()) == PGRES_FATAL_ERROR && !first) first = failure(result->get());
  }
  if (first) return *first;
  return {};
}

Expected<void> PostgresSession::send(const QByteArray& statement) {
  if (isCancelled()) return cancelledQuery();
  // The extended protocol takes one statement only, whatever a splitter thought.
  if (PQsendQueryParams(m_handle, statement.constData(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0)
    return lostError();
  PQsetSingleRowMode(m_handle);
  for (;;) {
    const int left = PQflush(m_handle);
    if (left == 0) return {};
    if (left < 0) return lostError();
    if (isCancelled()) return cancelledQuery();
    waitFor(true, true, kLookMs);
    // A server that talks before it has read all must not be kept waiting.
    if (PQconsumeInput(m_handle) == 0) return lostError();
  }
}

Expected<PostgresResult> PostgresSession::next(const std::function<Expected<void>()>& whileIdle) {
  while (PQisBusy(m_handle) != 0) {
    if (isCancelled()) return cancelledQuery();
    if (whileIdle) {
      if (auto done = whileIdle(); !done) return done.error();
    }
    waitFor(true, PQflush(m_handle) > 0, kLookMs);
    if (PQconsumeInput(m_handle) == 0) return lostError();
  }
  if (isCancelled()) return cancelledQuery();
  return PostgresResult(PQgetResult(m_handle));
}

Expected<PostgresResult> PostgresSession::describe(const QByteArray& statement) {
  if (isCancelled()) return cancelledQuery();
  PostgresResult described;
  std::optional<Error> wrong;
  const bool isSent = PQenterPipelineMode(m_handle) != 0 &&
                      PQsendPrepare(m_handle, "", statement.constData(), 0, nullptr) != 0 &&
                      PQsendDescribePrepared(m_handle, "") != 0 && PQpipelineSync(m_handle) != 0;
  if (!isSent) return lostError();
  for (bool isOver = false; !isOver;) {
    auto result = next();
    if (!result) return result.error();
    // Behind each command's results there is an empty one.
    if (!*result) {
      if (PQstatus(m_handle) == CONNECTION_BAD) return lostError();
      continue;
    }
    switch (PQresultStatus(result->get())) {
      case PGRES_PIPELINE_SYNC:
        isOver = true;
        break;
      case PGRES_COMMAND_OK:
        described = std::move(*result);
        break;
      case PGRES_FATAL_ERROR:
        if (PQstatus(m_handle) == CONNECTION_BAD) return lostError();
        wrong = failure(result->get());
        break;
      default:
        break;
    }
  }
  if (PQexitPipelineMode(m_handle) == 0) return lostError();
  // The statement itself will say it, with its place.
  if (wrong) described.reset();
  return described;
}

Expected<PostgresSession::CopyLine> PostgresSession::nextLine(int& length,
                                                              const std::function<Expected<void>()>& whileIdle) {
  for (;;) {
    char* line = nullptr;
    length = PQgetCopyData(m_handle, &line, 1);
    if (length > 0) return CopyLine(line);
    if (length < 0) return CopyLine();
    if (isCancelled()) return cancelledQuery();
    if (whileIdle) {
      if (auto done = whileIdle(); !done) return done.error();
    }
    waitFor(true, false, kLookMs);
    if (PQconsumeInput(m_handle) == 0) return lostError();
  }
}

Expected<void> PostgresSession::skipResults() {
  for (;;) {
    auto result = next();
    if (!result) return result.error();
    if (!*result) return {};
  }
}

Expected<PostgresResult> PostgresSession::ask(const QByteArray& statement, const QStringList& values) {
  std::vector<QByteArray> texts;
  std::vector<const char*> pointers;
  for (const QString& value : values) texts.push_back(value.toUtf8());
  for (const QByteArray& text : texts) pointers.push_back(text.constData());
  if (PQsendQueryParams(m_handle, statement.constData(), static_cast<int>(pointers.size()), nullptr, pointers.data(),
                        nullptr, nullptr, 0) == 0)
    return lostError();
  PostgresResult answer;
  for (;;) {
    auto result = next();
    if (!result) return result.error();
    if (!*result) break;
    answer = std::move(*result);
  }
  if (!answer) return lostError();
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status == PGRES_FATAL_ERROR) return failure(answer.get());
  return answer;
}

Error PostgresSession::failure(const PGresult* result) const {
  const auto field = [&](int code) { return scrubbed(PQresultErrorField(result, code)); };
  const QString state = field(PG_DIAG_SQLSTATE);
  QString message = field(PG_DIAG_MESSAGE_PRIMARY);
  if (message.isEmpty()) message = scrubbed(PQresultErrorMessage(result)).trimmed();
  QString detail = QStringLiteral("SQLSTATE %1: %2").arg(state, message);
  for (const int part : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_INTERNAL_QUERY, PG_DIAG_CONTEXT}) {
    if (const QString more = field(part); !more.isEmpty()) detail += u'\n' + more;
  }
  if (state == u"25006" && m_connection.readOnly) return readOnlyConnection();
  if (state == u"57014" && m_connection.server.timeLimitS > 0) return overTimeLimit(m_connection, detail);
  for (const int part : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
    if (const QString more = field(part); !more.isEmpty()) message += QStringLiteral(". ") + more;
  }
  return Error::of(ErrorKind::Sql, message, detail);
}

Error PostgresSession::lostError() const {
  if (isCancelled()) return cancelledQuery();
  return lostServer(m_connection, scrubbed(PQerrorMessage(m_handle)).trimmed());
}

Error PostgresSession::failed(ServerFailure failure, const QString& said) {
  m_failure = failure;
  return serverError(m_connection, failure, said);
}

Error PostgresSession::connectError() {
  // libpq tells only in words what failed.
  struct Words {
    const char* part;
    ServerFailure failure;
  };
  static constexpr Words kWords[] = {{"could not translate host name", ServerFailure::NoServer},
                                     {"connection refused", ServerFailure::Refused},
                                     {"no such file or directory", ServerFailure::Refused},
                                     {"no route to host", ServerFailure::Silent},
                                     {"password authentication failed", ServerFailure::SignIn},
                                     {"no password supplied", ServerFailure::SignIn},
                                     {"no encryption", ServerFailure::TlsDemanded},
                                     {"SSL off", ServerFailure::TlsDemanded},
                                     {"does not support SSL", ServerFailure::NoTls},
                                     {"certificate", ServerFailure::Certificate},
                                     {"too many clients", ServerFailure::Full},
                                     {"too many connections", ServerFailure::Full},
                                     {"remaining connection slots", ServerFailure::Full},
                                     {"starting up", ServerFailure::Starting},
                                     {"shutting down", ServerFailure::Starting},
                                     {"timeout expired", ServerFailure::Silent},
                                     {"role \"", ServerFailure::SignIn},
                                     {"does not exist", ServerFailure::Database},
                                     {"permission denied for database", ServerFailure::Database}};
  const QString said = scrubbed(PQerrorMessage(m_handle)).trimmed();
  // What the server itself says comes last: "FATAL:  database "x" does not exist".
  const QString last = said.section(QStringLiteral("FATAL: "), -1).section(u'\n', 0, 0).trimmed();
  ServerFailure failure = ServerFailure::Other;
  for (const Words& words : kWords) {
    if (!said.contains(QLatin1String(words.part), Qt::CaseInsensitive)) continue;
    failure = words.failure;
    break;
  }
  const bool isTold = failure == ServerFailure::Database || failure == ServerFailure::Other;
  Error error = failed(failure, isTold ? last : said);
  error.detail = said;
  return error;
}

void PostgresSession::waitFor(bool toRead, bool toWrite, int limitMs) const {
  const int socket = PQsocket(m_handle);
  if (socket < 0) return;
  const int wanted = (toRead ? serversocket::ToRead : 0) | (toWrite ? serversocket::ToWrite : 0);
  // What came is found out by the library.
  (void)serversocket::wait(socket, wanted, limitMs);
}

QString PostgresSession::scrubbed(const char* text) const {
  return m_secrets.masked(QString::fromUtf8(text));
}

}  // namespace courier
