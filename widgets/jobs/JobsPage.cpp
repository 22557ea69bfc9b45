#include "widgets/jobs/JobsPage.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "widgets/common/Card.h"
#include "widgets/common/ColumnWidths.h"
#include "widgets/common/DataTable.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Note.h"
#include "widgets/common/PageHeader.h"
#include "widgets/common/RecordDelegate.h"
#include "widgets/jobs/JobDetail.h"

namespace courier {
namespace {

constexpr int kPage = 200;
constexpr int kReloadMs = 250;
constexpr int kTypingMs = 250;
constexpr int kTimesMs = 5000;

int idOf(JobFilter::Group group) {
  return static_cast<int>(group);
}

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
    : QWidget(parent), m_jobs(jobs), m_outbox(outbox), m_model(clock) {
  setObjectName(QStringLiteral("page"));
  const auto timer = [this](int interval) {
    auto* made = new QTimer(this);
    made->setSingleShot(true);
    made->setInterval(interval);
    return made;
  };
  m_soon = timer(kReloadMs);
  m_typed = timer(kTypingMs);
  m_minute = timer(kTimesMs);
  m_minute->setSingleShot(false);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 16);
  layout->setSpacing(0);
  auto* header = new PageHeader(tr("Jobs"), this);
  layout->addWidget(header);
  m_groups = new QButtonGroup(this);
  for (const auto group : {JobFilter::Group::All, JobFilter::Group::NeedsYou, JobFilter::Group::Waiting}) {
    auto* button = new Button({}, ButtonKind::Quiet, header);
    button->setCheckable(true);
    m_groups->addButton(button, idOf(group));
    header->addBeside(button);
  }
  m_groups->button(idOf(JobFilter::Group::All))->setChecked(true);
  m_search = new QLineEdit(header);
  m_search->setObjectName(QStringLiteral("search"));
  m_search->setPlaceholderText(tr("Search query, target, text"));
  m_search->setAccessibleName(m_search->placeholderText());
  m_search->setClearButtonEnabled(true);
  m_search->setFixedWidth(240);
  header->addAction(m_search);
  showTotals({});

  auto* body = new QVBoxLayout;
  body->setContentsMargins(20, 0, 20, 0);
  body->setSpacing(12);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  body->addWidget(m_note);
  m_stack = new QStackedWidget(this);
  body->addWidget(m_stack, 1);
  layout->addLayout(body, 1);

  auto* split = new QSplitter(Qt::Horizontal, m_stack);
  split->setHandleWidth(12);
  split->setChildrenCollapsible(false);
  split->setStyleSheet(QStringLiteral("QSplitter::handle, QSplitter::handle:hover { background: transparent; }"));
  auto* card = new Card(split);
  m_table = new DataTable(tr("Jobs"), card);
  m_table->setItemDelegate(new RecordDelegate(m_table));
  m_table->setModel(&m_model);
  m_table->horizontalHeader()->setStretchLastSection(true);
  new ColumnWidths(*m_table->horizontalHeader(), settings, QStringLiteral("jobs.columns"),
                   {56, 130, 110, 116, 160, 136});
  card->content()->addWidget(m_table);
  auto* side = new Card(split);
  m_detail = new JobDetail(jobs, outbox, clock, spoolFolder, side);
  side->content()->addWidget(m_detail);
  side->setMinimumWidth(340);
  split->addWidget(card);
  split->addWidget(side);
  split->setStretchFactor(0, 1);
  split->setStretchFactor(1, 0);
  split->setSizes({710, 430});
  m_empty = new EmptyState(QStringLiteral("jobs"), tr("No job yet"), tr("Reading the jobs…"), m_stack);
  m_stack->addWidget(split);
  m_stack->addWidget(m_empty);

  connect(m_soon, &QTimer::timeout, this, &JobsPage::load);
  connect(m_typed, &QTimer::timeout, this, &JobsPage::load);
  connect(m_minute, &QTimer::timeout, this, [this] {
    if (isVisible()) m_model.refresh();
  });
  m_minute->start();
  connect(m_search, &QLineEdit::textChanged, m_typed, qOverload<>(&QTimer::start));
  connect(m_search, &QLineEdit::returnPressed, this, &JobsPage::load);
  connect(m_groups, &QButtonGroup::idClicked, this, &JobsPage::load);
  connect(&m_jobs, &JobStore::changed, this, &JobsPage::reload);
  connect(&m_outbox, &Outbox::changed, this, &JobsPage::reload);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &JobsPage::showChosen);
  connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
    if (value >= m_table->verticalScrollBar()->maximum() - m_table->height()) loadMore();
  });
  connect(m_detail, &JobDetail::editTargetRequested, this, &JobsPage::editTargetRequested);
  connect(m_detail, &JobDetail::sentAgain, this, &JobsPage::showDelivery);
  setFocusProxy(m_table);
  load();
}

JobsPage::~JobsPage() {
  m_table->dropModel();
}

QString JobsPage::statusText() const {
  if (!m_loaded) return {};
  return tr("%1 · %2 of bodies kept")
      .arg(tr("%Ln job(s)", "", static_cast<int>(m_totals.jobs)),
           QLocale().formattedDataSize(m_totals.keptBodyBytes, 1, QLocale::DataSizeSIFormat));
}

void JobsPage::reload() {
  if (!m_soon->isActive()) m_soon->start();
}

JobFilter JobsPage::filter() const {
  JobFilter wanted;
  wanted.group = static_cast<JobFilter::Group>(m_groups->checkedId());
  wanted.text = m_search->text().trimmed();
  // What was read by scrolling stays.
  wanted.limit = qMax(kPage, jobCount(m_model.rows()));
  return wanted;
}

void JobsPage::load() {
  m_typed->stop();
  if (m_loading) {
    m_loadAgain = true;
    return;
  }
  m_loading = true;
  ++m_generation;
  const JobFilter asked = filter();
  whenDone(m_jobs.lines(asked), this, [this, asked](const Result<QVector<JobLine>>& lines) {
    m_loading = false;
    m_loadingMore = false;
    const JobFilter now = filter();
    const bool stillAsked = now.group == asked.group && now.text == asked.text;
    if (!lines) {
      complain(lines.error());
    } else if (stillAsked) {
      m_loaded = true;
      if (m_trouble.isEmpty()) m_note->clear();
      take(*lines, asked);
    }
    if (m_loadAgain) {
      m_loadAgain = false;
      stillAsked ? reload() : load();
    }
  });
  whenDone(m_jobs.totals(), this, [this](const Result<JobStore::Totals>& totals) {
    if (totals) showTotals(*totals);
  });
}

void JobsPage::take(const QVector<JobLine>& lines, const JobFilter& asked) {
  m_hasMore = jobCount(lines) >= asked.limit;
  m_model.setRows(lines);
  const bool restricted = asked.group != JobFilter::Group::All || !asked.text.isEmpty();
  if (lines.isEmpty()) {
    restricted ? m_empty->setText(tr("Nothing here"), tr("No job fits this filter."))
               : m_empty->setText(tr("No job yet"), tr("Run a query on the Query page: every run, and everything that "
                                                       "was sent, is written down here."));
  }
  m_stack->setCurrentIndex(lines.isEmpty() ? 1 : 0);
  findWanted();
  if (!m_table->currentIndex().isValid() && !lines.isEmpty()) m_table->selectRow(0);
  showChosen();
}

void JobsPage::loadMore() {
  if (!m_hasMore || m_loadingMore || m_model.rowCount() == 0) return;
  m_loadingMore = true;
  const int generation = m_generation;
  JobFilter asked = filter();
  asked.limit = kPage;
  asked.beforeJob = m_model.rows().last().job.id.value;
  whenDone(m_jobs.lines(asked), this, [this, generation, asked](const Result<QVector<JobLine>>& lines) {
    if (generation != m_generation) return;
    m_loadingMore = false;
    if (!lines) return complain(lines.error());
    m_hasMore = jobCount(*lines) >= asked.limit;
    m_model.setRows(m_model.rows() + *lines);
    findWanted();
  });
}

void JobsPage::showTotals(const JobStore::Totals& totals) {
  m_totals = totals;
  const QLocale locale;
  m_groups->button(idOf(JobFilter::Group::All))->setText(tr("All"));
  m_groups->button(idOf(JobFilter::Group::NeedsYou))
      ->setText(totals.needsYou > 0 ? tr("Needs you (%1)").arg(locale.toString(totals.needsYou)) : tr("Needs you"));
  m_groups->button(idOf(JobFilter::Group::Waiting))
      ->setText(totals.waiting > 0 ? tr("Waiting (%1)").arg(locale.toString(totals.waiting)) : tr("Waiting"));
  Q_EMIT totalsChanged(totals);
}

void JobsPage::showChosen() {
  const QModelIndex index = m_table->currentIndex();
  m_detail->setLine(index.isValid() ? std::optional(m_model.at(index.row())) : std::nullopt);
  tellWhatIsLookedAt();
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
}

void JobsPage::showJob(JobId id) {
  m_wantedJob = id;
  m_search->clear();
  m_groups->button(idOf(JobFilter::Group::All))->setChecked(true);
  load();
}

void JobsPage::showDelivery(DeliveryId id) {
  m_wantedDelivery = id;
  m_search->clear();
  m_groups->button(idOf(JobFilter::Group::All))->setChecked(true);
  load();
}

void JobsPage::showWhatNeedsYou() {
  m_search->clear();
  m_groups->button(idOf(JobFilter::Group::NeedsYou))->setChecked(true);
  load();
}

void JobsPage::findWanted() {
  int row = -1;
  if (m_wantedDelivery.isValid()) {
    row = m_model.rowOfDelivery(m_wantedDelivery);
  } else if (m_wantedJob.isValid()) {
    row = m_model.rowOfJob(m_wantedJob);
  } else {
    return;
  }
  if (row < 0) return;
  m_wantedDelivery = {};
  m_wantedJob = {};
  m_table->selectRow(row);
  m_table->scrollTo(m_model.index(row, 0));
}

void JobsPage::showDeliveryTrouble(const Error& error) {
  if (m_trouble == error.message) return;
  m_trouble = error.message;
  m_note->say(Tone::Bad, m_trouble);
  Q_EMIT deliveryTroubleChanged(m_trouble);
}

void JobsPage::endDeliveryTrouble() {
  if (m_trouble.isEmpty()) return;
  m_trouble.clear();
  m_note->clear();
  Q_EMIT deliveryTroubleChanged(m_trouble);
}

void JobsPage::complain(const Error& error) {
  m_loadingMore = false;
  if (m_note->text() == error.message) return;
  m_note->say(Tone::Bad, error.message);
  connect(m_note->addAction(tr("Try again")), &Button::clicked, this, &JobsPage::load);
}

}  // namespace courier
