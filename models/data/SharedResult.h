#pragma once

#include <QString>
#include <QThread>
#include <memory>

#include "models/data/ResultStore.h"

namespace courier {

/// A result that lives on the calling thread, whichever thread lets go of it last.
[[nodiscard]] inline std::shared_ptr<ResultStore> sharedResult(const QString& spillFolder) {
  return {new ResultStore(spillFolder), [](ResultStore* store) {
            if (store->thread() == QThread::currentThread()) {
              delete store;
            } else {
              store->deleteLater();
            }
          }};
}

}  // namespace courier
