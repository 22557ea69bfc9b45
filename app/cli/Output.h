#pragma once

#include <QStringList>
#include <QVariant>
#include <QVector>

#include "app/cli/Command.h"
#include "models/data/RowSource.h"
#include "models/write/TextWriter.h"

namespace courier {

/// The options that say how a result or a list is printed: -f, -o, -l, -c.
[[nodiscard]] OptionSpec formatOption(bool list);
[[nodiscard]] QVector<OptionSpec> resultOutputOptions();

/// Where and how to print, as the options say.
struct OutputChoice {
  TextFormat format = TextFormat::Table;
  TextOptions text;
  QString file;  ///< "" or "-" for standard output
};
[[nodiscard]] Expected<OutputChoice> outputChoice(const Arguments& arguments);

/// Prints a result to the chosen place; a file is complete on the disk before this returns, or as it was before. A
/// reader of standard output that goes away has had what it wanted: that is no error.
[[nodiscard]] Expected<void> printResult(const RowSource& result, const OutputChoice& choice, Console& console);

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
