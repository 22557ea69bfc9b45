#pragma once

#include <QTemporaryDir>

#include "models/storage/Database.h"
#include "tests/support/Await.h"

namespace courier::testing {

/// A fresh courier.db in a folder of its own, open; both are gone with the object.
class TempDatabase {
 public:
  TempDatabase();
  /// The data folder: a private folder inside a temporary one.
  [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("data")); }
  [[nodiscard]] Database& operator*() { return m_database; }
  [[nodiscard]] Database* operator->() { return &m_database; }

  /// Runs one statement; the test program ends when it fails.
  int change(const QString& sql, const QVariantList& values = {});
  /// The first column of the first row.
  QVariant value(const QString& sql, const QVariantList& values = {});

 private:
  QTemporaryDir m_folder;
  Database m_database;
};

}  // namespace courier::testing
