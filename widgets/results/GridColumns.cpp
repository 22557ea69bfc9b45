#include "widgets/results/GridColumns.h"

#include <QHash>
#include <QHeaderView>
#include <QStringList>
#include <algorithm>

#include "widgets/results/ResultTable.h"

namespace courier {
namespace {

constexpr int kMostKept = 500;  ///< columns
constexpr int kLeastKeptWidth = 32;
constexpr int kMostKeptWidth = 4000;

const QString kOrderKey = QStringLiteral("order");
const QString kHiddenKey = QStringLiteral("hidden");
const QString kWidthsKey = QStringLiteral("widths");
const QString kPinnedKey = QStringLiteral("pinned");

/// A name for each column, by which it is found again: the second "a" is "a\n2".
QStringList keptNames(const ResultTable& table) {
  QStringList names;
  QHash<QString, int> seen;
  const int columns = table.horizontalHeader()->count();
  for (int column = 0; column < columns; ++column) {
    const QString name = table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().left(200);
    const int before = seen[name]++;
    names.append(before == 0 ? name : QStringLiteral("%1\n%2").arg(name).arg(before + 1));
  }
  return names;
}

}  // namespace

QVariantMap columnLayout(const ResultTable& table) {
  const QHeaderView& heads = *table.horizontalHeader();
  const QStringList names = keptNames(table);
  QVariantMap layout;
  QStringList order;
  QStringList hidden;
  QVariantMap widths;
  bool isMoved = false;
  for (int place = 0; place < std::min(heads.count(), kMostKept); ++place) {
    const int column = heads.logicalIndex(place);
    isMoved = isMoved || column != place;
    order.append(names[column]);
    if (table.isColumnHidden(column)) {
      hidden.append(names[column]);
    } else if (table.isDrawn(column)) {
      widths.insert(names[column], table.columnWidth(column));
    }
  }
  if (isMoved) layout.insert(kOrderKey, order);
  if (!hidden.isEmpty()) layout.insert(kHiddenKey, hidden);
  if (!widths.isEmpty()) layout.insert(kWidthsKey, widths);
  if (table.pinnedColumns() > 0) layout.insert(kPinnedKey, table.pinnedColumns());
  return layout;
}

void applyColumnLayout(ResultTable& table, const QVariantMap& layout) {
  if (layout.isEmpty()) return;
  QHeaderView& heads = *table.horizontalHeader();
  const QStringList names = keptNames(table);
  QHash<QString, int> columns;
  for (int column = 0; column < names.size(); ++column) columns.insert(names[column], column);
  int place = 0;
  for (const QString& name : layout.value(kOrderKey).toStringList()) {
    const int column = columns.value(name, -1);
    if (column >= 0) heads.moveSection(heads.visualIndex(column), place++);
  }
  const QStringList hidden = layout.value(kHiddenKey).toStringList();
  int shown = heads.count();
  for (const QString& name : hidden) {
    const int column = columns.value(name, -1);
    // One at least is shown.
    if (column < 0 || shown <= 1) continue;
    table.setColumnHidden(column, true);
    --shown;
  }
  const QVariantMap widths = layout.value(kWidthsKey).toMap();
  for (auto each = widths.constBegin(); each != widths.constEnd(); ++each) {
    const int column = columns.value(each.key(), -1);
    if (column >= 0) table.drawColumn(column, std::clamp(each.value().toInt(), kLeastKeptWidth, kMostKeptWidth));
  }
  table.setPinnedColumns(layout.value(kPinnedKey).toInt());
}

}  // namespace courier
