#pragma once

#include <gtest/gtest.h>

#include <QByteArray>
#include <QLocale>
#include <string>

#include "models/query/QueryEngine.h"
#include "tests/support/Batches.h"

namespace courier::testing {

/// One server with TLS for all of a program's tests, started before the first.
template <class Server>
class ServerEnvironment : public ::testing::Environment {
 public:
  void SetUp() override {
    const QString problem = m_server.start(Server::Tls::On);
    ASSERT_EQ(problem, QString());
    the = &m_server;
  }
  static inline Server* the = nullptr;

 private:
  Server m_server;
};

/// An engine, a connection to a server of the tests', and what the last query() gave.
template <class TheEngine>
class EngineFixture : public ::testing::Test {
 protected:
  /// `engine`: what it is built with.
  template <class... Arguments>
  EngineFixture(const Connection& connection, const QString& password, const Arguments&... engine)
      : m_engine(engine...) {
    m_request.connection = connection;
    m_request.password = password;
  }
  [[nodiscard]] Expected<QuerySummary> query(const QString& sql, qint64 rowLimit = 0) {
    m_request.sql = sql;
    m_request.rowLimit = rowLimit;
    m_sink = {};
    return m_engine.run(m_request, m_cancel, m_sink);
  }
  /// "" where there is none. No failure ever has the password.
  [[nodiscard]] QString failure(const QString& sql) {
    const auto result = query(sql);
    if (result) return {};
    if (!m_request.password.isEmpty()) {
      EXPECT_FALSE((result.error().message + result.error().detail).contains(m_request.password));
    }
    return result.error().message;
  }
  /// The first row's cell, as a test writes it: its kind and its text.
  [[nodiscard]] std::string cell(int column) const {
    const Cell cell = m_sink.cell(0, column);
    switch (cell.kind) {
      case CellKind::Null:
        return "null";
      case CellKind::Integer:
        return "integer " + std::to_string(cell.integer);
      case CellKind::Real:
        return "real " + QByteArray::number(cell.real, 'g', QLocale::FloatingPointShortest).toStdString();
      case CellKind::Boolean:
        return cell.integer != 0 ? "true" : "false";
      case CellKind::Blob:
        return "blob " + QByteArray(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size())).toHex().toStdString();
      case CellKind::Text:
        return "text " + std::string(cell.bytes);
      case CellKind::Array:
        break;
    }
    return "array " + std::string(cell.bytes);
  }

  TheEngine m_engine;
  QueryRequest m_request;
  CancelToken m_cancel;
  CollectingSink m_sink;
};

}  // namespace courier::testing
