#include "models/http/AnswerReader.h"

#include <algorithm>

#include "models/secrets/SecretStore.h"

namespace courier {
namespace {

constexpr qsizetype keptHeaderChars = 16 * 1024;
constexpr qsizetype shortestSecret = 3;  ///< shorter ones would blot out ordinary text

}  // namespace

AnswerReader::AnswerReader(const PutLimits& limits, const QVector<QByteArray>& secrets) : m_limits(limits) {
  for (const QByteArray& secret : secrets) {
    if (secret.size() < shortestSecret) continue;
    m_secrets.append(secret);
    m_longestSecret = std::max(m_longestSecret, secret.size());
  }
}

bool AnswerReader::take(QIODevice& answer) {
  while (answer.bytesAvailable() > 0) {
    const QByteArray bytes = answer.read(m_limits.keptAnswerBytes);
    if (bytes.isEmpty()) break;
    m_read += bytes.size();
    // A little more than is kept, so that a secret across the edge is recognized.
    const qsizetype room = static_cast<qsizetype>(m_limits.keptAnswerBytes) + m_longestSecret - m_kept.size();
    if (room > 0) m_kept += bytes.left(room);
    if (m_read > m_limits.readAnswerBytes) return false;
  }
  return true;
}

QByteArray AnswerReader::masked(QByteArray text) const {
  for (const QByteArray& secret : m_secrets) text.replace(secret, maskedSecret);
  return text;
}

QByteArray AnswerReader::kept() const {
  return masked(m_kept).left(static_cast<qsizetype>(m_limits.keptAnswerBytes));
}

QString AnswerReader::headerLines(const QList<QPair<QByteArray, QByteArray>>& headers) const {
  QString lines;
  for (const auto& [name, value] : headers) {
    const bool cookie = name.compare("Set-Cookie", Qt::CaseInsensitive) == 0;
    const QString line = QString::fromUtf8(name + ": " + (cookie ? maskedSecret : masked(value))).simplified();
    if (lines.size() + line.size() + 1 > keptHeaderChars) break;
    if (!lines.isEmpty()) lines += u'\n';
    lines += line;
  }
  return lines;
}

}  // namespace courier
