#pragma once

#include <QtGlobal>
#include <optional>

namespace courier {

/// What came of one attempt to ask a cluster.
struct TrinoAttempt {
  enum class Kind {
    Read,          ///< GET: safe to repeat, the cluster keeps its last page
    ReadJob,       ///< GET of Treasure Data's job interface: again after every error of the server
    Submit,        ///< POST of a statement, which a cluster only begins with the first GET
    SubmitToProxy  ///< the same where something else may stand before the cluster and begin it
  };
  Kind kind = Kind::Read;
  int number = 1;              ///< this attempt's
  qint64 elapsedMs = 0;        ///< since the first began
  qint64 longestMs = 120'000;  ///< for all of them
  int status = 0;              ///< 0: no whole answer came
  bool wasRefused = false;     ///< without an answer: nothing listened
  bool isEmpty = false;        ///< status 200 and no body
  bool mayHelp = true;         ///< false: what went wrong goes on (a certificate, an unknown name)
  bool hadContact = true;      ///< the server answered something before; else a person waits for the first word
  qint64 retryAfterMs = -1;    ///< the server's Retry-After; -1: none
};

/// How long to wait before the next attempt; nothing: it was the last. Pure.
[[nodiscard]] std::optional<qint64> trinoRetryMs(const TrinoAttempt& attempt);

}  // namespace courier
