#include "models/write/JsonCell.h"

#include <cmath>

#include "models/data/CellText.h"
#include "models/write/JsonText.h"

namespace courier {
namespace {

bool isWide(qint64 value) {
  return value > exactInDouble || value < -exactInDouble;
}

CellOutcome appendMisfit(ByteCursor& out) {
  out.append("null");
  return CellOutcome::Misfit;
}

template <class Append>
CellOutcome appendQuoted(ByteCursor& out, Append append) {
  out.append("\"");
  append();
  out.append("\"");
  return CellOutcome::Written;
}

CellOutcome appendTruth(ByteCursor& out, bool value) {
  out.append(value ? "true" : "false");
  return CellOutcome::Written;
}

CellOutcome appendLong(ByteCursor& out, const Cell& cell, const JsonOptions& options) {
  if (cell.kind != CellKind::Integer && cell.kind != CellKind::Boolean) return appendMisfit(out);
  if (options.wideIntegersAsStrings && isWide(cell.integer)) {
    return appendQuoted(out, [&] { appendInteger(out, cell.integer); });
  }
  appendInteger(out, cell.integer);
  return CellOutcome::Written;
}

CellOutcome appendFractional(ByteCursor& out, const Cell& cell, ColumnType type) {
  if (cell.kind == CellKind::Real) {
    if (!std::isfinite(cell.real)) {
      out.append("null");
    } else if (type == ColumnType::Float) {
      appendFloat(out, cell.real);
    } else {
      appendDouble(out, cell.real);
    }
    return CellOutcome::Written;
  }
  if (cell.kind != CellKind::Integer && cell.kind != CellKind::Boolean) return appendMisfit(out);
  if (isWide(cell.integer)) {
    // Its digits, since a double would round them.
    appendInteger(out, cell.integer);
    out.append(".0");
  } else {
    appendDouble(out, static_cast<double>(cell.integer));
  }
  return CellOutcome::Written;
}

CellOutcome appendBoolean(ByteCursor& out, const Cell& cell) {
  const bool isTruth = cell.kind == CellKind::Boolean || cell.kind == CellKind::Integer;
  if (!isTruth || (cell.integer != 0 && cell.integer != 1)) return appendMisfit(out);
  return appendTruth(out, cell.integer == 1);
}

CellOutcome appendString(ByteCursor& out, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      break;
    case CellKind::Text:
    case CellKind::Array:
      return appendJsonString(out, cell.bytes) ? CellOutcome::Repaired : CellOutcome::Written;
    case CellKind::Blob:
      return appendQuoted(out, [&] { appendBase64(out, cell.bytes); });
    case CellKind::Integer:
      return appendQuoted(out, [&] { appendInteger(out, cell.integer); });
    case CellKind::Boolean:
      return appendQuoted(out, [&] { appendTruth(out, cell.integer != 0); });
    case CellKind::Real:
      if (!std::isfinite(cell.real)) break;
      return appendQuoted(out, [&] { appendDouble(out, cell.real); });
  }
  out.append("null");
  return CellOutcome::Written;
}

}  // namespace

CellOutcome appendJsonCell(ByteCursor& out, const Cell& cell, ColumnType type, const JsonOptions& options) {
  if (cell.kind == CellKind::Null) {
    out.append("null");
    return CellOutcome::Written;
  }
  switch (type) {
    case ColumnType::Int:
    case ColumnType::Long:
      return appendLong(out, cell, options);
    case ColumnType::Float:
    case ColumnType::Double:
      return appendFractional(out, cell, type);
    case ColumnType::Boolean:
      return appendBoolean(out, cell);
    case ColumnType::String:
      return appendString(out, cell);
    case ColumnType::Array:
      break;
  }
  if (cell.kind != CellKind::Array) return appendMisfit(out);
  return appendUtf8(out, cell.bytes) ? CellOutcome::Repaired : CellOutcome::Written;
}

}  // namespace courier
