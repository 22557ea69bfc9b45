#include "models/odbc/OdbcSession.h"

#include <atomic>
#include <system_error>
#include <thread>

#include "models/query/QueryEngine.h"

namespace courier {
namespace {

/// A driver that keeps a limit itself says more about it.
constexpr int kGraceMs = 500;
constexpr int kSignOffMs = 2000;
constexpr int kSignOffStoppedMs = 50;

/// On a thread of its own: some drivers wait for a server even then.
void stopApart(const std::shared_ptr<OdbcStop>& stop) {
  try {
    std::thread([stop] { stop->stop(); }).detach();
  } catch (const std::system_error&) {
    // No thread for it: the session is left to itself.
  }
}

}  // namespace

Expected<std::unique_ptr<OdbcSession>> OdbcSession::open(const std::shared_ptr<const OdbcApi>& api,
                                                         const Connection& connection, const QString& password,
                                                         const CancelToken& cancel, ConnectionStep::Kind* failed) {
  auto thread = OdbcThread::start();
  if (!thread) return thread.error();
  std::unique_ptr<OdbcSession> session(
      new OdbcSession(std::make_shared<OdbcStatement>(api, connection, password), connection, cancel));
  session->m_thread = std::move(*thread);
  session->m_limit.setRemainingTime(connection.server.connectTimeoutS * 1000LL + kGraceMs);
  // Another thread's, where the driver goes on by itself.
  const auto step = std::make_shared<std::atomic<ConnectionStep::Kind>>(ConnectionStep::Kind::Connection);
  const auto opened = session->ask<bool>([step](OdbcStatement& statement) -> Expected<bool> {
    ConnectionStep::Kind kind{};
    auto done = statement.open(kind);
    *step = kind;
    if (!done) return done.error();
    return true;
  });
  if (!opened) {
    if (failed != nullptr) *failed = *step;
    return opened.error();
  }
  session->m_isOpen = true;
  session->m_limit = QDeadlineTimer(QDeadlineTimer::Forever);
  session->startLimit();
  if (failed != nullptr) *failed = ConnectionStep::Kind::Database;
  const auto begun = session->ask<bool>([](OdbcStatement& statement) -> Expected<bool> {
    if (auto done = statement.begin(); !done) return done.error();
    return true;
  });
  if (!begun) return begun.error();
  return session;
}

OdbcSession::~OdbcSession() {
  const bool isStopped = m_cancel.isCancelled() || m_limit.hasExpired();
  const int limitMs = m_isLeft ? 0 : isStopped ? kSignOffStoppedMs : kSignOffMs;
  // The statement's end signs off, and belongs to its thread.
  m_thread->last([statement = std::move(m_statement)]() mutable { statement.reset(); }, limitMs);
}

void OdbcSession::startLimit() {
  if (m_connection.server.timeLimitS > 0) m_limit.setRemainingTime(m_connection.server.timeLimitS * 1000LL + kGraceMs);
}

std::optional<Error> OdbcSession::run(std::function<void()> job) {
  const bool hasEnded =
      m_thread->run(std::move(job), m_cancel, m_limit, [stop = m_statement->stop()] { stopApart(stop); });
  m_isLeft = !hasEnded;
  if (m_cancel.isCancelled()) {
    Error stopped = cancelledQuery();
    if (!hasEnded) stopped.message += QLatin1Char(' ') + tr("The server may still be working on it.");
    return stopped;
  }
  if (!m_limit.hasExpired()) return std::nullopt;
  if (!m_isOpen) return m_statement->link().connectLimitError();
  return m_statement->link().timeLimitError();
}

}  // namespace courier
