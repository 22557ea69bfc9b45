#include "models/explore/ValueCounts.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "models/explore/ValueOrder.h"

namespace courier {
namespace {

bool isWord(CellKind kind) {
  return isNumber(kind);
}

Cell cellOfWord(CellKind kind, quint64 word) {
  Cell cell;
  cell.kind = kind;
  if (kind == CellKind::Real) {
    cell.real = std::bit_cast<double>(word);
  } else {
    cell.integer = static_cast<qint64>(word);
  }
  return cell;
}

}  // namespace

void ValueCounts::hold(const ColumnBatchPtr& batch) {
  if (m_held.empty() || m_held.back() != batch) m_held.push_back(batch);
}

void ValueCounts::add(const Cell& cell, const ColumnBatchPtr& batch) {
  const auto kind = static_cast<size_t>(cell.kind);
  if (cell.kind == CellKind::Null) {
    ++m_nulls;
  } else if (isWord(cell.kind)) {
    // 0.0 and -0.0 are one number.
    const double real = cell.real == 0.0 ? 0.0 : cell.real;
    ++m_words[kind][cell.kind == CellKind::Real ? std::bit_cast<quint64>(real) : static_cast<quint64>(cell.integer)];
  } else {
    const auto [known, isNew] = m_texts[kind].try_emplace(cell.bytes, 0);
    if (isNew) hold(batch);
    ++known->second;
  }
}

void ValueCounts::merge(const ValueCounts& other) {
  m_nulls += other.m_nulls;
  for (size_t kind = 0; kind < kKinds; ++kind) {
    for (const auto& [word, count] : other.m_words[kind]) m_words[kind][word] += count;
    for (const auto& [text, count] : other.m_texts[kind]) m_texts[kind][text] += count;
  }
  m_held.insert(m_held.end(), other.m_held.begin(), other.m_held.end());
}

qint64 ValueCounts::distinct() const {
  size_t count = 0;
  for (size_t kind = 0; kind < kKinds; ++kind) count += m_words[kind].size() + m_texts[kind].size();
  return static_cast<qint64>(count);
}

QVector<ValueCount> ValueCounts::often(int most) const {
  std::vector<std::pair<Cell, qint64>> all;
  for (size_t kind = 0; kind < kKinds; ++kind) {
    for (const auto& [word, count] : m_words[kind])
      all.emplace_back(cellOfWord(static_cast<CellKind>(kind), word), count);
    for (const auto& [text, count] : m_texts[kind]) {
      Cell cell;
      cell.kind = static_cast<CellKind>(kind);
      cell.bytes = text;
      all.emplace_back(cell, count);
    }
  }
  const size_t wanted = std::min(all.size(), static_cast<size_t>(std::max(0, most)));
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(wanted), all.end(),
                    [](const auto& one, const auto& other) {
                      if (one.second != other.second) return one.second > other.second;
                      return orderOf(one.first, other.first) < 0;
                    });
  QVector<ValueCount> often;
  for (size_t at = 0; at < wanted; ++at) often.append({keptValue(all[at].first), all[at].second});
  return often;
}

}  // namespace courier
