#pragma once

#include <gtest/gtest.h>

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <vector>

#include "models/data/ResultStore.h"
#include "models/export/ExportRows.h"
#include "tests/support/Batches.h"

namespace courier::testing {

/// Rows, and what is written of them.
class ExportFixture : public ::testing::Test {
 protected:
  void fill(const Columns& columns, const std::vector<Row>& rows) {
    ASSERT_TRUE(store.begin(columns).ok());
    ASSERT_TRUE(store.append(batchOf(static_cast<int>(columns.size()), rows)).ok());
  }
  /// Columns of these names that leave their types to the values.
  static Columns named(const QStringList& names) {
    Columns columns;
    for (const QString& name : names) columns.append(columnOf(name, ColumnType::String, TypeSource::Values));
    return columns;
  }
  static Column typed(const char* name, const char* databaseType) {
    Column column = columnOf(QString::fromUtf8(name), ColumnType::String);
    column.databaseType = QString::fromLatin1(databaseType);
    return column;
  }
  std::string text(const ExportOptions& options) {
    QBuffer buffer;
    EXPECT_TRUE(buffer.open(QIODevice::WriteOnly));
    const auto written = exportRows(store, options, buffer, {});
    EXPECT_TRUE(written.ok()) << written.error().message.toStdString();
    if (written) {
      report = *written;
      EXPECT_EQ(report.bytes, buffer.data().size());
    }
    return buffer.data().toStdString();
  }
  /// The path of a file with the same.
  QString file(const ExportOptions& options) {
    const QString path = folder.filePath(QStringLiteral("rows.") + QLatin1String(exportFormat(options.format).suffix));
    const auto written = exportRows(store, options, path, {});
    EXPECT_TRUE(written.ok()) << written.error().message.toStdString();
    if (written) report = *written;
    return path;
  }
  [[nodiscard]] std::string warnings() const { return report.warnings.join(u'\n').toStdString(); }

  QTemporaryDir folder;
  ResultStore store{folder.path()};
  ExportReport report;
};

}  // namespace courier::testing
