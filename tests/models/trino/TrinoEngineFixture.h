#pragma once

#include "models/trino/TrinoEngine.h"
#include "tests/engines/EngineFixture.h"
#include "tests/support/FakeCoordinator.h"

namespace courier::testing {

/// The engine and a coordinator that does as it is told.
class TrinoEngineFixture : public EngineFixture<TrinoEngine> {
 protected:
  TrinoEngineFixture() : EngineFixture({}, {}, Engine::Trino, std::make_shared<WebThread>()) {
    Connection& connection = m_request.connection;
    connection.engine = Engine::Trino;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = m_coordinator.port();
    connection.database = QStringLiteral("sales");
    connection.schema = QStringLiteral("web");
    connection.user = QStringLiteral("alice");
    connection.readOnly = false;
  }
  /// Two pages: their rows are 1 and 2, and 3.
  static FakeCoordinator::Statement threeRows() {
    return {{R"([{"name":"a","type":"integer"}])", "[[1],[2]]"}, {{}, "[[3]]"}};
  }
  /// Runs what was planned; the first column's integers, or the failure.
  [[nodiscard]] std::string rowsOf(const QString& sql = QStringLiteral("SELECT a FROM t"), qint64 rowLimit = 0) {
    const auto result = query(sql, rowLimit);
    if (!result) return result.error().message.toStdString();
    std::string rows;
    for (qint64 row = 0; row < m_sink.rowCount(); ++row)
      rows += (row > 0 ? " " : "") + std::to_string(m_sink.cell(row, 0).integer);
    return rows;
  }
  [[nodiscard]] int count(const QByteArray& method) const {
    return static_cast<int>(m_coordinator.requests(method).size());
  }

  FakeCoordinator m_coordinator;
};

}  // namespace courier::testing
