#pragma once

#include <QCoreApplication>

#include "models/query/Catalog.h"
#include "models/trino/TrinoStatement.h"

namespace courier {

/// What stands on a cluster, in the catalog that the connection names, as QueryEngine gives it. Each question is a
/// query in the cluster's queue, and names the schema, and the table where it is about one: without them a cluster may
/// ask every table of every source for minutes. On the thread of the query that asks.
class TrinoCatalog {
  Q_DECLARE_TR_FUNCTIONS(TrinoCatalog)
 public:
  /// Both outlive this.
  TrinoCatalog(TrinoLink& link, TrinoSession& session) : m_link(link), m_session(session) {}

  using Rows = QVector<QStringList>;  ///< NULL as ""
  /// All rows of a statement, as text.
  [[nodiscard]] Expected<Rows> rows(const QString& statement, ServerFailure* failure = nullptr);

  [[nodiscard]] Expected<QVector<CatalogInfo>> catalogs();
  [[nodiscard]] Expected<QVector<SchemaInfo>> schemas();
  [[nodiscard]] Expected<QVector<TableInfo>> tables(const QString& schema);
  [[nodiscard]] Expected<QVector<TableColumn>> columns(const TableName& table);
  [[nodiscard]] Expected<TableDetails> details(const TableName& table);

 private:
  /// "catalog".information_schema.… of the connection's catalog.
  [[nodiscard]] QString informationTable(const QString& name) const;
  [[nodiscard]] QString fullName(const TableName& table) const;

  TrinoLink& m_link;
  TrinoSession& m_session;
};

}  // namespace courier
