#pragma once

#include <QByteArray>
#include <QString>
#include <chrono>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/base/Expected.h"
#include "models/query/QueryEngine.h"
#include "models/query/ServerFailure.h"
#include "models/trino/TrinoEndpoint.h"

namespace courier {

/// Asks one endpoint for an engine's thread, again where that is safe and may help, and says in words what went wrong.
class TrinoLink {
 public:
  /// `endpoint`: an error is given back as it is.
  [[nodiscard]] static Expected<std::unique_ptr<TrinoLink>> open(std::shared_ptr<WebThread> thread,
                                                                 const Connection& connection,
                                                                 Expected<TrinoEndpoint> endpoint,
                                                                 const CancelToken& cancel);
  /// How long an answer is asked for again: two minutes, unless a person waits for the first word.
  void setPatience(qint64 ms) { m_patienceMs = ms; }
  /// The server is known to be there: what keeps it from answering passes.
  void expectContact() { m_hadContact = true; }
  /// The way's protocol as it was last, "TLSv1.3"; "" where it is not encrypted.
  [[nodiscard]] const QString& tls() const { return m_tls; }

  /// What may be done where no good answer comes.
  enum class Repeat {
    Never,
    Reading,    ///< a GET: as often as it takes, until patience ends
    Submitting  ///< where it is known that nothing was begun by it; of a job that was, a stop waits for its number
  };
  /// Begins a request; answer() waits for it.
  [[nodiscard]] std::unique_ptr<WebCall> begin(const WebRequest& request, bool streams = false) const;
  /// The answer with status 200 to 299, if need be after further attempts. `call`: the first one, begun before; null
  /// begins it. `failure`: what kept it from coming.
  [[nodiscard]] Expected<WebAnswer> answer(const WebRequest& request, Repeat repeat,
                                           std::unique_ptr<WebCall> call = nullptr,
                                           ServerFailure* failure = nullptr) const;
  /// The sentence for an answer that is none. `failure`: what it means.
  [[nodiscard]] Error refusal(const WebAnswer& answer, ServerFailure* failure = nullptr) const;
  /// Sends it and does not wait.
  void sendOff(const WebRequest& request) const;
  /// A request with the headers that go with each.
  [[nodiscard]] WebRequest request(const QByteArray& method, const QUrl& url) const;

  /// Sleeps, unless the run is stopped meanwhile or its time is over; false then.
  [[nodiscard]] bool waitMs(qint64 ms) const;
  /// What a run that was stopped, or whose time is over, ends with.
  [[nodiscard]] Error stopped() const;
  [[nodiscard]] const TrinoEndpoint& endpoint() const { return m_endpoint; }
  [[nodiscard]] const Connection& connection() const { return m_connection; }
  [[nodiscard]] const CancelToken& cancel() const { return m_cancel; }
  /// A new statement's time limit begins.
  void startLimit();
  [[nodiscard]] bool isOverLimit() const { return std::chrono::steady_clock::now() >= m_until; }

 private:
  TrinoLink(std::shared_ptr<WebThread> thread, Connection connection, TrinoEndpoint endpoint,
            const CancelToken& cancel);

  const Connection m_connection;
  const TrinoEndpoint m_endpoint;
  const CancelToken m_cancel;
  std::unique_ptr<WebClient> m_client;
  qint64 m_patienceMs = 120'000;
  mutable QString m_tls;
  mutable bool m_hadContact = false;  ///< the server has answered something
  WebCall::Until m_until = WebCall::Until::max();
};

}  // namespace courier
