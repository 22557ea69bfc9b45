#include "widgets/jobs/JobActions.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "models/outbox/DeliveryWords.h"
#include "widgets/common/Dialog.h"
#include "widgets/targets/BacklogDialog.h"

namespace courier {
namespace {

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
      .arg(delivery ? QString::number(static_cast<int>(delivery->reasonKind)) +
                          (delivery->spoolName.isEmpty() ? u'-' : u'+') + (delivery->isDismissed ? u'd' : u'n') +
                          statusOfReason(delivery->reason)
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
    const bool isKept =
        !m_line->job.spoolName.isEmpty() || (m_line->delivery && !m_line->delivery->spoolName.isEmpty());
    if (isKept && !isAtWork) {
      if (m_first->count() > 2) m_row = m_second;
      add("elsewhere", tr("Send elsewhere…"), [this, job] { Q_EMIT sendElsewhereRequested(job); });
    }
  }
  setVisible(m_first->count() > 0);
  m_first->addStretch(1);
  m_second->addStretch(1);
}

// What mends it comes first; then what else can be done.
void JobActions::addDeliveryActions(const Delivery& delivery) {
  const DeliveryId id = delivery.id;
  const auto mend = mendOf(delivery);
  if (mend) addMend(*mend, delivery);
  if (mend) addSecond(*mend, delivery);
  if (isFinal(delivery.state)) {
    const bool isOffered = mend && mend->act == DeliveryMend::Act::SendAgain;
    if (!isOffered && !delivery.spoolName.isEmpty()) add("sendAgain", tr("Send again"), [this] { sendAgain(); });
    const bool hasFailed = delivery.state == DeliveryState::Refused || delivery.state == DeliveryState::Expired;
    if (hasFailed && !delivery.isDismissed) {
      add(
          "dismiss", tr("Dismiss"), [this, id] { follow(m_outbox.dismiss(id)); }, ButtonKind::Quiet)
          ->setToolTip(tr("It is dealt with: count it no more"));
    }
  } else if (delivery.state != DeliveryState::Sending) {
    const QString text = delivery.state == DeliveryState::Held ? tr("Drop") : tr("Cancel delivery");
    add(
        "cancel", text, [this, id] { follow(m_outbox.cancel(id)); }, ButtonKind::Quiet);
  }
}

void JobActions::addMend(const DeliveryMend& mend, const Delivery& delivery) {
  const DeliveryId id = delivery.id;
  const TargetId target = delivery.targetId;
  using Act = DeliveryMend::Act;
  switch (mend.act) {
    case Act::TryNow:
      add(
          "tryNow", mend.text, [this, id] { follow(m_outbox.tryNow(id)); }, ButtonKind::Primary);
      break;
    case Act::EditTarget:
      addEdit(mend.text, target, mend.part, ButtonKind::Primary);
      break;
    case Act::Resume:
      add(
          "resume", mend.text, [this, target] { resume(target); }, ButtonKind::Primary);
      break;
    case Act::LetGo:
      add(
          "release", mend.text, [this, id] { follow(m_outbox.release(id)); }, ButtonKind::Primary);
      break;
    case Act::SendAgain:
      add(
          "sendAgain", mend.text, [this] { sendAgain(); }, ButtonKind::Primary);
      break;
    case Act::RunAgain:
      add(
          "openQuery", mend.text, [this] { Q_EMIT openQueryRequested(); }, ButtonKind::Primary);
      break;
  }
}

/// Beside the mend: go on without it, or mend it at the target after all.
void JobActions::addSecond(const DeliveryMend& mend, const Delivery& delivery) {
  const DeliveryId id = delivery.id;
  const TargetId target = delivery.targetId;
  if (mend.act == DeliveryMend::Act::Resume) {
    addEdit(tr("Edit target…"), target, TargetPart::Whole, ButtonKind::Plain);
  } else if (delivery.state == DeliveryState::Held && mend.act == DeliveryMend::Act::EditTarget) {
    if (delivery.reasonKind == ReasonKind::SignIn) {
      add("resume", tr("Try again"), [this, target] { resume(target); });
    } else {
      add("release", tr("Try again"), [this, id] { follow(m_outbox.release(id)); });
    }
  }
}

void JobActions::addEdit(const QString& text, TargetId target, TargetPart part, ButtonKind kind) {
  add(
      "edit", text, [this, target, part] { Q_EMIT editTargetRequested(target, part); }, kind);
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

void JobActions::addTo(QMenu& menu) const {
  for (const QHBoxLayout* row : {m_first, m_second}) {
    for (int place = 0; place < row->count(); ++place) {
      auto* button = qobject_cast<Button*>(row->itemAt(place)->widget());
      if (button) QObject::connect(menu.addAction(button->text()), &QAction::triggered, button, &Button::click);
    }
  }
}

template <class Value>
void JobActions::follow(QFuture<Expected<Value>> outcome) {
  whenDone(outcome, this, [this](const Expected<Value>& done) {
    if (!done) Q_EMIT failed(done.error().message);
  });
}

void JobActions::resume(TargetId target) {
  askThenResume(m_outbox, target, this, [this](const Expected<BacklogOutcome>& outcome) {
    if (!outcome) Q_EMIT failed(outcome.error().message);
  });
}

// An old result that lands after a newer one overwrites it: that is asked first.
void JobActions::sendAgain() {
  const DeliveryId id = m_line->delivery->id;
  whenDone(m_outbox.overwritten(id), this, [this, id](const Expected<std::optional<Delivery>>& newer) {
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
  whenDone(m_outbox.sendAgain(id), this, [this](const Expected<DeliveryId>& queued) {
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
      JobActions::tr(
          "Job %1 was delivered to %2 after this one (%3). Sending this one replaces its rows with the older ones.")
          .arg(QString::number(newer.jobId.value), newer.targetText, momentText(newer.finishedMs, nowMs)),
      agree, parent);
}

}  // namespace courier
