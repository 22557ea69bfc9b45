#include "models/postgres/PostgresReadOnly.h"

#include <QStringList>

#include "models/query/SqlText.h"

namespace courier {
bool leavesReadOnly(QStringView statement) {
  constexpr int kEnough = 40;
  const QStringList words = sqltext::firstWords(statement, kEnough, SqlDialect::postgreSql());
  if (words.isEmpty()) return false;
  const auto has = [&words](const char* word) { return words.contains(QLatin1String(word)); };
  const QString& first = words.first();
  if (first == u"SET" || first == u"RESET" || first == u"BEGIN" || first == u"START" || first == u"DISCARD")
    return has("DEFAULT_TRANSACTION_READ_ONLY") || has("TRANSACTION_READ_ONLY") || has("WRITE") || has("ALL");
  static const QStringList refused = {
      QStringLiteral("DO"),      QStringLiteral("CALL"),       QStringLiteral("VACUUM"),
      QStringLiteral("NOTIFY"),  QStringLiteral("CHECKPOINT"), QStringLiteral("LOAD"),
      QStringLiteral("REINDEX"), QStringLiteral("CLUSTER"),    QStringLiteral("ANALYZE")};
  if (refused.contains(first)) return true;
  return first == u"COPY" && (has("FROM") || has("PROGRAM"));
}

}  // namespace courier
