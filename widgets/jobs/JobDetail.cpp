#include "widgets/jobs/JobDetail.h"

#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/jobs/JobTableModel.h"
#include "models/outbox/FailureText.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/Theme.h"
#include "widgets/jobs/AttemptView.h"
#include "widgets/jobs/JobActions.h"
#include "widgets/jobs/JobFacts.h"
#include "widgets/jobs/JobProgress.h"

namespace courier {
namespace {

/// As its pill: what a guard or the policy holds has not failed.
Tone toneOfReason(const Delivery& delivery) {
  switch (delivery.state) {
    case DeliveryState::Held:
      return delivery.reasonKind == ReasonKind::Guard || delivery.reasonKind == ReasonKind::Policy ? Tone::Warn
                                                                                                   : Tone::Bad;
    case DeliveryState::Waiting:
    case DeliveryState::Sending:
      return Tone::Warn;
    case DeliveryState::Delivered:
      return Tone::Ok;
    case DeliveryState::Cancelled:
      return Tone::Dim;
    default:
      return Tone::Bad;
  }
}

}  // namespace

JobDetail::JobDetail(JobStore& jobs, Outbox& outbox, const Clock& clock, QString spoolFolder, QWidget* parent)
    : QWidget(parent), m_outbox(outbox), m_clock(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 14, 0, 14);
  layout->setSpacing(12);
  auto* inset = new QVBoxLayout;
  inset->setContentsMargins(14, 0, 14, 0);
  inset->setSpacing(12);
  m_title = newWords({}, this);
  m_title->setFont(headingFont());
  inset->addWidget(m_title);
  m_reason = new Note(this);
  m_reason->setObjectName(QStringLiteral("reason"));
  inset->addWidget(m_reason);
  m_trouble = new Note(this);
  m_trouble->setObjectName(QStringLiteral("trouble"));
  inset->addWidget(m_trouble);
  m_progress = new JobProgress(outbox, clock, this);
  inset->addWidget(m_progress);
  m_actions = new JobActions(jobs, outbox, clock, this);
  inset->addWidget(m_actions);
  m_facts = new JobFacts(outbox, clock, std::move(spoolFolder), this);
  inset->addWidget(m_facts);
  layout->addLayout(inset);
  m_attempts = new AttemptView(clock, this);
  layout->addWidget(m_attempts, 1);
  layout->addStretch(0);
  connect(m_facts, &JobFacts::failed, this, [this](const QString& sentence) { m_trouble->say(Tone::Bad, sentence); });
  connect(m_facts, &JobFacts::openQueryRequested, this, &JobDetail::openQueryRequested);
  connect(m_actions, &JobActions::begun, m_trouble, &Note::clear);
  connect(m_actions, &JobActions::failed, this,
          [this](const QString& sentence) { m_trouble->say(Tone::Bad, sentence); });
  connect(m_actions, &JobActions::editTargetRequested, this, &JobDetail::editTargetRequested);
  connect(m_actions, &JobActions::openQueryRequested, this, &JobDetail::openQueryRequested);
  connect(m_actions, &JobActions::sendElsewhereRequested, this, &JobDetail::sendElsewhereRequested);
  connect(m_actions, &JobActions::sentAgain, this, &JobDetail::sentAgain);
  setLine(std::nullopt);
}

void JobDetail::setLine(const std::optional<JobLine>& line) {
  const bool same = m_line && line && JobTableModel::keyOfLine(*m_line) == JobTableModel::keyOfLine(*line);
  m_line = line;
  if (!same) m_trouble->clear();
  setEnabled(line.has_value());
  if (!line) {
    m_title->setText(tr("Choose a job to see what happened to it."));
    m_reason->clear();
  } else {
    const QString number = QString::number(line->job.id.value);
    m_title->setText(line->delivery ? tr("Job %1 → %2").arg(number, line->delivery->targetText)
                                    : tr("Job %1").arg(number));
    showReason();
  }
  m_facts->setLine(line);
  m_progress->setLine(line);
  m_actions->setLine(line);
  loadAttempts(same);
}

void JobDetail::addTo(QMenu& menu) const {
  m_actions->addTo(menu);
  if (!menu.isEmpty()) menu.addSeparator();
  m_facts->addTo(menu);
}

void JobDetail::refresh() {
  if (!m_line) return;
  showReason();
  m_facts->refresh();
}

void JobDetail::showRows(JobId id, qint64 rows, const RunStage& stage) {
  m_progress->showRows(id, rows, stage);
}

void JobDetail::showBytes(DeliveryId id, qint64 sent, qint64 total) {
  m_progress->showBytes(id, sent, total);
}

void JobDetail::showReason() {
  const auto say = [this](Tone tone, const QString& text) {
    if (m_reason->text() != text || m_reason->tone() != tone) m_reason->say(tone, text);
  };
  if (m_line->job.state == JobState::Error) return say(Tone::Bad, m_line->job.error);
  if (!m_line->delivery) return say(Tone::Dim, m_line->job.error);
  const Delivery& delivery = *m_line->delivery;
  // What is said of the attempt before is over once the next one is under way.
  if (delivery.state == DeliveryState::Sending) return m_reason->clear();
  say(delivery.isDismissed ? Tone::Dim : toneOfReason(delivery), reasonNow(delivery, m_clock.nowMs()));
}

void JobDetail::loadAttempts(bool sameDelivery) {
  if (!m_line || !m_line->delivery) return m_attempts->setAttempts({}, false);
  if (!sameDelivery) m_attempts->setAttempts({}, false);
  const DeliveryId id = m_line->delivery->id;
  whenDone(m_outbox.attempts(id), this, [this, id, sameDelivery](const Expected<QVector<Attempt>>& attempts) {
    if (!m_line || !m_line->delivery || m_line->delivery->id != id) return;
    if (!attempts) return m_trouble->say(Tone::Bad, attempts.error().message);
    m_attempts->setAttempts(*attempts, sameDelivery);
  });
}

}  // namespace courier
