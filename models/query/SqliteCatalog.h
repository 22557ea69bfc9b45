#pragma once

#include "models/base/Expected.h"
#include "models/query/Catalog.h"
#include "models/query/SqliteDatabase.h"

namespace courier {

/// What stands in an SQLite file, as QueryEngine gives it. One database, one thread.
class SqliteCatalog {
  Q_DECLARE_TR_FUNCTIONS(SqliteCatalog)
 public:
  explicit SqliteCatalog(const SqliteDatabase& database) : m_database(database) {}

  [[nodiscard]] Expected<QVector<TableInfo>> tables() const;
  /// `table`: "" for those of all tables. Views over tables that are gone cannot name their columns.
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const QString& table) const;
  [[nodiscard]] Expected<TableDetails> details(const QString& table) const;

 private:
  [[nodiscard]] Expected<bool> hasTable(const QString& table) const;
  [[nodiscard]] Expected<QVector<TableKey>> foreignKeys(const QString& table) const;
  /// The indexes, and of those that stand for keys the keys.
  [[nodiscard]] Expected<void> readIndexes(const QString& table, TableDetails& details) const;

  const SqliteDatabase& m_database;
};

}  // namespace courier
