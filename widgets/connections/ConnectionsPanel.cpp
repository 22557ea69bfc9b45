#include "widgets/connections/ConnectionsPanel.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionActions.h"
#include "widgets/connections/ConnectionTree.h"

namespace courier {

namespace {

/// A path for a menu: its end, where it is long; no mnemonic.
QString menuText(const QString& path) {
  constexpr qsizetype kMostLetters = 60;
  QString shown = QDir::toNativeSeparators(path);
  if (shown.size() > kMostLetters) shown = u'…' + shown.last(kMostLetters - 1);
  return shown.replace(u'&', QStringLiteral("&&"));
}

}  // namespace

ConnectionsPanel::ConnectionsPanel(ConnectionStore& connections, QueryRunner& queries, ConnectionActions& actions,
                                   Settings& settings, QWidget* parent)
    : QWidget(parent), m_actions(actions), m_recentFiles(settings) {
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  m_tree = new ConnectionTree(connections, queries, this);
  addHead(layout);
  addFilter(layout);
  layout->addWidget(m_tree, 1);
  connect(m_tree, &ConnectionTree::editWanted, &m_actions, &ConnectionActions::edit);
  connect(m_tree, &ConnectionTree::renameWanted, &m_actions, &ConnectionActions::rename);
  connect(m_tree, &ConnectionTree::duplicateWanted, &m_actions, &ConnectionActions::duplicate);
  connect(m_tree, &ConnectionTree::deleteWanted, &m_actions, &ConnectionActions::askDelete);
  setTabOrder(findChild<QLineEdit*>(QStringLiteral("treeFilter")), m_tree);
}

void ConnectionsPanel::addHead(QVBoxLayout* layout) {
  auto* head = new QHBoxLayout;
  head->setContentsMargins(4, 0, 0, 0);
  auto* title = new DimLabel(tr("Connections"), this);
  title->setFont(semibold(title->font()));
  head->addWidget(title, 1);
  auto* add = new QToolButton(this);
  add->setObjectName(QStringLiteral("addConnection"));
  add->setIcon(icon(QStringLiteral("plus"), IconTone::Dim));
  add->setAccessibleName(tr("Add a connection"));
  add->setToolTip(tr("Add a connection"));
  add->setPopupMode(QToolButton::InstantPopup);
  add->setFocusPolicy(Qt::TabFocus);
  auto* menu = new QMenu(add);
  menu->addAction(tr("&Open a file…"), this, &ConnectionsPanel::openFileWanted);
  m_actions.addNewActions(*menu);
  m_recent = menu->addMenu(tr("Re&cent files"));
  connect(menu, &QMenu::aboutToShow, this, &ConnectionsPanel::fillRecent);
  menu->addSeparator();
  menu->addAction(tr("Mana&ge connections…"), &m_actions, &ConnectionActions::manage);
  menu->addAction(tr("&Refresh"), m_tree, &ConnectionTree::refresh);
  add->setMenu(menu);
  head->addWidget(add);
  layout->addLayout(head);
}

void ConnectionsPanel::fillRecent() {
  m_recent->clear();
  const QStringList files = m_recentFiles.files();
  m_recent->menuAction()->setVisible(!files.isEmpty());
  for (const QString& file : files)
    m_recent->addAction(menuText(file), this, [this, file] { Q_EMIT recentFileWanted(file); });
  m_recent->addSeparator();
  m_recent->addAction(tr("&Forget these"), this, [this] { m_recentFiles.clear(); });
}

void ConnectionsPanel::addFilter(QVBoxLayout* layout) {
  auto* filter = new QLineEdit(this);
  filter->setPlaceholderText(tr("Filter tables and columns"));
  filter->setAccessibleName(tr("Filter tables and columns"));
  filter->setObjectName(QStringLiteral("treeFilter"));
  filter->setClearButtonEnabled(true);
  layout->addWidget(filter);
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
