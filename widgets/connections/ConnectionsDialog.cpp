#include "widgets/connections/ConnectionsDialog.h"

#include <QHeaderView>
#include <QMenu>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Note.h"
#include "widgets/common/RecordList.h"
#include "widgets/connections/ConnectionActions.h"

namespace courier {
namespace {

constexpr QSize kListSize(860, 460);
constexpr int kMostListHeight = 342;

}  // namespace

ConnectionsDialog::ConnectionsDialog(ConnectionActions& actions, QWidget* parent)
    : Dialog(tr("Connections"), parent), m_actions(actions) {
  setPreferredSize(kListSize.width(), kListSize.height());
  buildList();
  m_panel = new ConnectionTestPanel(actions.services().test, this);
  content()->addWidget(m_panel);
  content()->addStretch(1);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  addBelow(m_note);
  buildFoot();
  connect(&actions, &ConnectionActions::failed, m_note, [this](const QString& why) { m_note->say(Tone::Bad, why); });
  connect(&actions.services().connections, &ConnectionStore::changed, this, &ConnectionsDialog::load);
  connect(m_panel, &ConnectionTestPanel::runningChanged, this,
          [this](bool running) { m_test->setText(running ? tr("&Stop") : tr("&Test")); });
  m_list->setFocus(Qt::OtherFocusReason);
  show({});
  load();
}

ConnectionsDialog::~ConnectionsDialog() {
  m_list->table()->dropModel();
}

void ConnectionsDialog::buildList() {
  m_list = new RecordList(tr("Connections"), this);
  m_list->setModel(&m_model, ConnectionTableModel::NameColumn, ConnectionTableModel::MenuColumn);
  using Need = ColumnShare::Need;
  m_list->table()->shareWidth({{ConnectionTableModel::AddressColumn, 160, 240, Need::Rest},
                               {ConnectionTableModel::NameColumn, 100, 160},
                               {ConnectionTableModel::LabelColumn, 72, 120},
                               {ConnectionTableModel::KindColumn, 84, 110, Need::Given, true},
                               {ConnectionTableModel::AccessColumn, 90, 140, Need::Content}});
  content()->addWidget(m_list);
  connect(m_list, &RecordList::opened, this, [this](int row) { m_actions.edit(m_model.at(row).id); });
  connect(m_list, &RecordList::menuWanted, this, &ConnectionsDialog::openMenu);
  connect(m_list->table()->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { m_panel->withdraw(); });
  m_list->onKey(QKeySequence::Delete, [this](int row) { m_actions.askDelete(m_model.at(row).id); });
  m_list->onKey(Qt::Key_F2, [this](int row) { m_actions.rename(m_model.at(row).id); });
}

void ConnectionsDialog::buildFoot() {
  Button* add = addLeftButton(tr("&New…"));
  add->setObjectName(QStringLiteral("new"));
  auto* kinds = new QMenu(add);
  m_actions.addNewActions(*kinds);
  connect(add, &Button::clicked, kinds, [add, kinds] { kinds->popup(add->mapToGlobal(QPoint(0, add->height()))); });
  const auto button = [this](const QString& text, const char* name, void (ConnectionActions::*does)(ConnectionId)) {
    Button* made = addLeftButton(text);
    made->setObjectName(QString::fromLatin1(name));
    connect(made, &Button::clicked, this, [this, does] { (m_actions.*does)(current()); });
    return made;
  };
  m_edit = button(tr("&Edit…"), "edit", &ConnectionActions::edit);
  m_duplicate = button(tr("D&uplicate…"), "duplicate", &ConnectionActions::duplicate);
  m_test = addLeftButton(tr("&Test"));
  m_test->setObjectName(QStringLiteral("test"));
  connect(m_test, &Button::clicked, this, &ConnectionsDialog::test);
  m_delete = addLeftButton(tr("&Delete…"));
  m_delete->setObjectName(QStringLiteral("delete"));
  connect(m_delete, &Button::clicked, this, [this] { m_actions.askDelete(current()); });
  Button* close = addRightButton(tr("&Close"), ButtonKind::Primary);
  connect(close, &Button::clicked, this, &ConnectionsDialog::accept);
}

void ConnectionsDialog::load() {
  whenDone(m_actions.services().connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    all ? show(*all) : m_note->complain(all.error().message, [this] { load(); });
  });
}

void ConnectionsDialog::show(const QVector<Connection>& connections) {
  m_model.setRows(connections);
  m_list->refit();
  // The steps of a test stand right below the rows.
  const int rows = static_cast<int>(connections.size());
  m_list->setFixedHeight(
      qMin(m_list->table()->horizontalHeader()->height() + rows * kRecordHeight + 2, kMostListHeight));
  for (Button* button : {m_edit, m_duplicate, m_test, m_delete}) button->setEnabled(m_list->currentRow() >= 0);
}

ConnectionId ConnectionsDialog::current() const {
  const int row = m_list->currentRow();
  return row < 0 ? ConnectionId() : m_model.at(row).id;
}

void ConnectionsDialog::openMenu(int row, const QPoint& at) {
  const Connection connection = m_model.at(row);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto add = [&](const QIcon& sign, const QString& text, void (ConnectionActions::*does)(ConnectionId)) {
    connect(menu->addAction(sign, text), &QAction::triggered, this,
            [this, does, id = connection.id] { (m_actions.*does)(id); });
  };
  add(icon(QStringLiteral("edit")), tr("&Edit…"), &ConnectionActions::edit);
  add({}, tr("&Rename…"), &ConnectionActions::rename);
  add(icon(QStringLiteral("copy")), tr("D&uplicate…"), &ConnectionActions::duplicate);
  menu->addSeparator();
  connect(menu->addAction(icon(QStringLiteral("trash"), IconTone::Bad), tr("&Delete…")), &QAction::triggered, this,
          [this, id = connection.id] { m_actions.askDelete(id); });
  menu->popup(at);
}

void ConnectionsDialog::test() {
  if (m_panel->isRunning()) return m_panel->stop();
  const int row = m_list->currentRow();
  if (row < 0) return;
  m_panel->start({m_model.at(row), {}});
  reveal(m_panel);
}

}  // namespace courier
