#include "models/export/ExportOptions.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <array>
#include <type_traits>

namespace courier {
namespace {

struct ExportOptionsTr {
  Q_DECLARE_TR_FUNCTIONS(ExportOptions)
};

constexpr const char* exportContext = "ExportOptions";

template <auto member>
constexpr ExportOption exportOptionAt(quint32 formats, DescribedOption<ExportOptionId, ExportOptions> option) {
  option.context = exportContext;
  using Member = std::remove_cvref_t<decltype(std::declval<ExportOptions&>().*member)>;
  if constexpr (std::is_same_v<Member, QString>) {
    option.string = [](const ExportOptions& of) -> const QString& { return of.*member; };
    option.setString = [](ExportOptions& of, const QString& string) { of.*member = string; };
  } else {
    option.value = [](const ExportOptions& of) { return static_cast<qint64>(of.*member); };
    option.setValue = [](ExportOptions& of, qint64 value) { of.*member = static_cast<Member>(value); };
  }
  return {option, formats};
}

template <class Value>
constexpr OptionChoice exportChoice(Value value, const char* key, const char* label) {
  return {static_cast<int>(value), key, label, "", exportContext};
}

template <class... Formats>
constexpr quint32 formatBits(Formats... formats) {
  return ((1U << static_cast<int>(formats)) | ...);
}

constexpr std::array separatorChoices = {
    exportChoice(FieldSeparator::Comma, "comma", QT_TRANSLATE_NOOP("ExportOptions", "Comma ,")),
    exportChoice(FieldSeparator::Semicolon, "semicolon", QT_TRANSLATE_NOOP("ExportOptions", "Semicolon ;")),
    exportChoice(FieldSeparator::Tab, "tab", QT_TRANSLATE_NOOP("ExportOptions", "Tab")),
    exportChoice(FieldSeparator::Bar, "bar", QT_TRANSLATE_NOOP("ExportOptions", "Bar |"))};
constexpr std::array decimalChoices = {
    exportChoice(DecimalSign::Point, "point", QT_TRANSLATE_NOOP("ExportOptions", "Point: 1.5")),
    exportChoice(DecimalSign::Comma, "comma", QT_TRANSLATE_NOOP("ExportOptions", "Comma: 1,5"))};
constexpr std::array encodingChoices = {
    exportChoice(TextEncoding::Utf8, "utf-8", "UTF-8"),
    exportChoice(TextEncoding::Utf8Mark, "utf-8-bom",
                 QT_TRANSLATE_NOOP("ExportOptions", "UTF-8 with a byte order mark (for Excel)")),
    exportChoice(TextEncoding::Utf16, "utf-16", QT_TRANSLATE_NOOP("ExportOptions", "UTF-16 with a byte order mark")),
    exportChoice(TextEncoding::Windows1252, "windows-1252", "Windows-1252"),
    exportChoice(TextEncoding::Latin1, "iso-8859-1", "ISO 8859-1")};
constexpr std::array quotesChoices = {
    exportChoice(FieldQuotes::WhereNeeded, "needed", QT_TRANSLATE_NOOP("ExportOptions", "Where needed")),
    exportChoice(FieldQuotes::Texts, "texts", QT_TRANSLATE_NOOP("ExportOptions", "All texts")),
    exportChoice(FieldQuotes::Always, "always", QT_TRANSLATE_NOOP("ExportOptions", "All values"))};
constexpr std::array lineEndChoices = {exportChoice(LineEnd::Lf, "lf", "LF (Linux, macOS)"),
                                       exportChoice(LineEnd::CrLf, "crlf", "CRLF (Windows)")};
constexpr std::array formulaChoices = {
    exportChoice(FormulaCells::Safe, "safe", QT_TRANSLATE_NOOP("ExportOptions", "Make harmless, with an apostrophe")),
    exportChoice(FormulaCells::Raw, "raw", QT_TRANSLATE_NOOP("ExportOptions", "Leave as they are"))};
constexpr std::array dialectChoices = {
    exportChoice(InsertDialect::Standard, "standard", QT_TRANSLATE_NOOP("ExportOptions", "Standard SQL")),
    exportChoice(InsertDialect::Sqlite, "sqlite", "SQLite"),
    exportChoice(InsertDialect::PostgreSql, "postgresql", "PostgreSQL"),
    exportChoice(InsertDialect::MariaDb, "mariadb", "MariaDB, MySQL"),
    exportChoice(InsertDialect::Trino, "trino", "Trino, Presto")};

constexpr quint32 ofCsv = formatBits(ExportFormat::Csv);
constexpr quint32 ofFields = formatBits(ExportFormat::Csv, ExportFormat::Tsv);
constexpr quint32 ofSql = formatBits(ExportFormat::Sql);

constexpr std::array exportOptions = {
    exportOptionAt<&ExportOptions::separator>(
        ofCsv, {.id = ExportOptionId::Separator,
                .kind = OptionKind::Choice,
                .key = "separator",
                .flag = "separator",
                .help = QT_TRANSLATE_NOOP("ExportOptions", "csv: what stands between two values"),
                .name = QT_TRANSLATE_NOOP("ExportOptions", "Separator"),
                .choices = separatorChoices}),
    exportOptionAt<&ExportOptions::decimal>(
        ofFields, {.id = ExportOptionId::Decimal,
                   .kind = OptionKind::Choice,
                   .key = "decimal",
                   .flag = "decimal",
                   .help = QT_TRANSLATE_NOOP("ExportOptions", "csv and tsv: the decimal sign"),
                   .name = QT_TRANSLATE_NOOP("ExportOptions", "Decimal sign"),
                   .choices = decimalChoices}),
    exportOptionAt<&ExportOptions::encoding>(
        ofFields, {.id = ExportOptionId::Encoding,
                   .kind = OptionKind::Choice,
                   .key = "encoding",
                   .flag = "encoding",
                   .help = QT_TRANSLATE_NOOP("ExportOptions", "csv and tsv: the encoding of the text"),
                   .name = QT_TRANSLATE_NOOP("ExportOptions", "Encoding"),
                   .choices = encodingChoices}),
    exportOptionAt<&ExportOptions::quotes>(
        ofCsv, {.id = ExportOptionId::Quotes,
                .kind = OptionKind::Choice,
                .key = "quotes",
                .flag = "quotes",
                .help = QT_TRANSLATE_NOOP("ExportOptions", "csv: which values stand in quotes"),
                .name = QT_TRANSLATE_NOOP("ExportOptions", "Quotes"),
                .choices = quotesChoices}),
    exportOptionAt<&ExportOptions::lineEnd>(ofFields,
                                            {.id = ExportOptionId::LineEnd,
                                             .kind = OptionKind::Choice,
                                             .key = "lineEnd",
                                             .flag = "line-end",
                                             .help = QT_TRANSLATE_NOOP("ExportOptions", "csv and tsv: how a line ends"),
                                             .name = QT_TRANSLATE_NOOP("ExportOptions", "Lines end in"),
                                             .choices = lineEndChoices}),
    exportOptionAt<&ExportOptions::header>(formatBits(ExportFormat::Csv, ExportFormat::Tsv, ExportFormat::Xlsx),
                                           {.id = ExportOptionId::Header,
                                            .kind = OptionKind::YesNo,
                                            .key = "header",
                                            .name = QT_TRANSLATE_NOOP("ExportOptions", "Begin with the column names")}),
    exportOptionAt<&ExportOptions::nullText>(
        formatBits(ExportFormat::Csv, ExportFormat::Markdown, ExportFormat::Html),
        {.id = ExportOptionId::NullText,
         .kind = OptionKind::Text,
         .key = "null",
         .flag = "null",
         .help = QT_TRANSLATE_NOOP("ExportOptions", "csv, md and html: what stands for NULL"),
         .name = QT_TRANSLATE_NOOP("ExportOptions", "For NULL"),
         .most = 100}),
    exportOptionAt<&ExportOptions::formulas>(
        ofFields, {.id = ExportOptionId::Formulas,
                   .kind = OptionKind::Choice,
                   .key = "formulas",
                   .flag = "formulas",
                   .help = QT_TRANSLATE_NOOP(
                       "ExportOptions", "csv and tsv: texts that a spreadsheet would run get an apostrophe, or none"),
                   .name = QT_TRANSLATE_NOOP("ExportOptions", "Formulas"),
                   .choices = formulaChoices}),
    exportOptionAt<&ExportOptions::table>(
        ofSql, {.id = ExportOptionId::Table,
                .kind = OptionKind::Text,
                .key = "table",
                .flag = "table",
                .help = QT_TRANSLATE_NOOP("ExportOptions", "sql: the table that INSERT names"),
                .name = QT_TRANSLATE_NOOP("ExportOptions", "Table"),
                .most = 200}),
    exportOptionAt<&ExportOptions::dialect>(ofSql, {.id = ExportOptionId::Dialect,
                                                    .kind = OptionKind::Choice,
                                                    .key = "dialect",
                                                    .flag = "dialect",
                                                    .help = QT_TRANSLATE_NOOP("ExportOptions", "sql: whose SQL"),
                                                    .name = QT_TRANSLATE_NOOP("ExportOptions", "For"),
                                                    .choices = dialectChoices}),
    exportOptionAt<&ExportOptions::rowsPerInsert>(
        ofSql, {.id = ExportOptionId::RowsPerInsert,
                .kind = OptionKind::Number,
                .key = "rowsPerInsert",
                .flag = "rows-per-insert",
                .help = QT_TRANSLATE_NOOP("ExportOptions", "sql: so many rows in one INSERT"),
                .name = QT_TRANSLATE_NOOP("ExportOptions", "Rows per INSERT"),
                .least = 1,
                .most = 10'000,
                .unit = OptionUnit::Rows}),
};
static_assert(optionsAreInOrder(exportOptions));

constexpr std::array formatFacts = {
    ExportFormatFacts{ExportFormat::Csv, "csv", "csv", "CSV"},
    ExportFormatFacts{ExportFormat::Xlsx, "xlsx", "xlsx", QT_TRANSLATE_NOOP("ExportOptions", "Excel (XLSX)")},
    ExportFormatFacts{ExportFormat::Tsv, "tsv", "tsv", "TSV"},
    ExportFormatFacts{ExportFormat::Json, "json", "json", "JSON"},
    ExportFormatFacts{ExportFormat::JsonLines, "jsonl", "jsonl", QT_TRANSLATE_NOOP("ExportOptions", "JSON lines")},
    ExportFormatFacts{ExportFormat::Markdown, "md", "md", "Markdown"},
    ExportFormatFacts{ExportFormat::Html, "html", "html", "HTML"},
    ExportFormatFacts{ExportFormat::Sql, "sql", "sql", "SQL INSERT"},
    // Printed and copied, but no files.
    ExportFormatFacts{ExportFormat::Table, "table", "txt", QT_TRANSLATE_NOOP("ExportOptions", "Table")},
    ExportFormatFacts{ExportFormat::InList, "in", "sql", QT_TRANSLATE_NOOP("ExportOptions", "IN list")},
};
constexpr size_t fileFormats = 8;

const QString formatKey = QStringLiteral("format");

bool isRemembered(const ExportOption& option) {
  return option.id != ExportOptionId::Table && option.id != ExportOptionId::Dialect;
}

}  // namespace

std::span<const ExportOption> exportOptionTable() {
  return exportOptions;
}

std::span<const ExportFormatFacts> exportFormats() {
  return std::span(formatFacts).first(fileFormats);
}

const ExportFormatFacts& exportFormat(ExportFormat format) {
  return *std::find_if(formatFacts.begin(), formatFacts.end(),
                       [format](const ExportFormatFacts& facts) { return facts.format == format; });
}

QString exportFormatName(ExportFormat format) {
  return QCoreApplication::translate(exportContext, exportFormat(format).label);
}

std::optional<ExportFormat> exportFormatFromKey(const QString& key) {
  const auto isMeant = [&key](const ExportFormatFacts& facts) {
    return facts.format != ExportFormat::InList && key == QLatin1String(facts.key);
  };
  const auto found = std::find_if(formatFacts.begin(), formatFacts.end(), isMeant);
  return found == formatFacts.end() ? std::nullopt : std::optional(found->format);
}

std::optional<ExportFormat> exportFormatOfFile(const QString& path) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  for (const ExportFormatFacts& facts : exportFormats()) {
    if (suffix == QLatin1String(facts.suffix)) return facts.format;
  }
  return std::nullopt;
}

QVariantMap exportChoices(const ExportOptions& options) {
  QVariantMap choices{{formatKey, QString::fromLatin1(exportFormat(options.format).key)}};
  for (const ExportOption& option : exportOptionTable()) {
    if (isRemembered(option)) choices.insert(QString::fromLatin1(option.key), option.text(options));
  }
  return choices;
}

ExportOptions withExportChoices(ExportOptions options, const QVariantMap& choices) {
  if (const auto format = exportFormatFromKey(choices.value(formatKey).toString())) options.format = *format;
  for (const ExportOption& option : exportOptionTable()) {
    const QVariant chosen = choices.value(QString::fromLatin1(option.key));
    if (isRemembered(option) && chosen.isValid()) (void)option.setText(options, chosen.toString());
  }
  return options;
}

InsertDialect insertDialectOf(Engine engine) {
  switch (engine) {
    case Engine::Sqlite:
    case Engine::Files:
      return InsertDialect::Sqlite;
    case Engine::PostgreSql:
      return InsertDialect::PostgreSql;
    case Engine::MariaDb:
      return InsertDialect::MariaDb;
    case Engine::Trino:
    case Engine::TreasureData:
      return InsertDialect::Trino;
    case Engine::Odbc:
      break;
  }
  return InsertDialect::Standard;
}

SqlDialect sqlDialectOf(InsertDialect dialect) {
  switch (dialect) {
    case InsertDialect::Sqlite:
      return SqlDialect::sqlite();
    case InsertDialect::PostgreSql:
      return SqlDialect::postgreSql();
    case InsertDialect::MariaDb:
      return SqlDialect::mariaDb();
    case InsertDialect::Trino:
      return SqlDialect::trino();
    case InsertDialect::Standard:
      break;
  }
  return SqlDialect::odbc();
}

QString encodingName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::Windows1252:
      return QStringLiteral("Windows-1252");
    case TextEncoding::Latin1:
      return QStringLiteral("ISO 8859-1");
    case TextEncoding::Utf16:
      return QStringLiteral("UTF-16");
    case TextEncoding::Utf8:
    case TextEncoding::Utf8Mark:
      break;
  }
  return QStringLiteral("UTF-8");
}

QString exportFileName(const QString& queryName, ExportFormat format) {
  QString name = queryName.simplified();
  const auto isRefused = [](QChar c) {
    return c < u' ' || c == QChar(0x7f) || QStringLiteral("/\\:*?\"<>|").contains(c);
  };
  std::replace_if(name.begin(), name.end(), isRefused, QChar(u'_'));
  while (name.startsWith(u'.')) name.remove(0, 1);
  while (name.endsWith(u'.') || name.endsWith(u' ')) name.chop(1);
  // File systems count 255 bytes, and a character may have four.
  name = name.left(60);
  if (name.isEmpty()) name = QStringLiteral("result");
  return name + u'.' + QLatin1String(exportFormat(format).suffix);
}

Expected<void> checkExportOptions(const ExportOptions& options) {
  if (options.format == ExportFormat::Sql && options.table.trimmed().isEmpty())
    return Error::invalidInput(ExportOptionsTr::tr("Enter the name of the table that INSERT is to name."));
  return {};
}

}  // namespace courier
