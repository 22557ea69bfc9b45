#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

#include "models/data/Column.h"

namespace courier {

/// What stands in a database, as its own catalog tells it. Names are the database's, unquoted.

struct CatalogInfo {
  QString name;
  bool isDefault = false;  ///< its schemas are found without naming it

  bool operator==(const CatalogInfo&) const = default;
};

struct SchemaInfo {
  QString name;            ///< "" where the engine has no schemas: then there is this one alone
  bool isDefault = false;  ///< its tables are found without naming it

  bool operator==(const SchemaInfo&) const = default;
};

struct TableName {
  QString schema;  ///< "" where the engine has none
  QString name;
  QString catalog = {};  ///< where it is not the connection's own; else, and where there are none, ""

  bool operator==(const TableName&) const = default;
};

enum class TableKind { Table, View, MaterializedView, ForeignTable };

struct TableInfo {
  QString name;
  TableKind kind = TableKind::Table;
  QString comment;  ///< "" for none

  bool operator==(const TableInfo&) const = default;
};

struct TableColumn {
  QString table;  ///< whose column it is
  QString name;
  QString databaseType;                     ///< the engine's own words
  ColumnType type = ColumnType::String;     ///< as the body's contract has it
  ColumnType element = ColumnType::String;  ///< of an Array
  bool isNullable = true;
  bool isPrimaryKey = false;
  QString defaultText;  ///< SQL; "" for none
  QString comment;

  bool operator==(const TableColumn&) const = default;
};

struct TableKey {
  enum class Kind { Primary, Unique, Foreign };
  QString name;  ///< "" where it has none
  Kind kind = Kind::Primary;
  QStringList columns;
  TableName references;           ///< of a foreign key
  QStringList referencedColumns;  ///< of a foreign key

  bool operator==(const TableKey&) const = default;
};

struct TableIndex {
  QString name;
  QStringList columns;  ///< or expressions, as SQL
  bool isUnique = false;

  bool operator==(const TableIndex&) const = default;
};

/// What is read of one table when a person looks closer.
struct TableDetails {
  QString comment;
  QVector<TableKey> keys;
  QVector<TableIndex> indexes;
  QStringList partitions;  ///< names of its partitions, where they are tables
  QString createText;      ///< the SQL that makes it; "" where the database does not tell
  bool isRebuilt = false;  ///< createText was put together here, from the catalog
};

}  // namespace courier
