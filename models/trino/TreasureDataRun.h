#pragma once

#include <QJsonObject>

#include "models/base/Expected.h"
#include "models/data/BatchSink.h"
#include "models/query/QueryEngine.h"
#include "models/trino/TrinoLink.h"

namespace courier {

/// One statement as a job of Treasure Data's own: issued there, looked at until it has ended, its result fetched. It
/// goes on without this program, which finds it again by its number. On the query's thread.
class TreasureDataRun {
 public:
  /// Whether a text can be such a job: it is one statement, and the connection asks for no session of its own.
  [[nodiscard]] static bool canRun(const QueryRequest& request);

  /// `link`: to the jobs' endpoint. All outlive this; request.lasting is given.
  TreasureDataRun(TrinoLink& link, const QueryRequest& request, BatchSink& sink)
      : m_link(link), m_request(request), m_sink(sink) {}

  [[nodiscard]] Expected<QuerySummary> run();

 private:
  [[nodiscard]] WebRequest request(const QByteArray& method, const QString& path, const QByteArray& query = {}) const;
  /// The JSON object that an address answers with.
  [[nodiscard]] Expected<QJsonObject> object(const WebRequest& request, TrinoLink::Repeat repeat) const;
  [[nodiscard]] Expected<void> issue(const QString& statement);
  [[nodiscard]] Expected<QString> waitForEnd();
  [[nodiscard]] Expected<QuerySummary> fetch(const QJsonObject& shown);
  [[nodiscard]] Expected<QuerySummary> fetchOnce(const QJsonObject& shown);
  [[nodiscard]] Error failure(const QString& status, const QJsonObject& shown) const;
  /// Stops it there, unless this program only lets go of it.
  void kill() const;
  void killThere() const;

  TrinoLink& m_link;
  const QueryRequest& m_request;
  BatchSink& m_sink;
  QString m_id;
};

}  // namespace courier
