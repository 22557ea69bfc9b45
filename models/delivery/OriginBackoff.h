#pragma once

#include <QHash>
#include <QSet>
#include <QString>

namespace courier {

/// Knows which origins to leave alone for now: after ten failures in a row an origin is tried at most once a minute.
/// Only in memory, on a clock that never goes back; a value without a thread.
class OriginBackoff {
 public:
  static constexpr int failuresBeforeRest = 10;
  static constexpr qint64 restMs = 60'000;

  /// An attempt begins: an origin that keeps failing gets no second one within a minute.
  void begun(const QString& origin, qint64 nowMs);
  void failed(const QString& origin, qint64 nowMs);
  void answered(const QString& origin);
  [[nodiscard]] QSet<QString> resting(qint64 nowMs) const;
  /// Until the first of them may be tried again; -1 where none rests.
  [[nodiscard]] qint64 msUntilNext(qint64 nowMs) const;

 private:
  struct Origin {
    int failures = 0;
    qint64 restsUntilMs = 0;
  };
  QHash<QString, Origin> m_origins;
};

}  // namespace courier
