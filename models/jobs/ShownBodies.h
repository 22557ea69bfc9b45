#pragma once

#include "models/data/ResultStore.h"
#include "models/outbox/Outbox.h"

namespace courier {

/// The spool files of a shown result that several deliveries need: one for each distinct body, that is each form with
/// the rows that a request's cap leaves. Every request comes back with its body, in the same order. Blocking. On an
/// Error, which is SpoolSink's or ResultStore::replay()'s, no file is left behind.
[[nodiscard]] Expected<QVector<Outbox::Addressed>> bodiesOfShown(const ResultStore& result,
                                                                 const QVector<DeliveryRequest>& requests,
                                                                 bool moreRowsExist, const QString& spoolFolder);

}  // namespace courier
