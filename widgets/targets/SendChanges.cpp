#include "widgets/targets/SendChanges.h"

#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/outbox/ChangesText.h"
#include "widgets/common/Note.h"

namespace courier {

SendChanges::SendChanges(Outbox& outbox, QWidget* parent) : QWidget(parent), m_outbox(outbox) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("changes"));
  layout->addWidget(m_note);
  connect(m_note, &Note::shownChanged, this, &QWidget::setVisible);
  hide();
}

void SendChanges::compare(const TargetUrl& url, const std::optional<BodyFacts>& body, const GuardOptions& guards) {
  const quint64 asked = ++m_asked;
  if (!body) return m_note->clear();
  whenDone(m_outbox.deliveredBefore(url), this,
           [this, asked, body, guards](const Expected<std::optional<DeliveredBefore>>& before) {
             if (asked != m_asked) return;
             if (!before) return m_note->say(Tone::Bad, before.error().message);
             const QString forecast = guardForecast(*body, *before, guards);
             const QString changes = changesText(*body, *before);
             if (forecast.isEmpty()) return m_note->say(Tone::Info, changes);
             m_note->say(Tone::Warn, forecast + QLatin1Char('\n') + changes);
           });
}

void SendChanges::clear() {
  ++m_asked;
  m_note->clear();
}

}  // namespace courier
