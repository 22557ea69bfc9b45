#include "models/odbc/OdbcReadOnly.h"

#include <QStringList>
#include <algorithm>
#include <initializer_list>

#include "models/query/ReadOnlyWords.h"
#include "models/query/SqlText.h"

namespace courier {
namespace {

bool isAnyOf(const QString& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&word](const char* one) { return word == QLatin1String(one); });
}

/// A word that changes data wherever it stands: behind WITH, in FROM FINAL TABLE (…), or as a statement of its own,
/// which SQL Server needs no semicolon before.
bool hasOdbcChange(const QStringList& words) {
  for (qsizetype index = 1; index < words.size(); ++index) {
    const QString& word = words[index];
    const QString& before = words[index - 1];
    if (isAnyOf(word,
                {"INSERT", "DELETE", "MERGE", "CREATE", "ALTER", "DROP", "EXEC", "EXECUTE", "GRANT", "REVOKE", "CALL"}))
      return true;
    // SELECT … FOR UPDATE and FOR NO KEY UPDATE change nothing.
    if (word == u"UPDATE" && before != u"FOR" && before != u"KEY") return true;
    if (word == u"TABLE" && before == u"TRUNCATE") return true;
  }
  return false;
}

bool turnsOn(QStringView statement, const QStringList& words) {
  return words.contains(QLatin1String("ON")) || words.contains(QLatin1String("TRUE")) ||
         statement.trimmed().endsWith(u'1');
}

}  // namespace

bool leavesOdbcReadOnly(QStringView statement, const SqlDialect& dialect) {
  // A change may stand anywhere.
  constexpr int kAll = 100'000;
  const QStringList words = sqltext::firstWords(statement, kAll, dialect);
  if (!beginsAsReading(statement, dialect)) return true;
  // Code in a comment, into which nobody looks here.
  if (dialect.hasExecutableComments && (statement.contains(u"/*!") || statement.contains(u"/*M!"))) return true;
  const QString& first = words.first();
  // SHOW CREATE TABLE and EXPLAIN DELETE only tell.
  if (isAnyOf(first, {"SHOW", "DESCRIBE", "DESC", "EXPLAIN"}))
    return words.contains(QLatin1String("ANALYZE")) || words.contains(QLatin1String("ANALYSE"));
  return hasOdbcChange(words);
}

OdbcTransaction odbcTransaction(QStringView statement, const SqlDialect& dialect) {
  const QStringList words = sqltext::firstWords(statement, 8, dialect);
  const QString first = words.value(0);
  const QString second = words.value(1);
  if (first == u"START" && second == u"TRANSACTION") return OdbcTransaction::Begins;
  if (first == u"BEGIN" && (second.isEmpty() || isAnyOf(second, {"TRAN", "TRANSACTION", "WORK", "DEFERRED", "IMMEDIATE",
                                                                 "EXCLUSIVE", "ISOLATION", "READ", "DISTRIBUTED"})))
    return OdbcTransaction::Begins;
  // Each statement that follows begins one by itself.
  if (first == u"SET" &&
      (words.contains(QLatin1String("AUTOCOMMIT")) || words.contains(QLatin1String("IMPLICIT_TRANSACTIONS"))))
    return turnsOn(statement, words) == words.contains(QLatin1String("AUTOCOMMIT")) ? OdbcTransaction::Ends
                                                                                    : OdbcTransaction::Begins;
  const bool goesOn = words.contains(QLatin1String("CHAIN")) && !words.contains(QLatin1String("NO"));
  if (isAnyOf(first, {"COMMIT", "ROLLBACK", "ABORT", "END"}) && !words.contains(QLatin1String("TO")) && !goesOn)
    return OdbcTransaction::Ends;
  return OdbcTransaction::Same;
}

}  // namespace courier
