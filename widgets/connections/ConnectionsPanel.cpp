#include "widgets/connections/ConnectionsPanel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionTree.h"

namespace courier {

ConnectionsPanel::ConnectionsPanel(ConnectionStore& connections, QueryRunner& queries, QWidget* parent)
    : QWidget(parent) {
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(4, 0, 0, 0);
  auto* title = new DimLabel(tr("Connections"), this);
  title->setFont(semibold(title->font()));
  head->addWidget(title, 1);
  auto* add = new QToolButton(this);
  add->setIcon(icon(QStringLiteral("plus"), IconTone::Dim));
  add->setAccessibleName(tr("Add a connection"));
  add->setToolTip(tr("Add a connection"));
  add->setPopupMode(QToolButton::InstantPopup);
  add->setFocusPolicy(Qt::TabFocus);
  auto* menu = new QMenu(add);
  menu->addAction(tr("&Open database file…"), this, &ConnectionsPanel::openFileWanted);
  menu->addAction(tr("&Refresh"), this, [this] { m_tree->refresh(); });
  add->setMenu(menu);
  head->addWidget(add);
  layout->addLayout(head);
  auto* filter = new QLineEdit(this);
  filter->setPlaceholderText(tr("Filter tables and columns"));
  filter->setAccessibleName(tr("Filter tables and columns"));
  filter->setObjectName(QStringLiteral("treeFilter"));
  filter->setClearButtonEnabled(true);
  layout->addWidget(filter);
  m_tree = new ConnectionTree(connections, queries, this);
  layout->addWidget(m_tree, 1);
  connect(filter, &QLineEdit::textChanged, m_tree, &ConnectionTree::setFilter);
  connect(m_tree, &ConnectionTree::filterCleared, filter, &QLineEdit::clear);
  auto* escape = new QShortcut(Qt::Key_Escape, filter, nullptr, nullptr, Qt::WidgetShortcut);
  connect(escape, &QShortcut::activated, filter, &QLineEdit::clear);
  const auto goToFound = [this] {
    m_tree->setFocus(Qt::OtherFocusReason);
    if (!m_tree->currentIndex().isValid()) m_tree->setCurrentIndex(m_tree->model()->index(0, 0));
  };
  connect(new QShortcut(Qt::Key_Down, filter, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, m_tree,
          goToFound);
  connect(filter, &QLineEdit::returnPressed, m_tree, goToFound);
}

}  // namespace courier
