#pragma once

#include <QByteArray>
#include <QStringView>
#include <string_view>
#include <vector>

#include "models/data/ColumnBatch.h"
#include "models/postgres/PostgresType.h"

namespace courier {

/// Rows as COPY gives them: the same texts as a query's, in a half of the time, for the library makes no result of each
/// row.

/// Whether a statement's rows can be had so: it begins as a query does, and makes no table of them.
[[nodiscard]] bool isCopyable(QStringView statement);
/// COPY (statement) TO STDOUT.
[[nodiscard]] QByteArray copyText(QStringView statement);
/// How many characters of copyText() stand before the statement.
inline constexpr qint64 copyPrefixLength = 6;

/// Takes COPY's lines apart. One thread.
class PostgresCopyLine {
 public:
  explicit PostgresCopyLine(const QVector<PostgresType>& types) : m_types(types) {}
  /// One line, without its end, into a row's columns; false where it has another number of fields.
  [[nodiscard]] bool take(std::string_view line, ColumnBatchBuilder& row);

 private:
  /// What a field stands for: its characters behind backslashes put right.
  [[nodiscard]] std::string_view unescaped(std::string_view field);
  const QVector<PostgresType>& m_types;
  std::vector<char> m_field;
};

}  // namespace courier
