#include "widgets/connections/SchemaText.h"

#include <QCoreApplication>
#include <QStringList>

namespace courier {
namespace {

struct SchemaTextTr {
  Q_DECLARE_TR_FUNCTIONS(SchemaText)
};

}  // namespace

QString tableKindText(TableKind kind) {
  switch (kind) {
    case TableKind::Table:
      break;
    case TableKind::View:
      return SchemaTextTr::tr("view");
    case TableKind::MaterializedView:
      return SchemaTextTr::tr("materialized view");
    case TableKind::ForeignTable:
      return SchemaTextTr::tr("foreign table");
  }
  return {};
}

QString tableKeyText(const TableKey& key) {
  const QString comma = QStringLiteral(", ");
  const QString columns = key.columns.join(comma);
  switch (key.kind) {
    case TableKey::Kind::Primary:
      return SchemaTextTr::tr("primary key (%1)").arg(columns);
    case TableKey::Kind::Unique:
      return SchemaTextTr::tr("unique (%1)").arg(columns);
    case TableKey::Kind::Foreign:
      break;
  }
  const QString other = key.references.schema.isEmpty()
                            ? key.references.name
                            : key.references.schema + QLatin1Char('.') + key.references.name;
  return key.referencedColumns.isEmpty()
             ? SchemaTextTr::tr("%1 → %2").arg(columns, other)
             : SchemaTextTr::tr("%1 → %2 (%3)").arg(columns, other, key.referencedColumns.join(comma));
}

QString columnAboutText(const TableColumn& column) {
  QStringList about;
  if (!column.databaseType.isEmpty())
    about += column.isNullable ? column.databaseType : SchemaTextTr::tr("%1, never NULL").arg(column.databaseType);
  if (!column.defaultText.isEmpty()) about += SchemaTextTr::tr("Default: %1").arg(column.defaultText);
  if (!column.comment.isEmpty()) about += column.comment;
  return about.join(QLatin1Char('\n'));
}

}  // namespace courier
