#pragma once

#include <compare>

#include "models/data/ColumnBatch.h"

namespace courier {

/// 128 bits of the cells that were added, in their order: lists of cells that share them are taken for the same. A real
/// that is a whole number counts as that integer. Not kept anywhere: it may differ between two runs of the program.
class CellDigest {
 public:
  void add(const Cell& cell);

  bool operator==(const CellDigest&) const = default;
  auto operator<=>(const CellDigest&) const = default;

 private:
  void mix(quint64 one, quint64 two);

  quint64 m_first = 0x9E37'79B9'7F4A'7C15;
  quint64 m_second = 0xC2B2'AE3D'27D4'EB4F;
};

}  // namespace courier
