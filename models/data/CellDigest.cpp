#include "models/data/CellDigest.h"

#include <QHash>
#include <bit>
#include <cmath>
#include <optional>

namespace courier {
namespace {

enum class Tag : quint64 { Null = 1, Integer, Real, Boolean, Bytes };

std::optional<qint64> wholeNumber(double real) {
  constexpr double limit = 9'007'199'254'740'992;
  const bool isWhole =
      std::isfinite(real) && std::fabs(real) <= limit && !(std::trunc(real) < real) && !(std::trunc(real) > real);
  return isWhole ? std::optional<qint64>(static_cast<qint64>(real)) : std::nullopt;
}

quint64 mixed(quint64 bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58'476D'1CE4'E5B9;
  bits = (bits ^ (bits >> 27)) * 0x94D0'49BB'1331'11EB;
  return bits ^ (bits >> 31);
}

}  // namespace

void CellDigest::mix(quint64 one, quint64 two) {
  m_first = mixed(m_first ^ one);
  m_second = mixed(m_second + two);
}

void CellDigest::add(const Cell& cell) {
  const auto tagged = [this](Tag tag, quint64 one, quint64 two) {
    mix(static_cast<quint64>(tag), static_cast<quint64>(tag) << 32);
    mix(one, two);
  };
  switch (cell.kind) {
    case CellKind::Null:
      return tagged(Tag::Null, 0, 0);
    case CellKind::Integer:
      return tagged(Tag::Integer, static_cast<quint64>(cell.integer), static_cast<quint64>(cell.integer));
    case CellKind::Boolean:
      return tagged(Tag::Boolean, static_cast<quint64>(cell.integer), 0);
    case CellKind::Real: {
      if (const auto whole = wholeNumber(cell.real)) {
        return tagged(Tag::Integer, static_cast<quint64>(*whole), static_cast<quint64>(*whole));
      }
      const auto bits = std::bit_cast<quint64>(cell.real);
      return tagged(Tag::Real, bits, bits);
    }
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Array:
      break;
  }
  constexpr size_t oneSeed = 0x5151;
  constexpr size_t otherSeed = 0xA2A2'A2A2;
  mix(cell.bytes.size(), cell.bytes.size());
  tagged(Tag::Bytes, qHashBits(cell.bytes.data(), cell.bytes.size(), oneSeed),
         qHashBits(cell.bytes.data(), cell.bytes.size(), otherSeed));
}

}  // namespace courier
