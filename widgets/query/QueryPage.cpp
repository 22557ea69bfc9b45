#include "widgets/query/QueryPage.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QShortcut>
#include <QSplitter>

#include "models/base/WhenDone.h"
#include "models/query/SqlName.h"
#include "models/storage/Settings.h"
#include "widgets/connections/ConnectionActions.h"
#include "widgets/connections/ConnectionTree.h"
#include "widgets/connections/ConnectionsPanel.h"
#include "widgets/connections/FileOpener.h"
#include "widgets/query/QueryTabs.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

constexpr int kPanelWidth = 232;
constexpr int kMostRejects = 1000;
const QString kSplitterKey = QStringLiteral("query/panel_width");

}  // namespace

QueryPage::QueryPage(ConnectionStore& connections, SecretStore& secrets, QueryRunner& queryRunner,
                     const QueryTabServices& services, QWidget* parent)
    : QWidget(parent), m_connections(connections), m_settings(services.settings) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_splitter = new QSplitter(Qt::Horizontal, this);
  m_splitter->setChildrenCollapsible(true);
  layout->addWidget(m_splitter);
  const auto test = [&queryRunner](const DatabaseAccess& access, const CancelToken& cancel) {
    return queryRunner.check(access, cancel);
  };
  m_actions = new ConnectionActions({connections, secrets, test}, this);
  m_panel = new ConnectionsPanel(connections, queryRunner, *m_actions, m_settings, m_splitter);
  QueryTabServices parts = services;
  parts.engines = &queryRunner;
  m_tabs = new QueryTabs(
      services.queries, [this, parts] { return makeTab(parts); }, m_splitter);
  m_splitter->setStretchFactor(0, 0);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({m_settings.value(kSplitterKey, kPanelWidth).toInt(), 960});
  m_files = new FileOpener(connections, m_settings, services.files, this);

  connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_settings.setValue(kSplitterKey, m_panel->width()); });
  connect(m_panel, &ConnectionsPanel::openFileWanted, m_files, &FileOpener::ask);
  connect(m_panel, &ConnectionsPanel::recentFileWanted, m_files,
          [this](const QString& path) { m_files->open({path}); });
  connect(m_actions, &ConnectionActions::created, this, &QueryPage::showOpened);
  connect(m_actions, &ConnectionActions::failed, this, &QueryPage::say);
  connect(m_panel->tree(), &ConnectionTree::nameChosen, this, [this](const QString& name) {
    if (QueryTab* tab = m_tabs->current()) tab->insertText(name);
  });
  connect(m_panel->tree(), &ConnectionTree::connectionChosen, this, [this](ConnectionId id) {
    if (QueryTab* tab = m_tabs->current()) tab->chooseConnection(id);
  });
  connect(m_panel->tree(), &ConnectionTree::newQueryWanted, this, &QueryPage::newQueryOn);
  connect(m_panel->tree(), &ConnectionTree::queryWanted, this, &QueryPage::openText);
  connect(m_panel->tree(), &ConnectionTree::failed, this, &QueryPage::say);
  connect(m_tabs, &QueryTabs::currentChanged, this, [this](QueryTab* tab) { Q_EMIT statusChanged(tab->statusText()); });
  connect(m_tabs, &QueryTabs::failed, this, &QueryPage::say);
  connect(m_files, &FileOpener::failed, this, &QueryPage::say);
  connect(m_files, &FileOpener::sqlRead, this, [this](const QString& name, const QString& sql) {
    QueryDraft draft;
    draft.name = name;
    draft.sql = sql;
    if (const QueryTab* tab = m_tabs->current()) draft.connectionId = tab->connectionId();
    m_tabs->addTab(draft)->focusEditor();
  });
  connect(m_files, &FileOpener::rejectsWanted, this, [this](ConnectionId id, const QString& table) {
    openText(id, table, firstRowsText({{}, table}, SqlDialect::sqlite(), kMostRejects), true);
  });
  connect(m_files, &FileOpener::opened, this, [this](ConnectionId id) {
    showOpened(id);
    whenDone(m_connections.find(id), this, [this](const Expected<Connection>& opened) {
      if (opened) RecentFiles(m_settings).add(opened->file);
    });
  });
  connect(&m_connections, &ConnectionStore::changed, this, &QueryPage::reloadConnections);
  addShortcuts();
}

void QueryPage::restore(const First& first) {
  m_panel->tree()->reload();
  whenDone(m_connections.all(), this, [this, first](const Expected<QVector<Connection>>& all) {
    if (all) m_known = *all;
    connect(
        m_tabs, &QueryTabs::restored, this,
        [this, first](int drafts) {
          if (drafts == 0) showFirst(first);
          if (QueryTab* tab = m_tabs->current()) m_panel->tree()->expandConnection(tab->connectionId());
          focusAfterStart();
          m_isRestored = true;
          Q_EMIT restored();
        },
        Qt::SingleShotConnection);
    m_tabs->restore();
  });
}

void QueryPage::openFiles(const QStringList& paths) {
  m_files->open(paths);
}

void QueryPage::saveAll() {
  m_tabs->saveAll();
}

void QueryPage::focusInEvent(QFocusEvent*) {
  if (QueryTab* tab = m_tabs->current()) tab->focusEditor();
}

void QueryPage::addShortcuts() {
  const auto add = [this](const QKeySequence& keys, void (QueryTabs::*slot)()) {
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, m_tabs, slot);
  };
  add(Qt::CTRL | Qt::Key_T, &QueryTabs::newTab);
  add(Qt::CTRL | Qt::Key_W, &QueryTabs::closeCurrent);
  add(Qt::CTRL | Qt::SHIFT | Qt::Key_T, &QueryTabs::reopenLast);
  add(Qt::CTRL | Qt::Key_Tab, &QueryTabs::showNext);
  add(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab, &QueryTabs::showPrevious);
}

void QueryPage::reloadConnections() {
  whenDone(m_connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    if (!all) {
      say(all.error().message);
      return;
    }
    m_known = *all;
    for (int index = 0; index < m_tabs->count(); ++index) m_tabs->at(index)->setConnections(m_known);
    for (const Connection& connection : m_known) {
      if (connection.id != m_chooseNext) continue;
      m_chooseNext = {};
      useConnection(connection.id);
      break;
    }
  });
}

void QueryPage::showOpened(ConnectionId id) {
  m_chooseNext = id;
  reloadConnections();
  m_panel->tree()->expandConnection(id);
}

// A text keeps the connection that it was written for.
void QueryPage::useConnection(ConnectionId id) {
  QueryTab* tab = m_tabs->current();
  if (!tab || tab->connectionId() == id) return;
  if (tab->hasText() && tab->hasConnection()) return newQueryOn(id);
  tab->chooseConnection(id);
}

void QueryPage::newQueryOn(ConnectionId id) {
  m_tabs->newTab();
  if (QueryTab* tab = m_tabs->current()) tab->chooseConnection(id);
}

void QueryPage::refreshConnections() {
  reloadConnections();
  m_panel->tree()->reload();
}

void QueryPage::focusAfterStart() {
  const QWidget* focus = window()->focusWidget();
  if (!isVisibleTo(window()) || (focus && focus != this && !isAncestorOf(focus))) return;
  if (QueryTab* tab = m_tabs->current()) tab->focusEditor();
}

// Meanwhile another program may have made a table.
void QueryPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_panel->tree()->refreshFiles();
}

bool QueryPage::event(QEvent* event) {
  if (event->type() == QEvent::WindowActivate && isVisible()) m_panel->tree()->refreshFiles();
  return QWidget::event(event);
}

void QueryPage::showFirst(const First& first) {
  QueryDraft draft = draftOf(first);
  if (!draft.connectionId.isValid() && !m_known.isEmpty()) draft.connectionId = m_known.first().id;
  m_tabs->current()->load(draft);
}

QueryDraft QueryPage::draftOf(const First& wanted) const {
  QueryDraft draft;
  draft.name = wanted.name;
  draft.sql = wanted.sql;
  for (const Connection& connection : m_known) {
    if (connection.name == wanted.connectionName) draft.connectionId = connection.id;
  }
  return draft;
}

void QueryPage::openQuery(const First& query) {
  m_tabs->addTab(draftOf(query))->focusEditor();
}

void QueryPage::openText(ConnectionId id, const QString& name, const QString& sql, int firstRows) {
  QueryDraft draft;
  draft.name = name;
  draft.sql = sql;
  draft.connectionId = id;
  QueryTab* const tab = m_tabs->addTab(draft);
  tab->focusEditor();
  if (firstRows > 0) tab->runFirst(firstRows);
}

void QueryPage::say(const QString& why) {
  if (QueryTab* tab = m_tabs->current()) tab->results()->note()->say(Tone::Bad, why);
}

QueryTab* QueryPage::makeTab(const QueryTabServices& services) {
  auto* tab = new QueryTab(services, this);
  tab->setConnections(m_known);
  connect(tab, &QueryTab::statusChanged, this, [this, tab](const QString& status) {
    if (tab == m_tabs->current()) Q_EMIT statusChanged(status);
  });
  connect(tab, &QueryTab::sendRequested, this, &QueryPage::sendRequested);
  connect(tab, &QueryTab::scheduleRequested, this, &QueryPage::scheduleRequested);
  connect(tab, &QueryTab::openFileWanted, m_files, &FileOpener::ask);
  connect(tab, &QueryTab::schemaChanged, m_panel->tree(), &ConnectionTree::refreshTables);
  return tab;
}

}  // namespace courier
