#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "models/trino/TrinoLink.h"
#include "models/trino/TrinoPage.h"
#include "models/trino/TrinoSession.h"

namespace courier {

/// One statement on a cluster, from its text to its last page. What it changes of the session is in `session` once its
/// pages were read. Ended early, the cluster is told; nobody waits for that.
class TrinoStatement {
 public:
  /// All outlive this. `progress`: may be null.
  TrinoStatement(TrinoLink& link, TrinoSession& session, RunProgress* progress)
      : m_link(link), m_session(session), m_progress(progress) {}
  ~TrinoStatement() { drop(); }
  TrinoStatement(const TrinoStatement&) = delete;
  TrinoStatement& operator=(const TrinoStatement&) = delete;

  /// Sends the text. `failure`: of an error, what kept the statement from the cluster.
  [[nodiscard]] Expected<void> submit(const QString& sql, ServerFailure* failure = nullptr);
  /// Waits for the next page; nothing once the statement is over. An error that the cluster has found has its place in
  /// the text as `position`, where it has one: line and column alone.
  [[nodiscard]] Expected<std::optional<TrinoPage>> next();
  /// Those of the page that came last, as TrinoPages has it.
  [[nodiscard]] Expected<void> readRows(ColumnBatchBuilder& builder, const TrinoPages::EndRow& endRow) {
    return m_pages.readRows(builder, endRow);
  }
  /// Whether the cluster itself said that the statement failed.
  [[nodiscard]] bool hasFailedThere() const { return m_hasFailedThere; }
  /// No more of it is wanted.
  void drop();

 private:
  [[nodiscard]] WebRequest nextRequest() const;
  [[nodiscard]] Expected<TrinoPage> take(WebAnswer answer);
  [[nodiscard]] Expected<void> keepNext(const TrinoPage& page);
  void tell(const TrinoProgress& progress) const;

  TrinoLink& m_link;
  TrinoSession& m_session;
  RunProgress* m_progress;
  TrinoPages m_pages;
  std::optional<TrinoPage> m_first;  ///< of the text's own answer
  QUrl m_next;                       ///< empty: the statement is over
  std::unique_ptr<WebCall> m_ahead;  ///< asks for it already, while the rows before it are read
  bool m_hasFailedThere = false;
  int m_idlePages = 0;  ///< that came at once and said nothing, one after the other
};

}  // namespace courier
