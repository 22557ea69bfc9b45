#pragma once

#include <QDir>
#include <memory>

#include "models/data/ColumnBatch.h"
#include "models/data/ResultStore.h"

namespace courier::testing {

/// A result of three columns as an analyst sees them: text, whole numbers, text with NULL; `rows` rows.
inline std::shared_ptr<ResultStore> sampleResult(int rows = 3) {
  auto store = std::make_shared<ResultStore>(QDir::tempPath());
  Columns columns(3);
  columns[0].name = QStringLiteral("code");
  columns[0].type = ColumnType::String;
  columns[0].source = TypeSource::Declared;
  columns[1].name = QStringLiteral("cnt");
  columns[1].type = ColumnType::Long;
  columns[1].source = TypeSource::Values;
  columns[2].name = QStringLiteral("referer");
  columns[2].source = TypeSource::Declared;
  if (!store->begin(columns)) qFatal("begin");
  ColumnBatchBuilder builder(3);
  const char* codes[] = {"200", "404", "500"};
  const qint64 counts[] = {4981, 17, 2};
  const char* referers[] = {"/search/?c=Games+Electronics", "/category/books", nullptr};
  for (int row = 0; row < rows; ++row) {
    const size_t kind = static_cast<size_t>(row % 3);
    builder.appendText(0, codes[kind]);
    builder.appendInteger(1, counts[kind]);
    if (referers[kind]) {
      builder.appendText(2, referers[kind]);
    } else {
      builder.appendNull(2);
    }
    builder.endRow();
    if (builder.isFull() && !store->append(builder.take())) qFatal("append");
  }
  if (builder.rowCount() > 0 && !store->append(builder.take())) qFatal("append");
  return store;
}

}  // namespace courier::testing
