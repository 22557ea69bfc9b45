#include "widgets/common/DataTable.h"

#include <QHeaderView>
#include <QKeyEvent>

#include "widgets/common/CellDelegate.h"
#include "widgets/common/RecordHeader.h"

namespace courier {

void prepareTable(QTableView& table, int rowHeight) {
  table.setShowGrid(false);
  table.setFrameShape(QFrame::NoFrame);
  table.setWordWrap(false);
  table.setItemDelegate(new CellDelegate(&table));
  table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.setTabKeyNavigation(false);
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table.verticalHeader()->setMinimumSectionSize(rowHeight);
  table.verticalHeader()->setDefaultSectionSize(rowHeight);
  table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table.horizontalHeader()->setHighlightSections(false);
  table.horizontalHeader()->setMinimumSectionSize(48);
}

DataTable::DataTable(const QString& name, QWidget* parent) : QTableView(parent) {
  setHorizontalHeader(new RecordHeader(this));
  prepareTable(*this, 31);
  setAccessibleName(name);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  verticalHeader()->hide();
  horizontalHeader()->setFixedHeight(31);
  horizontalHeader()->setStretchLastSection(true);
}

void DataTable::dropModel() {
  if (selectionModel()) selectionModel()->disconnect();
  setModel(nullptr);
}

void DataTable::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
    Q_EMIT activated(currentIndex());
    return;
  }
  QTableView::keyPressEvent(event);
}

}  // namespace courier
