#pragma once

#include <QString>
#include <QStringList>
#include <QVector>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/Expected.h"
#include "models/files/CellTyping.h"
#include "models/files/CsvSplitter.h"
#include "models/files/FileBytes.h"
#include "models/files/TextCoding.h"

namespace courier {

/// A column of a file's table.
struct FileColumn {
  QString name;      ///< in the table
  QString original;  ///< in the file, where it is another
  CellType type = CellType::Text;
  bool isChosen = false;  ///< by the person: what does not fit stays text
  bool isKnown = true;    ///< false: not one value was seen yet
  bool operator==(const FileColumn&) const = default;
};
using FileColumns = QVector<FileColumn>;

struct LoadedCell {
  enum class Kind : std::uint8_t { Null, Integer, Real, Text };
  union {
    std::int64_t integer = 0;
    double real;
    std::uint64_t begin;  ///< of a text, in RowBatch::text
  };
  std::uint32_t length = 0;
  Kind kind = Kind::Null;
};

/// What is set apart because it is no row.
struct RejectedLine {
  qint64 line = 0;  ///< of the file, from 1
  qint64 byte = 0;  ///< of the file (of what was packed in it), from 0
  QString reason;
  std::string raw;  ///< its beginning, where it is very long
};

/// A batch ends behind the row that reaches so many values, however little text they take.
inline constexpr size_t mostBatchCells = size_t{1} << 18;

struct RowBatch {
  std::string text;
  std::vector<LoadedCell> cells;  ///< whole rows, each of `columns`
  int columns = 0;
  std::vector<RejectedLine> rejected;
};

/// What was seen while a file was read.
struct RowFindings {
  qint64 rows = 0;
  qint64 shortRows = 0;      ///< ended with NULLs
  qint64 rejected = 0;       ///< set apart
  qint64 replaced = 0;       ///< characters that were wrong in the encoding
  qint64 firstReplaced = 0;  ///< the line of the first
  qint64 zeroBytes = 0;
  qint64 misfits = 0;  ///< values of a chosen type that are not of it, and stay text
};

/// Reads a file's rows in batches. Begins to only look, giving no rows, once a value does not fit its column, until the
/// end: hasMisfit() says so, and typesFound() what all values allow. Any one thread.
class FileRows {
 public:
  enum class Mode {
    Load,
    Look  ///< at all values, giving no rows
  };
  virtual ~FileRows() = default;
  /// False at the end. Errors as FileBytes' and InvalidInput.
  [[nodiscard]] virtual Expected<bool> next(RowBatch& batch) = 0;
  [[nodiscard]] virtual RowFindings findings() const = 0;
  /// As they are to be: those that all values read allow, where they were not chosen.
  [[nodiscard]] FileColumns columnsFound() const;
  [[nodiscard]] bool hasMisfit() const { return m_hasMisfit; }
  /// Bytes of the file that were read.
  [[nodiscard]] virtual qint64 position() const = 0;

 protected:
  FileRows(FileColumns columns, Mode mode);
  void addColumn(const FileColumn& column);
  void removeColumnsFrom(size_t count);
  [[nodiscard]] int columnCount() const { return static_cast<int>(m_columns.size()); }
  [[nodiscard]] bool onlyLooks() const { return m_onlyLooks; }
  [[nodiscard]] const FileColumn& column(size_t index) const { return m_columns[static_cast<qsizetype>(index)]; }
  /// A value that is no NULL, `begin` being its place in the batch's text.
  [[nodiscard]] LoadedCell cellOf(size_t column, std::string_view text, std::uint64_t begin, NumberForm form) {
    Traits& traits = m_traits[column];
    if (traits.isPlainText) return textCell(text, begin);
    return typedCell(column, text, begin, form);
  }
  /// Of a value that is a text whatever it looks like.
  [[nodiscard]] LoadedCell textOnly(size_t column, std::string_view text, std::uint64_t begin);
  [[nodiscard]] static LoadedCell textCell(std::string_view text, std::uint64_t begin) {
    LoadedCell cell;
    cell.kind = LoadedCell::Kind::Text;
    cell.begin = begin;
    cell.length = static_cast<std::uint32_t>(text.size());
    return cell;
  }
  qint64 m_misfits = 0;

 private:
  struct Traits {
    CellKinds kinds = cellkind::none;
    bool isPlainText = false;  ///< nothing is to be found out about its values
  };
  [[nodiscard]] LoadedCell typedCell(size_t column, std::string_view text, std::uint64_t begin, NumberForm form);
  void settle(size_t column);

  FileColumns m_columns;
  std::vector<Traits> m_traits;
  bool m_onlyLooks;
  bool m_hasMisfit = false;
};

/// How the rows of a CSV file are to be read.
struct CsvReading {
  QString encoding;
  CsvDialect dialect;
  bool hasSeparatorLine = false;  ///< "sep=;" comes first
  bool hasHeader = false;
  QStringList nulls;  ///< words that are NULL where they are not quoted
};

/// The rows of delimited text.
class CsvFileRows final : public FileRows {
 public:
  CsvFileRows(FileBytes bytes, TextDecoder decoder, const CsvReading& reading, FileColumns columns, Mode mode);
  [[nodiscard]] Expected<bool> next(RowBatch& batch) override;
  [[nodiscard]] RowFindings findings() const override;
  [[nodiscard]] qint64 position() const override { return m_bytes.position(); }

 private:
  [[nodiscard]] Expected<void> readOn(std::string& text);
  void takeRows(RowBatch& batch, size_t& at);
  void takeRow(RowBatch& batch, size_t at);
  void reject(RowBatch& batch, size_t at, size_t end, const QString& reason);
  void skipLine(RowBatch& batch, size_t& at);
  [[nodiscard]] bool isNull(std::string_view text) const;
  void noteReplaced(const std::string& text, size_t at, size_t end);

  FileBytes m_bytes;
  TextDecoder m_decoder;
  CsvDialect m_dialect;
  NumberForm m_form;
  std::vector<std::string> m_nulls;
  CsvSplitter m_splitter;
  int m_linesToPass;    ///< before the rows: separator and header
  std::string m_rest;   ///< a row that is not whole
  qint64 m_textAt = 0;  ///< place of the batch's text in all of the text
  qint64 m_line = 1;    ///< of the row that comes next
  bool m_isLast = false;
  bool m_isSkipping = false;  ///< the rest of a line that is too long
  RowFindings m_findings;
};

/// The rows of JSON: an array of objects, or an object a line. The columns are those it is given and, where it only
/// looks, every further key in the order in which they come.
class JsonFileRows final : public FileRows {
 public:
  enum class Shape { Array, Lines };
  JsonFileRows(FileBytes bytes, TextDecoder decoder, Shape shape, FileColumns columns, Mode mode, QString fileName);
  ~JsonFileRows() override;
  [[nodiscard]] Expected<bool> next(RowBatch& batch) override;
  [[nodiscard]] RowFindings findings() const override;
  [[nodiscard]] qint64 position() const override;

 private:
  struct State;
  std::unique_ptr<State> m;
  friend struct State;
};

}  // namespace courier
