#include "models/query/ReadOnlyWords.h"

#include <QStringList>
#include <algorithm>

#include "models/query/SqlText.h"

namespace courier {

bool beginsAsReading(QStringView statement, const SqlDialect& dialect) {
  constexpr int kAll = 100'000;
  const QStringList words = sqltext::firstWords(statement, kAll, dialect);
  if (words.isEmpty()) return false;
  const auto hasOneOf = [&words](std::initializer_list<const char*> wanted) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&words](const char* word) { return words.contains(QLatin1String(word)); });
  };
  const QString& first = words.first();
  // SELECT … INTO makes a table or a file.
  if (first == u"SELECT" || first == u"TABLE") return !hasOneOf({"INTO"});
  if (first == u"WITH") return !hasOneOf({"INSERT", "UPDATE", "DELETE", "MERGE", "INTO"});
  if (first == u"EXPLAIN") return !hasOneOf({"ANALYZE", "ANALYSE"});
  static const QStringList reading = {QStringLiteral("VALUES"), QStringLiteral("SHOW"), QStringLiteral("DESCRIBE"),
                                      QStringLiteral("DESC"), QStringLiteral("USE")};
  return reading.contains(first);
}

}  // namespace courier
