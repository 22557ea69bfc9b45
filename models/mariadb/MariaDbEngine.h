#pragma once

#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on libmariadb, for MariaDB and MySQL. A session per run, ended with it; statements are prepared and run
/// one at a time and their rows read one by one, so that memory stays small. Stopping asks the server to stop as well.
class MariaDbEngine final : public QueryEngine {
 public:
  MariaDbEngine();
  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const Connection& connection, const QString& password,
                                                    const CancelToken& cancel) override;
};

}  // namespace courier
