#include "models/postgres/PostgresReadOnly.h"

#include <QStringList>

#include "models/query/SqlScanner.h"

namespace courier {
namespace {

/// The words of the statement in capitals, up to a few; nothing that is quoted.
QStringList firstWords(QStringView statement) {
  constexpr int kEnough = 40;
  QStringList words;
  SqlScanner scanner(statement, SqlDialect::postgreSql());
  for (auto piece = scanner.next(); piece.kind != SqlScanner::Kind::End && words.size() < kEnough;
       piece = scanner.next()) {
    if (piece.kind == SqlScanner::Kind::Word)
      words << statement.sliced(piece.begin, piece.end - piece.begin).toString().toUpper();
  }
  return words;
}

}  // namespace

bool leavesReadOnly(QStringView statement) {
  const QStringList words = firstWords(statement);
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
