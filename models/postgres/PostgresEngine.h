#pragma once

#include "models/postgres/PostgresTypes.h"
#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on libpq. A session per run, ended with it; statements are sent one at a time and their rows read one by
/// one, so that memory stays small. Values are the server's own text. Stopping asks the server to stop as well.
class PostgresEngine final : public QueryEngine {
 public:
  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const Connection& connection, const QString& password,
                                                    const CancelToken& cancel) override;

 private:
  PostgresTypes m_types;
};

}  // namespace courier
