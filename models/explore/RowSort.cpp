#include "models/explore/RowSort.h"

#include <QCollator>
#include <QLocale>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "models/explore/BatchWalk.h"
#include "models/explore/ValueOrder.h"

namespace courier {
namespace {

constexpr size_t kMostCollated = 4'000'000;
constexpr size_t kChunk = 65'536;
constexpr size_t kSortAtOnce = 32'768;

/// Values of these stand one behind the other in this order.
enum Bucket : quint8 { kNumbers, kNotNumbers, kTexts, kBlobs, kArrays, kNulls, kBuckets };

Bucket bucketOf(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Integer:
    case CellKind::Boolean:
      return kNumbers;
    case CellKind::Real:
      return std::isnan(cell.real) ? kNotNumbers : kNumbers;
    case CellKind::Text:
      return kTexts;
    case CellKind::Blob:
      return kBlobs;
    case CellKind::Array:
      return kArrays;
    case CellKind::Null:
      break;
  }
  return kNulls;
}

quint64 orderedBits(double value) {
  const auto bits = std::bit_cast<quint64>(value == 0.0 ? 0.0 : value);
  return bits >> 63U != 0 ? ~bits : bits | quint64{1} << 63U;
}

quint64 orderedBits(qint64 value) {
  return static_cast<quint64>(value) ^ quint64 { 1 } << 63U;
}

/// The first eight bytes, so that the order of two is the order of their texts where they differ.
quint64 prefixOf(std::string_view text) {
  quint64 prefix = 0;
  const size_t count = std::min<size_t>(8, text.size());
  for (size_t at = 0; at < count; ++at)
    prefix |= static_cast<quint64>(static_cast<unsigned char>(text[at])) << (56 - 8 * at);
  return prefix;
}

/// A row by what it is ordered by. Of a text `data` and `length` are the whole of it; of a number in a column of both
/// kinds `length` is 1 for a Real and `exact` the value's bits.
struct SortItem {
  quint64 key = 0;
  union {
    const char* data = nullptr;
    quint64 exact;
  };
  quint32 length = 0;
  quint32 row = 0;

  [[nodiscard]] std::string_view text() const { return {data, length}; }
};

int compareMixed(const SortItem& one, const SortItem& other) {
  const auto cell = [](const SortItem& item) {
    Cell value;
    value.kind = item.length != 0 ? CellKind::Real : CellKind::Integer;
    value.integer = static_cast<qint64>(item.exact);
    value.real = std::bit_cast<double>(item.exact);
    return value;
  };
  const auto order = orderOf(cell(one), cell(other));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int compareTexts(const SortItem& one, const SortItem& other) {
  return compareBytes(one.text(), other.text());
}

int compareKeysAlone(const SortItem&, const SortItem&) {
  return 0;
}

template <int (*Exact)(const SortItem&, const SortItem&)>
struct ItemLess {
  bool descends;
  bool operator()(const SortItem& one, const SortItem& other) const {
    if (one.key != other.key) return (one.key < other.key) != descends;
    if (const int exact = Exact(one, other); exact != 0) return (exact < 0) != descends;
    return one.row < other.row;
  }
};

/// Sorts in parallel: pieces by themselves, then two by two.
template <class Less>
Expected<void> sortItems(std::vector<SortItem>& items, const CancelToken& cancel, Less less) {
  const auto at = [&items](size_t place) { return items.begin() + static_cast<std::ptrdiff_t>(place); };
  if (items.size() <= kSortAtOnce) {
    std::sort(items.begin(), items.end(), less);
    return {};
  }
  // Small pieces, so that Stop need not wait long.
  const size_t count = std::bit_ceil(std::max<size_t>(threadsAtMost(), items.size() / (8 * kSortAtOnce)));
  const size_t step = (items.size() + count - 1) / count;
  const auto edge = [&](size_t piece) { return std::min(piece * step, items.size()); };
  auto done = inParallel(count, cancel, [&](size_t, size_t piece) -> Expected<void> {
    std::sort(at(edge(piece)), at(edge(piece + 1)), less);
    return {};
  });
  for (size_t width = 1; done && width < count; width *= 2) {
    done = inParallel(count / (2 * width), cancel, [&](size_t, size_t pair) -> Expected<void> {
      const size_t first = pair * 2 * width;
      std::inplace_merge(at(edge(first)), at(edge(first + width)), at(edge(first + 2 * width)), less);
      return {};
    });
  }
  return done;
}

/// Walks rows [0, count) of a list in pieces, on several threads; `work(piece's number, reader, place)`.
template <class Work>
Expected<void> eachRow(const ResultSnapshot& snapshot, std::span<const quint32> rows, const CancelToken& cancel,
                       Work work) {
  return inParallel((rows.size() + kChunk - 1) / kChunk, cancel, [&](size_t, size_t piece) -> Expected<void> {
    RowReader reader(snapshot);
    const size_t end = std::min(rows.size(), (piece + 1) * kChunk);
    for (size_t place = piece * kChunk; place < end; ++place) {
      const ColumnBatch* const batch = reader.at(rows[place]);
      if (!batch) return *reader.error();
      work(reader, *batch, place);
    }
    return {};
  });
}

class RowSorter {
 public:
  RowSorter(const ResultSnapshot& snapshot, const QVector<SortKey>& keys, TextOrder order, const CancelToken& cancel,
            RowProgress& progress)
      : m_snapshot(snapshot), m_keys(keys), m_order(order), m_cancel(cancel), m_progress(progress) {}

  /// Rows in ascending order; `key`: the first that is still to decide.
  Expected<void> sort(std::span<quint32> rows, qsizetype key) {
    if (key == m_keys.size() || rows.size() < 2) return {};
    if (m_cancel.isCancelled()) return cancelledLook();
    std::array<std::vector<SortItem>, kBuckets> buckets;
    std::vector<ColumnBatchPtr> held;
    if (auto filled = fill(rows, m_keys[key].column, buckets, held); !filled) return filled;
    const bool descends = m_keys[key].descending;
    size_t place = 0;
    for (int turn = 0; turn < kBuckets; ++turn) {
      const auto bucket = static_cast<size_t>(descends ? kBuckets - 1 - turn : turn);
      if (auto done = sortBucket(static_cast<Bucket>(bucket), buckets[bucket], descends); !done) return done;
      const std::vector<SortItem> items = std::move(buckets[bucket]);
      for (size_t at = 0; at < items.size(); ++at) rows[place + at] = items[at].row;
      if (auto done = sortTies(rows.subspan(place, items.size()), static_cast<Bucket>(bucket), items, key); !done)
        return done;
      place += items.size();
      if (key == 0) m_progress.done += static_cast<qint64>(items.size());
    }
    return {};
  }

 private:
  /// Distributes the rows, in their order, with what they are ordered by. Texts live as long as `held`.
  Expected<void> fill(std::span<const quint32> rows, int column, std::array<std::vector<SortItem>, kBuckets>& buckets,
                      std::vector<ColumnBatchPtr>& held) {
    const size_t pieces = (rows.size() + kChunk - 1) / kChunk;
    std::vector<std::array<std::vector<SortItem>, kBuckets>> found(pieces);
    std::vector<std::vector<ColumnBatchPtr>> batches(pieces);
    auto walked = eachRow(m_snapshot, rows, m_cancel, [&](RowReader& reader, const ColumnBatch& batch, size_t place) {
      const size_t piece = place / kChunk;
      if (batches[piece].empty() || batches[piece].back().get() != &batch) batches[piece].push_back(reader.batch());
      const Cell cell = column < batch.columnCount() ? batch.cell(reader.place(), column) : Cell();
      SortItem item;
      item.row = rows[place];
      const Bucket bucket = bucketOf(cell);
      if (bucket == kNumbers) {
        item.length = cell.kind == CellKind::Real ? 1 : 0;
        item.exact = item.length != 0 ? std::bit_cast<quint64>(cell.real) : static_cast<quint64>(cell.integer);
      } else if (bucket == kTexts || bucket == kBlobs || bucket == kArrays) {
        item.data = cell.bytes.data();
        item.length = static_cast<quint32>(cell.bytes.size());
        item.key = prefixOf(cell.bytes);
      }
      found[piece][bucket].push_back(item);
    });
    if (!walked) return walked;
    for (size_t piece = 0; piece < pieces; ++piece) {
      for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
        auto& all = buckets[bucket];
        all.insert(all.end(), found[piece][bucket].begin(), found[piece][bucket].end());
        found[piece][bucket] = {};
      }
      held.insert(held.end(), batches[piece].begin(), batches[piece].end());
    }
    return {};
  }

  Expected<void> sortBucket(Bucket bucket, std::vector<SortItem>& items, bool descends) {
    if (items.size() < 2) return {};
    switch (bucket) {
      case kNumbers:
        return sortNumbers(items, descends);
      case kTexts:
        if (m_order == TextOrder::Locale) {
          auto ranked = rankTexts(items);
          if (!ranked) return ranked.error();
          if (*ranked) return sortItems(items, m_cancel, ItemLess<compareKeysAlone>{descends});
        }
        [[fallthrough]];
      case kBlobs:
      case kArrays:
        return sortItems(items, m_cancel, ItemLess<compareTexts>{descends});
      case kNotNumbers:
      case kNulls:
      case kBuckets:
        break;
    }
    return {};
  }

  Expected<void> sortNumbers(std::vector<SortItem>& items, bool descends) {
    const bool hasReals =
        std::any_of(items.begin(), items.end(), [](const SortItem& item) { return item.length != 0; });
    const bool hasIntegers =
        std::any_of(items.begin(), items.end(), [](const SortItem& item) { return item.length == 0; });
    for (SortItem& item : items) {
      const double real = item.length != 0 ? std::bit_cast<double>(item.exact)
                          : hasReals       ? static_cast<double>(static_cast<qint64>(item.exact))
                                           : 0.0;
      item.key = hasReals ? orderedBits(real) : orderedBits(static_cast<qint64>(item.exact));
    }
    if (hasReals && hasIntegers) return sortItems(items, m_cancel, ItemLess<compareMixed>{descends});
    return sortItems(items, m_cancel, ItemLess<compareKeysAlone>{descends});
  }

  /// Makes each text's key its place among the different ones as the language orders them; equal ones have one place.
  /// False where there are too many.
  Expected<bool> rankTexts(std::vector<SortItem>& items) {
    std::unordered_map<std::string_view, quint32> codes;
    std::vector<std::string_view> texts;
    for (size_t at = 0; at < items.size(); ++at) {
      if (at % kChunk == 0 && m_cancel.isCancelled()) return cancelledLook();
      const auto [known, isNew] = codes.try_emplace(items[at].text(), static_cast<quint32>(texts.size()));
      if (isNew) texts.push_back(items[at].text());
      if (texts.size() > kMostCollated) return false;
      items[at].key = known->second;
    }
    // A collator is one thread's.
    std::vector<QCollator> collators(threadsAtMost(), QCollator(QLocale()));
    std::vector<std::optional<QCollatorSortKey>> sortKeys(texts.size());
    auto done = inParallel((texts.size() + 4095) / 4096, m_cancel, [&](size_t thread, size_t piece) -> Expected<void> {
      for (size_t at = piece * 4096; at < std::min(texts.size(), (piece + 1) * 4096); ++at) {
        sortKeys[at].emplace(
            collators[thread].sortKey(QString::fromUtf8(texts[at].data(), static_cast<qsizetype>(texts[at].size()))));
      }
      return {};
    });
    if (!done) return done.error();
    std::vector<quint32> order(texts.size());
    for (quint32 at = 0; at < order.size(); ++at) order[at] = at;
    const size_t half = order.size() / 2;
    // What the language does not tell apart stands by its bytes.
    const auto less = [&](quint32 one, quint32 other) {
      const int compared = sortKeys[one]->compare(*sortKeys[other]);
      return compared != 0 ? compared < 0 : compareBytes(texts[one], texts[other]) < 0;
    };
    done = inParallel(2, m_cancel, [&](size_t, size_t piece) -> Expected<void> {
      const auto middle = order.begin() + static_cast<std::ptrdiff_t>(half);
      piece == 0 ? std::sort(order.begin(), middle, less) : std::sort(middle, order.end(), less);
      return {};
    });
    if (!done) return done.error();
    std::inplace_merge(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(half), order.end(), less);
    std::vector<quint32> places(order.size());
    for (quint32 place = 0; place < order.size(); ++place) places[order[place]] = place;
    for (SortItem& item : items) item.key = places[item.key];
    return true;
  }

  /// Rows that this key does not tell apart are the next key's.
  Expected<void> sortTies(std::span<quint32> rows, Bucket bucket, const std::vector<SortItem>& items, qsizetype key) {
    if (key + 1 == m_keys.size()) return {};
    const bool hasTexts = bucket == kTexts || bucket == kBlobs || bucket == kArrays;
    const auto same = [&](const SortItem& one, const SortItem& other) {
      if (one.key != other.key) return false;
      if (hasTexts) return one.text() == other.text();
      return bucket != kNumbers || compareMixed(one, other) == 0;
    };
    for (size_t from = 0; from < items.size();) {
      size_t to = from + 1;
      while (to < items.size() && same(items[from], items[to])) ++to;
      if (auto done = sort(rows.subspan(from, to - from), key + 1); !done) return done;
      from = to;
    }
    return {};
  }

  const ResultSnapshot& m_snapshot;
  const QVector<SortKey>& m_keys;
  TextOrder m_order;
  const CancelToken& m_cancel;
  RowProgress& m_progress;
};

}  // namespace

Expected<void> sortRows(const ResultSnapshot& snapshot, const QVector<SortKey>& keys, TextOrder order,
                        std::vector<quint32>& rows, const CancelToken& cancel, RowProgress& progress) {
  return RowSorter(snapshot, keys, order, cancel, progress).sort(rows, 0);
}

}  // namespace courier
