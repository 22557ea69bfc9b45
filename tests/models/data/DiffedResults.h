#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <memory>

#include "models/data/ResultDiff.h"
#include "models/data/ResultStore.h"
#include "tests/support/Batches.h"

namespace courier::testing {

/// A result of these rows.
inline std::shared_ptr<ResultStore> resultOf(const Columns& columns, const std::vector<Row>& rows) {
  auto store = sharedResult(QDir::tempPath());
  EXPECT_TRUE(store->begin(columns).ok());
  EXPECT_TRUE(store->append(batchOf(static_cast<int>(columns.size()), rows)).ok());
  return store;
}

/// What changed between two results that can be compared.
inline ResultDiff diffOf(const ResultStore& older, const ResultStore& newer, const DiffRequest& request = {}) {
  auto diff = diffResults(older, newer, request);
  EXPECT_TRUE(diff.ok());
  return diff ? *diff : ResultDiff{};
}

}  // namespace courier::testing
