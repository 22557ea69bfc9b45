#include "models/explore/Arrangement.h"

namespace courier {

KeptValue keptValue(const Cell& cell) {
  KeptValue kept;
  kept.kind = cell.kind;
  kept.integer = cell.integer;
  kept.real = cell.real;
  kept.bytes = QByteArray(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
  return kept;
}

Cell cellOf(const KeptValue& kept) {
  Cell cell;
  cell.kind = kept.kind;
  cell.integer = kept.integer;
  cell.real = kept.real;
  cell.bytes = {kept.bytes.constData(), static_cast<size_t>(kept.bytes.size())};
  return cell;
}

}  // namespace courier
