#pragma once

#include <QMetaType>
#include <QString>
#include <memory>

#include "models/base/Ids.h"
#include "models/data/RowSource.h"

namespace courier {

/// The rows on the screen, as "send what I see" hands them on: no query runs again.
struct ShownResult {
  JobId job;  ///< the job that made them
  QString queryName;
  std::shared_ptr<const RowSource> result;
  qint64 rows = 0;
  std::shared_ptr<const RowSource> onlyShown;  ///< the rows that a filter leaves, as they are shown; null: no filter
  bool incomplete = false;                     ///< stopped by the person before its end
  QString preferredTarget;                     ///< the target's name chosen at the button; "" asks
};

}  // namespace courier

Q_DECLARE_METATYPE(courier::ShownResult)
