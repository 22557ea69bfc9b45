#include "widgets/send/SendOutcome.h"

#include <QProgressBar>
#include <QTimer>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/Wording.h"
#include "widgets/common/FormScroll.h"
#include "widgets/common/Note.h"

namespace courier {
namespace {

constexpr int kLookMs = 500;

Tone toneOf(const Delivery& delivery) {
  switch (delivery.state) {
    case DeliveryState::Delivered:
      return Tone::Ok;
    case DeliveryState::Waiting:
      return delivery.attempts > 0 || !delivery.reason.isEmpty() ? Tone::Warn : Tone::Info;
    case DeliveryState::Sending:
      return Tone::Info;
    case DeliveryState::Cancelled:
      return Tone::Dim;
    default:
      return Tone::Bad;
  }
}

constexpr int kOutcomesMostHeight = 236;  ///< beyond it scrolls

}  // namespace

SendOutcome::SendOutcome(Outbox& outbox, Naming naming, QWidget* parent)
    : QWidget(parent), m_outbox(outbox), m_naming(naming) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("outcome"));
  layout->addWidget(m_note);
  m_progress = new QProgressBar(this);
  m_progress->setAccessibleName(tr("Sent so far"));
  m_progress->setTextVisible(false);
  m_progress->setRange(0, 100);
  m_progress->hide();
  layout->addWidget(m_progress);
  m_again = new QTimer(this);
  m_again->setInterval(kLookMs);
  connect(m_again, &QTimer::timeout, this, &SendOutcome::load);
  connect(&m_outbox, &Outbox::changed, this, &SendOutcome::load);
}

void SendOutcome::follow(DeliveryId id) {
  m_id = id;
  m_again->start();
  load();
}

void SendOutcome::showProgress(DeliveryId id, qint64 sent, qint64 total) {
  if (m_id != id || total <= 0) return;
  m_progress->setValue(static_cast<int>(sent * 100 / total));
  m_progress->show();
}

void SendOutcome::load() {
  if (!m_id) return;
  whenDone(m_outbox.find(*m_id), this, [this](const Expected<Delivery>& found) {
    if (!found) return m_note->say(Tone::Bad, found.error().message);
    describe(*found);
  });
}

void SendOutcome::describe(const Delivery& delivery) {
  const OutcomeWords words = outcomeWords(delivery);
  if (!words.mayChange) m_again->stop();
  if (delivery.state != DeliveryState::Sending) m_progress->hide();
  const bool isNamed = m_naming == Naming::Alone || words.namesTarget;
  const QString text =
      isNamed ? words.text : tr("%1: %2", "target: what became of it").arg(delivery.targetText, words.text);
  if (m_note->text() == text) return;
  m_note->say(toneOf(delivery), text);
  Button* link = m_note->addAction(tr("Show in Jobs"));
  link->setObjectName(QStringLiteral("showInJobs"));
  connect(link, &Button::clicked, this, [this] { Q_EMIT showInJobsRequested(*m_id); });
}

OutcomeWords outcomeWords(const Delivery& delivery) {
  const QString size = sizeText(delivery.bodyBytes);
  switch (delivery.state) {
    case DeliveryState::Waiting:
      if (!delivery.reason.isEmpty()) return {delivery.reason, true, false};
      return {SendOutcome::tr("Queued for %1. It is sent when its turn comes.").arg(delivery.targetText), true, true};
    case DeliveryState::Sending:
      return {SendOutcome::tr("Sending %1 to %2…").arg(size, delivery.targetText), true, true};
    case DeliveryState::Delivered:
      return {SendOutcome::tr("Delivered to %1: %2, %3.")
                  .arg(delivery.targetText, SendOutcome::tr("%Ln row(s)", "", static_cast<int>(delivery.rows)), size),
              false, true};
    case DeliveryState::Held:
      return {delivery.reason.isEmpty() ? SendOutcome::tr("Held: decide on the Jobs page.") : delivery.reason, true,
              false};
    case DeliveryState::Cancelled:
      return {SendOutcome::tr("The delivery was cancelled."), false, false};
    default:
      return {delivery.reason.isEmpty() ? SendOutcome::tr("The delivery was refused.") : delivery.reason, false, false};
  }
}

SendOutcomes::SendOutcomes(Outbox& outbox, QWidget* parent) : QWidget(parent), m_outbox(outbox) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_list = new FormScroll(this);
  m_list->setMaximumHeight(kOutcomesMostHeight);
  m_list->setAccessibleName(tr("What happened to it"));
  m_list->content()->setSpacing(6);
  layout->addWidget(m_list);
  hide();
}

void SendOutcomes::follow(const QVector<DeliveryId>& ids) {
  const auto naming = ids.size() > 1 ? SendOutcome::Naming::AmongOthers : SendOutcome::Naming::Alone;
  for (const DeliveryId id : ids) {
    auto* line = new SendOutcome(m_outbox, naming, m_list->widget());
    connect(line, &SendOutcome::showInJobsRequested, this, &SendOutcomes::showInJobsRequested);
    m_list->content()->addWidget(line);
    m_lines.append(line);
    line->follow(id);
  }
  show();
}

void SendOutcomes::showProgress(DeliveryId id, qint64 sent, qint64 total) {
  for (SendOutcome* line : m_lines) line->showProgress(id, sent, total);
}

}  // namespace courier
