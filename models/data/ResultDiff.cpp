#include "models/data/ResultDiff.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>
#include <numeric>
#include <optional>
#include <utility>

namespace courier {
namespace {

struct ResultDiffTr {
  Q_DECLARE_TR_FUNCTIONS(ResultDiff)
};

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

/// 128 bits of the cells that were added, in their order: lists of cells that share them are taken for the same. A real
/// that is a whole number counts as that integer. Not kept anywhere: it may differ between two runs of the program.
class CellDigest {
 public:
  void add(const Cell& cell) {
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

  bool operator==(const CellDigest&) const = default;
  auto operator<=>(const CellDigest&) const = default;

 private:
  void mix(quint64 one, quint64 two) {
    m_first = mixed(m_first ^ one);
    m_second = mixed(m_second + two);
  }

  quint64 m_first = 0x9E37'79B9'7F4A'7C15;
  quint64 m_second = 0xC2B2'AE3D'27D4'EB4F;
};

struct RowDigests {
  CellDigest key;
  CellDigest row;
};

/// Digests of one result's rows.
class DigestSink final : public BatchSink {
 public:
  DigestSink(std::vector<int> columns, std::vector<int> keys, const DiffRequest& request)
      : m_columns(std::move(columns)), m_keys(std::move(keys)), m_request(request), hasValue(m_columns.size()) {}

  Expected<void> begin(const Columns&) override { return {}; }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    if (m_request.cancel.isCancelled()) {
      return Error::of(ErrorKind::Cancelled, ResultDiffTr::tr("Stopped."));
    }
    if (static_cast<qint64>(rows.size()) + batch->rowCount() > m_request.maxRows) {
      return Error::invalidInput(
          ResultDiffTr::tr("Query Courier does not compare results of more than %L1 rows.").arg(m_request.maxRows));
    }
    for (int row = 0; row < batch->rowCount(); ++row) {
      RowDigests digests;
      for (size_t index = 0; index < m_columns.size(); ++index) {
        const Cell cell = batch->cell(row, m_columns[index]);
        if (cell.kind != CellKind::Null) hasValue[index] = true;
        digests.row.add(cell);
      }
      for (const int key : m_keys) digests.key.add(batch->cell(row, key));
      rows.push_back(digests);
    }
    return {};
  }

 private:
  std::vector<int> m_columns;
  std::vector<int> m_keys;
  const DiffRequest& m_request;

 public:
  std::vector<RowDigests> rows;
  std::vector<bool> hasValue;  ///< by column compared: not all of it is NULL
};

using Part = CellDigest RowDigests::*;

std::vector<quint32> sortedBy(const std::vector<RowDigests>& rows, Part part) {
  std::vector<quint32> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](quint32 left, quint32 right) {
    const auto compared = rows[left].*part <=> rows[right].*part;
    return compared == 0 ? left < right : compared < 0;
  });
  return order;
}

bool isUnique(const std::vector<RowDigests>& rows, const std::vector<quint32>& order, Part part) {
  return std::adjacent_find(order.begin(), order.end(), [&](quint32 left, quint32 right) {
           return rows[left].*part == rows[right].*part;
         }) == order.end();
}

/// For each newer row the older one that it is, or -1; of several that are the same the first goes with the first.
std::vector<qint64> matches(const std::vector<RowDigests>& older, const std::vector<quint32>& olderOrder,
                            const std::vector<RowDigests>& newer, const std::vector<quint32>& newerOrder, Part part) {
  std::vector<qint64> of(newer.size(), -1);
  size_t left = 0;
  size_t right = 0;
  while (left < olderOrder.size() && right < newerOrder.size()) {
    const auto compared = older[olderOrder[left]].*part <=> newer[newerOrder[right]].*part;
    if (compared == 0) {
      of[newerOrder[right++]] = olderOrder[left++];
    } else if (compared < 0) {
      ++left;
    } else {
      ++right;
    }
  }
  return of;
}

void listRows(ResultDiff& diff, const std::vector<RowDigests>& older, const std::vector<RowDigests>& newer,
              const std::vector<qint64>& olderOf) {
  std::vector<bool> stays(older.size());
  for (const qint64 row : olderOf) {
    if (row >= 0) stays[static_cast<size_t>(row)] = true;
  }
  size_t next = 0;
  const auto removeUntil = [&](size_t end) {
    for (; next < end; ++next) {
      if (!stays[next]) diff.rows.push_back({RowChange::Removed, static_cast<qint64>(next), -1});
    }
  };
  qint64 last = -1;
  for (size_t row = 0; row < newer.size(); ++row) {
    const qint64 was = olderOf[row];
    if (was < 0) {
      diff.rows.push_back({RowChange::Added, -1, static_cast<qint64>(row)});
      ++diff.added;
      continue;
    }
    removeUntil(static_cast<size_t>(was));
    if (was < last) diff.rowsMoved = true;
    last = std::max(last, was);
    if (older[static_cast<size_t>(was)].row == newer[row].row) {
      ++diff.same;
    } else {
      diff.rows.push_back({RowChange::Changed, was, static_cast<qint64>(row)});
      ++diff.changed;
    }
  }
  removeUntil(older.size());
  diff.removed = static_cast<qint64>(older.size()) - diff.same - diff.changed;
}

bool areMoved(const QVector<DiffColumn>& columns) {
  int last = -1;
  for (const DiffColumn& column : columns) {
    if (!column.isInBoth()) continue;
    if (column.older < last) return true;
    last = column.older;
  }
  return false;
}

QVector<int> wantedKeys(const QVector<DiffColumn>& columns, const DiffRequest& request) {
  QVector<int> keys;
  if (request.matching == RowMatching::Automatic && !columns.isEmpty() && columns[0].isInBoth()) keys = {0};
  if (request.matching != RowMatching::ByKeys) return keys;
  for (const int key : request.keys) {
    if (key >= 0 && key < columns.size() && columns[key].isInBoth()) keys.append(key);
  }
  return keys;
}

/// The columns of both, without a look at the rows: types as they are named.
QVector<DiffColumn> diffColumns(const Columns& older, const Columns& newer) {
  QVector<DiffColumn> columns;
  std::vector<bool> isTaken(static_cast<size_t>(older.size()));
  for (int index = 0; index < newer.size(); ++index) {
    DiffColumn column;
    column.name = newer[index].name;
    column.newer = index;
    column.newerType = columnTypeName(newer[index].type, newer[index].element);
    column.change = ColumnChange::Added;
    for (int other = 0; other < older.size(); ++other) {
      if (isTaken[static_cast<size_t>(other)] || older[other].name != column.name) continue;
      isTaken[static_cast<size_t>(other)] = true;
      column.older = other;
      column.olderType = columnTypeName(older[other].type, older[other].element);
      column.change = column.olderType == column.newerType ? ColumnChange::Same : ColumnChange::TypeChanged;
      break;
    }
    columns.append(column);
  }
  for (int other = 0; other < older.size(); ++other) {
    if (isTaken[static_cast<size_t>(other)]) continue;
    columns.append({older[other].name, ColumnChange::Removed, other, -1,
                    columnTypeName(older[other].type, older[other].element), QString()});
  }
  return columns;
}

}  // namespace

bool ResultDiff::columnsChanged() const {
  return columnsMoved || std::any_of(columns.begin(), columns.end(),
                                     [](const DiffColumn& each) { return each.change != ColumnChange::Same; });
}

Expected<ResultDiff> diffResults(const ResultStore& older, const ResultStore& newer, const DiffRequest& request) {
  ResultDiff diff;
  diff.columns = diffColumns(older.typedColumns(), newer.typedColumns());
  diff.columnsMoved = areMoved(diff.columns);
  std::vector<int> compared;
  std::vector<int> columnsOf[2];
  std::vector<int> keysOf[2];
  for (int index = 0; index < diff.columns.size(); ++index) {
    if (!diff.columns[index].isInBoth()) continue;
    compared.push_back(index);
    columnsOf[0].push_back(diff.columns[index].older);
    columnsOf[1].push_back(diff.columns[index].newer);
  }
  const QVector<int> keys = wantedKeys(diff.columns, request);
  for (const int key : keys) {
    keysOf[0].push_back(diff.columns[key].older);
    keysOf[1].push_back(diff.columns[key].newer);
  }
  DigestSink was(columnsOf[0], keysOf[0], request);
  DigestSink is(columnsOf[1], keysOf[1], request);
  if (auto read = older.replay(was); !read) return read.error();
  if (auto read = newer.replay(is); !read) return read.error();
  diff.olderRows = static_cast<qint64>(was.rows.size());
  diff.newerRows = static_cast<qint64>(is.rows.size());
  for (size_t index = 0; index < compared.size(); ++index) {
    DiffColumn& column = diff.columns[compared[index]];
    if (!was.hasValue[index] || !is.hasValue[index]) column.change = ColumnChange::Same;
  }

  Part part = &RowDigests::key;
  std::vector<quint32> wasOrder;
  std::vector<quint32> isOrder;
  bool byKeys = !keys.isEmpty();
  if (byKeys) {
    wasOrder = sortedBy(was.rows, part);
    isOrder = sortedBy(is.rows, part);
    byKeys = isUnique(was.rows, wasOrder, part) && isUnique(is.rows, isOrder, part);
  }
  diff.keysRefused = request.matching == RowMatching::ByKeys && !byKeys;
  if (byKeys) {
    diff.keys = keys;
  } else {
    part = &RowDigests::row;
    wasOrder = sortedBy(was.rows, part);
    isOrder = sortedBy(is.rows, part);
  }
  // Rows that have no column in common are not the same because of that.
  std::vector<qint64> olderOf(is.rows.size(), -1);
  if (!compared.empty() || diff.columns.isEmpty()) olderOf = matches(was.rows, wasOrder, is.rows, isOrder, part);
  listRows(diff, was.rows, is.rows, olderOf);
  return diff;
}

bool isSameValue(const Cell& one, const Cell& other) {
  CellDigest left;
  CellDigest right;
  left.add(one);
  right.add(other);
  return left == right;
}

}  // namespace courier
