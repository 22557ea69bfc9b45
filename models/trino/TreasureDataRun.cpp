#include "models/trino/TreasureDataRun.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <utility>

#include "models/query/ErrorPlace.h"
#include "models/query/ReadOnlyWords.h"
#include "models/query/RowBatcher.h"
#include "models/query/SqlText.h"
#include "models/trino/TreasureDataRows.h"
#include "models/trino/TrinoRetry.h"

namespace courier {
namespace {

struct TreasureDataRunTr {
  Q_DECLARE_TR_FUNCTIONS(TreasureDataRun)
};

constexpr qint64 firstLookMs = 500;
constexpr qint64 longestLookMs = 5'000;
/// A job there goes on while this computer is offline, asleep or between two networks.
constexpr qint64 patienceMs = qint64{24} * 3600 * 1000;
constexpr qsizetype mostReasonChars = 600;

bool hasEnded(const QString& status) {
  return status == u"success" || status == u"error" || status == u"killed";
}

QByteArray formBody(const QString& statement, int priority) {
  const auto coded = [](const QString& text) { return QUrl::toPercentEncoding(text); };
  return "query=" + coded(statement) + "&priority=" + QByteArray::number(priority);
}

/// A number that may be written as text.
qint64 numberIn(const QJsonObject& object, const char* key) {
  const QJsonValue value = object.value(QLatin1String(key));
  if (value.isDouble()) return value.toInteger();
  bool isNumber = false;
  const qint64 number = value.toString().toLongLong(&isNumber);
  return isNumber ? number : -1;
}

Error notUnderstood() {
  return Error::of(ErrorKind::Network,
                   TreasureDataRunTr::tr("Treasure Data's answer about the job could not be read. Try again."));
}

}  // namespace

bool TreasureDataRun::canRun(const QueryRequest& request) {
  const auto statements = sqltext::split(request.sql, SqlDialect::trino());
  const ServerOptions& options = request.connection.server;
  return statements.size() == 1 && options.startSql.isEmpty() && options.timeZone.isEmpty();
}

Expected<QuerySummary> TreasureDataRun::run() {
  const SqlDialect dialect = SqlDialect::trino();
  if (auto wrong = textError(m_request, dialect)) return *wrong;
  const StatementRange range = sqltext::split(m_request.sql, dialect).first();
  const QString statement = m_request.sql.mid(range.begin, range.end - range.begin);
  if (m_request.connection.readOnly && !beginsAsReading(statement, dialect))
    return placedError(m_request, readOnlyConnection(), 1, range.begin, false);
  QElapsedTimer timer;
  timer.start();
  m_link.startLimit();
  m_id = m_request.lasting->id;
  if (m_id.isEmpty()) {
    if (auto issued = issue(statement); !issued) return issued.error();
  }
  m_link.setPatience(patienceMs);
  m_link.expectContact();
  const auto status = waitForEnd();
  if (!status) return status.error();
  const auto shown = object(request("GET", QStringLiteral("/v3/job/show/") + m_id), TrinoLink::Repeat::Reading);
  if (!shown) return shown.error();
  if (*status != u"success") return failure(*status, *shown);
  auto summary = fetch(*shown);
  if (!summary) return summary;
  summary->statements = 1;
  summary->elapsedMs = timer.elapsed();
  return summary;
}

WebRequest TreasureDataRun::request(const QByteArray& method, const QString& path, const QByteArray& query) const {
  QUrl url = m_link.endpoint().at(path);
  if (!query.isEmpty()) url.setQuery(QString::fromLatin1(query));
  return m_link.request(method, url);
}

Expected<QJsonObject> TreasureDataRun::object(const WebRequest& request, TrinoLink::Repeat repeat) const {
  ServerFailure failure = ServerFailure::Other;
  const auto answer = m_link.answer(request, repeat, nullptr, &failure);
  if (!answer) return answer.error();
  const QJsonDocument document = QJsonDocument::fromJson(answer->body);
  if (!document.isObject()) return notUnderstood();
  return document.object();
}

Expected<void> TreasureDataRun::issue(const QString& statement) {
  const QString database = QString::fromLatin1(QUrl::toPercentEncoding(m_request.connection.database));
  WebRequest issuing = request("POST", QStringLiteral("/v3/job/issue/trino/") + database);
  issuing.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  issuing.body = formBody(statement, m_request.lasting->priority);
  const auto issued = object(issuing, TrinoLink::Repeat::Submitting);
  if (!issued) return issued.error();
  const QJsonValue id = issued->value(QLatin1String("job_id"));
  m_id = id.isString() ? id.toString() : id.isDouble() ? QString::number(id.toInteger()) : QString();
  if (m_id.isEmpty()) return notUnderstood();
  auto kept = m_request.lasting->keep(m_id);
  // Nobody would find it again.
  if (!kept) killThere();
  return kept;
}

Expected<QString> TreasureDataRun::waitForEnd() {
  qint64 pause = firstLookMs;
  for (;;) {
    const auto found = object(request("GET", QStringLiteral("/v3/job/status/") + m_id), TrinoLink::Repeat::Reading);
    if (!found) {
      if (found.error().kind == ErrorKind::Cancelled || m_link.isOverLimit()) kill();
      return found.error();
    }
    const QString status = found->value(QLatin1String("status")).toString();
    if (status.isEmpty()) return notUnderstood();
    if (m_request.progress) {
      RunStage stage;
      stage.kind = status == u"queued" || status == u"booting" ? RunStage::Kind::Queued
                   : hasEnded(status)                          ? RunStage::Kind::Finishing
                                                               : RunStage::Kind::Running;
      m_request.progress->set(stage);
    }
    if (hasEnded(status)) return status;
    if (!m_link.waitMs(pause)) {
      kill();
      return m_link.stopped();
    }
    pause = std::min(pause * 3 / 2, longestLookMs);
  }
}

Expected<QuerySummary> TreasureDataRun::fetch(const QJsonObject& shown) {
  QElapsedTimer since;
  since.start();
  TrinoAttempt attempt;
  attempt.kind = TrinoAttempt::Kind::ReadJob;
  attempt.longestMs = patienceMs;
  for (;; ++attempt.number) {
    auto summary = fetchOnce(shown);
    // The rows come anew from the first one: a sink forgets what it had.
    if (summary || summary.error().kind != ErrorKind::Network) return summary;
    attempt.elapsedMs = since.elapsed();
    constexpr int kMostTries = 10;
    const auto wait = attempt.number < kMostTries ? trinoRetryMs(attempt) : std::nullopt;
    if (!wait) return summary;
    if (!m_link.waitMs(*wait)) return m_link.stopped();
  }
}

Expected<QuerySummary> TreasureDataRun::fetchOnce(const QJsonObject& shown) {
  auto rows = TreasureDataRows::of(shown.value(QLatin1String("hive_result_schema")).toString().toUtf8());
  if (!rows) return rows.error();
  QuerySummary summary;
  const Columns& columns = rows->columns();
  if (columns.isEmpty()) return summary;
  if (auto begun = m_sink.begin(columns); !begun) return begun.error();
  RowBatcher batcher(m_sink, static_cast<int>(columns.size()));
  const qint64 limit = m_request.rowLimit;
  const auto endRow = [&]() -> Expected<bool> {
    if (limit > 0 && batcher.rows() == limit) {
      summary.truncated = true;
      return false;
    }
    if (auto ended = batcher.endRow(); !ended) return ended.error();
    if (batcher.rows() == limit) {
      if (auto flushed = batcher.flush(); !flushed) return flushed.error();
    }
    return true;
  };
  const auto call = m_link.begin(request("GET", QStringLiteral("/v3/job/result/") + m_id, "format=json"), true);
  for (bool wantsMore = true; wantsMore;) {
    const QByteArray piece = call->take(m_link.cancel());
    if (m_link.cancel().isCancelled() || m_link.isOverLimit()) return m_link.stopped();
    if (piece.isEmpty()) break;
    // What stands in an answer that is none are no rows.
    if (call->status() / 100 != 2) continue;
    auto more =
        rows->take(std::string_view(piece.constData(), static_cast<size_t>(piece.size())), batcher.row(), endRow);
    if (!more) return more.error();
    wantsMore = *more;
  }
  if (!summary.truncated) {
    const WebAnswer end = call->wait(m_link.cancel());
    if (end.failure != WebFailure::None) return Error::of(ErrorKind::Network, m_link.refusal(end).message);
    if (end.status / 100 != 2) {
      Error refused = m_link.refusal(end);
      if (end.status / 100 == 5 || end.status == 429) refused.kind = ErrorKind::Network;
      return refused;
    }
    if (auto last = rows->finish(batcher.row(), endRow); !last) return last.error();
    if (auto flushed = batcher.flush(); !flushed) return flushed.error();
    const qint64 promised = numberIn(shown, "num_records");
    if (!summary.truncated && promised >= 0 && promised != batcher.rows())
      return Error::of(ErrorKind::Network,
                       TreasureDataRunTr::tr("Treasure Data gave %1 rows of a result of %2. Run the query again.")
                           .arg(batcher.rows())
                           .arg(promised));
  }
  summary.hasResult = true;
  summary.rows = batcher.rows();
  return summary;
}

Error TreasureDataRun::failure(const QString& status, const QJsonObject& shown) const {
  if (status == u"killed")
    return Error::of(
        ErrorKind::Sql,
        TreasureDataRunTr::tr("Job %1 was killed at Treasure Data. Run it again if that was not meant.").arg(m_id));
  const QJsonObject debug = shown.value(QLatin1String("debug")).toObject();
  QString words = debug.value(QLatin1String("stderr")).toString().simplified();
  if (words.isEmpty()) words = debug.value(QLatin1String("cmdout")).toString().simplified();
  words = m_link.endpoint().masked(words).left(mostReasonChars);
  if (words.isEmpty()) words = TreasureDataRunTr::tr("the job ended as “%1”").arg(status);
  return placedError(
      m_request, Error::of(ErrorKind::Sql, TreasureDataRunTr::tr("Treasure Data's job %1 failed: %2").arg(m_id, words)),
      1, sqltext::split(m_request.sql, SqlDialect::trino()).first().begin, false);
}

void TreasureDataRun::kill() const {
  if (!m_request.lasting->leave.isCancelled()) killThere();
}

void TreasureDataRun::killThere() const {
  m_link.sendOff(request("POST", QStringLiteral("/v3/job/kill/") + m_id));
}

}  // namespace courier
