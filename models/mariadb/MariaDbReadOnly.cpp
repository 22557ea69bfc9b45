#include "models/mariadb/MariaDbReadOnly.h"

#include <QStringList>

#include "models/query/SqlText.h"

namespace courier {

bool leavesMariaDbReadOnly(QStringView statement, const SqlDialect& dialect) {
  // INTO OUTFILE stands at the end of a SELECT.
  constexpr int kAll = 100'000;
  const QStringList words = sqltext::firstWords(statement, kAll, dialect);
  // Code in a comment is a statement that nobody can look into here.
  if (words.isEmpty()) return true;
  const auto has = [&words](const char* word) { return words.contains(QLatin1String(word)); };
  const QString& first = words.first();
  if (first == u"SET")
    return words.value(1) == u"STATEMENT" || has("GLOBAL") || has("TX_READ_ONLY") || has("TRANSACTION_READ_ONLY") ||
           has("TRANSACTION") || has("PASSWORD");
  if (first == u"START") return has("WRITE");
  if (first == u"BEGIN") return has("ATOMIC");
  static const QStringList allowed = {
      QStringLiteral("SELECT"),  QStringLiteral("WITH"),     QStringLiteral("VALUES"),   QStringLiteral("TABLE"),
      QStringLiteral("SHOW"),    QStringLiteral("DESCRIBE"), QStringLiteral("DESC"),     QStringLiteral("EXPLAIN"),
      QStringLiteral("USE"),     QStringLiteral("COMMIT"),   QStringLiteral("ROLLBACK"), QStringLiteral("SAVEPOINT"),
      QStringLiteral("RELEASE"), QStringLiteral("HELP"),     QStringLiteral("CHECKSUM")};
  if (!allowed.contains(first)) return true;
  return has("OUTFILE") || has("DUMPFILE");
}

}  // namespace courier
