#include "widgets/targets/TargetsPage.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/targets/TargetUse.h"
#include "widgets/common/Card.h"
#include "widgets/common/ConfirmDialog.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Note.h"
#include "widgets/common/PageHeader.h"
#include "widgets/common/RecordDelegate.h"
#include "widgets/jobs/BacklogDialog.h"
#include "widgets/targets/TargetDialog.h"

namespace courier {
namespace {

constexpr int kReloadMs = 250;
constexpr int kFrame = 2;

}  // namespace

TargetsPage::TargetsPage(TargetStore& targets, Outbox& outbox, SecretStore& secrets, const Clock& clock,
                         QWidget* parent)
    : QWidget(parent), m_targets(targets), m_outbox(outbox), m_secrets(secrets), m_clock(clock), m_model(clock) {
  setObjectName(QStringLiteral("page"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 16);
  layout->setSpacing(0);
  auto* header = new PageHeader(tr("Targets"), this);
  auto* receiver = new Button(tr("Test receiver"), ButtonKind::Plain, this);
  receiver->setObjectName(QStringLiteral("receiver"));
  receiver->setToolTip(tr("A small web server on this computer that shows what arrives"));
  connect(receiver, &Button::clicked, this, &TargetsPage::receiverRequested);
  header->addAction(receiver);
  auto* create = new Button(tr("New target"), ButtonKind::Primary, this);
  create->setObjectName(QStringLiteral("new"));
  connect(create, &Button::clicked, this, &TargetsPage::newTarget);
  header->addAction(create);
  layout->addWidget(header);

  auto* body = new QVBoxLayout;
  body->setContentsMargins(20, 0, 20, 0);
  body->setSpacing(12);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  m_paused = new Note(this);
  m_paused->setObjectName(QStringLiteral("paused"));
  body->addWidget(m_note);
  body->addWidget(m_paused);
  m_stack = new QStackedWidget(this);
  body->addWidget(m_stack, 1);
  layout->addLayout(body, 1);

  auto* list = new QWidget(m_stack);
  auto* listLayout = new QVBoxLayout(list);
  listLayout->setContentsMargins(0, 0, 0, 0);
  m_card = new Card(list);
  listLayout->addWidget(m_card, 1);
  listLayout->addStretch(0);
  m_table = new DataTable(tr("Targets"), m_card);
  m_table->setItemDelegate(new RecordDelegate(m_table));
  m_table->setModel(&m_model);
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  QHeaderView* columns = m_table->horizontalHeader();
  columns->setStretchLastSection(false);
  columns->resizeSection(TargetTableModel::NameColumn, 140);
  columns->setSectionResizeMode(TargetTableModel::AddressColumn, QHeaderView::Stretch);
  columns->resizeSection(TargetTableModel::SignInColumn, 200);
  columns->resizeSection(TargetTableModel::LastColumn, 290);
  columns->resizeSection(TargetTableModel::MenuColumn, 52);
  columns->setSectionResizeMode(TargetTableModel::MenuColumn, QHeaderView::Fixed);
  m_card->content()->addWidget(m_table);
  auto* empty = new EmptyState(QStringLiteral("targets"), tr("No target yet"),
                               tr("A target is a web address that results are written to. Save one, and any result can "
                                  "be sent there with a click."),
                               m_stack);
  connect(empty->addAction(tr("New target"), ButtonKind::Primary), &Button::clicked, this, &TargetsPage::newTarget);
  connect(empty->addAction(tr("Try it with the test receiver"), ButtonKind::Quiet), &Button::clicked, this,
          &TargetsPage::receiverRequested);
  m_stack->addWidget(list);
  m_stack->addWidget(empty);

  m_soon = new QTimer(this);
  m_soon->setSingleShot(true);
  m_soon->setInterval(kReloadMs);
  connect(m_soon, &QTimer::timeout, this, &TargetsPage::load);
  connect(&m_targets, &TargetStore::changed, this, &TargetsPage::reload);
  connect(&m_outbox, &Outbox::changed, this, &TargetsPage::reload);

  connect(m_table, &QAbstractItemView::activated, this,
          [this](const QModelIndex& index) { openDialog(m_model.at(index.row()).target); });
  connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
    if (index.column() != TargetTableModel::MenuColumn) return;
    openMenu(index.row(), m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()));
  });
  connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    const QModelIndex index = m_table->indexAt(at);
    if (index.isValid()) openMenu(index.row(), m_table->viewport()->mapToGlobal(at));
  });
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TargetsPage::showSelected);
  auto* remove = new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut);
  connect(remove, &QShortcut::activated, this, [this] {
    const QModelIndex index = m_table->currentIndex();
    if (index.isValid()) askDelete(m_model.at(index.row()).target);
  });
  setFocusProxy(m_table);
  load();
}

TargetsPage::~TargetsPage() {
  m_table->dropModel();
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
  whenDone(m_targets.find(id), this, [this, part](const Result<Target>& found) {
    if (found) {
      openDialog(*found)->begin(part);
    } else {
      m_note->say(Tone::Bad, found.error().message);
    }
  });
}

void TargetsPage::reload() {
  if (!m_soon->isActive()) m_soon->start();
}

void TargetsPage::load() {
  whenDone(m_targets.overviews(), this,
           [this](const Result<QVector<TargetOverview>>& overviews) { showOverviews(overviews); });
}

void TargetsPage::showOverviews(const Result<QVector<TargetOverview>>& overviews) {
  if (!overviews) {
    m_note->say(Tone::Bad, overviews.error().message);
    connect(m_note->addAction(tr("Try again")), &Button::clicked, this, [this] {
      m_note->clear();
      load();
    });
    return;
  }
  m_loaded = true;
  m_model.setSecretPlace(m_secrets.place());
  m_model.setRows(*overviews);
  const int lines =
      m_table->horizontalHeader()->height() + m_model.rowCount() * m_table->verticalHeader()->defaultSectionSize();
  m_card->setMaximumHeight(lines + kFrame);
  m_stack->setCurrentIndex(overviews->isEmpty() ? 1 : 0);
  if (m_wanted.isValid()) select(m_wanted);
  if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0) m_table->selectRow(0);
  showSelected();
  Q_EMIT statusChanged();
}

void TargetsPage::select(TargetId id) {
  const int row = m_model.rowOf(id);
  if (row < 0) return;
  m_table->selectRow(row);
  m_wanted = {};
}

void TargetsPage::showSelected() {
  const QModelIndex index = m_table->currentIndex();
  const auto target = index.isValid() ? std::optional(m_model.at(index.row()).target) : std::nullopt;
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
  whenDone(m_targets.schedulesUsing(target.id), this, [this, target](const Result<QStringList>& schedules) {
    schedules ? askDelete(target, *schedules) : m_note->say(Tone::Bad, schedules.error().message);
  });
}

void TargetsPage::askDelete(const Target& target, const QStringList& schedules) {
  QStringList words{scheduleLossText(schedules),
                    tr("Its name, address and password are removed from this computer. The history of what was sent "
                       "there stays, and deliveries that still wait go on.")};
  words.removeAll(QString());
  auto* ask =
      new ConfirmDialog(tr("Delete “%1”?").arg(target.name), words.join(QStringLiteral("\n\n")), tr("Delete"), this);
  connect(ask, &ConfirmDialog::accepted, this, [this, target] {
    const int row = m_model.rowOf(target.id);
    const bool nothingWaits = row >= 0 && m_model.at(row).waiting == 0;
    whenDone(m_targets.remove(target.id), this, [this, target, nothingWaits](const Result<void>& removed) {
      if (!removed) return m_note->say(Tone::Bad, removed.error().message);
      // What still waits needs the password; it is the last thing that does.
      if (nothingWaits && !target.secretKey.isEmpty()) static_cast<void>(m_secrets.remove(target.secretKey));
    });
  });
  ask->open();
}

void TargetsPage::resume(const Target& target) {
  resumeTarget(m_outbox, target.id, this, [this](const Result<BacklogOutcome>& resumed) {
    if (!resumed) m_note->say(Tone::Bad, resumed.error().message);
    load();
  });
}

}  // namespace courier
