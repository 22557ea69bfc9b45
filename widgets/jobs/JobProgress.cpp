#include "widgets/jobs/JobProgress.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QTimer>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/jobs/JobTableModel.h"
#include "models/outbox/DeliveryWords.h"
#include "models/outbox/FailureText.h"
#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr int kProgressTickMs = 1000;

bool isAtWork(JobState state) {
  return state == JobState::Queued || state == JobState::Running;
}

}  // namespace

JobProgress::JobProgress(Outbox& outbox, const Clock& clock, QWidget* parent)
    : QWidget(parent), m_outbox(outbox), m_clock(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  m_text = newWords({}, this);
  m_text->setObjectName(QStringLiteral("progress"));
  layout->addWidget(m_text);
  m_bar = new QProgressBar(this);
  m_bar->setAccessibleName(tr("Sent so far"));
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 100);
  layout->addWidget(m_bar);
  m_tick = new QTimer(this);
  m_tick->setInterval(kProgressTickMs);
  connect(m_tick, &QTimer::timeout, this, [this] {
    if (isVisible()) refresh();
  });
  setLine(std::nullopt);
}

void JobProgress::setLine(const std::optional<JobLine>& line) {
  const bool same = m_line && line && JobTableModel::keyOfLine(*m_line) == JobTableModel::keyOfLine(*line);
  const bool sameAttempt = same && (!line->delivery || line->delivery->attempts == m_line->delivery->attempts);
  m_line = line;
  if (!same) {
    m_rows = -1;
    m_stage = {};
    m_blocker.reset();
  }
  if (!sameAttempt) m_bytes = -1;
  refresh();
  findBlocker();
}

void JobProgress::showRows(JobId id, qint64 rows, const RunStage& stage) {
  if (!m_line || m_line->job.id != id) return;
  m_rows = rows;
  m_stage = stage;
  refresh();
}

void JobProgress::showBytes(DeliveryId id, qint64 sent, qint64 total) {
  if (!m_line || !m_line->delivery || m_line->delivery->id != id || total <= 0) return;
  m_bytes = sent;
  m_totalBytes = total;
  refresh();
}

/// An older delivery to the same address goes first: the time of the next try says nothing then.
void JobProgress::findBlocker() {
  if (!m_line || !m_line->delivery || m_line->delivery->state != DeliveryState::Waiting) return m_blocker.reset();
  const DeliveryId id = m_line->delivery->id;
  whenDone(m_outbox.blockedBy(id), this, [this, id](const Expected<std::optional<Delivery>>& blocker) {
    if (!blocker || !m_line || !m_line->delivery || m_line->delivery->id != id) return;
    m_blocker = *blocker;
    refresh();
  });
}

QString JobProgress::runningText() const {
  const Job& job = m_line->job;
  if (job.state == JobState::Queued) return tr("Waits for its turn to run.");
  const QString since =
      job.startedMs > 0 ? elapsedText(std::max(qint64{0}, m_clock.nowMs() - job.startedMs)) : QString();
  QString text = since.isEmpty() ? tr("The query is running.") : tr("The query has been running for %1.").arg(since);
  if (const QString there = stageText(m_stage); !there.isEmpty())
    text += QLatin1Char(' ') + tr("The database says: %1.").arg(there);
  if (m_rows >= 0) text += QLatin1Char(' ') + tr("%Ln row(s) so far.", nullptr, static_cast<int>(m_rows));
  return text;
}

QString JobProgress::sendingText() const {
  const QString number = QLocale().toString(m_line->delivery->attempts);
  if (m_bytes < 0) return tr("Attempt %1 is under way: %2.").arg(number, sizeText(m_line->delivery->bodyBytes));
  if (m_bytes >= m_totalBytes) {
    return tr("Attempt %1: all %2 sent, waiting for the answer.").arg(number, sizeText(m_totalBytes));
  }
  return tr("Attempt %1: %2 of %3 sent.").arg(number, sizeText(m_bytes), sizeText(m_totalBytes));
}

QString JobProgress::waitingText() const {
  const Delivery& delivery = *m_line->delivery;
  if (m_blocker) {
    return tr("Waits for job %1, which is sent to the same address first.").arg(m_blocker->jobId.value);
  }
  const QString number = QLocale().toString(delivery.attempts + 1);
  const qint64 leftMs = dueTimeMs(delivery) - m_clock.nowMs();
  if (leftMs <= 0) return tr("Attempt %1 is next.").arg(number);
  return tr("Attempt %1 starts in %2.").arg(number, durationText(leftMs));
}

void JobProgress::refresh() {
  QString text;
  bool hasBar = false;
  if (m_line && isAtWork(m_line->job.state)) {
    text = runningText();
  } else if (m_line && m_line->delivery && m_line->delivery->state == DeliveryState::Sending) {
    text = sendingText();
    hasBar = m_bytes >= 0;
  } else if (m_line && m_line->delivery && m_line->delivery->state == DeliveryState::Waiting) {
    text = waitingText();
  }
  if (m_text->text() != text) m_text->setText(text);
  if (hasBar) m_bar->setValue(static_cast<int>(std::min<qint64>(100, m_bytes * 100 / m_totalBytes)));
  m_bar->setVisible(hasBar);
  setVisible(!text.isEmpty());
  text.isEmpty() ? m_tick->stop() : m_tick->start();
}

}  // namespace courier
