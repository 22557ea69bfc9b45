#include "app/cli/Output.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <limits>

#include "app/cli/OptionFlags.h"
#include "models/data/ResultStore.h"

namespace courier {

namespace {

struct OutputTr {
  Q_DECLARE_TR_FUNCTIONS(Output)
};

/// Also under the names that systems have for it: opened anew, a file behind them would be cut or replaced.
bool isStandardOutput(const QString& file) {
  return file.isEmpty() || file == u"-" || file == u"/dev/stdout" || file == u"/dev/fd/1" || file == u"/proc/self/fd/1";
}

/// As a command has them where nothing is said: exactly what the database gave.
ExportOptions commandOptions() {
  ExportOptions options;
  options.format = ExportFormat::Table;
  options.header = false;
  options.formulas = FormulaCells::Raw;
  return options;
}

OptionSpec flagOf(const ExportOption& option) {
  const QString help = option.words().helpText(option.text(commandOptions()));
  return newFlag(option.flag, option.valueName(), help, [&option](const QString& given) -> Expected<void> {
    ExportOptions alone;
    if (option.setText(alone, given)) return {};
    return notAValue(option.words(), option.flagName(), given);
  });
}

/// The format that -f names, or the file's name where it says none.
Expected<ExportFormat> chosenFormat(const Arguments& arguments, const QString& file) {
  if (arguments.has(QStringLiteral("format"))) {
    const QString name = arguments.value(QStringLiteral("format"));
    if (const auto format = exportFormatFromKey(name)) return *format;
    return Error::invalidInput(
        OutputTr::tr("Unknown format \"%1\": choose table, csv, tsv, json, jsonl, xlsx, md, html or sql.").arg(name));
  }
  if (!arguments.has(QStringLiteral("output"))) return ExportFormat::Table;
  return exportFormatOfFile(file).value_or(ExportFormat::Tsv);
}

}  // namespace

OptionSpec formatOption(bool list) {
  return {u'f', QStringLiteral("format"), OptionSpec::Value::Required,
          list ? QStringLiteral("table|csv|tsv|json") : QStringLiteral("table|csv|tsv|json|jsonl|xlsx|md|html|sql"),
          list ? OutputTr::tr("how to print the rows")
               : OutputTr::tr("how to print the rows; without it, the end of -o FILE says so, else tsv")};
}

QVector<OptionSpec> resultOutputOptions() {
  using Value = OptionSpec::Value;
  QVector<OptionSpec> options = {
      formatOption(false),
      {u'o', QStringLiteral("output"), Value::Required, QStringLiteral("FILE"),
       OutputTr::tr("write the rows to a file; - is standard output")},
      {u'c',
       QStringLiteral("column-header"),
       Value::None,
       {},
       OutputTr::tr("csv and tsv: begin with the column names")},
      {u'l', QStringLiteral("limit"), Value::Required, QStringLiteral("ROWS"),
       OutputTr::tr("print at most this many rows")},
      {u'G', QStringLiteral("vertical"), Value::None, {}, {}},
  };
  for (const ExportOption& option : exportOptionTable()) {
    if (option.hasFlag()) options.append(flagOf(option));
  }
  return options;
}

Expected<OutputChoice> outputChoice(const Arguments& arguments) {
  OutputChoice choice;
  choice.file = arguments.value(QStringLiteral("output"));
  const auto format = chosenFormat(arguments, choice.file);
  if (!format) return format.error();
  choice.options = commandOptions();
  choice.options.format = *format;
  for (const ExportOption& option : exportOptionTable()) {
    if (option.hasFlag() && arguments.has(option.flagName()))
      (void)option.setText(choice.options, arguments.value(option.flagName()));
  }
  const bool isOfFields = *format == ExportFormat::Csv || *format == ExportFormat::Tsv;
  choice.options.header = !isOfFields || arguments.has(QStringLiteral("column-header"));
  const auto limit = arguments.number(QStringLiteral("limit"), 0, 1, std::numeric_limits<qint64>::max());
  if (!limit) return limit.error();
  choice.options.rowLimit = *limit;
  if (auto checked = checkExportOptions(choice.options); !checked) return checked.error();
  return choice;
}

void sayWarnings(const ExportReport& report, Console& console) {
  for (const QString& warning : report.warnings) console.err(warning);
}

Expected<void> printResult(const RowSource& result, const OutputChoice& choice, CommandContext& context) {
  Console& console = context.console;
  const bool isFile = !isStandardOutput(choice.file);
  const auto report = isFile ? exportRows(result, choice.options, choice.file, context.cancel)
                             : exportRows(result, choice.options, console.outDevice(), context.cancel);
  if (report) {
    sayWarnings(*report, console);
    return {};
  }
  if (!isFile && console.readerIsGone()) return {};
  return report.error();
}

Expected<std::shared_ptr<StreamedOutput>> StreamedOutput::begin(const OutputChoice& choice, const CancelToken& cancel) {
  const QFileInfo there(choice.file);
  const bool isFile = !isStandardOutput(choice.file) && (there.isFile() || !there.exists());
  if (!isFile || !ExportSink::takesRowsAsTheyCome(choice.options.format)) return std::shared_ptr<StreamedOutput>();
  auto output = std::make_shared<StreamedOutput>(choice, cancel);
  if (auto opened = output->m_file.open(); !opened) return opened.error();
  return output;
}

StreamedOutput::StreamedOutput(const OutputChoice& choice, const CancelToken& cancel)
    : m_file(choice.file),
      m_rows(std::make_shared<ExportSink>(choice.options, m_file.device(), cancel)),
      m_pipeline(m_rows) {}

Expected<void> StreamedOutput::begin(const Columns& columns) {
  return keep(m_failure ? Expected<void>() : m_pipeline.begin(columns));
}

Expected<void> StreamedOutput::append(const ColumnBatchPtr& batch) {
  return keep(m_failure ? Expected<void>() : m_pipeline.append(batch));
}

Expected<void> StreamedOutput::keep(const Expected<void>& done) {
  if (!done) m_failure = done.error();
  return {};
}

Expected<ExportReport> StreamedOutput::finish() {
  if (m_failure) return *m_failure;
  if (auto drained = m_pipeline.drain(); !drained) return drained.error();
  auto report = m_rows->finish();
  if (!report) return report;
  if (auto kept = m_file.commit(); !kept) return kept.error();
  return report;
}

ListOutput::ListOutput(const QStringList& names) {
  for (const QString& name : names) {
    Column column;
    column.name = name;
    column.source = TypeSource::Values;
    m_columns.append(column);
  }
}

void ListOutput::add(const QVariantList& row) {
  m_rows.append(row);
}

ExitCode ListOutput::print(CommandContext& context) const {
  auto choice = outputChoice(context.arguments);
  if (!choice) return context.fail(choice.error());
  choice->options.header = true;
  ColumnBatchBuilder builder(static_cast<int>(m_columns.size()));
  for (const QVariantList& row : m_rows) {
    for (int column = 0; column < m_columns.size(); ++column) {
      const QVariant& value = row[column];
      if (value.isNull()) {
        builder.appendNull(column);
      } else if (value.typeId() == QMetaType::QString) {
        builder.appendText(column, value.toString().toStdString());
      } else {
        builder.appendInteger(column, value.toLongLong());
      }
    }
    builder.endRow();
  }
  ResultStore store(QDir::tempPath());
  if (auto begun = store.begin(m_columns); !begun) return context.fail(begun.error());
  if (auto added = store.append(builder.take()); !added) return context.fail(added.error());
  if (auto printed = printResult(store, *choice, context); !printed) return context.fail(printed.error());
  return ExitCode::Done;
}

}  // namespace courier
