#pragma once

#include <QTemporaryDir>

#include "models/storage/Database.h"
#include "tests/support/Await.h"

namespace courier::testing {

/// A fresh courier.db in a folder of its own, open; both are gone with the object.
class TempDatabase {
 public:
  TempDatabase() : m_database(folder()) {
    const auto report = await(m_database.open(OwnerLock::Held));
    if (!report) qFatal("%s", qUtf8Printable(report.error().message));
  }
  /// The data folder: a private folder inside a temporary one.
  [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("data")); }
  [[nodiscard]] Database& operator*() { return m_database; }
  [[nodiscard]] Database* operator->() { return &m_database; }

  /// Runs one statement; the test program ends when it fails.
  int change(const QString& sql, const QVariantList& values = {}) {
    const auto changed = await(m_database.run([=](Session& session) { return session.change(sql, values); }));
    if (!changed) qFatal("%s: %s", qUtf8Printable(changed.error().detail), qUtf8Printable(sql));
    return *changed;
  }
  /// The first column of the first row.
  QVariant value(const QString& sql, const QVariantList& values = {}) {
    const auto found = await(m_database.run([=](Session& session) {
      return session.row(sql, values, [](const QSqlQuery& query) { return query.value(0); });
    }));
    if (!found) qFatal("%s: %s", qUtf8Printable(found.error().detail), qUtf8Printable(sql));
    return found->value_or(QVariant());
  }

 private:
  QTemporaryDir m_folder;
  Database m_database;
};

}  // namespace courier::testing
