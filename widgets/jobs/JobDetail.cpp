#include "widgets/jobs/JobDetail.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <functional>

#include "models/base/TimeText.h"
#include "models/base/WhenDone.h"
#include "models/delivery/FailureText.h"
#include "models/jobs/JobTableModel.h"
#include "widgets/common/ConfirmDialog.h"
#include "widgets/common/Fonts.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/AttemptView.h"
#include "widgets/jobs/JobFacts.h"

namespace courier {
namespace {

constexpr int kLookedAt = 500;  ///< newest deliveries among which a newer one of the lane is looked for

Tone toneOfReason(DeliveryState state) {
  switch (state) {
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

bool mendsInTarget(ReasonKind kind) {
  return kind == ReasonKind::MethodRefused || kind == ReasonKind::PathRefused;
}

}  // namespace

JobDetail::JobDetail(JobStore& jobs, Outbox& outbox, const Clock& clock, QString spoolFolder, QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_outbox(outbox), m_clock(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 14, 0, 14);
  layout->setSpacing(12);
  auto* inset = new QVBoxLayout;
  inset->setContentsMargins(14, 0, 14, 0);
  inset->setSpacing(12);
  m_title = new QLabel(this);
  m_title->setFont(headingFont());
  m_title->setTextFormat(Qt::PlainText);
  m_title->setWordWrap(true);
  inset->addWidget(m_title);
  m_reason = new Note(this);
  m_reason->setObjectName(QStringLiteral("reason"));
  inset->addWidget(m_reason);
  m_trouble = new Note(this);
  m_trouble->setObjectName(QStringLiteral("trouble"));
  inset->addWidget(m_trouble);
  m_actions = new QWidget(this);
  m_actionRow = new QHBoxLayout(m_actions);
  m_actionRow->setContentsMargins(0, 0, 0, 0);
  m_actionRow->setSpacing(8);
  inset->addWidget(m_actions);
  m_facts = new JobFacts(std::move(spoolFolder), this);
  inset->addWidget(m_facts);
  layout->addLayout(inset);
  m_attempts = new AttemptView(clock, this);
  layout->addWidget(m_attempts, 1);
  layout->addStretch(0);
  connect(m_facts, &JobFacts::failed, this, [this](const QString& sentence) { m_trouble->say(Tone::Bad, sentence); });
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
  showActions();
  loadAttempts(same);
}

void JobDetail::showReason() {
  const auto say = [this](Tone tone, const QString& text) {
    if (m_reason->text() != text || m_reason->tone() != tone) m_reason->say(tone, text);
  };
  if (m_line->job.state == JobState::Error) return say(Tone::Bad, m_line->job.error);
  if (!m_line->delivery) return say(Tone::Dim, m_line->job.error);
  const Delivery& delivery = *m_line->delivery;
  say(toneOfReason(delivery.state), delivery.reason);
}

void JobDetail::showActions() {
  QString wanted;
  if (m_line && m_line->delivery) {
    const Delivery& delivery = *m_line->delivery;
    wanted = QStringLiteral("delivery %1 %2 %3")
                 .arg(delivery.id.value)
                 .arg(static_cast<int>(delivery.state))
                 .arg(static_cast<int>(delivery.reasonKind));
  } else if (m_line) {
    wanted = QStringLiteral("job %1 %2").arg(m_line->job.id.value).arg(static_cast<int>(m_line->job.state));
  }
  if (wanted == m_actionsFor) return;
  m_actionsFor = wanted;
  while (QLayoutItem* item = m_actionRow->takeAt(0)) {
    if (item->widget()) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  if (m_line && (m_line->job.state == JobState::Queued || m_line->job.state == JobState::Running)) {
    addAction("stop", tr("Stop the query"), [this] { follow(m_jobs.requestKill(m_line->job.id)); });
  }
  if (m_line && m_line->delivery) addDeliveryActions(*m_line->delivery);
  m_actions->setVisible(m_actionRow->count() > 0);
  m_actionRow->addStretch(1);
}

void JobDetail::addDeliveryActions(const Delivery& delivery) {
  const DeliveryId id = delivery.id;
  const auto resume = [this, target = delivery.targetId] { follow(m_outbox.resumeTarget(target)); };
  const auto release = [this, id] { follow(m_outbox.release(id)); };
  switch (delivery.state) {
    case DeliveryState::Waiting:
      addAction(
          "tryNow", tr("Try now"), [this, id] { follow(m_outbox.tryNow(id)); }, ButtonKind::Primary);
      break;
    case DeliveryState::Held:
      if (delivery.reasonKind == ReasonKind::SignIn) {
        addEdit(tr("Change password…"), delivery.targetId);
        addAction("resume", tr("Try again"), resume);
      } else if (delivery.reasonKind == ReasonKind::TargetPaused) {
        addEdit(tr("Edit target…"), delivery.targetId);
        addAction("resume", tr("Resume the target"), resume);
      } else if (delivery.reasonKind == ReasonKind::SecretMissing) {
        addEdit(tr("Enter password…"), delivery.targetId);
        addAction("release", tr("Try again"), release);
      } else {
        addAction("release", tr("Let go"), release, ButtonKind::Primary);
      }
      break;
    case DeliveryState::Sending:
      return;
    default: {
      const bool edits = delivery.state == DeliveryState::Refused && mendsInTarget(delivery.reasonKind);
      if (edits) addEdit(tr("Edit target…"), delivery.targetId);
      const bool failed = delivery.state == DeliveryState::Refused || delivery.state == DeliveryState::Expired;
      addAction(
          "sendAgain", tr("Send again"), [this] { sendAgain(); },
          failed && !edits ? ButtonKind::Primary : ButtonKind::Plain);
      return;
    }
  }
  addAction(
      "cancel", tr("Cancel delivery"), [this, id] { follow(m_outbox.cancel(id)); }, ButtonKind::Quiet);
}

void JobDetail::addEdit(const QString& text, TargetId target) {
  addAction(
      "edit", text, [this, target] { Q_EMIT editTargetRequested(target); }, ButtonKind::Primary);
}

Button* JobDetail::addAction(const char* name, const QString& text, std::function<void()> act, ButtonKind kind) {
  auto* button = new Button(text, kind, m_actions);
  button->setObjectName(QString::fromLatin1(name));
  connect(button, &Button::clicked, this, [this, act = std::move(act)] {
    m_trouble->clear();
    act();
  });
  m_actionRow->addWidget(button);
  return button;
}

template <class Value>
void JobDetail::follow(QFuture<Result<Value>> outcome) {
  whenDone(outcome, this, [this](const Result<Value>& done) {
    if (!done) m_trouble->say(Tone::Bad, done.error().message);
  });
}

void JobDetail::loadAttempts(bool sameDelivery) {
  if (!m_line || !m_line->delivery) return m_attempts->setAttempts({}, false);
  if (!sameDelivery) m_attempts->setAttempts({}, false);
  const DeliveryId id = m_line->delivery->id;
  whenDone(m_outbox.attempts(id), this, [this, id, sameDelivery](const Result<QVector<Attempt>>& attempts) {
    if (!m_line || !m_line->delivery || m_line->delivery->id != id) return;
    if (!attempts) return m_trouble->say(Tone::Bad, attempts.error().message);
    m_attempts->setAttempts(*attempts, sameDelivery);
  });
}

// An old result that lands after a newer one overwrites it: that is asked first.
void JobDetail::sendAgain() {
  const Delivery delivery = *m_line->delivery;
  whenDone(m_outbox.newest(kLookedAt), this, [this, delivery](const Result<QVector<Delivery>>& newest) {
    if (!newest) return m_trouble->say(Tone::Bad, newest.error().message);
    if (!m_line || !m_line->delivery || m_line->delivery->id != delivery.id) return;
    for (const Delivery& other : *newest) {
      const bool newer = other.id > delivery.id && other.state == DeliveryState::Delivered;
      if (newer && other.url.lane() == delivery.url.lane()) return askSendAgain(other);
    }
    whenDone(m_outbox.sendAgain(delivery.id), this, [this](const Result<DeliveryId>& queued) {
      queued ? Q_EMIT sentAgain(*queued) : m_trouble->say(Tone::Bad, queued.error().message);
    });
  });
}

void JobDetail::askSendAgain(const Delivery& newer) {
  const QString when = momentText(newer.finishedMs, m_clock.nowMs());
  auto* ask = new ConfirmDialog(
      tr("Send the older result again?"),
      tr("Job %1 was delivered to %2 after this one (%3). Sending this one again puts the older rows in their place.")
          .arg(QString::number(newer.jobId.value), newer.targetText, when),
      tr("Send again"), this);
  connect(ask, &ConfirmDialog::accepted, this, [this, id = m_line->delivery->id] {
    whenDone(m_outbox.sendAgain(id), this, [this](const Result<DeliveryId>& queued) {
      queued ? Q_EMIT sentAgain(*queued) : m_trouble->say(Tone::Bad, queued.error().message);
    });
  });
  ask->open();
}

}  // namespace courier
