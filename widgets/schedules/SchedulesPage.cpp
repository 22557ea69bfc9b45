#include "widgets/schedules/SchedulesPage.h"

#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPainter>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/Dialog.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Note.h"
#include "widgets/common/RecordList.h"
#include "widgets/schedules/BackfillDialog.h"
#include "widgets/schedules/HistoryDialog.h"
#include "widgets/schedules/NoticeList.h"
#include "widgets/schedules/Timeline.h"

namespace courier {
namespace {

constexpr QSize kTrack(26, 14);
constexpr int kKnob = 10;
constexpr int kNextRunsTickMs = 10'000;
using Model = ScheduleTableModel;

/// Draws a cell as a switch.
class SwitchDelegate final : public CellDelegate {
 public:
  using IsOn = std::function<bool(const QModelIndex& index)>;
  SwitchDelegate(IsOn isOn, QObject* parent) : CellDelegate(parent), m_isOn(std::move(isOn)) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    paintFrame(painter, option, index);
    const Theme& theme = Theme::of(option.palette);
    const bool isOn = m_isOn(index);
    QRectF track(QPointF(0, 0), QSizeF(kTrack));
    track.moveCenter(QRectF(option.rect).center());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(isOn ? QPen(Qt::NoPen) : QPen(theme.null, 1.2));
    painter->setBrush(isOn ? theme.accent : theme.panel);
    painter->drawRoundedRect(track, track.height() / 2, track.height() / 2);
    QRectF knob(0, 0, kKnob, kKnob);
    const double inset = (track.height() - kKnob) / 2;
    knob.moveCenter(
        {isOn ? track.right() - inset - kKnob / 2.0 : track.left() + inset + kKnob / 2.0, track.center().y()});
    painter->setPen(Qt::NoPen);
    painter->setBrush(isOn ? theme.onAccent : theme.dim);
    painter->drawEllipse(knob);
    painter->restore();
  }

 private:
  IsOn m_isOn;
};

}  // namespace

SchedulesPage::SchedulesPage(ScheduleDialog::Parts parts, QWidget* parent)
    : Page(parent), m(parts), m_model(m.clock), m_soon(reloadGap, [this] { load(); }) {
  PageHeader* header = addHeader(tr("Schedules"));
  m_create = new Button(tr("New schedule"), ButtonKind::Primary, this);
  m_create->setObjectName(QStringLiteral("new"));
  connect(m_create, &Button::clicked, this, &SchedulesPage::newSchedule);
  header->addAction(m_create);
  m_banner = addNote("banner");
  m_notices = new NoticeList(m.clock, this);
  addPart(m_notices);
  m_note = addNote("note");
  m_lacks = addNote("lacks");
  connect(m_notices, &NoticeList::historyWanted, this, &SchedulesPage::openHistory);
  connect(m_notices, &NoticeList::dismissed, this, &SchedulesPage::noticeDismissed);
  connect(m_notices, &NoticeList::allDismissed, this, [this] { Q_EMIT lookedAt({}); });
  buildList();
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
  using Need = ColumnShare::Need;
  table()->shareWidth({{Model::TargetColumn, 110, 170},
                       {Model::NextColumn, 150, 250},
                       {Model::WhenColumn, 150, 200, Need::Rest},
                       {Model::NameColumn, 120, 190},
                       {Model::LastColumn, 150, 210, Need::Content}});
  auto* empty = new EmptyState(QStringLiteral("schedules"), tr("No schedule yet"),
                               tr("A schedule runs a query for you and sends its rows to a target: every hour, every "
                                  "Monday, or whenever you choose."),
                               this);
  connect(empty->addAction(tr("New schedule"), ButtonKind::Primary), &Button::clicked, this,
          &SchedulesPage::newSchedule);
  addContent(m_list, empty);
}

void SchedulesPage::connectList() {
  m_tick.setInterval(kNextRunsTickMs);
  connect(&m_tick, &QTimer::timeout, this, &SchedulesPage::tick);
  m_tick.start();
  connect(&m.schedules, &ScheduleStore::changed, this, &SchedulesPage::reload);
  connect(table()->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SchedulesPage::showLacks);
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
  showEmpty(m_model.rowCount() == 0);
  // The empty page has the main button in its middle.
  m_create->setKind(m_model.rowCount() == 0 ? ButtonKind::Plain : ButtonKind::Primary);
  showLacks();
  Q_EMIT statusChanged();
}

void SchedulesPage::showLacks() {
  const ScheduleOverview* lacking = nullptr;
  const int current = m_list->currentRow();
  if (current >= 0 && !m_model.at(current).lacks.isEmpty()) lacking = &m_model.at(current);
  for (const ScheduleOverview& row : m_model.rows()) {
    if (lacking == nullptr && row.schedule.isOn && !row.lacks.isEmpty()) lacking = &row;
  }
  if (lacking == nullptr) return m_lacks->clear();
  const QString sentence = tr("%1: %2", "a schedule: what it has lost").arg(lacking->schedule.name, lacking->lacks);
  if (m_lacks->text() == sentence) return;
  m_lacks->say(Tone::Bad, sentence);
  Button* edit = m_lacks->addAction(tr("Edit schedule…"));
  edit->setObjectName(QStringLiteral("editLacking"));
  connect(edit, &Button::clicked, this, [this, id = lacking->schedule.id] { editSchedule(id); });
}

void SchedulesPage::tick() {
  if (!isVisible()) return;
  m_model.refresh();
  m_timeline->show(m_model.schedules(), m.clock.nowMs());
  Q_EMIT statusChanged();
}

void SchedulesPage::newSchedule() {
  openDialog(ScheduleDialog::fresh());
}

void SchedulesPage::scheduleQuery(const QString& name, const QString& sql, ConnectionId connection) {
  Schedule schedule = ScheduleDialog::fresh();
  schedule.name = name;
  schedule.sql = sql;
  schedule.connectionId = connection;
  openDialog(schedule);
}

void SchedulesPage::editSchedule(ScheduleId id) {
  withSchedule(id, [this](const Schedule& schedule) { openDialog(schedule); });
}

void SchedulesPage::runNow(ScheduleId id) {
  // A run has a slot of its own: this second.
  backfill(id, {m.clock.nowMs() / 1000 * 1000});
}

void SchedulesPage::backfill(ScheduleId id, const QVector<qint64>& slotsMs) {
  whenDone(m.schedules.backfill(id, slotsMs), this, [this](const Expected<QVector<JobId>>& jobs) {
    if (!jobs) return m_note->say(Tone::Bad, jobs.error().message);
    m_note->say(Tone::Info, jobs->size() == 1 ? tr("Job %1 was queued.").arg(jobs->first().value)
                                              : tr("%Ln job(s) were queued.", "", static_cast<int>(jobs->size())));
    connect(m_note->addAction(tr("Show")), &Button::clicked, this,
            [this, job = jobs->last()] { Q_EMIT jobWanted(job); });
    Q_EMIT queued();
  });
}

void SchedulesPage::withSchedule(ScheduleId id, const std::function<void(const Schedule& schedule)>& use) {
  whenDone(m.schedules.find(id), this, [this, use](const Expected<Schedule>& found) {
    if (!found) return m_note->say(Tone::Bad, found.error().message);
    use(*found);
  });
}

void SchedulesPage::openHistory(ScheduleId id) {
  withSchedule(id, [this](const Schedule& schedule) {
    auto* dialog = new HistoryDialog(m.schedules, schedule, m.clock, this);
    connect(this, &SchedulesPage::reloadAsked, dialog, &HistoryDialog::refresh);
    connect(dialog, &HistoryDialog::jobWanted, this, [this, dialog](JobId job) {
      dialog->accept();
      Q_EMIT jobWanted(job);
    });
    connect(dialog, &HistoryDialog::backfillWanted, dialog,
            [this, dialog](ScheduleId of, const QVector<qint64>& slotsMs) {
              whenDone(m.schedules.backfill(of, slotsMs), dialog, [this, dialog](const Expected<QVector<JobId>>& jobs) {
                dialog->report(jobs);
                if (jobs) Q_EMIT queued();
              });
            });
    dialog->open();
    Q_EMIT lookedAt(schedule.id);
  });
}

void SchedulesPage::openBackfill(ScheduleId id) {
  withSchedule(id, [this](const Schedule& schedule) {
    auto* dialog = new BackfillDialog(m.schedules, schedule, m.clock, this);
    connect(dialog, &BackfillDialog::queued, this, &SchedulesPage::queued);
    dialog->open();
  });
}

ScheduleDialog* SchedulesPage::openDialog(const Schedule& schedule) {
  auto* dialog = new ScheduleDialog(m, schedule, this);
  connect(dialog, &ScheduleDialog::saved, this, [this, isNew = !schedule.id.isValid()](ScheduleId id) {
    if (isNew && m_loaded && m_model.rowCount() == 0) Q_EMIT firstSaved();
    m_wanted = id;
    load();
  });
  connect(dialog, &ScheduleDialog::backfillWanted, this, &SchedulesPage::openBackfill);
  connect(dialog, &ScheduleDialog::runWanted, this, &SchedulesPage::runNow);
  dialog->open();
  return dialog;
}

void SchedulesPage::openMenu(int row, const QPoint& at) {
  const Schedule schedule = m_model.at(row).schedule;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto add = [&](const char* iconName, const QString& text, const std::function<void()>& does) {
    QAction* action = menu->addAction(text);
    if (iconName != nullptr) action->setIcon(icon(QString::fromLatin1(iconName)));
    connect(action, &QAction::triggered, this, does);
  };
  add("edit", tr("&Edit…"), [this, schedule] { openDialog(schedule); });
  add("play", tr("&Run now"), [this, schedule] { runNow(schedule.id); });
  add("refresh", tr("&Backfill…"), [this, schedule] { openBackfill(schedule.id); });
  add("jobs", tr("&History…"), [this, schedule] { openHistory(schedule.id); });
  add("copy", tr("D&uplicate…"), [this, schedule] { duplicate(schedule); });
  menu->addSeparator();
  add(nullptr, schedule.isOn ? tr("Switch &off") : tr("Switch &on"), [this, schedule] { toggle(schedule); });
  connect(menu->addAction(icon(QStringLiteral("trash"), IconTone::Bad), tr("&Delete…")), &QAction::triggered, this,
          [this, schedule] { askDelete(schedule); });
  menu->popup(at);
}

void SchedulesPage::duplicate(const Schedule& schedule) {
  Schedule copy = schedule;
  copy.id = {};
  const auto isTaken = [this](const QString& name) {
    for (const ScheduleOverview& row : m_model.rows()) {
      if (row.schedule.name == name) return true;
    }
    return false;
  };
  for (int number = 2; isTaken(copy.name); ++number) copy.name = QStringLiteral("%1_%2").arg(schedule.name).arg(number);
  openDialog(copy);
}

void SchedulesPage::toggle(const Schedule& schedule) {
  whenDone(m.schedules.setOn(schedule.id, !schedule.isOn), this, [this](const Expected<void>& changed) {
    if (!changed) m_note->say(Tone::Bad, changed.error().message);
    load();
  });
}

void SchedulesPage::askDelete(const Schedule& schedule) {
  auto* ask = new ConfirmDialog(tr("Delete “%1”?").arg(schedule.name),
                                tr("It will not run again. The history of what it ran and sent stays on the Jobs page, "
                                   "and what it has queued still runs."),
                                tr("Delete"), this);
  connect(ask, &ConfirmDialog::accepted, this, [this, id = schedule.id] {
    whenDone(m.schedules.remove(id), this, [this](const Expected<void>& removed) {
      if (!removed) m_note->say(Tone::Bad, removed.error().message);
    });
  });
  ask->open();
}

}  // namespace courier
