#include "app/gui/OutboxWatch.h"

#include <algorithm>
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

QString OutboxWatch::quitWarning() const {
  if (m_counts.waiting == 0) return {};
  const auto waiting = static_cast<int>(std::min<qint64>(m_counts.waiting, 1'000'000'000));
  return tr("%Ln delivery(ies) wait. Nothing runs until you start Query Courier again.", nullptr, waiting);
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
