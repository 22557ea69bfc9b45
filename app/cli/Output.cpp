#include "app/cli/Output.h"

#include <QCoreApplication>
#include <QDir>

#include "models/base/WholeFile.h"
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

}  // namespace

OptionSpec formatOption(bool list) {
  return {u'f', QStringLiteral("format"), OptionSpec::Value::Required,
          list ? QStringLiteral("table|csv|tsv|json") : QStringLiteral("table|csv|tsv|json|jsonl"),
          OutputTr::tr("how to print the rows")};
}

QVector<OptionSpec> resultOutputOptions() {
  using Value = OptionSpec::Value;
  return {
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
}

Expected<OutputChoice> outputChoice(const Arguments& arguments) {
  OutputChoice choice;
  const QString name = arguments.value(QStringLiteral("format"), QStringLiteral("table"));
  const auto format = textFormatFromName(name);
  if (!format) {
    return Error::invalidInput(OutputTr::tr("Unknown format \"%1\": choose table, csv, tsv, json or jsonl.").arg(name));
  }
  choice.format = *format;
  choice.file = arguments.value(QStringLiteral("output"));
  if (arguments.has(QStringLiteral("output")) && !arguments.has(QStringLiteral("format")))
    choice.format = TextFormat::Tsv;
  choice.text.header = *format == TextFormat::Table || arguments.has(QStringLiteral("column-header"));
  const auto limit = arguments.number(QStringLiteral("limit"), 0, 1, std::numeric_limits<qint64>::max());
  if (!limit) return limit.error();
  choice.text.rowLimit = *limit;
  return choice;
}

Expected<void> printResult(const RowSource& result, const OutputChoice& choice, Console& console) {
  if (isStandardOutput(choice.file)) {
    auto written = writeText(result, choice.format, choice.text, console.outDevice());
    if (!written && console.readerIsGone()) return {};
    return written;
  }
  WholeFile file(choice.file);
  if (auto opened = file.open(); !opened) return opened;
  if (auto written = writeText(result, choice.format, choice.text, file.device()); !written) return written;
  return file.commit();
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
  choice->text.header = true;
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
  if (auto printed = printResult(store, *choice, context.console); !printed) return context.fail(printed.error());
  return ExitCode::Done;
}

}  // namespace courier
