#include "widgets/schedules/SchedulesPage.h"

#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/common/PageHeader.h"
#include "widgets/common/RecordList.h"
#include "widgets/schedules/NoticeList.h"
#include "widgets/schedules/SwitchDelegate.h"
#include "widgets/schedules/Timeline.h"

namespace courier {
namespace {

constexpr auto kReload = std::chrono::milliseconds(250);
constexpr int kSchedulesPageTickMs = 10'000;
using Model = ScheduleTableModel;

}  // namespace

SchedulesPage::SchedulesPage(ScheduleDialog::Parts parts, QWidget* parent)
    : QWidget(parent), m(parts), m_model(m.clock), m_soon(kReload, [this] { load(); }) {
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
  buildList();
  body->addWidget(m_list, 1);
  layout->addLayout(body, 1);
  connectList();
  setFocusProxy(m_list);
  load();
}

SchedulesPage::~SchedulesPage() {
  table()->dropModel();
}

DataTable* SchedulesPage::table() const {
  return m_list->table();
}

void SchedulesPage::buildList() {
  m_list = new RecordList(tr("Schedules"), this);
  m_list->setModel(&m_model, Model::NameColumn, Model::MenuColumn);
  m_timeline = new Timeline(m_list);
  m_list->setHead(m_timeline);
  const auto isOn = [this](const QModelIndex& index) { return m_model.at(index.row()).schedule.isOn; };
  table()->setItemDelegateForColumn(Model::SwitchColumn, new SwitchDelegate(isOn, table()));
  QHeaderView* columns = table()->horizontalHeader();
  columns->resizeSection(Model::SwitchColumn, 52);
  columns->setSectionResizeMode(Model::SwitchColumn, QHeaderView::Fixed);
  columns->resizeSection(Model::NameColumn, 190);
  columns->setSectionResizeMode(Model::WhenColumn, QHeaderView::Stretch);
  columns->resizeSection(Model::NextColumn, 250);
  columns->resizeSection(Model::LastColumn, 210);
  columns->resizeSection(Model::TargetColumn, 170);
  auto* empty = new EmptyState(QStringLiteral("schedules"), tr("No schedule yet"),
                               tr("A schedule runs a query by itself and sends its rows to a target: every hour, every "
                                  "Monday, or whenever you say."),
                               m_list);
  connect(empty->addAction(tr("New schedule"), ButtonKind::Primary), &Button::clicked, this,
          &SchedulesPage::newSchedule);
  m_list->setEmpty(empty);
}

void SchedulesPage::connectList() {
  m_tick.setInterval(kSchedulesPageTickMs);
  connect(&m_tick, &QTimer::timeout, this, &SchedulesPage::tick);
  m_tick.start();
  connect(&m.schedules, &ScheduleStore::changed, this, &SchedulesPage::reload);
  connect(m_timeline, &Timeline::runClicked, this, [this](ScheduleId id) { m_list->select(m_model.rowOf(id)); });
  connect(m_list, &RecordList::menuWanted, this, &SchedulesPage::openMenu);
  // A double click on a switch is two clicks on it.
  connect(m_list, &RecordList::opened, this, [this](int row) {
    if (table()->currentIndex().column() != Model::SwitchColumn) openDialog(m_model.at(row).schedule);
  });
  connect(table(), &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
    if (index.column() == Model::SwitchColumn) toggle(m_model.at(index.row()).schedule);
  });
  m_list->onKey(QKeySequence::Delete, [this](int row) { askDelete(m_model.at(row).schedule); });
  m_list->onKey(Qt::Key_Space, [this](int row) { toggle(m_model.at(row).schedule); });
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
  m_soon.ask();
}

void SchedulesPage::load() {
  whenDone(m.schedules.overviews(), this,
           [this](const Expected<QVector<ScheduleOverview>>& overviews) { showOverviews(overviews); });
}

void SchedulesPage::showOverviews(const Expected<QVector<ScheduleOverview>>& overviews) {
  if (!overviews) return m_note->complain(overviews.error().message, [this] { load(); });
  m_loaded = true;
  m_model.setRows(*overviews);
  m_timeline->show(m_model.schedules(), m.clock.nowMs());
  if (m_list->select(m_model.rowOf(m_wanted))) m_wanted = {};
  m_list->refit();
  Q_EMIT statusChanged();
}

void SchedulesPage::tick() {
  if (!isVisible()) return;
  m_model.refresh();
  m_timeline->show(m_model.schedules(), m.clock.nowMs());
  Q_EMIT statusChanged();
}

}  // namespace courier
