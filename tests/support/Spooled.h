#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <algorithm>
#include <vector>

#include "models/spool/SpoolSink.h"
#include "tests/support/Batches.h"

namespace courier::testing {

/// The file that a SpoolSink makes of `rows`, which it gets in batches of `step`.
inline SpoolFile spooled(const QTemporaryDir& folder, const Columns& columns, const std::vector<Row>& rows,
                         const SpoolOptions& options = {}, size_t step = 2048) {
  SpoolSink sink(folder.path(), options);
  EXPECT_TRUE(sink.begin(columns).ok());
  for (size_t first = 0; first < rows.size(); first += step) {
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = static_cast<std::ptrdiff_t>(std::min(step, rows.size() - first));
    EXPECT_TRUE(sink.append(batchOf(static_cast<int>(columns.size()), {begin, begin + count})).ok());
  }
  const auto file = sink.finish();
  EXPECT_TRUE(file.ok());
  return file ? *file : SpoolFile{};
}

inline QByteArray contentOf(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  return file.readAll();
}
inline QByteArray contentOf(const QTemporaryDir& folder, const SpoolFile& file) {
  return contentOf(folder.filePath(file.name));
}

/// Hidden ones too.
inline QStringList entriesOf(const QTemporaryDir& folder) {
  return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

}  // namespace courier::testing
