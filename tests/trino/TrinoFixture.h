#pragma once

#include "models/trino/TrinoEngine.h"
#include "tests/engines/EngineFixture.h"

namespace courier::testing {

/// A connection, which may write, to a server that tests/trino/with-servers.sh has started: COURIER_TRINO,
/// COURIER_TRINO_TLS or COURIER_PRESTO.
inline Connection clusterAt(const char* variable) {
  const QStringList place = qEnvironmentVariable(variable).split(u':');
  Connection connection;
  connection.engine = Engine::Trino;
  connection.host = place.value(0);
  connection.port = place.value(1).toInt();
  connection.database = QStringLiteral("tpch");
  connection.schema = QStringLiteral("tiny");
  connection.user = QStringLiteral("alice");
  connection.readOnly = false;
  if (qstrcmp(variable, "COURIER_PRESTO") == 0) connection.server.headers = TrinoHeaders::Presto;
  return connection;
}

/// The engine and a server without a password.
class TrinoFixture : public EngineFixture<TrinoEngine> {
 protected:
  explicit TrinoFixture(const char* variable = "COURIER_TRINO")
      : EngineFixture(clusterAt(variable), {}, Engine::Trino, std::make_shared<WebThread>()), m_variable(variable) {}
  void SetUp() override {
    ASSERT_FALSE(qEnvironmentVariableIsEmpty(m_variable)) << "run tests/trino/run.sh, which starts the servers";
  }
  /// What the server says of something else meanwhile: its rows' first values.
  [[nodiscard]] QStringList asked(const QString& sql) {
    QueryRequest request = m_request;
    request.sql = sql;
    request.connection.server.startSql.clear();
    CollectingSink sink;
    const auto result = m_engine.run(request, {}, sink);
    if (!result) return {result.error().message};
    QStringList values;
    for (int row = 0; row < sink.rowCount(); ++row) {
      const Cell cell = sink.cell(row, 0);
      values += QString::fromUtf8(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
    }
    return values;
  }

 private:
  const char* m_variable;
};

}  // namespace courier::testing
