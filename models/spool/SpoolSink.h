#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>
#include <memory>

#include "models/address/BodyOptions.h"
#include "models/base/Expected.h"
#include "models/data/BatchSink.h"
#include "models/data/RowSource.h"

namespace courier {

/// A body on disk: synced, complete, named. The file holds exactly the bytes of the wire.
struct SpoolFile {
  QString name;  ///< file name within the spool folder
  qint64 bytes = 0;
  QByteArray sha256;         ///< of those bytes, 32 bytes
  BodyOptions form;          ///< what the bytes are; bodyContentEncoding() of it
  QString contentType;       ///< bodyContentType() of it: "application/json; charset=utf-8"
  Columns columns;           ///< with the types that the body names
  QVector<bool> unsettled;   ///< per column: its type came only from a want of values, and never counts as changed
  qint64 rows = 0;           ///< in the body
  bool truncated = false;    ///< further rows were thrown away
  qint64 repairedTexts = 0;  ///< values whose text was not UTF-8
};

struct SpoolOptions {
  qint64 rowCap = 100'000;                ///< rows beyond are thrown away; 0: no cap
  BodyOptions body;                       ///< the form of the file
  size_t memoryLimit = size_t{16} << 20;  ///< of the typed row file, before it is spilled
};

/// Turns batches into a spool file of any form, with bounded memory. Rows are encoded as they come, under the types
/// seen so far; when a column widens, the encoding is redone from the row file, where rows are kept as long as a column
/// may still widen. Any one thread. The file stays under a temporary name until finish(); without finish(), and after
/// an Error, nothing is left behind and nothing more is taken. The bytes are the same however the rows were cut into
/// batches. Errors: Storage, where the folder cannot be written; Internal, where a value does not fit the type that its
/// engine promised, or there is no memory for packing.
class SpoolSink final : public BatchSink {
 public:
  /// `folder`: the spool folder, which exists and is the owner's alone.
  SpoolSink(QString folder, SpoolOptions options);
  ~SpoolSink() override;

  Expected<void> begin(const Columns& columns) override;
  Expected<void> append(const ColumnBatchPtr& batch) override;
  /// Completes the body (of no columns and no rows when begin() never came), syncs the file and then its folder, and
  /// only then answers; called once. `moreRows`: the engine itself stopped reading at the cap and knows of further
  /// rows.
  [[nodiscard]] Expected<SpoolFile> finish(bool moreRows = false);

 private:
  struct State;
  std::unique_ptr<State> m;
};

/// Writes the body that a delivery of `result` would send into a file: exactly the bytes of the wire, packed ones
/// included. A file that stands there is replaced once the new one is whole. Blocking: for a worker thread. `rowCap`:
/// 0 for none. Storage where the folder or the file cannot be written.
[[nodiscard]] Expected<void> saveBodyFile(const RowSource& result, qint64 rowCap, const BodyOptions& form,
                                          const QString& path);

}  // namespace courier
