#pragma once

#include "tests/support/FaultyServer.h"

namespace courier::testing {

/// A job as FakeTreasureData plays it.
struct FakeTdJob {
  QVector<QByteArray> states = {"queued", "booting", "running", "success"};  ///< one a question; the last one stays
  QByteArray schema = R"([["n","bigint"],["word","varchar"]])";              ///< hive_result_schema, as JSON
  QByteArray result = "[1,\"one\"]\n[2,null]\n";                             ///< a JSON list a line
  QByteArray stderrText = {};                                                ///< what "show" says of a job that failed
};

/// Treasure Data's job API on 127.0.0.1, as its documents tell it: issue, status, show, result, kill, for who gives
/// the key. Each job is the one planned next. It misbehaves where it is told to; the log is FaultyServer's.
class FakeTreasureData {
 public:
  static constexpr auto key = "1/s3cret-k3y-0f-the-tests";

  explicit FakeTreasureData(std::optional<QSslConfiguration> tls = {});
  ~FakeTreasureData();
  FakeTreasureData(const FakeTreasureData&) = delete;
  FakeTreasureData& operator=(const FakeTreasureData&) = delete;

  [[nodiscard]] quint16 port() const { return m_server.port(); }
  void plan(const FakeTdJob& job);
  /// The next `times` requests of a kind ("issue", "status", "show", "result", "kill") get `reaction`. With `alsoWork`
  /// they are worked on, and only their answers are lost.
  void insteadOf(const QByteArray& kind, const Reaction& reaction, int times = 1, bool alsoWork = false);

  [[nodiscard]] QVector<SeenRequest> requests() const { return m_server.requests(); }
  [[nodiscard]] QVector<SeenRequest> requests(const QByteArray& kind) const;
  /// All that were issued and not killed are in this state from now on.
  void endJobs(const QByteArray& state = "success");
  /// How many were issued, and which were killed.
  [[nodiscard]] int issuedCount() const;
  [[nodiscard]] QVector<QByteArray> killed() const;
  [[nodiscard]] FaultyServer& server() { return m_server; }

 private:
  struct State;
  std::unique_ptr<State> m;
  FaultyServer m_server;  ///< ends first
};

}  // namespace courier::testing
