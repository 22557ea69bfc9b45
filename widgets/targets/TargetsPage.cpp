#include "widgets/targets/TargetsPage.h"

#include <QMenu>

#include "models/base/WhenDone.h"
#include "models/targets/TargetUse.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Note.h"
#include "widgets/common/RecordList.h"
#include "widgets/targets/BacklogDialog.h"
#include "widgets/targets/TargetDialog.h"

namespace courier {

TargetsPage::TargetsPage(TargetStore& targets, Outbox& outbox, SecretStore& secrets, const Clock& clock,
                         QWidget* parent)
    : Page(parent),
      m_targets(targets),
      m_outbox(outbox),
      m_secrets(secrets),
      m_clock(clock),
      m_model(clock),
      m_soon(reloadGap, [this] { load(); }) {
  PageHeader* header = addHeader(tr("Targets"));
  auto* receiver = new Button(tr("Test receiver"), ButtonKind::Plain, this);
  receiver->setObjectName(QStringLiteral("receiver"));
  receiver->setToolTip(tr("A small web server on this computer that shows what arrives"));
  connect(receiver, &Button::clicked, this, &TargetsPage::receiverRequested);
  header->addAction(receiver);
  m_create = new Button(tr("New target"), ButtonKind::Primary, this);
  m_create->setObjectName(QStringLiteral("new"));
  connect(m_create, &Button::clicked, this, &TargetsPage::newTarget);
  header->addAction(m_create);
  m_note = addNote("note");
  m_paused = addNote("paused");
  buildList();
  connectList();
  setFocusProxy(m_list);
  load();
}

void TargetsPage::buildList() {
  m_list = new RecordList(tr("Targets"), this);
  m_list->setModel(&m_model, TargetTableModel::NameColumn, TargetTableModel::MenuColumn);
  using Need = ColumnShare::Need;
  m_list->table()->shareWidth({{TargetTableModel::AddressColumn, 180, 240, Need::Rest},
                               {TargetTableModel::SignInColumn, 110, 200},
                               {TargetTableModel::UsedByColumn, 84, 110, Need::Given, true},
                               {TargetTableModel::NameColumn, 100, 140},
                               {TargetTableModel::LastColumn, 220, 290, Need::Content}});
  auto* empty = new EmptyState(QStringLiteral("targets"), tr("No target yet"),
                               tr("A target is a web address that results are written to. Save one, and any result can "
                                  "be sent there with a click."),
                               this);
  connect(empty->addAction(tr("New target"), ButtonKind::Primary), &Button::clicked, this, &TargetsPage::newTarget);
  connect(empty->addAction(tr("Try it with the test receiver"), ButtonKind::Quiet), &Button::clicked, this,
          &TargetsPage::receiverRequested);
  addContent(m_list, empty);
}

void TargetsPage::connectList() {
  connect(&m_targets, &TargetStore::changed, this, &TargetsPage::reload);
  connect(&m_outbox, &Outbox::changed, this, &TargetsPage::reload);
  connect(m_list, &RecordList::opened, this, [this](int row) { openDialog(m_model.at(row).target); });
  connect(m_list, &RecordList::menuWanted, this, &TargetsPage::openMenu);
  connect(m_list->table()->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TargetsPage::showSelected);
  m_list->onKey(QKeySequence::Delete, [this](int row) { askDelete(m_model.at(row).target); });
}

TargetsPage::~TargetsPage() {
  m_list->table()->dropModel();
}

QString TargetsPage::statusText() const {
  return m_loaded ? tr("%Ln target(s)", "", m_model.rowCount()) : QString();
}

void TargetsPage::newTarget() {
  openDialog(std::nullopt);
}

void TargetsPage::newTargetAt(const QString& address) {
  const auto parsed = TargetUrl::parse(address);
  TargetDialog* dialog = openDialog(std::nullopt);
  if (parsed) dialog->suggestAddress(*parsed);
}

void TargetsPage::editTarget(TargetId id, TargetPart part) {
  whenDone(m_targets.find(id), this, [this, part](const Expected<Target>& found) {
    if (found) {
      openDialog(*found)->begin(part);
    } else {
      m_note->say(Tone::Bad, found.error().message);
    }
  });
}

void TargetsPage::reload() {
  m_soon.ask();
}

void TargetsPage::load() {
  whenDone(m_targets.overviews(), this,
           [this](const Expected<QVector<TargetOverview>>& overviews) { showOverviews(overviews); });
}

void TargetsPage::showOverviews(const Expected<QVector<TargetOverview>>& overviews) {
  if (!overviews) return m_note->complain(overviews.error().message, [this] { load(); });
  m_loaded = true;
  m_model.setSecretPlace(m_secrets.place());
  m_model.setRows(*overviews);
  if (m_list->select(m_model.rowOf(m_wanted))) m_wanted = {};
  m_list->refit();
  showEmpty(m_model.rowCount() == 0);
  // The empty page has the main button in its middle.
  m_create->setKind(m_model.rowCount() == 0 ? ButtonKind::Plain : ButtonKind::Primary);
  showSelected();
  Q_EMIT statusChanged();
}

void TargetsPage::showSelected() {
  const int row = m_list->currentRow();
  const auto target = row >= 0 ? std::optional(m_model.at(row).target) : std::nullopt;
  if (!target || target->state == TargetState::Active) {
    m_paused->clear();
    return;
  }
  if (!m_paused->isHidden() && m_paused->text() == target->stateReason) return;
  m_paused->say(Tone::Bad, target->stateReason);
  connect(m_paused->addAction(tr("Edit target…")), &Button::clicked, this, [this, id = target->id] { editTarget(id); });
  Button* again = m_paused->addAction(tr("Resume"));
  again->setObjectName(QStringLiteral("resume"));
  connect(again, &Button::clicked, this, [this, target] { resume(*target); });
}

TargetDialog* TargetsPage::openDialog(std::optional<Target> target) {
  auto* dialog = new TargetDialog(m_targets, m_outbox, m_secrets, m_clock, std::move(target), this);
  connect(dialog, &TargetDialog::saved, this, [this](TargetId id) {
    m_wanted = id;
    load();
  });
  dialog->open();
  return dialog;
}

void TargetsPage::openMenu(int row, const QPoint& at) {
  const Target target = m_model.at(row).target;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  connect(menu->addAction(icon(QStringLiteral("edit")), tr("&Edit…")), &QAction::triggered, this,
          [this, target] { openDialog(target); });
  if (target.state != TargetState::Active) {
    connect(menu->addAction(icon(QStringLiteral("play")), tr("&Resume")), &QAction::triggered, this,
            [this, target] { resume(target); });
  }
  menu->addSeparator();
  connect(menu->addAction(icon(QStringLiteral("trash"), IconTone::Bad), tr("&Delete…")), &QAction::triggered, this,
          [this, target] { askDelete(target); });
  menu->popup(at);
}

void TargetsPage::askDelete(const Target& target) {
  whenDone(m_targets.schedulesUsing(target.id), this, [this, target](const Expected<QStringList>& schedules) {
    schedules ? askDelete(target, *schedules) : m_note->say(Tone::Bad, schedules.error().message);
  });
}

void TargetsPage::askDelete(const Target& target, const QStringList& schedules) {
  QStringList words{scheduleLossText(schedules),
                    tr("Its name, address and password are removed from this computer. The history of what was sent "
                       "there stays, and deliveries that still wait are sent.")};
  words.removeAll(QString());
  auto* ask =
      new ConfirmDialog(tr("Delete “%1”?").arg(target.name), words.join(QStringLiteral("\n\n")), tr("Delete"), this);
  connect(ask, &ConfirmDialog::accepted, this, [this, target] {
    const int row = m_model.rowOf(target.id);
    const bool nothingWaits = row >= 0 && m_model.at(row).waiting == 0;
    whenDone(m_targets.remove(target.id), this, [this, target, nothingWaits](const Expected<void>& removed) {
      if (!removed) return m_note->say(Tone::Bad, removed.error().message);
      // What still waits needs the password; it is the last thing that does.
      if (nothingWaits && !target.to.secretKey.isEmpty()) static_cast<void>(m_secrets.remove(target.to.secretKey));
    });
  });
  ask->open();
}

void TargetsPage::resume(const Target& target) {
  askThenResume(m_outbox, target.id, this, [this](const Expected<BacklogOutcome>& resumed) {
    if (!resumed) m_note->say(Tone::Bad, resumed.error().message);
    load();
  });
}

}  // namespace courier
