#pragma once

#include <simdjson.h>

#include <QStringList>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/read/BodyRowsReader.h"
#include "models/read/BodySplitter.h"

namespace courier {

/// Reads the contract's body (DESIGN section 5): column types as the body names them (TypeSource::Fixed). Holds a few
/// batches and the longest row.
class ResultRowsReader final : public BodyRowsReader {
 public:
  /// `maxRowBytes`: a row that takes more is not read; 0: no limit.
  ResultRowsReader(BatchSink& sink, size_t maxRowBytes) : BodyRowsReader(sink), m_maxRowBytes(maxRowBytes) {}

  [[nodiscard]] Expected<void> take(std::string_view piece) override;
  [[nodiscard]] Expected<void> finish() override;

 private:
  Expected<void> readHead(std::string document);
  Expected<void> readRows(std::string document);
  [[nodiscard]] QString readStrings(simdjson::ondemand::value value, QStringList& strings) const;
  [[nodiscard]] QString readRow(simdjson::ondemand::array row);
  [[nodiscard]] Expected<void> giveBatch();
  [[nodiscard]] Error damagedRow(const QString& reason);

  size_t m_maxRowBytes;
  BodySplitter m_splitter;
  simdjson::ondemand::parser m_parser;
  Columns m_columns;
  std::optional<ColumnBatchBuilder> m_builder;
  qint64 m_row = 0;  ///< 1-based, of the row that is read
};

/// Goes through rows that are JSON objects, in one array or one a line (blank lines are passed over). Holds the longest
/// row and a piece.
class ObjectsReader : public BodyRowsReader {
 public:
  enum class Shape { Array, Lines };
  /// `maxRowBytes`: a row that takes more is not read; 0: no limit.
  ObjectsReader(BatchSink& sink, Shape shape, size_t maxRowBytes);

  [[nodiscard]] Expected<void> take(std::string_view piece) final;
  [[nodiscard]] Expected<void> finish() final;

 protected:
  /// Called once before the first object, or the end.
  [[nodiscard]] virtual Expected<void> begin() { return {}; }
  /// Gives what is wrong with it, "" where nothing is.
  [[nodiscard]] virtual QString readObject(simdjson::ondemand::object object) = 0;
  [[nodiscard]] virtual Expected<void> rowEnded() { return {}; }
  [[nodiscard]] virtual Expected<void> end() { return {}; }

 private:
  [[nodiscard]] Expected<void> start();
  [[nodiscard]] Expected<void> takeLines();
  [[nodiscard]] Expected<void> takeLine(size_t from, size_t to);
  [[nodiscard]] Expected<void> takeRows();
  [[nodiscard]] Error damagedRow(const QString& reason);

  Shape m_shape;
  size_t m_maxRowBytes;
  bool m_started = false;
  BodySplitter m_splitter;  ///< of an array
  std::string m_text;       ///< of lines: what does not end yet
  simdjson::ondemand::parser m_parser;
  qint64 m_row = 0;  ///< 1-based; of lines, the line
};

/// Finds the keys that the objects have, in the order in which they come first. Its sink gets nothing.
class ObjectKeysReader final : public ObjectsReader {
 public:
  using ObjectsReader::ObjectsReader;
  [[nodiscard]] const QStringList& keys() const { return m_keys; }

 protected:
  [[nodiscard]] QString readObject(simdjson::ondemand::object object) override;

 private:
  std::unordered_map<std::string, int> m_known;
  std::vector<std::string> m_order;
  QStringList m_keys;
};

/// Gives objects as rows.
class ObjectRowsReader final : public ObjectsReader {
 public:
  /// Whether every object has every key, with a value that fits its column's type; or may lack some (NULL), values
  /// being what they are.
  enum class Typing { Known, AsTheyCome };
  /// `keys`: of each column, no two the same.
  ObjectRowsReader(BatchSink& sink, Shape shape, size_t maxRowBytes, Columns columns, const QStringList& keys,
                   Typing typing);

 protected:
  [[nodiscard]] Expected<void> begin() override { return sink().begin(m_columns); }
  [[nodiscard]] QString readObject(simdjson::ondemand::object object) override;
  [[nodiscard]] Expected<void> rowEnded() override;
  [[nodiscard]] Expected<void> end() override;

 private:
  Columns m_columns;
  Typing m_typing;
  std::vector<std::string> m_keys;
  std::unordered_map<std::string, int> m_columnOf;
  std::vector<bool> m_has;  ///< of the row that is read
  ColumnBatchBuilder m_builder;
};

}  // namespace courier
