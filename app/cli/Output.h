#pragma once

#include <QStringList>
#include <QVariant>
#include <QVector>
#include <memory>
#include <optional>

#include "app/cli/Command.h"
#include "models/base/WholeFile.h"
#include "models/data/PipelinedSink.h"
#include "models/data/RowSource.h"
#include "models/export/ExportRows.h"

namespace courier {

/// The options that say how a result or a list is printed: -f, -o, -l, -c, and those of the formats.
[[nodiscard]] OptionSpec formatOption(bool list);
[[nodiscard]] QVector<OptionSpec> resultOutputOptions();

/// Where and how to print, as the options say.
struct OutputChoice {
  ExportOptions options;
  QString file;  ///< "" or "-" for standard output
};
[[nodiscard]] Expected<OutputChoice> outputChoice(const Arguments& arguments);

/// Prints a result to the chosen place; a file is complete on the disk before this returns, or as it was before. A
/// reader of standard output that goes away has had what it wanted: that is no error.
[[nodiscard]] Expected<void> printResult(const RowSource& result, const OutputChoice& choice, CommandContext& context);

/// What was not written as it is, a line each on standard error.
void sayWarnings(const ExportReport& report, Console& console);

/// A file that is written while its rows come. What goes wrong with it stops no query, whose result may be on its way
/// elsewhere: finish() tells. Filled from the query's thread, written on one of its own.
class StreamedOutput final : public BatchSink {
 public:
  /// Opens the file; null where these rows cannot be written before the last is known, or no file is meant.
  [[nodiscard]] static Expected<std::shared_ptr<StreamedOutput>> begin(const OutputChoice& choice,
                                                                       const CancelToken& cancel);
  StreamedOutput(const OutputChoice& choice, const CancelToken& cancel);

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;
  /// Called once, after the query: the file is complete on the disk then.
  [[nodiscard]] Expected<ExportReport> finish();

 private:
  Expected<void> keep(const Expected<void>& done);
  WholeFile m_file;
  std::shared_ptr<ExportSink> m_rows;
  PipelinedSink m_pipeline;  ///< leads to `m_rows`
  std::optional<Error> m_failure;
};

/// A list of a command (`job:list`): names, and rows of texts, integers or nulls, printed as -f asks.
class ListOutput {
 public:
  explicit ListOutput(const QStringList& names);
  void add(const QVariantList& row);
  [[nodiscard]] ExitCode print(CommandContext& context) const;

 private:
  Columns m_columns;
  QVector<QVariantList> m_rows;
};

}  // namespace courier
