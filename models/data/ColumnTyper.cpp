#include "models/data/ColumnTyper.h"

#include <cmath>
#include <limits>

namespace courier {
namespace {

enum Seen : quint16 {
  ZeroOrOne = 1,
  Integer32 = 2,    ///< the other integers of 32 bits
  Integer53 = 4,    ///< the other integers that a double holds exactly, with all below them
  WideInteger = 8,  ///< beyond ±2^53
  Real = 16,        ///< that a float holds exactly; infinities and NaN too
  DoubleReal = 32,  ///< the other reals
  Boolean = 64,
  Bytes = 128,  ///< text and blobs
  Arrays = 256
};

quint16 seenInteger(qint64 value) {
  constexpr qint64 exact = qint64{1} << 53;
  if (value == 0 || value == 1) return ZeroOrOne;
  if (value >= std::numeric_limits<qint32>::min() && value <= std::numeric_limits<qint32>::max()) return Integer32;
  return value >= -exact && value <= exact ? Integer53 : WideInteger;
}

quint16 seenReal(double value) {
  // Beyond the range of floats the conversion is not defined.
  constexpr double greatest = std::numeric_limits<float>::max();
  if (std::isfinite(value) && (value < -greatest || value > greatest)) return DoubleReal;
  const auto rounded = static_cast<double>(static_cast<float>(value));
  return rounded < value || rounded > value ? DoubleReal : Real;
}

quint16 seenValue(const ColumnView& view, int row, CellKind kind) {
  switch (kind) {
    case CellKind::Null:
      return 0;
    case CellKind::Integer:
      return seenInteger(view.integer(row));
    case CellKind::Real:
      return seenReal(view.real(row));
    case CellKind::Boolean:
      return Boolean;
    case CellKind::Text:
    case CellKind::Blob:
      return Bytes;
    case CellKind::Array:
      break;
  }
  return Arrays;
}

quint16 seenIn(const ColumnView& view, int rowCount) {
  int row = 0;
  while (row < rowCount && view.kind(row) == CellKind::Null) ++row;
  if (row == rowCount) return 0;
  quint16 seen = seenValue(view, row, view.kind(row));
  const auto only = view.onlyValueKind();
  // All of them are told by the first.
  if (only && *only != CellKind::Integer && *only != CellKind::Real) return seen;
  for (++row; row < rowCount; ++row) seen |= seenValue(view, row, view.kind(row));
  return seen;
}

bool fits(ColumnType type, quint16 seen) {
  const auto onlyOf = [seen](int kinds) { return (seen & ~kinds) == 0; };
  switch (type) {
    case ColumnType::Boolean:
      return onlyOf(ZeroOrOne | Boolean);
    case ColumnType::Int:
      return onlyOf(ZeroOrOne | Boolean | Integer32);
    case ColumnType::Long:
      return onlyOf(ZeroOrOne | Boolean | Integer32 | Integer53 | WideInteger);
    case ColumnType::Float:
      return onlyOf(ZeroOrOne | Boolean | Real);
    case ColumnType::Double:
      return onlyOf(ZeroOrOne | Boolean | Integer32 | Integer53 | Real | DoubleReal);
    case ColumnType::String:
      return true;
    case ColumnType::Array:
      break;
  }
  return onlyOf(Arrays);
}

ColumnType narrowest(quint16 seen) {
  if (seen == 0) return ColumnType::String;
  if (seen == Boolean) return ColumnType::Boolean;
  if (fits(ColumnType::Long, seen)) return ColumnType::Long;
  return fits(ColumnType::Double, seen) ? ColumnType::Double : ColumnType::String;
}

}  // namespace

ColumnTyper::ColumnTyper(const Columns& columns) : m_columns(columns), m_seen(static_cast<size_t>(columns.size())) {
  m_declared.reserve(m_seen.size());
  for (Column& column : m_columns) {
    m_declared.push_back(column.type);
    if (column.source == TypeSource::Values) column.type = narrowest(0);
  }
}

bool ColumnTyper::add(const ColumnBatch& batch, int rowCount) {
  bool changed = false;
  for (int index = 0; index < m_columns.size(); ++index) {
    quint16& seen = m_seen[static_cast<size_t>(index)];
    const TypeSource source = m_columns[index].source;
    if (source == TypeSource::Fixed || (isFinal(index) && seen != 0)) continue;
    const quint16 before = seen;
    seen |= seenIn(batch.view(index), rowCount);
    if (seen == before) continue;
    const ColumnType declared = m_declared[static_cast<size_t>(index)];
    const bool holds = source == TypeSource::Declared && fits(declared, seen);
    const ColumnType type = holds ? declared : narrowest(seen);
    changed = changed || (before != 0 && type != m_columns[index].type);
    m_columns[index].type = type;
  }
  return changed;
}

bool ColumnTyper::isUnsettled(int column) const {
  return m_columns[column].source != TypeSource::Fixed && m_seen[static_cast<size_t>(column)] == 0;
}

bool ColumnTyper::isFinal(int column) const {
  const Column& described = m_columns[column];
  if (described.source == TypeSource::Fixed) return true;
  if (described.type != ColumnType::String) return false;
  // A declared string holds everything, and what was forced to string by its values never narrows again.
  return described.source == TypeSource::Declared || m_seen[static_cast<size_t>(column)] != 0;
}

}  // namespace courier
