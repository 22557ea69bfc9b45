#pragma once

#include <QString>
#include <QVariantMap>
#include <span>

#include "models/base/DescribedOption.h"
#include "models/base/Expected.h"
#include "models/query/SqlDialect.h"

namespace courier {

/// The forms in which rows are written for people and other programs.
enum class ExportFormat { Table, Csv, Tsv, Json, JsonLines, Xlsx, Markdown, Html, Sql, InList };
enum class FieldSeparator { Comma, Semicolon, Tab, Bar };
enum class DecimalSign { Point, Comma };
enum class TextEncoding { Utf8, Utf8Mark, Utf16, Windows1252, Latin1 };
enum class FieldQuotes { WhereNeeded, Texts, Always };
enum class LineEnd { Lf, CrLf };
enum class FormulaCells {
  Safe,  ///< a text that a spreadsheet would run gets an apostrophe before it
  Raw
};
/// Whose SQL.
enum class InsertDialect { Standard, Sqlite, PostgreSql, MariaDb, Trino };

/// How rows are written. What has no meaning for the format is not looked at. A value; what is the same for all exports
/// of a person is described in exportOptionTable().
struct ExportOptions {
  ExportFormat format = ExportFormat::Csv;
  FieldSeparator separator = FieldSeparator::Comma;
  DecimalSign decimal = DecimalSign::Point;
  TextEncoding encoding = TextEncoding::Utf8;
  FieldQuotes quotes = FieldQuotes::WhereNeeded;
  LineEnd lineEnd = LineEnd::Lf;
  bool header = true;
  QString nullText = {};
  FormulaCells formulas = FormulaCells::Safe;
  QString table = QStringLiteral("result");  ///< that INSERT names: its name, or schema.name, or as quoted
  InsertDialect dialect = InsertDialect::Standard;
  qint64 rowsPerInsert = 500;
  QString title = {};   ///< of the sheet or the page: the query's name
  qint64 rowLimit = 0;  ///< 0: all

  bool operator==(const ExportOptions&) const = default;
};

enum class ExportOptionId {
  Separator,
  Decimal,
  Encoding,
  Quotes,
  LineEnd,
  Header,
  NullText,
  Formulas,
  Table,
  Dialect,
  RowsPerInsert
};

/// One option of an export, and the formats it counts for.
struct ExportOption : DescribedOption<ExportOptionId, ExportOptions> {
  quint32 formats = 0;  ///< a bit for each ExportFormat

  [[nodiscard]] bool countsFor(ExportFormat format) const { return (formats >> static_cast<int>(format) & 1U) != 0; }
};

/// All of them, in the order of ExportOptionId. An option's key is its name in the settings, its flag that on the
/// command line, its name the label of its field.
[[nodiscard]] std::span<const ExportOption> exportOptionTable();

/// What is the same for all that is written in one format.
struct ExportFormatFacts {
  ExportFormat format;
  const char* key;     ///< on the command line and in the settings: "jsonl"
  const char* suffix;  ///< of its files, without the dot
  const char* label;   ///< translated by exportFormatName()
};
/// The formats that files are written in, in the order they are offered.
[[nodiscard]] std::span<const ExportFormatFacts> exportFormats();
[[nodiscard]] const ExportFormatFacts& exportFormat(ExportFormat format);
[[nodiscard]] QString exportFormatName(ExportFormat format);
/// By its key; none where there is no such format.
[[nodiscard]] std::optional<ExportFormat> exportFormatFromKey(const QString& key);
/// By the end of a file's name, in any case.
[[nodiscard]] std::optional<ExportFormat> exportFormatOfFile(const QString& path);

/// What a person has chosen, to be remembered: all but what is of one query alone, its table and its database.
[[nodiscard]] QVariantMap exportChoices(const ExportOptions& options);
/// `options` with what was remembered; what is not known any more is passed over.
[[nodiscard]] ExportOptions withExportChoices(ExportOptions options, const QVariantMap& choices);

[[nodiscard]] InsertDialect insertDialectOf(Engine engine);
[[nodiscard]] SqlDialect sqlDialectOf(InsertDialect dialect);
/// How a person calls it: "Windows-1252".
[[nodiscard]] QString encodingName(TextEncoding encoding);
/// A file's name for an export of this query: what no file system takes is left out.
[[nodiscard]] QString exportFileName(const QString& queryName, ExportFormat format);
/// InvalidInput where two of them contradict each other or one is missing: a decimal comma between commas is quoted, so
/// it is none of those.
[[nodiscard]] Expected<void> checkExportOptions(const ExportOptions& options);

}  // namespace courier
