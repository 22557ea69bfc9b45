#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QPair>
#include <QString>
#include <QVector>

#include "models/http/PutRequest.h"

namespace courier {

/// Reads an answer with bounded memory: keeps its first bytes, counts the rest, says when it is too much. What it
/// gives out holds none of the request's secrets, even where the server repeats them. One attempt's; any thread.
class AnswerReader {
 public:
  /// `secrets`: texts that are masked; empty ones are ignored.
  AnswerReader(const PutLimits& limits, const QVector<QByteArray>& secrets);

  /// Takes what is there; false once the limit is passed and reading should end.
  [[nodiscard]] bool take(QIODevice& answer);
  /// The first bytes, at most PutLimits::keptAnswerBytes.
  [[nodiscard]] QByteArray kept() const;
  /// "Name: value" lines of bounded length; cookies are masked.
  [[nodiscard]] QString headerLines(const QList<QPair<QByteArray, QByteArray>>& headers) const;
  [[nodiscard]] QByteArray masked(QByteArray text) const;

 private:
  const PutLimits m_limits;
  QVector<QByteArray> m_secrets;
  qsizetype m_longestSecret = 0;
  QByteArray m_kept;
  qint64 m_read = 0;
};

}  // namespace courier
