#include "widgets/schedules/SchedulesPage.h"

#include <QHeaderView>
#include <QLocale>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/Card.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/common/PageHeader.h"
#include "widgets/common/RecordDelegate.h"
#include "widgets/schedules/NoticeList.h"
#include "widgets/schedules/SwitchDelegate.h"
#include "widgets/schedules/Timeline.h"

namespace courier {
namespace {

constexpr int kReloadMs = 250;
constexpr int kTickMs = 10'000;
constexpr int kFrame = 2;
using Model = ScheduleTableModel;

}  // namespace

SchedulesPage::SchedulesPage(ScheduleDialog::Parts parts, QWidget* parent)
    : QWidget(parent), m(parts), m_model(m.clock) {
  setObjectName(QStringLiteral("page"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 16);
  layout->setSpacing(0);
  auto* header = new PageHeader(tr("Schedules"), this);
  auto* create = new Button(tr("New schedule"), ButtonKind::Primary, this);
  create->setObjectName(QStringLiteral("new"));
  connect(create, &Button::clicked, this, &SchedulesPage::newSchedule);
  header->addAction(create);
  layout->addWidget(header);
  auto* body = new QVBoxLayout;
  body->setContentsMargins(20, 0, 20, 0);
  body->setSpacing(12);
  m_banner = new Note(this);
  m_banner->setObjectName(QStringLiteral("banner"));
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  m_notices = new NoticeList(m.clock, this);
  connect(m_notices, &NoticeList::historyWanted, this, &SchedulesPage::openHistory);
  connect(m_notices, &NoticeList::dismissed, this, &SchedulesPage::noticeDismissed);
  connect(m_notices, &NoticeList::allDismissed, this, [this] { Q_EMIT lookedAt({}); });
  body->addWidget(m_banner);
  body->addWidget(m_notices);
  body->addWidget(m_note);
  m_stack = new QStackedWidget(this);
  body->addWidget(m_stack, 1);
  layout->addLayout(body, 1);
  buildList();
  auto* empty = new EmptyState(QStringLiteral("schedules"), tr("No schedule yet"),
                               tr("A schedule runs a query by itself and sends its rows to a target: every hour, every "
                                  "Monday, or whenever you say."),
                               m_stack);
  connect(empty->addAction(tr("New schedule"), ButtonKind::Primary), &Button::clicked, this,
          &SchedulesPage::newSchedule);
  m_stack->addWidget(empty);
  connectList();
  setFocusProxy(m_table);
  load();
}

SchedulesPage::~SchedulesPage() {
  m_table->dropModel();
}

void SchedulesPage::buildList() {
  auto* list = new QWidget(m_stack);
  auto* layout = new QVBoxLayout(list);
  layout->setContentsMargins(0, 0, 0, 0);
  m_card = new Card(list);
  layout->addWidget(m_card, 1);
  layout->addStretch(0);
  m_timeline = new Timeline(m_card);
  m_card->content()->addWidget(m_timeline);
  m_table = new DataTable(tr("Schedules"), m_card);
  m_table->setItemDelegate(new RecordDelegate(m_table));
  m_table->setItemDelegateForColumn(
      Model::SwitchColumn,
      new SwitchDelegate([this](const QModelIndex& index) { return m_model.at(index.row()).schedule.isOn; }, m_table));
  m_table->setModel(&m_model);
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  QHeaderView* columns = m_table->horizontalHeader();
  columns->setStretchLastSection(false);
  columns->resizeSection(Model::SwitchColumn, 52);
  columns->setSectionResizeMode(Model::SwitchColumn, QHeaderView::Fixed);
  columns->resizeSection(Model::NameColumn, 190);
  columns->setSectionResizeMode(Model::WhenColumn, QHeaderView::Stretch);
  columns->resizeSection(Model::NextColumn, 240);
  columns->resizeSection(Model::LastColumn, 220);
  columns->resizeSection(Model::TargetColumn, 170);
  columns->resizeSection(Model::MenuColumn, 52);
  columns->setSectionResizeMode(Model::MenuColumn, QHeaderView::Fixed);
  m_card->content()->addWidget(m_table);
  m_stack->addWidget(list);
}

void SchedulesPage::connectList() {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kReloadMs);
  connect(&m_soon, &QTimer::timeout, this, &SchedulesPage::load);
  m_tick.setInterval(kTickMs);
  connect(&m_tick, &QTimer::timeout, this, &SchedulesPage::tick);
  m_tick.start();
  connect(&m.schedules, &ScheduleStore::changed, this, &SchedulesPage::reload);
  connect(m_timeline, &Timeline::runClicked, this, &SchedulesPage::select);
  connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
    if (index.column() != Model::SwitchColumn) openDialog(m_model.at(index.row()).schedule);
  });
  connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
    if (index.column() == Model::SwitchColumn) return toggle(m_model.at(index.row()).schedule);
    if (index.column() != Model::MenuColumn) return;
    openMenu(index.row(), m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()));
  });
  connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    const QModelIndex index = m_table->indexAt(at);
    if (index.isValid()) openMenu(index.row(), m_table->viewport()->mapToGlobal(at));
  });
  const auto onKey = [this](const QKeySequence& key, void (SchedulesPage::*does)(const Schedule&)) {
    auto* shortcut = new QShortcut(key, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, [this, does] {
      if (const auto schedule = current()) (this->*does)(*schedule);
    });
  };
  onKey(QKeySequence::Delete, &SchedulesPage::askDelete);
  onKey(Qt::Key_Space, &SchedulesPage::toggle);
}

QString SchedulesPage::statusText() const {
  if (!m_loaded) return {};
  return tr("%1, %2 on", "3 schedules, 2 on")
      .arg(tr("%Ln schedule(s)", "", m_model.rowCount()), QLocale().toString(onCount()));
}

int SchedulesPage::onCount() const {
  int on = 0;
  for (const ScheduleOverview& row : m_model.rows()) on += row.schedule.isOn && !row.schedule.cron.isOnDemand() ? 1 : 0;
  return on;
}

QString SchedulesPage::nextText() const {
  const auto next = m_model.next();
  if (!next) return {};
  const QTimeZone zone(next->zone.toUtf8());
  return tr("Next: %1 %2 %3", "hourly_count_example today 10:00 Asia/Tokyo")
      .arg(next->name, zonedMoment(next->atMs, m.clock.nowMs(), zone), next->zone);
}

void SchedulesPage::setBanner(const ScheduleBanner& banner) {
  const Tone tone = banner.isWarning ? Tone::Warn : Tone::Ok;
  if (m_banner->text() == banner.sentence && m_banner->tone() == tone) return;
  m_banner->say(tone, banner.sentence);
  if (banner.buttonText.isEmpty()) return;
  Button* button = m_banner->addAction(banner.buttonText);
  button->setObjectName(QStringLiteral("bannerButton"));
  connect(button, &Button::clicked, this, &SchedulesPage::bannerButtonClicked);
}

void SchedulesPage::showNotices(const QVector<Notice>& notices) {
  m_notices->show(notices);
}

void SchedulesPage::reload() {
  Q_EMIT reloadAsked();
  if (!m_soon.isActive()) m_soon.start();
}

void SchedulesPage::load() {
  whenDone(m.schedules.overviews(), this,
           [this](const Result<QVector<ScheduleOverview>>& overviews) { showOverviews(overviews); });
}

void SchedulesPage::showOverviews(const Result<QVector<ScheduleOverview>>& overviews) {
  if (!overviews) {
    m_note->say(Tone::Bad, overviews.error().message);
    connect(m_note->addAction(tr("Try again")), &Button::clicked, this, [this] {
      m_note->clear();
      load();
    });
    return;
  }
  m_loaded = true;
  m_model.setRows(*overviews);
  m_timeline->show(m_model.schedules(), m.clock.nowMs());
  m_stack->setCurrentIndex(overviews->isEmpty() ? 1 : 0);
  fitList();
  if (m_wanted.isValid()) select(m_wanted);
  if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
    m_table->setCurrentIndex(m_model.index(0, Model::NameColumn));
  Q_EMIT statusChanged();
}

// As high as its rows, where there is room.
void SchedulesPage::fitList() {
  const int lines =
      m_table->horizontalHeader()->height() + m_model.rowCount() * m_table->verticalHeader()->defaultSectionSize();
  m_card->setMaximumHeight(m_timeline->sizeHint().height() + lines + kFrame);
}

void SchedulesPage::tick() {
  if (!isVisible()) return;
  m_model.refresh();
  m_timeline->show(m_model.schedules(), m.clock.nowMs());
  Q_EMIT statusChanged();
}

std::optional<Schedule> SchedulesPage::current() const {
  const QModelIndex index = m_table->currentIndex();
  return index.isValid() ? std::optional(m_model.at(index.row()).schedule) : std::nullopt;
}

void SchedulesPage::select(ScheduleId id) {
  const int row = m_model.rowOf(id);
  if (row < 0) return;
  m_table->setCurrentIndex(m_model.index(row, Model::NameColumn));
  m_wanted = {};
}

}  // namespace courier
