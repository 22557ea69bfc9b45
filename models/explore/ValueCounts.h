#pragma once

#include <array>
#include <unordered_map>
#include <vector>

#include "models/explore/ColumnProfile.h"

namespace courier {

/// Counts how often each value occurs; NULL by itself. Numbers count as what they are: 1 and 1.0 are two. Texts are
/// borrowed: their batches live as long as this. One thread.
class ValueCounts {
 public:
  void add(const Cell& cell, const ColumnBatchPtr& batch);
  void merge(const ValueCounts& other);
  [[nodiscard]] qint64 distinct() const;
  [[nodiscard]] qint64 nulls() const { return m_nulls; }
  /// The most frequent ones, most first, of equals the first as orderOf() has them.
  [[nodiscard]] QVector<ValueCount> often(int most) const;

 private:
  static constexpr size_t kKinds = 7;
  void hold(const ColumnBatchPtr& batch);
  qint64 m_nulls = 0;
  std::array<std::unordered_map<quint64, qint64>, kKinds> m_words;           ///< by kind: Integer, Boolean, Real's bits
  std::array<std::unordered_map<std::string_view, qint64>, kKinds> m_texts;  ///< by kind: Text, Blob, Array
  std::vector<ColumnBatchPtr> m_held;
};

}  // namespace courier
