#pragma once

#include "models/outbox/Outbox.h"

namespace courier::testing {

/// Outbox::enqueueAll() of one.
inline QFuture<Expected<DeliveryId>> enqueue(Outbox& outbox, const DeliveryRequest& request, JobId job,
                                             const SpoolFile& body) {
  return outbox.enqueueAll({{request, body}}, job)
      .then([](const Expected<QVector<DeliveryId>>& queued) -> Expected<DeliveryId> {
        if (!queued) return queued.error();
        return queued->constFirst();
      });
}

}  // namespace courier::testing
