#pragma once

#include <QDir>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "models/data/ResultStore.h"
#include "models/explore/Arrangement.h"

namespace courier::testing {

/// Rows of every kind of value, with equal ones, broken texts and NULL; the same for the same seed.
struct RandomTable {
  std::vector<std::vector<KeptValue>> rows;
  std::shared_ptr<ResultStore> store;

  RandomTable(quint32 seed, int rowCount, int columns, size_t memoryLimit = size_t{1} << 20) {
    std::mt19937 random(seed);
    store = std::make_shared<ResultStore>(QDir::tempPath(), nullptr, memoryLimit);
    Columns described(columns);
    for (int column = 0; column < columns; ++column) described[column].name = QStringLiteral("c%1").arg(column);
    if (!store->begin(described)) qFatal("begin");
    ColumnBatchBuilder builder(columns, 100);
    for (int row = 0; row < rowCount; ++row) {
      std::vector<KeptValue> values;
      for (int column = 0; column < columns; ++column) {
        values.push_back(valueFor(random, column));
        append(builder, column, cellOf(values.back()));
      }
      rows.push_back(std::move(values));
      builder.endRow();
      if (builder.isFull() && !store->append(builder.take())) qFatal("append");
    }
    if (!store->append(builder.take())) qFatal("append");
  }

 private:
  static KeptValue valueFor(std::mt19937& random, int column) {
    static const std::vector<std::string> texts = {"apple",
                                                   "Apple",
                                                   "äpfel",
                                                   "zebra",
                                                   "",
                                                   "12",
                                                   "1.0",
                                                   "bücher",
                                                   "BÜCHER",
                                                   std::string("nul\0in", 6),
                                                   "broken\xff",
                                                   "a longer text than eight",
                                                   "a longer text than eights",
                                                   "日本語",
                                                   "404",
                                                   "true"};
    static const double reals[] = {0.0,
                                   -0.0,
                                   1.0,
                                   2.5,
                                   -1e300,
                                   9007199254740993.0,
                                   std::numeric_limits<double>::quiet_NaN(),
                                   std::numeric_limits<double>::infinity(),
                                   9223372036854775807.0};
    static const qint64 integers[] = {
        0, 1, 2, -5, 12, 404, 9007199254740993, std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min()};
    KeptValue value;
    // Column 0 has all kinds, 1 integers, 2 texts, further ones few integers.
    const auto any = static_cast<int>(random() % 12);
    const int kind = column == 0 ? any : column == 1 ? 2 : column == 2 ? 8 : 3;
    if (random() % 9 == 0) return value;
    if (kind < 3) {
      value.kind = CellKind::Integer;
      value.integer = integers[random() % std::size(integers)];
    } else if (kind == 3) {
      value.kind = CellKind::Integer;
      value.integer = random() % 4;
    } else if (kind < 6) {
      value.kind = CellKind::Real;
      value.real = reals[random() % std::size(reals)];
    } else if (kind == 6) {
      value.kind = CellKind::Boolean;
      value.integer = random() % 2;
    } else if (kind < 10) {
      value.kind = CellKind::Text;
      value.bytes = QByteArray::fromStdString(texts[random() % texts.size()]);
    } else {
      value.kind = kind == 10 ? CellKind::Blob : CellKind::Array;
      value.bytes = kind == 10 ? QByteArray("\x00\xff", 2) : QByteArray("[1,2]");
    }
    return value;
  }

  static void append(ColumnBatchBuilder& builder, int column, const Cell& cell) {
    switch (cell.kind) {
      case CellKind::Null:
        return builder.appendNull(column);
      case CellKind::Integer:
        return builder.appendInteger(column, cell.integer);
      case CellKind::Real:
        return builder.appendReal(column, cell.real);
      case CellKind::Boolean:
        return builder.appendBoolean(column, cell.integer != 0);
      case CellKind::Text:
        return builder.appendText(column, cell.bytes);
      case CellKind::Blob:
        return builder.appendBlob(column, cell.bytes);
      case CellKind::Array:
        return builder.appendArray(column, cell.bytes);
    }
  }
};

}  // namespace courier::testing
