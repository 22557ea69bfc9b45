// QueryTab: its runs and what they end with.
#include <QLocale>
#include <algorithm>
#include <limits>

#include "widgets/common/ElapsedText.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/DraftSaver.h"
#include "widgets/query/QueryTab.h"
#include "widgets/query/RunBar.h"
#include "widgets/query/SqlEditor.h"
#include "widgets/results/ResultGrid.h"
#include "widgets/results/ResultView.h"

namespace courier {
namespace {

const QString kDot = QStringLiteral(" · ");

/// The statement on one line, for the Messages page.
QString oneLine(const QString& sql) {
  const QString line = sql.simplified();
  return line.size() > 200 ? line.left(200) + QStringLiteral("…") : line;
}

/// How many statements of the text end before this offset.
int statementsBefore(const QString& text, qsizetype offset) {
  const auto all = sqltext::split(text);
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [offset](const StatementRange& each) { return each.end <= offset; }));
}

}  // namespace

QString QueryTab::rowsText(qint64 rows) {
  return tr("%Ln row(s)", nullptr, static_cast<int>(std::min<qint64>(rows, std::numeric_limits<int>::max())));
}

void QueryTab::run(StatementRange range) {
  if (m_run->isRunning()) return;
  const QString all = m_editor->sql();
  const QString sql = all.mid(range.begin, range.end - range.begin);
  Note* note = m_results->note();
  if (sql.trimmed().isEmpty()) {
    note->say(Tone::Info, tr("There is no statement at the cursor. Write one, or put the cursor into it."));
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
  m_ranOn = connection.name;
  setStatus(tr("Running on %1…").arg(connection.name));
  m_results->addMessage(tr("%1: %2").arg(connection.name, oneLine(sql)));
  JobRequest request;
  request.sql = sql;
  request.queryName = m_name;
  TextPosition origin = sqltext::positionAt(all, range.begin);
  origin.statement += statementsBefore(all, range.begin);
  m_run->start(std::move(request), connection, origin);
  connect(m_run->result().get(), &ResultStore::begun, this, [this] {
    // The rows of the last run stay on the screen until there are new ones.
    if (m_run->isRunning() && m_results->grid()->resultModel()->store() != m_run->result()) {
      m_results->showResult(m_run->result());
    }
  });
}

void QueryTab::showEnd(const RunEnd& end) {
  m_bar->setRunning(false);
  m_shownJob = end.job;
  m_incomplete = end.stopped;
  const bool hasRows = !m_run->result()->columns().isEmpty();
  if (hasRows) m_results->showResult(m_run->result());
  if (!end.summary) {
    showFailure(end);
  } else if (end.summary->hasResult) {
    setStatus(rowsText(end.rows) + kDot + elapsedText(end.elapsedMs) + kDot + m_ranOn);
    if (end.summary->truncated) {
      m_results->note()->say(Tone::Warn, tr("The first %1 are shown; there are more.").arg(rowsText(end.rows)));
    }
    m_results->addMessage(tr("%1 in %2").arg(rowsText(end.rows), elapsedText(end.elapsedMs)));
  } else {
    const QString changed = tr("%Ln row(s) changed", nullptr, static_cast<int>(end.summary->changedRows));
    m_results->showWords(tr("Done"), tr("%1. The statement gives no rows to show.").arg(changed));
    setStatus(changed + kDot + elapsedText(end.elapsedMs) + kDot + m_ranOn);
    m_results->addMessage(tr("%1 in %2").arg(changed, elapsedText(end.elapsedMs)));
  }
  m_bar->setSendable(hasRows && end.job.isValid() && (end.summary.has_value() || end.stopped));
  m_results->refreshBody();
}

void QueryTab::showFailure(const RunEnd& end) {
  Note* note = m_results->note();
  const bool hasRows = !m_run->result()->columns().isEmpty();
  if (!hasRows) m_results->showWords(tr("No rows"), {});
  if (end.stopped) {
    const QString words = hasRows ? tr("Incomplete: stopped at %1.").arg(rowsText(end.rows)) : tr("Stopped.");
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
