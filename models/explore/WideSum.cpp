#include "models/explore/WideSum.h"

#include <cmath>

namespace courier {
namespace {

/// `digits` divided by `count`, rounded to 15 digits where it has more and a fraction.
std::string quotient(const std::string& digits, quint64 count) {
  std::string whole;
  quint64 rest = 0;
  for (const char digit : digits) {
    rest = rest * 10 + static_cast<quint64>(digit - '0');
    if (!whole.empty() || rest >= count) whole += static_cast<char>('0' + rest / count);
    rest %= count;
  }
  std::string fraction;
  size_t significant = whole.size();
  while (rest != 0 && significant < 15) {
    rest *= 10;
    fraction += static_cast<char>('0' + rest / count);
    rest %= count;
    if (significant > 0 || fraction.back() != '0') ++significant;
  }
  std::string all = (whole.empty() ? "0" : whole) + fraction;
  if (rest >= count - rest) {
    auto digit = all.rbegin();
    for (; digit != all.rend() && *digit == '9'; ++digit) *digit = '0';
    if (digit == all.rend()) {
      all.insert(all.begin(), '1');
    } else {
      ++*digit;
    }
  }
  if (fraction.empty()) return all;
  all.insert(all.size() - fraction.size(), 1, '.');
  while (all.back() == '0') all.pop_back();
  if (all.back() == '.') all.pop_back();
  return all;
}

}  // namespace

double WideSum::toDouble() const {
  return std::ldexp(static_cast<double>(m_high), 64) + static_cast<double>(m_low);
}

std::string WideSum::text() const {
  return (m_high < 0 ? "-" : "") + digits();
}

std::string WideSum::digits() const {
  quint64 high = static_cast<quint64>(m_high);
  quint64 low = m_low;
  if (m_high < 0) {
    low = ~low + 1;
    high = ~high + (low == 0 ? 1 : 0);
  }
  quint32 words[] = {static_cast<quint32>(high >> 32U), static_cast<quint32>(high), static_cast<quint32>(low >> 32U),
                     static_cast<quint32>(low)};
  std::string text;
  do {
    quint64 rest = 0;
    for (quint32& word : words) {
      const quint64 part = rest << 32U | word;
      word = static_cast<quint32>(part / 10);
      rest = part % 10;
    }
    text.insert(text.begin(), static_cast<char>('0' + rest));
  } while ((words[0] | words[1] | words[2] | words[3]) != 0);
  return text;
}

std::string WideSum::dividedBy(quint64 count) const {
  const std::string whole = quotient(digits(), count);
  return m_high < 0 && whole != "0" ? "-" + whole : whole;
}

}  // namespace courier
