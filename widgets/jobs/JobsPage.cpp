#include "widgets/jobs/JobsPage.h"

#include <QEvent>
#include <QHeaderView>
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
#include "widgets/common/RecordDelegate.h"
#include "widgets/jobs/HistoryMenu.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobFilterBar.h"

namespace courier {
namespace {

constexpr int kTimesMs = 5000;

}  // namespace

JobsPage::JobsPage(JobStore& jobs, Outbox& outbox, Settings& settings, const Clock& clock, const QString& spoolFolder,
                   QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_outbox(outbox), m_model(clock), m_soon(kReload, [this] { load(); }) {
  setObjectName(QStringLiteral("page"));
  m_minute = new QTimer(this);
  m_minute->setInterval(kTimesMs);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 16);
  layout->setSpacing(0);
  m_filter = new JobFilterBar(jobs, clock, this);
  m_history = new HistoryMenu(jobs, clock, this);
  m_filter->addAction(m_history);
  layout->addWidget(m_filter);

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
  m_emptyReset = m_empty->addAction(tr("Reset filters"));
  m_emptyReset->setObjectName(QStringLiteral("emptyReset"));
  m_emptyReset->hide();
  m_stack->addWidget(split);
  m_stack->addWidget(m_empty);

  connectParts();
  setFocusProxy(m_table);
  load();
}

void JobsPage::connectParts() {
  connect(m_minute, &QTimer::timeout, this, [this] {
    if (isVisible()) m_model.refresh();
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
  connect(m_detail, &JobDetail::editTargetRequested, this, &JobsPage::editTargetRequested);
  connect(m_detail, &JobDetail::openQueryRequested, this, [this] {
    if (m_detail->line()) Q_EMIT openQueryRequested(m_detail->line()->job);
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
      .arg(tr("%Ln job(s)", "", static_cast<int>(m_totals.jobs)),
           QLocale().formattedDataSize(m_totals.keptBodyBytes, 1, QLocale::DataSizeSIFormat));
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

void JobsPage::showRows(JobId id, qint64 rows) {
  m_model.setRowsSoFar(id, rows);
  m_detail->showRows(id, rows);
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

}  // namespace courier
