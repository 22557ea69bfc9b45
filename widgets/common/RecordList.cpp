#include "widgets/common/RecordList.h"

#include <QHeaderView>
#include <QShortcut>
#include <QVBoxLayout>

#include "widgets/common/DataTable.h"
#include "widgets/common/Panels.h"

namespace courier {
namespace {

constexpr int kFrame = 2;
constexpr int kMenuWidth = 52;

}  // namespace

RecordList::RecordList(const QString& name, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_card = new Card(this);
  layout->addWidget(m_card, 1);
  layout->addStretch(0);
  m_table = new DataTable(name, m_card);
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  m_card->content()->addWidget(m_table);
  setFocusProxy(m_table);
  connect(m_table, &QAbstractItemView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT opened(index.row()); });
  connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
    if (index.column() != m_menuColumn) return;
    Q_EMIT menuWanted(index.row(), m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()));
  });
  connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    const QModelIndex index = m_table->indexAt(at);
    if (index.isValid()) Q_EMIT menuWanted(index.row(), m_table->viewport()->mapToGlobal(at));
  });
}

void RecordList::setModel(QAbstractItemModel* model, int nameColumn, int menuColumn) {
  m_nameColumn = nameColumn;
  m_menuColumn = menuColumn;
  m_table->setModel(model);
  QHeaderView* columns = m_table->horizontalHeader();
  columns->setStretchLastSection(false);
  columns->resizeSection(menuColumn, kMenuWidth);
  columns->setSectionResizeMode(menuColumn, QHeaderView::Fixed);
}

void RecordList::setHead(QWidget* head) {
  m_head = head;
  m_card->content()->insertWidget(0, head);
}

void RecordList::onKey(const QKeySequence& key, const std::function<void(int row)>& does) {
  auto* shortcut = new QShortcut(key, m_table, nullptr, nullptr, Qt::WidgetShortcut);
  connect(shortcut, &QShortcut::activated, this, [this, does] {
    if (currentRow() >= 0) does(currentRow());
  });
}

int RecordList::currentRow() const {
  return m_table->currentIndex().row();
}

bool RecordList::select(int row) {
  if (row < 0) return false;
  m_table->setCurrentIndex(m_table->model()->index(row, m_nameColumn));
  return true;
}

void RecordList::refit() {
  const int rows = m_table->model()->rowCount();
  const int lines = m_table->horizontalHeader()->height() + rows * m_table->verticalHeader()->defaultSectionSize();
  m_card->setMaximumHeight((m_head ? m_head->sizeHint().height() : 0) + lines + kFrame);
  if (rows > 0 && currentRow() < 0) select(0);
}

}  // namespace courier
