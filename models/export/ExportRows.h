#pragma once

#include <QByteArray>
#include <QStringList>
#include <functional>
#include <memory>

#include "models/base/CancelToken.h"
#include "models/data/RowSource.h"
#include "models/export/ExportOptions.h"

class QIODevice;

namespace courier {

/// What became of an export.
struct ExportReport {
  qint64 rows = 0;
  qint64 bytes = 0;
  QStringList warnings;  ///< a sentence for each kind of thing that was not written as it is
};

/// Told now and then how many rows are written, on the thread that writes.
using ExportProgress = std::function<void(qint64 rows)>;

/// Takes rows as they come and writes them to a device, where the format needs not see all of them first. A second
/// begin() discards what came before: then the device has to be a file. One thread at a time.
class ExportSink final : public BatchSink {
 public:
  /// The device is open and outlives this.
  ExportSink(ExportOptions options, QIODevice& device, CancelToken cancel, ExportProgress progress = {});
  ~ExportSink() override;

  /// Whether rows of this format can be written before the last is known.
  [[nodiscard]] static bool takesRowsAsTheyCome(ExportFormat format);

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;
  /// Writes what is left; called once, when all rows are there.
  [[nodiscard]] Expected<ExportReport> finish();

 private:
  friend Expected<ExportReport> exportRows(const RowSource&, const ExportOptions&, QIODevice&, const CancelToken&,
                                           const ExportProgress&);
  struct State;
  std::unique_ptr<State> m;
};

/// Writes all rows, in bounded memory; blocking, for a worker thread. Cancelled at most 200 ms after `cancel`; Storage
/// where the device takes no more; Unsupported where the format cannot hold so many columns; Busy as of
/// RowSource::replay().
[[nodiscard]] Expected<ExportReport> exportRows(const RowSource& rows, const ExportOptions& options, QIODevice& device,
                                                const CancelToken& cancel, const ExportProgress& progress = {});
/// The same into a file, which has its name only once it is whole and on the disk (WholeFile): whatever goes wrong,
/// what stood there before still stands.
[[nodiscard]] Expected<ExportReport> exportRows(const RowSource& rows, const ExportOptions& options,
                                                const QString& path, const CancelToken& cancel,
                                                const ExportProgress& progress = {});

/// The bytes of the same; Unsupported where they are more than `mostBytes`.
[[nodiscard]] Expected<QByteArray> exportText(const RowSource& rows, const ExportOptions& options, qint64 mostBytes,
                                              const CancelToken& cancel);
/// How the file begins, as text: the first `rowCount` rows as they will be written, characters that get lost included.
/// Of a workbook, a table of what its cells hold. Types are those of the first 100,000 rows.
[[nodiscard]] Expected<QString> exportPreview(const RowSource& rows, const ExportOptions& options, int rowCount,
                                              const CancelToken& cancel);

}  // namespace courier
