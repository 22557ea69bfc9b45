#include "tests/support/TempDatabase.h"

namespace courier::testing {

TempDatabase::TempDatabase() : m_database(folder()) {
  const auto report = await(m_database.open(OwnerLock::Held));
  if (!report) qFatal("%s", qUtf8Printable(report.error().message));
}

int TempDatabase::change(const QString& sql, const QVariantList& values) {
  const auto changed = await(m_database.run([=](Session& session) { return session.change(sql, values); }));
  if (!changed) qFatal("%s: %s", qUtf8Printable(changed.error().detail), qUtf8Printable(sql));
  return *changed;
}

QVariant TempDatabase::value(const QString& sql, const QVariantList& values) {
  const auto found = await(m_database.run([=](Session& session) {
    return session.row(sql, values, [](const QSqlQuery& query) { return query.value(0); });
  }));
  if (!found) qFatal("%s: %s", qUtf8Printable(found.error().detail), qUtf8Printable(sql));
  return found->value_or(QVariant());
}

}  // namespace courier::testing
