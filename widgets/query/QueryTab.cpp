#include "widgets/query/QueryTab.h"

#include <QLocale>
#include <QRegularExpression>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "widgets/connections/ConnectionMark.h"
#include "widgets/connections/ConnectionText.h"
#include "widgets/export/ExportDialog.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/DraftSaver.h"
#include "widgets/query/RunBar.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/results/FigureWatch.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

constexpr int kEditorHeight = 210;

const QString kDot = QStringLiteral(" · ");
const QString kColumnsKey = QStringLiteral("columns");

/// The statement on one line, for the Messages page.
QString oneLine(const QString& sql) {
  const QString line = sql.simplified();
  return line.size() > 200 ? line.left(200) + QStringLiteral("…") : line;
}

bool changesSchema(const QString& sql) {
  static const QRegularExpression words(QStringLiteral("\\b(CREATE|DROP|ALTER|RENAME|ATTACH|DETACH|VACUUM)\\b"),
                                        QRegularExpression::CaseInsensitiveOption);
  return words.match(sql).hasMatch();
}

/// How many statements of the text end before this offset.
int statementsBefore(const QString& text, qsizetype offset) {
  const auto all = sqltext::split(text);
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [offset](const StatementRange& each) { return each.end <= offset; }));
}

}  // namespace

QueryTab::QueryTab(const QueryTabServices& services, QWidget* parent)
    : QWidget(parent), m_queries(services.queries), m_settings(services.settings), m_engines(services.engines) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_splitter = new QSplitter(Qt::Vertical, this);
  m_splitter->setChildrenCollapsible(false);
  layout->addWidget(m_splitter);
  auto* upper = new QWidget(m_splitter);
  auto* upperLayout = new QVBoxLayout(upper);
  upperLayout->setContentsMargins(0, 0, 0, 0);
  upperLayout->setSpacing(0);
  m_edge = new MarkEdge(upper);
  upperLayout->addWidget(m_edge);
  m_editor = new SqlEditor(upper);
  m_editor->setMinimumHeight(80);
  upperLayout->addWidget(m_editor, 1);
  auto* lower = new QWidget(m_splitter);
  auto* lowerLayout = new QVBoxLayout(lower);
  lowerLayout->setContentsMargins(0, 0, 0, 0);
  lowerLayout->setSpacing(0);
  m_bar = new RunBar(services.targets, services.settings, lower);
  lowerLayout->addWidget(m_bar);
  m_results = new ResultView(lower);
  lowerLayout->addWidget(m_results, 1);
  m_splitter->setStretchFactor(0, 0);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({kEditorHeight, 520});
  m_results->showWords(tr("No rows yet"),
                       tr("Press %1 to run the statement at the cursor.")
                           .arg(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText)));
  m_run = new QueryRun(services.jobs, services.spillFolder, this);
  m_saver = new DraftSaver(
      services.queries, [this] { return draft(); }, this);

  connect(m_editor, &SqlEditor::edited, m_saver, &DraftSaver::touch);
  connect(m_editor, &QsciScintillaBase::SCN_FOCUSOUT, m_saver, &DraftSaver::saveNow);
  connect(m_saver, &DraftSaver::savedChanged, this, &QueryTab::titleChanged);
  connect(m_saver, &DraftSaver::failed, this, [this](const Error& error) {
    m_results->note()->say(Tone::Bad, tr("What you typed is not saved yet: %1").arg(error.message));
  });
  connect(m_bar, &RunBar::runClicked, this, &QueryTab::runCurrent);
  connect(m_bar, &RunBar::stopClicked, this, &QueryTab::stop);
  connect(m_bar, &RunBar::scheduleClicked, this, &QueryTab::requestSchedule);
  connect(m_bar->connectionBox(), &ConnectionBox::connectionChanged, m_saver, &DraftSaver::touch);
  connect(m_bar->connectionBox(), &ConnectionBox::connectionChanged, this, [this] {
    showConnection();
    if (!m_run->isRunning()) sayConnection();
  });
  connect(m_bar->connectionBox(), &ConnectionBox::openFileWanted, this, &QueryTab::openFileWanted);
  connect(m_bar->sendButton(), &SendButton::sendWanted, this, &QueryTab::requestSend);
  connect(m_results->figures(), &FigureWatch::changed, this, [this] { Q_EMIT statusChanged(statusText()); });
  connect(m_results, &ResultView::columnLayoutChanged, this, [this](const QVariantMap& columns) {
    if (columns.isEmpty()) {
      m_view.remove(kColumnsKey);
    } else {
      m_view.insert(kColumnsKey, columns);
    }
    if (!isBlank()) m_saver->touch();
  });
  connect(m_run, &QueryRun::finished, this, &QueryTab::showEnd);
  connect(m_run, &QueryRun::progressed, this, &QueryTab::showProgress);
  connect(m_run, &QueryRun::resultBegun, this, &QueryTab::showResults);
  connect(m_results, &ResultView::resultChosen, this, [this] {
    showSendable();
    sayRows();
  });
  connect(m_results, &ResultView::exportWanted, this, &QueryTab::exportRows);
  addShortcuts();
}

/// Beside the buttons in a word or two; all that the database tells stands in the status line, which has room for it.
void QueryTab::showProgress(qint64 rows, qint64 elapsedMs, const RunStage& stage) {
  const bool tellsRows = rows > 0 || stage.kind == RunStage::Kind::Unknown;
  m_bar->setProgress(tr("%1… %2").arg(tellsRows ? rowsText(rows) : shortStageText(stage), elapsedText(elapsedMs)));
  if (const QString there = stageText(stage); !there.isEmpty())
    setStatus(tr("Running on %1…").arg(m_ranOn) + QLatin1Char(' ') + there);
  if (!m_run->series()->last()) m_results->showRunning();
}

void QueryTab::load(const QueryDraft& draft) {
  m_name = draft.name;
  m_position = draft.position;
  m_isOpen = true;
  m_textLeftOut = draft.isTextLeftOut;
  m_view = draft.view;
  m_results->setColumnLayout(m_view.value(kColumnsKey).toMap());
  m_editor->setReadOnly(false);
  m_editor->load(draft.sql, draft.cursor);
  m_saver->adopt(draft.id);
  m_bar->connectionBox()->choose(draft.connectionId);
  if (m_textLeftOut) offerLeftOutText();
  Q_EMIT titleChanged();
}

void QueryTab::offerLeftOutText() {
  m_editor->setReadOnly(true);
  Note* note = m_results->note();
  note->say(Tone::Info, tr("This query is very long, so it was not opened at once. None of it is lost."));
  connect(note->addAction(tr("Open it now")), &Button::clicked, this, [this] {
    whenDone(m_queries.load(m_saver->id()), this, [this](const Expected<QueryDraft>& whole) {
      if (!whole) {
        m_results->note()->say(Tone::Bad, whole.error().message);
        return;
      }
      m_results->note()->clear();
      load(*whole);
      focusEditor();
    });
  });
}

void QueryTab::rename(const QString& name) {
  if (name == m_name) return;
  m_name = name;
  m_saver->touch();
  Q_EMIT titleChanged();
}

void QueryTab::setPosition(int position) {
  if (position == m_position) return;
  m_position = position;
  if (!isBlank()) m_saver->touch();
}

void QueryTab::setConnections(const QVector<Connection>& connections) {
  m_bar->connectionBox()->setConnections(connections);
  if (!m_bar->connectionBox()->chosen().isValid() && !connections.isEmpty()) {
    const QSignalBlocker quiet(m_bar->connectionBox());
    m_bar->connectionBox()->choose(connections.first().id);
  }
  showConnection();
  if (!m_run->isRunning() && m_ranOn.isEmpty()) sayConnection();
}

void QueryTab::showConnection() {
  const Connection connection = m_bar->connectionBox()->connection();
  m_edge->setConnection(connection);
  m_bar->setConnection(connection);
}

void QueryTab::sayConnection() {
  const Connection connection = m_bar->connectionBox()->connection();
  if (connection.id.isValid()) setStatus(labelledName(connection) + kDot + connectionKindText(connection));
}

void QueryTab::chooseConnection(ConnectionId id) {
  m_bar->connectionBox()->choose(id);
}

ConnectionId QueryTab::connectionId() const {
  return m_bar->connectionBox()->chosen();
}

bool QueryTab::hasConnection() const {
  return m_bar->connectionBox()->connection().id.isValid();
}

bool QueryTab::hasText() const {
  return m_textLeftOut || m_editor->length() > 0;
}

void QueryTab::insertText(const QString& text) {
  m_editor->replaceSelectedText(text);
  focusEditor();
}

void QueryTab::focusEditor() {
  m_editor->setFocus(Qt::OtherFocusReason);
}

bool QueryTab::isSaved() const {
  return m_saver->isSaved();
}

bool QueryTab::isBlank() const {
  return !m_saver->id().isValid() && m_editor->length() == 0 && m_saver->isSaved();
}

void QueryTab::saveNow() {
  m_saver->saveNow();
}

void QueryTab::saveClosed() {
  m_isOpen = false;
  m_saver->touch();
  m_saver->saveNow();
}

void QueryTab::addShortcuts() {
  const auto add = [this](const QKeySequence& keys, auto slot) {
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, slot);
  };
  add(Qt::CTRL | Qt::Key_Return, &QueryTab::runCurrent);
  add(Qt::CTRL | Qt::Key_Enter, &QueryTab::runCurrent);
  add(Qt::Key_F5, &QueryTab::runCurrent);
  add(Qt::CTRL | Qt::SHIFT | Qt::Key_Return, &QueryTab::runAll);
  add(Qt::CTRL | Qt::SHIFT | Qt::Key_Enter, &QueryTab::runAll);
  add(Qt::Key_Escape, &QueryTab::stop);
  add(Qt::CTRL | Qt::SHIFT | Qt::Key_S, &QueryTab::send);
  add(Qt::CTRL | Qt::Key_QuoteLeft, &QueryTab::switchFocus);
  // A key that every keyboard has.
  add(Qt::Key_F6, &QueryTab::switchFocus);
  add(Qt::CTRL | Qt::Key_Slash, [this] { m_editor->toggleComment(); });
}

StatementRange QueryTab::chosenRange() const {
  const StatementRange range = m_editor->selectedRange();
  return range.begin < range.end ? range : sqltext::statementAt(m_editor->sql(), m_editor->cursorOffset());
}

void QueryTab::runCurrent() {
  run(chosenRange());
}

void QueryTab::runAll() {
  run({0, m_editor->sql().size()});
}

void QueryTab::runFirst(qint64 rows) {
  run({0, m_editor->sql().size()}, rows);
}

void QueryTab::stop() {
  m_run->stop();
}

void QueryTab::switchFocus() {
  if (m_editor->hasFocus()) {
    m_results->showPage(ResultView::Page::Grid);
    m_results->grid()->setFocus(Qt::OtherFocusReason);
  } else {
    focusEditor();
  }
}

void QueryTab::send() {
  m_bar->sendButton()->sendToPreferred();
}

void QueryTab::setStatus(const QString& status) {
  m_status = status;
  Q_EMIT statusChanged(statusText());
}

void QueryTab::requestSchedule() {
  const StatementRange range = chosenRange();
  Q_EMIT scheduleRequested(m_name, m_editor->sql().sliced(range.begin, range.end - range.begin), connectionId());
}

void QueryTab::exportRows() {
  const ResultEntry* entry = m_results->current();
  if (!entry) return;
  const QLocale locale;
  QVector<ExportChoice> choices{
      {tr("All %1 rows fetched").arg(locale.toString(entry->result->rowCount())), entry->result}};
  // What a filter leaves is meant where there is one.
  if (const auto shown = m_results->onlyShown())
    choices.prepend({tr("Only the %1 rows shown").arg(locale.toString(shown->rowCount())), shown});
  const cellcopy::Part part = cellcopy::partOf(*m_results->grid(), CopyHeaders::Without);
  if (part.cells() > 1) {
    if (const auto selected = cellcopy::selectedRows(entry->result, part))
      choices.append({tr("The selected cells: %1 rows").arg(locale.toString(selected->rowCount())), selected});
  }
  (new ExportDialog(std::move(choices), m_name, m_results->grid()->dialect(), m_settings, this))->open();
}

void QueryTab::requestSend(const QString& target) {
  const ResultEntry* entry = m_results->current();
  if (m_run->isRunning() || !entry || !entry->job.isValid()) return;
  ShownResult shown;
  shown.job = entry->job;
  shown.queryName = m_name;
  shown.result = entry->result;
  shown.rows = entry->result->rowCount();
  shown.incomplete = entry->incomplete;
  shown.onlyShown = m_results->onlyShown();
  shown.preferredTarget = target;
  Q_EMIT sendRequested(shown);
}

QString QueryTab::statusText() const {
  const QString figures = m_results->figures()->text();
  return figures.isEmpty() ? m_status : figures + QStringLiteral("      ") + m_status;
}

QueryDraft QueryTab::draft() const {
  QueryDraft draft;
  draft.name = m_name;
  draft.sql = m_editor->sql();
  draft.connectionId = connectionId();
  draft.position = m_position;
  draft.cursor = static_cast<int>(m_editor->cursorOffset());
  draft.isOpen = m_isOpen;
  draft.isTextLeftOut = m_textLeftOut;
  draft.view = m_view;
  return draft;
}

QString QueryTab::rowsText(qint64 rows) {
  return tr("%Ln row(s)", nullptr, static_cast<int>(std::min<qint64>(rows, std::numeric_limits<int>::max())));
}

void QueryTab::run(StatementRange range, qint64 mostRows) {
  if (m_run->isRunning()) return;
  const QString all = m_editor->sql();
  const QString sql = all.mid(range.begin, range.end - range.begin);
  Note* note = m_results->note();
  if (sql.trimmed().isEmpty()) {
    note->say(Tone::Info, tr("There is no statement at the cursor. Write one, or put the cursor in one."));
    return;
  }
  const Connection connection = m_bar->connectionBox()->connection();
  if (!connection.id.isValid()) {
    note->say(Tone::Warn, tr("Choose a connection first."));
    connect(note->addAction(tr("Open database file…")), &Button::clicked, this, &QueryTab::openFileWanted);
    return;
  }
  note->clear();
  m_editor->clearError();
  m_saver->saveNow();
  m_bar->setRunning(true);
  m_bar->setSendable(false);
  m_ranOn = labelledName(connection);
  m_stopsThere = !m_engines || m_engines->abilities(connection.engine).stopsOnServer;
  m_changes = changesSchema(sql) ? connection.id : ConnectionId{};
  setStatus(tr("Running on %1…").arg(m_ranOn));
  m_results->grid()->setDialect(insertDialectOf(connection.engine));
  m_results->addMessage(tr("%1: %2").arg(connection.name, oneLine(sql)));
  JobRequest request;
  request.sql = sql;
  request.queryName = m_name;
  TextPosition origin = sqltext::positionAt(all, range.begin);
  origin.statement += statementsBefore(all, range.begin);
  m_took.clear();
  m_results->beginRun();
  m_run->start(std::move(request), connection, origin, mostRows);
}

/// The rows of the last run stay on the screen until there are new ones.
void QueryTab::showResults() {
  for (const auto& result : m_run->series()->results()) m_results->showResult(result);
}

/// Of the result in sight; of one that was pinned before, its name in place of what it took.
void QueryTab::sayRows() {
  const ResultEntry* entry = m_results->current();
  if (!entry || m_run->isRunning() || m_took.isEmpty()) return;
  setStatus(rowsText(entry->result->rowCount()) + kDot + (entry->isOfLastRun ? m_took : entry->name));
}

void QueryTab::showSendable() {
  const ResultEntry* entry = m_results->current();
  m_bar->setSendable(!m_run->isRunning() && entry && entry->job.isValid());
}

void QueryTab::showEnd(const RunEnd& end) {
  m_bar->setRunning(false);
  if (m_changes.isValid()) Q_EMIT schemaChanged(std::exchange(m_changes, {}));
  showResults();
  m_results->endRun(end.summary || end.stopped ? end.job : JobId(), end.stopped);
  if (m_run->series()->begun() > static_cast<qint64>(ResultSeries::kMostResults)) {
    m_results->addMessage(tr("The text gave %L1 results; the first %2 and the last are kept.")
                              .arg(m_run->series()->begun())
                              .arg(ResultSeries::kMostResults - 1));
  }
  if (!end.summary) {
    showFailure(end);
  } else if (end.summary->hasResult) {
    m_took = elapsedText(end.elapsedMs) + kDot + m_ranOn;
    sayRows();
    if (end.summary->truncated) {
      m_results->note()->say(Tone::Warn, tr("The first %1 are shown; there are more.").arg(rowsText(end.rows)));
    }
    m_results->addMessage(tr("%1 in %2").arg(rowsText(end.rows), elapsedText(end.elapsedMs)));
  } else {
    const QString changed = tr("%Ln row(s) changed", nullptr, static_cast<int>(end.summary->changedRows));
    m_results->showWords(tr("Done"), tr("%1. The statement returns no rows to show.").arg(changed));
    setStatus(changed + kDot + elapsedText(end.elapsedMs) + kDot + m_ranOn);
    m_results->addMessage(tr("%1 in %2").arg(changed, elapsedText(end.elapsedMs)));
  }
  if (end.summary) {
    for (const QString& notice : end.summary->notices) m_results->addMessage(notice);
  }
  showSendable();
  m_results->refreshBody();
}

void QueryTab::showFailure(const RunEnd& end) {
  Note* note = m_results->note();
  const bool hasRows = m_run->series()->last() != nullptr;
  if (!hasRows) m_results->showWords(tr("No rows"), {});
  if (end.stopped) {
    QString words = hasRows ? tr("Incomplete: stopped at %1.").arg(rowsText(end.rows)) : tr("Stopped.");
    if (!m_stopsThere) words += QLatin1Char(' ') + tr("The database may still be working on it.");
    note->say(Tone::Warn, words);
    setStatus(words + QLatin1Char(' ') + elapsedText(end.elapsedMs) + kDot + m_ranOn);
    m_results->addMessage(words);
    return;
  }
  note->say(Tone::Bad, end.error.message);
  if (end.error.position) {
    // Line and column are the person's own; the offset is the statement's.
    const qsizetype offset = m_editor->offsetAt(end.error.position->line, end.error.position->column);
    m_editor->markError(offset);
    connect(note->addAction(tr("Go to the error")), &Button::clicked, this, [this, offset] {
      m_editor->setCursorOffset(offset);
      focusEditor();
    });
  }
  setStatus(tr("Error") + kDot + elapsedText(end.elapsedMs) + kDot + m_ranOn);
  m_results->addMessage(end.error.message);
  if (!end.error.detail.isEmpty() && end.error.detail != end.error.message) m_results->addMessage(end.error.detail);
}

}  // namespace courier
