#pragma once

#include <QtGlobal>
#include <string>

namespace courier {

/// The sum of any number of 64-bit integers, in 128 bits.
class WideSum {
 public:
  void add(qint64 value) {
    const quint64 before = m_low;
    m_low += static_cast<quint64>(value);
    m_high += (value < 0 ? -1 : 0) + (m_low < before ? 1 : 0);
  }
  void add(const WideSum& other) {
    const quint64 before = m_low;
    m_low += other.m_low;
    m_high += other.m_high + (m_low < before ? 1 : 0);
  }
  [[nodiscard]] double toDouble() const;
  /// All its digits, with the sign.
  [[nodiscard]] std::string text() const;
  /// Divided by `count` (1 …), rounded to 15 digits where it has a fraction; no superfluous zeros.
  [[nodiscard]] std::string dividedBy(quint64 count) const;

 private:
  [[nodiscard]] std::string digits() const;
  qint64 m_high = 0;
  quint64 m_low = 0;
};

}  // namespace courier
