#include "widgets/results/ResultView.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QShortcut>
#include <QStackedWidget>
#include <QTime>
#include <QVBoxLayout>
#include <algorithm>

#include "models/explore/ShownRows.h"
#include "widgets/common/Button.h"
#include "widgets/common/EmptyState.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Panels.h"
#include "widgets/common/TextView.h"
#include "widgets/common/ViewTabs.h"
#include "widgets/results/BodyText.h"
#include "widgets/results/ColumnFilterDialog.h"
#include "widgets/results/FigureWatch.h"
#include "widgets/results/FilterBar.h"
#include "widgets/results/FindBar.h"
#include "widgets/results/GridColumns.h"
#include "widgets/results/ResultDialogs.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/RowArranger.h"

namespace courier {
namespace {

constexpr int kBodyRows = 50;
constexpr int kColumnsSettledMs = 400;
constexpr qsizetype kMostMessageCharacters = 1'000'000;

}  // namespace

ResultView::ResultView(QWidget* parent) : QWidget(parent) {
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* strip = new Strip(Strip::Fill::Panel, Strip::BottomLine, this);
  auto* stripLayout = new QHBoxLayout(strip);
  stripLayout->setContentsMargins(16, 0, 16, 0);
  m_tabs = new ViewTabs(tr("Result views"), strip);
  strip->setFixedHeight(m_tabs->height());
  m_tabs->addTab(tr("Grid"));
  m_tabs->addTab(tr("Body"));
  m_tabs->addTab(tr("Messages"));
  stripLayout->addWidget(m_tabs);
  stripLayout->addStretch(1);
  addGridTools(*stripLayout);
  layout->addWidget(strip);
  auto* noteFrame = new QVBoxLayout;
  m_note = new Note(this);
  noteFrame->addWidget(m_note);
  noteFrame->setContentsMargins(12, 10, 12, 10);
  auto* noteArea = new QWidget(this);
  noteArea->setLayout(noteFrame);
  layout->addWidget(noteArea);
  m_pages = new QStackedWidget(this);
  layout->addWidget(m_pages, 1);

  addGridPage();
  auto* bodyPage = new QWidget(m_pages);
  auto* bodyLayout = new QVBoxLayout(bodyPage);
  bodyLayout->setContentsMargins(0, 0, 0, 8);
  m_body = new TextView(tr("Body"), bodyPage);
  m_body->setGround(TextView::Ground::Panel);
  m_body->setWrap(TextView::Wrap::FarOut);
  bodyLayout->addWidget(m_body, 1);
  m_bodyFoot = new DimLabel({}, bodyPage);
  m_bodyFoot->setContentsMargins(16, 0, 16, 0);
  bodyLayout->addWidget(m_bodyFoot);
  m_pages->addWidget(bodyPage);

  m_messages = new TextView(tr("Messages"), m_pages);
  m_messages->setGround(TextView::Ground::Panel);
  m_pages->addWidget(m_messages);

  connect(m_tabs, &ViewTabs::currentChanged, this, [this](int index) {
    m_pages->setCurrentIndex(index);
    m_gridTools->setVisible(index == static_cast<int>(Page::Grid) && m_gridPages->currentWidget() != m_words);
    if (index == static_cast<int>(Page::Body) && m_bodyIsStale) refreshBody();
  });
  connect(m_grid, &ResultGrid::copyRefused, this, [this](const QString& why) { m_note->say(Tone::Warn, why); });
  connect(m_grid, &ResultGrid::copyTooLarge, this, [this](const QString& why) {
    m_note->say(Tone::Warn, why);
    connect(m_note->addAction(tr("Export instead…")), &Button::clicked, this, &ResultView::exportWanted);
  });
  noteArea->setVisible(false);
  connect(m_note, &Note::shownChanged, noteArea, &QWidget::setVisible);
}

/// What is done with the rows, at the right of the tabs: as long as the work takes, how far it is stands before it.
void ResultView::addGridTools(QHBoxLayout& strip) {
  m_work = new DimLabel({}, this);
  strip.addWidget(m_work);
  m_stopWork = new Button(tr("Stop"), ButtonKind::Quiet, this);
  m_stopWork->setAccessibleName(tr("Stop looking for the rows"));
  strip.addWidget(m_stopWork);
  m_work->hide();
  m_stopWork->hide();
  m_gridTools = new QWidget(this);
  auto* tools = new QHBoxLayout(m_gridTools);
  tools->setContentsMargins(0, 0, 0, 0);
  tools->setSpacing(4);
  auto* find = new Button(tr("Find"), ButtonKind::Quiet, m_gridTools);
  find->setToolTip(
      tr("Find a text in the rows (%1)").arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
  connect(find, &QPushButton::clicked, this, &ResultView::findInRows);
  tools->addWidget(find);
  auto* filter = new Button(tr("Filter"), ButtonKind::Quiet, m_gridTools);
  const QKeySequence filterKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_L);
  filter->setToolTip(tr("Show only some of the rows (%1)").arg(filterKeys.toString(QKeySequence::NativeText)));
  connect(filter, &QPushButton::clicked, this, &ResultView::filterRows);
  tools->addWidget(filter);
  auto* toFile = new Button(tr("Export…"), ButtonKind::Quiet, m_gridTools);
  toFile->setObjectName(QStringLiteral("export"));
  const QKeySequence exportKeys(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
  toFile->setToolTip(tr("Write the rows into a file (%1)").arg(exportKeys.toString(QKeySequence::NativeText)));
  connect(toFile, &QPushButton::clicked, this, &ResultView::exportWanted);
  tools->addWidget(toFile);
  auto* toFileKeys = new QShortcut(exportKeys, this);
  toFileKeys->setContext(Qt::WidgetWithChildrenShortcut);
  connect(toFileKeys, &QShortcut::activated, this, &ResultView::exportWanted);
  auto* shortcut = new QShortcut(filterKeys, this);
  shortcut->setContext(Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QShortcut::activated, this, &ResultView::filterRows);
  strip.addWidget(m_gridTools);
  m_gridTools->hide();
}

void ResultView::addGridPage() {
  auto* page = new QWidget(m_pages);
  auto* pageLayout = new QVBoxLayout(page);
  pageLayout->setContentsMargins(0, 0, 0, 0);
  pageLayout->setSpacing(0);
  m_resultTabs = new ResultTabs(page);
  auto* tabsRow = new QHBoxLayout;
  tabsRow->setContentsMargins(12, 0, 12, 0);
  tabsRow->addWidget(m_resultTabs, 1);
  pageLayout->addLayout(tabsRow);
  m_gridPages = new QStackedWidget(page);
  pageLayout->addWidget(m_gridPages, 1);
  m_words = new EmptyState(QStringLiteral("table"), {}, {}, m_gridPages);
  m_gridPages->addWidget(m_words);
  auto* rows = new QWidget(m_gridPages);
  auto* layout = new QVBoxLayout(rows);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_grid = new ResultGrid(rows);
  m_filterBar = new FilterBar(*m_grid, rows);
  m_findBar = new FindBar(*m_grid, rows);
  layout->addWidget(m_filterBar);
  layout->addWidget(m_findBar);
  layout->addWidget(m_grid, 1);
  m_gridPages->addWidget(rows);
  m_pages->addWidget(page);
  connect(m_resultTabs, &ResultTabs::chosen, this, &ResultView::showChosen);
  // A click on the only tab brings its rows back where words stand.
  connect(m_resultTabs, &QTabBar::tabBarClicked, this, &ResultView::showChosen);
  connect(m_resultTabs, &ResultTabs::renameWanted, this, &ResultView::renameResult);
  connect(m_resultTabs, &ResultTabs::compareWanted, this, &ResultView::compareResults);
  m_figures = new FigureWatch(*m_grid);
  m_columnsSettled.setSingleShot(true);
  m_columnsSettled.setInterval(kColumnsSettledMs);
  connect(&m_columnsSettled, &QTimer::timeout, this, &ResultView::keepColumns);
  connect(m_grid, &RowsView::columnsChanged, &m_columnsSettled, qOverload<>(&QTimer::start));
  connect(m_grid, &ResultGrid::findWanted, this, &ResultView::findInRows);
  connect(m_grid, &ResultGrid::filterWanted, this,
          [this](int column) { (new ColumnFilterDialog(*m_grid, column, this))->open(); });
  RowArranger* arranger = m_grid->arranger();
  connect(m_grid, &ResultGrid::arrangementChanged, this, [this] {
    const ResultEntry* entry = m_resultTabs->current();
    if (entry && entry->result == m_grid->resultModel()->store())
      m_resultTabs->keepArrangement(m_grid->arranger()->wanted());
  });
  connect(arranger, &RowArranger::progressed, this, &ResultView::showWork);
  connect(arranger, &RowArranger::ended, this, [this] {
    m_work->hide();
    m_stopWork->hide();
  });
  connect(arranger, &RowArranger::failed, this, [this](const Error& error) { m_note->say(Tone::Bad, error.message); });
  connect(m_stopWork, &QPushButton::clicked, arranger, &RowArranger::stop);
}

std::shared_ptr<const RowSource> ResultView::onlyShown() const {
  const ResultTableModel& rows = *m_grid->resultModel();
  if (!m_result || !rows.arrangement().leavesOut()) return nullptr;
  return std::make_shared<ShownRows>(m_result, rows.rows());
}

void ResultView::setColumnLayout(const QVariantMap& layout) {
  m_columnLayout = layout;
}

void ResultView::keepColumns() {
  if (m_grid->resultModel()->columnCount() == 0) return;
  const QVariantMap layout = columnLayout(*m_grid);
  if (layout == m_columnLayout) return;
  m_columnLayout = layout;
  Q_EMIT columnLayoutChanged(layout);
}

void ResultView::showWork(qint64 done, qint64 total) {
  const bool sorts = !m_grid->arranger()->wanted().order.isEmpty();
  const int percent = total > 0 ? static_cast<int>(std::clamp<qint64>(100 * done / total, 0, 100)) : 0;
  m_work->setText((sorts ? tr("Sorting… %1 %") : tr("Filtering… %1 %")).arg(percent));
  m_work->show();
  m_stopWork->show();
}

void ResultView::findInRows() {
  showPage(Page::Grid);
  if (m_gridPages->currentWidget() != m_words) m_findBar->begin();
}

void ResultView::filterRows() {
  showPage(Page::Grid);
  if (m_gridPages->currentWidget() != m_words) m_filterBar->begin();
}

void ResultView::beginRun() {
  m_resultTabs->beginRun();
}

void ResultView::showResult(const std::shared_ptr<ResultStore>& result) {
  if (m_resultTabs->has(result)) return;
  m_resultTabs->add(result);
}

void ResultView::endRun(JobId job, bool incomplete) {
  m_resultTabs->endRun(job, incomplete);
  m_grid->resultModel()->catchUp();
  m_grid->setOld(false);
}

const ResultEntry* ResultView::current() const {
  return m_gridPages->currentWidget() == m_words ? nullptr : m_resultTabs->current();
}

void ResultView::showChosen() {
  const ResultEntry* entry = m_resultTabs->current();
  if (!entry) {
    m_result.reset();
    m_bodyIsStale = true;
    m_grid->setResult(nullptr);
    m_gridPages->setCurrentWidget(m_words);
    m_gridTools->hide();
    Q_EMIT resultChosen();
    return;
  }
  m_grid->setOld(false);
  m_gridPages->setCurrentIndex(1);
  m_gridTools->setVisible(m_tabs->currentIndex() == static_cast<int>(Page::Grid));
  if (entry->result == m_grid->resultModel()->store()) return;
  m_result = entry->result;
  m_bodyIsStale = true;
  const Arrangement before = entry->arrangement;
  m_grid->setResult(entry->result);
  applyColumnLayout(*m_grid, m_columnLayout);
  m_columnsSettled.stop();
  m_grid->arranger()->want(before);
  if (m_tabs->currentIndex() == static_cast<int>(Page::Body)) refreshBody();
  Q_EMIT resultChosen();
}

void ResultView::renameResult(int index) {
  auto* dialog = new RenameResultDialog(m_resultTabs->entries()[index].name, this);
  connect(dialog, &RenameResultDialog::renamed, m_resultTabs,
          [this, result = m_resultTabs->entries()[index].result](const QString& name) {
            for (int at = 0; at < m_resultTabs->entries().size(); ++at) {
              if (m_resultTabs->entries()[at].result == result) m_resultTabs->rename(at, name);
            }
          });
  dialog->open();
}

void ResultView::compareResults(int older, int newer) {
  const ResultEntry& one = m_resultTabs->entries()[older];
  const ResultEntry& other = m_resultTabs->entries()[newer];
  (new CompareResultsDialog({one.result, one.name}, {other.result, other.name}, this))->open();
}

void ResultView::showWords(const QString& title, const QString& text) {
  m_resultTabs->dropLastRun();
  m_result.reset();
  m_grid->setResult(nullptr);
  m_grid->setOld(false);
  m_bodyIsStale = true;
  m_words->setText(title, text);
  m_gridPages->setCurrentWidget(m_words);
  m_gridTools->hide();
  if (m_tabs->currentIndex() == static_cast<int>(Page::Body)) refreshBody();
}

void ResultView::showRunning() {
  if (m_gridPages->currentWidget() != m_words) {
    m_grid->setOld(true);
  } else {
    m_words->setText(tr("Running…"), tr("The rows appear here as they come."));
  }
  if (m_result) m_bodyFoot->setText(tr("Running… This is the body of the run before."));
}

void ResultView::refreshBody() {
  m_bodyIsStale = true;
  if (m_tabs->currentIndex() != static_cast<int>(Page::Body)) return;
  m_bodyIsStale = false;
  if (!m_result) {
    m_body->clear();
    m_bodyFoot->setText(tr("Run a query to see the body made from its rows."));
    return;
  }
  const auto body = bodyText(*m_result, kBodyRows);
  if (!body) {
    m_body->clear();
    m_bodyFoot->setText(body.error().message);
    return;
  }
  m_body->setPlainText(body->text);
  const QLocale locale;
  m_bodyFoot->setText(body->rowsShown < body->rowsInResult
                          ? tr("The first %1 of %2 rows, laid out for reading; the body is sent without the spaces.")
                                .arg(locale.toString(body->rowsShown), locale.toString(body->rowsInResult))
                          : tr("Laid out for reading; the body is sent without the spaces."));
}

void ResultView::addMessage(const QString& text) {
  const QString time = QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"));
  const QString before = m_messages->toPlainText();
  if (before.size() > kMostMessageCharacters) {
    m_messages->setPlainText(before.sliced(before.indexOf(QLatin1Char('\n'), before.size() / 2) + 1));
  }
  m_messages->appendLine(QStringLiteral("%1  %2").arg(time, text));
}

void ResultView::showPage(Page page) {
  m_tabs->setCurrentIndex(static_cast<int>(page));
}

QString ResultView::bodyShown() const {
  return m_body->toPlainText();
}

QString ResultView::messages() const {
  return m_messages->toPlainText();
}

}  // namespace courier
