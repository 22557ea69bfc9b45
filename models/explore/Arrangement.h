#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

#include "models/data/ColumnBatch.h"

namespace courier {

/// A value that stands by itself, as the engine gave it; equal where kind and content are.
struct KeptValue {
  CellKind kind = CellKind::Null;
  qint64 integer = 0;  ///< of Integer and Boolean
  double real = 0.0;   ///< of Real
  QByteArray bytes;    ///< of Text, Blob and Array

  bool operator==(const KeptValue&) const = default;
};

[[nodiscard]] KeptValue keptValue(const Cell& cell);
/// The value, borrowed from `kept`.
[[nodiscard]] Cell cellOf(const KeptValue& kept);

/// How texts are put in order: as people of the system's language expect it, or by their bytes.
enum class TextOrder : quint8 { Locale, Bytes };

struct SortKey {
  int column = 0;
  bool descending = false;

  bool operator==(const SortKey&) const = default;
};

/// Which values of one column a person wants to see.
struct ValueFilter {
  enum class Kind : quint8 {
    Contains,  ///< the value's text has `text` in it, in any case of letters
    Equals,    ///< the value's text is `text`, letter for letter, or both are the same number
    Range,  ///< from `from` to `to`, both included, "" for no bound: as numbers where the value is one, else as texts
    Null,
    OneOf  ///< one of `values`
  };
  int column = 0;
  Kind kind = Kind::Contains;
  bool excludes = false;  ///< the rows that do not match
  QString text;
  QString from;
  QString to;
  QVector<KeptValue> values;

  bool operator==(const ValueFilter&) const = default;
};

/// How a person wants to see a result: which rows of it, in which order. The rows themselves never change. A value.
struct Arrangement {
  QVector<SortKey> order;        ///< the first decides; equal rows stay in the database's order
  QVector<ValueFilter> filters;  ///< all of them hold
  QString anyColumn;             ///< one column at least contains it, in any case of letters; "": all rows
  TextOrder textOrder = TextOrder::Locale;

  [[nodiscard]] bool leavesOut() const { return !filters.isEmpty() || !anyColumn.isEmpty(); }
  /// The result as the database gave it.
  [[nodiscard]] bool isPlain() const { return order.isEmpty() && !leavesOut(); }
  bool operator==(const Arrangement&) const = default;
};

}  // namespace courier
