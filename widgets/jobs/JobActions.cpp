#include "widgets/jobs/JobActions.h"

#include <QHBoxLayout>

#include "models/base/TimeText.h"
#include "models/base/WhenDone.h"
#include "widgets/common/ConfirmDialog.h"
#include "widgets/jobs/BacklogDialog.h"

namespace courier {
namespace {

bool mendsInTarget(ReasonKind kind) {
  return kind == ReasonKind::MethodRefused || kind == ReasonKind::PathRefused;
}

/// What the buttons depend on.
QString signatureOf(const std::optional<JobLine>& line) {
  if (!line) return {};
  const auto& delivery = line->delivery;
  return QStringLiteral("%1 %2 %3 %4 %5 %6")
      .arg(line->job.id.value)
      .arg(static_cast<int>(line->job.state))
      .arg(line->job.spoolName.isEmpty())
      .arg(delivery ? delivery->id.value : 0)
      .arg(delivery ? static_cast<int>(delivery->state) : 0)
      .arg(delivery
               ? QString::number(static_cast<int>(delivery->reasonKind)) + (delivery->spoolName.isEmpty() ? u'-' : u'+')
               : QString());
}

void empty(QHBoxLayout& row) {
  while (QLayoutItem* item = row.takeAt(0)) {
    if (item->widget()) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
}

}  // namespace

JobActions::JobActions(JobStore& jobs, Outbox& outbox, const Clock& clock, QWidget* parent)
    : QWidget(parent), m_jobs(jobs), m_outbox(outbox), m_clock(clock) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  const auto row = [layout] {
    auto* made = new QHBoxLayout;
    made->setSpacing(8);
    layout->addLayout(made);
    return made;
  };
  m_first = row();
  m_second = row();
  m_row = m_first;
}

void JobActions::setLine(const std::optional<JobLine>& line) {
  m_line = line;
  const QString wanted = signatureOf(line);
  if (wanted == m_madeFor) return;
  m_madeFor = wanted;
  rebuild();
}

void JobActions::rebuild() {
  empty(*m_first);
  empty(*m_second);
  m_row = m_first;
  if (m_line) {
    const JobId job = m_line->job.id;
    const bool isAtWork = m_line->job.state == JobState::Queued || m_line->job.state == JobState::Running;
    if (isAtWork) add("stop", tr("Stop the query"), [this, job] { follow(m_jobs.requestKill(job)); });
    if (m_line->delivery) addDeliveryActions(*m_line->delivery);
    if (!m_line->job.spoolName.isEmpty() && !isAtWork) {
      if (m_first->count() > 2) m_row = m_second;
      add("elsewhere", tr("Send elsewhere…"), [this, job] { Q_EMIT sendElsewhereRequested(job); });
    }
  }
  setVisible(m_first->count() > 0);
  m_first->addStretch(1);
  m_second->addStretch(1);
}

void JobActions::addDeliveryActions(const Delivery& delivery) {
  const DeliveryId id = delivery.id;
  switch (delivery.state) {
    case DeliveryState::Waiting:
      add(
          "tryNow", tr("Try now"), [this, id] { follow(m_outbox.tryNow(id)); }, ButtonKind::Primary);
      add(
          "cancel", tr("Cancel delivery"), [this, id] { follow(m_outbox.cancel(id)); }, ButtonKind::Quiet);
      break;
    case DeliveryState::Held:
      addHeldActions(delivery);
      break;
    case DeliveryState::Sending:
      break;
    default: {
      const bool edits = delivery.state == DeliveryState::Refused && mendsInTarget(delivery.reasonKind);
      if (edits) addEdit(tr("Edit target…"), delivery.targetId);
      const bool failed = delivery.state == DeliveryState::Refused || delivery.state == DeliveryState::Expired;
      if (!delivery.spoolName.isEmpty()) {
        add(
            "sendAgain", tr("Send again"), [this] { sendAgain(); },
            failed && !edits ? ButtonKind::Primary : ButtonKind::Plain);
      }
      break;
    }
  }
}

void JobActions::addHeldActions(const Delivery& delivery) {
  const DeliveryId id = delivery.id;
  const auto resumes = [this, target = delivery.targetId] { resume(target); };
  const auto releases = [this, id] { follow(m_outbox.release(id)); };
  switch (delivery.reasonKind) {
    case ReasonKind::SignIn:
      addEdit(tr("Change password…"), delivery.targetId);
      add("resume", tr("Try again"), resumes);
      break;
    case ReasonKind::TargetPaused:
      addEdit(tr("Edit target…"), delivery.targetId);
      add("resume", tr("Resume the target"), resumes);
      break;
    case ReasonKind::SecretMissing:
      addEdit(tr("Enter password…"), delivery.targetId);
      add("release", tr("Try again"), releases);
      break;
    default:
      add("release", tr("Let go"), releases, ButtonKind::Primary);
      break;
  }
  add(
      "cancel", tr("Drop"), [this, id] { follow(m_outbox.cancel(id)); }, ButtonKind::Quiet);
}

void JobActions::addEdit(const QString& text, TargetId target) {
  add(
      "edit", text, [this, target] { Q_EMIT editTargetRequested(target); }, ButtonKind::Primary);
}

Button* JobActions::add(const char* name, const QString& text, std::function<void()> act, ButtonKind kind) {
  auto* button = new Button(text, kind, this);
  button->setObjectName(QString::fromLatin1(name));
  connect(button, &Button::clicked, this, [this, act = std::move(act)] {
    Q_EMIT begun();
    act();
  });
  m_row->addWidget(button);
  return button;
}

template <class Value>
void JobActions::follow(QFuture<Result<Value>> outcome) {
  whenDone(outcome, this, [this](const Result<Value>& done) {
    if (!done) Q_EMIT failed(done.error().message);
  });
}

void JobActions::resume(TargetId target) {
  resumeTarget(m_outbox, target, this, [this](const Result<BacklogOutcome>& outcome) {
    if (!outcome) Q_EMIT failed(outcome.error().message);
  });
}

// An old result that lands after a newer one overwrites it: that is asked first.
void JobActions::sendAgain() {
  const DeliveryId id = m_line->delivery->id;
  whenDone(m_outbox.overwritten(id), this, [this, id](const Result<std::optional<Delivery>>& newer) {
    if (!newer) {
      Q_EMIT failed(newer.error().message);
      return;
    }
    if (!newer->has_value()) return sendAgainNow(id);
    ConfirmDialog* ask = askOverwrite(**newer, m_clock.nowMs(), tr("Send again"), this);
    connect(ask, &ConfirmDialog::accepted, this, [this, id] { sendAgainNow(id); });
    ask->open();
  });
}

void JobActions::sendAgainNow(DeliveryId id) {
  whenDone(m_outbox.sendAgain(id), this, [this](const Result<DeliveryId>& queued) {
    if (queued) {
      Q_EMIT sentAgain(*queued);
    } else {
      Q_EMIT failed(queued.error().message);
    }
  });
}

ConfirmDialog* askOverwrite(const Delivery& newer, qint64 nowMs, const QString& agree, QWidget* parent) {
  return new ConfirmDialog(
      JobActions::tr("Send the older result?"),
      JobActions::tr("Job %1 was delivered to %2 after this one (%3). Sending this one puts the older rows in their "
                     "place.")
          .arg(QString::number(newer.jobId.value), newer.targetText, momentText(newer.finishedMs, nowMs)),
      agree, parent);
}

}  // namespace courier
