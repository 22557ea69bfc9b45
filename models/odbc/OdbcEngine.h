#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "models/query/QueryEngine.h"

namespace courier {

/// QueryEngine on the C interface of ODBC, for whatever a person has a driver for. A session per run, ended with it;
/// statements are sent one at a time. Where no driver manager is installed each call says what to install.
class OdbcEngine final : public QueryEngine {
 public:
  /// `files`: where the driver manager is; empty: this computer's own.
  explicit OdbcEngine(QStringList files = {}) : m_files(std::move(files)) {}

  [[nodiscard]] EngineAbilities abilities() const override;
  [[nodiscard]] Expected<QuerySummary> run(const QueryRequest& request, const CancelToken& cancel,
                                           BatchSink& sink) override;
  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas(const DatabaseAccess& access, const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const DatabaseAccess& access, const QString& schema,
                                                    const CancelToken& cancel) override;
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const DatabaseAccess& access, const TableName& table,
                                                       const CancelToken& cancel) override;
  [[nodiscard]] Expected<TableDetails> details(const DatabaseAccess& access, const TableName& table,
                                               const CancelToken& cancel) override;
  [[nodiscard]] ConnectionSteps check(const DatabaseAccess& access, const CancelToken& cancel) override;

 private:
  [[nodiscard]] Expected<std::shared_ptr<const struct OdbcApi>> api() const;
  /// Asks one thing in a session of its own.
  template <class Value>
  [[nodiscard]] Expected<Value> ask(const DatabaseAccess& access, const CancelToken& cancel,
                                    std::function<Expected<Value>(class OdbcStatement&)> work) const;
  QStringList m_files;
};

}  // namespace courier
