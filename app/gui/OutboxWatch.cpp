#include "app/gui/OutboxWatch.h"

#include "models/base/WhenDone.h"

namespace courier {
namespace {

constexpr int kSoonMs = 120;

}  // namespace

OutboxWatch::OutboxWatch(Outbox& outbox, QObject* parent) : QObject(parent), m_outbox(outbox) {
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoonMs);
  connect(&m_soon, &QTimer::timeout, this, &OutboxWatch::read);
  connect(&m_outbox, &Outbox::changed, this, &OutboxWatch::refresh);
  read();
}

void OutboxWatch::refresh() {
  if (!m_soon.isActive()) m_soon.start();
}

void OutboxWatch::read() {
  whenDone(m_outbox.counts(), this, [this](const Result<OutboxCounts>& counts) {
    if (!counts) return;
    m_counts = *counts;
    Q_EMIT changed();
  });
}

}  // namespace courier
