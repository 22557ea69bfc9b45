#pragma once

#include <QStringList>
#include <string>
#include <vector>

#include "models/write/BodyWriter.h"

namespace courier {

/// Rows as JSON objects, values as in the contract's body (DESIGN section 5), keys as objectKeys() has them: either one
/// array ("[]" without rows), or JSON lines, an object and "\n" for each row (nothing at all without rows).
class JsonObjectsWriter final : public BodyWriter {
 public:
  enum class Shape { Array, Lines };
  JsonObjectsWriter(Columns columns, Shape shape, JsonOptions options);

  void writeHead(std::string& out) override;
  void writeRows(const ColumnBatch& batch, int rowCount, std::string& out) override;
  void writeTail(std::string& out) override;

 private:
  Shape m_shape;
  JsonOptions m_options;
  std::vector<std::string> m_keys;  ///< with what stands before them, their quotes and colon
  bool m_firstRow = true;
};

/// A key for each column, no two the same, since a reader keeps but one value of a key. A name that occurs once is its
/// own key. Of a name that occurs again the first column keeps it and the others get "_2", "_3" … behind it; a column
/// without a name is "column_N", N counted from 1. Where that is the name of another column, or another's key, the next
/// free number is taken. Depends on the names alone.
[[nodiscard]] QStringList objectKeys(const Columns& columns);

}  // namespace courier
