#pragma once

#include "tests/support/FaultyServer.h"

namespace courier::testing {

/// A page of a statement's answer, as JSON.
struct FakePage {
  QByteArray columns = {};  ///< the list; "" leaves it out
  QByteArray data = {};     ///< mostly a list of rows; "" leaves it out
  QByteArray error = {};
  QByteArray further = {};  ///< more members: R"("updateType":"INSERT","updateCount":3)"
  QVector<QPair<QByteArray, QByteArray>> headers = {};
  QByteArray state = "RUNNING";
  std::optional<QByteArray> nextUri = {};  ///< where it is another than the right one
  bool isPacked = false;                   ///< sent as gzip
  int msPerByte = 0;                       ///< above 0: sent byte by byte
  qint64 atLeastBytes = 0;  ///< rows of one short text are added to `data`, a list with a row, up to this size
};

/// A coordinator as Trino and PrestoDB have it, on 127.0.0.1, which misbehaves where it is told to. A POST of SQL
/// registers a statement, which starts with the first GET and gives a page for each further one; the page given last
/// is given again, one before it is 410, a statement that is not known 404. DELETE ends it. Each statement is the one
/// planned next, whatever its SQL; without a plan it has one row. The log of requests is FaultyServer's.
class FakeCoordinator {
 public:
  using Statement = QVector<FakePage>;

  explicit FakeCoordinator(std::optional<QSslConfiguration> tls = {});
  ~FakeCoordinator();
  FakeCoordinator(const FakeCoordinator&) = delete;
  FakeCoordinator& operator=(const FakeCoordinator&) = delete;

  [[nodiscard]] quint16 port() const { return m_server.port(); }
  /// "http://127.0.0.1:PORT", with TLS "https://localhost:PORT".
  [[nodiscard]] QByteArray origin() const;

  void plan(const Statement& statement);
  /// The next `times` requests of a kind get `reaction`: "POST", "DELETE", "GET queued/1" or, of the page with that
  /// number from 0, "GET executing/2". With `alsoWork` they are worked on, and only their answers are lost.
  void insteadOf(const QByteArray& kind, const Reaction& reaction, int times = 1, bool alsoWork = false);

  [[nodiscard]] QVector<SeenRequest> requests() const { return m_server.requests(); }
  /// Those of a method: "POST", "GET", "DELETE".
  [[nodiscard]] QVector<SeenRequest> requests(const QByteArray& method) const;
  /// Statements that the first GET has started, and those that a DELETE ended before they were over.
  [[nodiscard]] int startedCount() const;
  [[nodiscard]] int cancelledCount() const;
  [[nodiscard]] FaultyServer& server() { return m_server; }

 private:
  struct State;
  std::unique_ptr<State> m;
  FaultyServer m_server;  ///< ends first
};

}  // namespace courier::testing
