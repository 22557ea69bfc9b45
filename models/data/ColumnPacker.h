#pragma once

#include <vector>

#include "models/data/ColumnBatch.h"

namespace courier {

/// The block of a batch: for each column the smallest form of those that take next to no time to find and to read.
/// `columns`: of `rowCount` rows each.
[[nodiscard]] std::shared_ptr<const char> packColumns(const std::vector<CollectedColumn>& columns, int rowCount);

}  // namespace courier
