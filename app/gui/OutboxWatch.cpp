#include "app/gui/OutboxWatch.h"

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr auto kSoon = std::chrono::milliseconds(120);

}  // namespace

OutboxWatch::OutboxWatch(Outbox& outbox, QObject* parent)
    : QObject(parent), m_outbox(outbox), m_soon(kSoon, [this] { read(); }) {
  connect(&m_outbox, &Outbox::changed, this, &OutboxWatch::refresh);
  read();
}

void OutboxWatch::refresh() {
  m_soon.ask();
}

void OutboxWatch::read() {
  whenDone(m_outbox.counts(), this, [this](const Expected<OutboxCounts>& counts) {
    if (!counts) return;
    m_counts = *counts;
    Q_EMIT changed();
  });
}

}  // namespace courier
