#include "widgets/jobs/JobsPage.h"

#include <QDateTime>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/common/Panels.h"
#include "widgets/jobs/HistoryMenu.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobFilterBar.h"

namespace courier {
namespace {

constexpr int kTimesTickMs = 1000;

constexpr int kLinesAtOnce = 200;
/// After a list was read, as many times as long as that took are left to others.
constexpr int kRest = 4;

/// A job with several deliveries has several lines, one below the other.
int jobCount(const QVector<JobLine>& lines) {
  int jobs = 0;
  JobId last;
  for (const JobLine& line : lines) {
    if (line.job.id != last) ++jobs;
    last = line.job.id;
  }
  return jobs;
}

}  // namespace

JobsPage::JobsPage(JobStore& jobs, Outbox& outbox, Settings& settings, const Clock& clock, const QString& spoolFolder,
                   QWidget* parent)
    : Page(parent), m_jobs(jobs), m_outbox(outbox), m_model(clock), m_soon(reloadGap, [this] { load(); }) {
  m_minute = new QTimer(this);
  m_minute->setInterval(kTimesTickMs);

  m_filter = new JobFilterBar(jobs, clock, this);
  m_history = new HistoryMenu(jobs, clock, this);
  m_filter->addAction(m_history);
  addHead(m_filter);
  m_note = addNote("note");

  QSplitter* split = newCardSplitter(this);
  auto* card = new Card(split);
  m_table = new DataTable(tr("Jobs"), card);
  m_table->setModel(&m_model);
  m_table->keepColumnWidths(settings, QStringLiteral("jobs.widths"), {46, 96, 96, 104, 82, 104, 100, 136});
  using Column = JobTableModel::Column;
  using Need = ColumnShare::Need;
  m_table->shareWidth({{Column::DurationColumn, 72, 96, Need::Given, true},
                       {Column::TargetColumn, 80, 160},
                       {Column::QueryColumn, 90, 130, Need::Rest},
                       {Column::JobColumn, 46, 52, Need::Given, true},
                       {Column::RowsColumn, 84, 104, Need::Given, true},
                       {Column::WhenColumn, 70, 100},
                       {Column::StateColumn, 84, 104, Need::Content},
                       {Column::DeliveryColumn, 100, 136, Need::Content}});
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  card->content()->addWidget(m_table);
  auto* side = new Card(split);
  m_detail = new JobDetail(jobs, outbox, clock, spoolFolder, side);
  side->content()->addWidget(m_detail);
  side->setMinimumWidth(340);
  split->addWidget(card);
  split->addWidget(side);
  split->setStretchFactor(0, 1);
  split->setStretchFactor(1, 0);
  split->setSizes({780, 360});
  m_empty = new EmptyState(QStringLiteral("jobs"), tr("No job yet"), tr("Reading the jobs…"), this);
  m_emptyReset = m_empty->addAction(tr("Reset filters"));
  m_emptyReset->setObjectName(QStringLiteral("emptyReset"));
  m_emptyReset->hide();
  addContent(split, m_empty);

  connectParts();
  setFocusProxy(m_table);
  load();
}

void JobsPage::connectParts() {
  connect(m_minute, &QTimer::timeout, this, [this] {
    if (!isVisible()) return;
    m_model.refresh();
    m_detail->refresh();
  });
  m_minute->start();
  connect(m_filter, &JobFilterBar::changed, this, &JobsPage::load);
  connect(m_emptyReset, &Button::clicked, this, [this] { m_filter->reset(); });
  connect(&m_jobs, &JobStore::changed, this, &JobsPage::reload);
  connect(&m_outbox, &Outbox::changed, this, &JobsPage::reload);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &JobsPage::showChosen);
  connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
    if (value >= m_table->verticalScrollBar()->maximum() - m_table->height()) loadMore();
  });
  connect(m_table, &QWidget::customContextMenuRequested, this, &JobsPage::openMenu);
  connect(m_detail, &JobDetail::editTargetRequested, this, &JobsPage::editTargetRequested);
  connect(m_detail, &JobDetail::openQueryRequested, this, [this] {
    if (m_detail->line()) openQuery(m_detail->line()->job.id);
  });
  connect(m_detail, &JobDetail::sendElsewhereRequested, this, [this] {
    if (m_detail->line()) Q_EMIT sendElsewhereRequested(m_detail->line()->job);
  });
  connect(m_detail, &JobDetail::sentAgain, this, &JobsPage::showDelivery);
  connect(m_history, &HistoryMenu::told, this, [this](const QString& sentence) { m_note->say(Tone::Ok, sentence); });
  connect(m_history, &HistoryMenu::failed, this, [this](const QString& sentence) { m_note->say(Tone::Bad, sentence); });
}

JobsPage::~JobsPage() {
  m_table->dropModel();
}

QString JobsPage::statusText() const {
  if (!m_loaded) return {};
  return tr("%1 · %2 of bodies kept")
      .arg(tr("%Ln job(s)", "", static_cast<int>(m_totals.jobs)), sizeText(m_totals.keptBodyBytes));
}

void JobsPage::showTotals(const JobStore::Totals& totals) {
  m_totals = totals;
  m_filter->showTotals(totals);
  Q_EMIT totalsChanged(totals);
}

void JobsPage::showChosen() {
  const QModelIndex index = m_table->currentIndex();
  m_detail->setLine(index.isValid() ? std::optional(m_model.at(index.row())) : std::nullopt);
  tellWhatIsLookedAt();
}

void JobsPage::openMenu(const QPoint& at) {
  const QModelIndex index = m_table->indexAt(at);
  if (!index.isValid()) return;
  m_table->setCurrentIndex(index);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  m_detail->addTo(*menu);
  menu->popup(m_table->viewport()->mapToGlobal(at));
}

// The list has only the beginning of a long statement.
void JobsPage::openQuery(JobId id) {
  whenDone(m_jobs.find(id), this, [this](const Expected<Job>& job) {
    if (!job) return m_note->say(Tone::Bad, job.error().message);
    Q_EMIT openQueryRequested(*job);
  });
}

void JobsPage::tellWhatIsLookedAt() {
  const auto& line = m_detail->line();
  if (line && line->delivery && isVisible() && isActiveWindow()) Q_EMIT targetLookedAt(line->delivery->targetId);
}

void JobsPage::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ActivationChange) tellWhatIsLookedAt();
}

void JobsPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  tellWhatIsLookedAt();
}

void JobsPage::showProgress(DeliveryId id, qint64 sent, qint64 total) {
  m_model.setProgress(id, sent, total);
  m_detail->showBytes(id, sent, total);
}

void JobsPage::showRows(JobId id, qint64 rows, const RunStage& stage) {
  m_model.setRowsSoFar(id, rows);
  m_detail->showRows(id, rows, stage);
}

void JobsPage::setBodyDeleter(DeleteBodies deleter) {
  m_history->setBodyDeleter(std::move(deleter));
}

void JobsPage::showJob(JobId id) {
  m_wanted = {id, {}};
  m_filter->reset();
}

void JobsPage::showDelivery(DeliveryId id) {
  m_wanted = {{}, id};
  m_filter->reset();
}

void JobsPage::showWhatNeedsYou() {
  m_filter->reset(JobFilter::Group::NeedsYou);
}

void JobsPage::showDeliveryTrouble(const Error& error) {
  if (m_trouble == error.message) return;
  m_trouble = error.message;
  m_note->say(Tone::Bad, m_trouble);
  Q_EMIT deliveryTroubleChanged(m_trouble);
}

void JobsPage::endDeliveryTrouble() {
  if (m_trouble.isEmpty()) return;
  if (m_note->text() == m_trouble) m_note->clear();
  m_trouble.clear();
  Q_EMIT deliveryTroubleChanged(m_trouble);
}

void JobsPage::reload() {
  m_soon.ask();
}

JobFilter JobsPage::filter() const {
  JobFilter wanted = m_filter->filter();
  // What was read by scrolling stays, as long as the same lines are wanted.
  wanted.limit = wanted.sameLines(m_shown) ? qMax(kLinesAtOnce, jobCount(m_model.rows())) : kLinesAtOnce;
  return wanted;
}

void JobsPage::load() {
  if (m_loading) {
    m_loadAgain = true;
    return;
  }
  m_loading = true;
  ++m_generation;
  m_since.start();
  const JobFilter asked = filter();
  whenDone(m_jobs.lines(asked), this, [this, asked](const Expected<QVector<JobLine>>& lines) {
    m_loading = false;
    m_loadingMore = false;
    m_soon.setMoment(std::max(reloadGap, kRest * std::chrono::milliseconds(m_since.elapsed())));
    const bool stillAsked = filter().sameLines(asked);
    if (!lines) {
      complain(lines.error());
    } else if (stillAsked) {
      m_loaded = true;
      endComplaint();
      take(*lines, asked);
    }
    if (m_loadAgain) {
      m_loadAgain = false;
      stillAsked ? reload() : load();
    }
  });
  whenDone(m_jobs.totals(), this, [this](const Expected<JobStore::Totals>& totals) {
    if (totals) showTotals(*totals);
  });
  m_filter->loadTargets();
}

void JobsPage::take(const QVector<JobLine>& lines, const JobFilter& asked) {
  m_shown = asked;
  m_hasMore = jobCount(lines) >= asked.limit;
  m_model.setRows(lines);
  const bool isRestricted = asked.isRestricted();
  m_emptyReset->setVisible(isRestricted);
  if (lines.isEmpty()) {
    isRestricted ? m_empty->setText(
                       tr("Nothing here"),
                       tr("No job matches all of this: %1.").arg(m_filter->restrictions().join(QStringLiteral(", "))))
                 : m_empty->setText(
                       tr("No job yet"),
                       tr("Run a query on the Query page: this page lists every run and everything that was sent."));
  }
  showEmpty(lines.isEmpty());
  findWanted();
  if (!m_table->currentIndex().isValid() && !lines.isEmpty()) m_table->selectRow(0);
  showChosen();
}

void JobsPage::loadMore() {
  if (!m_hasMore || m_loadingMore || m_model.rowCount() == 0) return;
  m_loadingMore = true;
  const int generation = m_generation;
  JobFilter asked = filter();
  asked.limit = kLinesAtOnce;
  asked.beforeJob = m_model.rows().last().job.id.value;
  whenDone(m_jobs.lines(asked), this, [this, generation, asked](const Expected<QVector<JobLine>>& lines) {
    if (generation != m_generation) return;
    m_loadingMore = false;
    if (!lines) return complain(lines.error());
    m_hasMore = jobCount(*lines) >= asked.limit;
    m_model.setRows(m_model.rows() + *lines);
    findWanted();
  });
}

void JobsPage::findWanted() {
  if (!m_wanted.delivery.isValid() && !m_wanted.job.isValid()) return;
  const int row =
      m_wanted.delivery.isValid() ? m_model.rowOfDelivery(m_wanted.delivery) : m_model.rowOfJob(m_wanted.job);
  if (row < 0) return lookFurther();
  m_wanted = {};
  m_table->selectRow(row);
  m_table->scrollTo(m_model.index(row, 0));
}

// What was written a moment ago comes with the next reading; what is older than all lines has its day.
void JobsPage::lookFurther() {
  if (!m_hasMore) return;
  if (m_wanted.isDated) {
    if (m_model.rows().last().job.id > m_wanted.job) loadMore();
  } else if (m_wanted.delivery.isValid()) {
    whenDone(m_outbox.find(m_wanted.delivery), this, [this](const Expected<Delivery>& found) {
      if (found && found->id == m_wanted.delivery) showDayOf(found->jobId, found->createdMs);
    });
  } else {
    whenDone(m_jobs.find(m_wanted.job), this, [this](const Expected<Job>& found) {
      if (found && found->id == m_wanted.job) showDayOf(found->id, found->createdMs);
    });
  }
}

void JobsPage::showDayOf(JobId job, qint64 atMs) {
  if (m_wanted.isDated || m_model.rowCount() == 0 || !(m_model.rows().last().job.id > job)) return;
  m_wanted.job = job;
  m_wanted.isDated = true;
  m_filter->showDay(QDateTime::fromMSecsSinceEpoch(atMs).date());
}

void JobsPage::complain(const Error& error) {
  m_loadingMore = false;
  if (m_complaint == error.message && m_note->text() == m_complaint) return;
  m_complaint = error.message;
  m_note->say(Tone::Bad, error.message);
  connect(m_note->addAction(tr("Try again")), &Button::clicked, this, &JobsPage::load);
}

/// What else the note says stays.
void JobsPage::endComplaint() {
  if (m_complaint.isEmpty()) return;
  if (m_note->text() == m_complaint) m_note->say(Tone::Bad, m_trouble);
  m_complaint.clear();
}

}  // namespace courier
