#pragma once

#include <QModelIndex>

#include "widgets/common/Dialog.h"

namespace courier {

/// One value, whole: text as it is, a blob as a hex dump with its characters beside it.
class CellDialog final : public Dialog {
  Q_OBJECT
 public:
  /// `index`: of a ResultTableModel.
  explicit CellDialog(const QModelIndex& index, QWidget* parent = nullptr);
};

/// Lines of 16 bytes: offset, hex, printable characters. At most `limit` bytes of it.
[[nodiscard]] QString hexDump(const QByteArray& bytes, qsizetype limit);

}  // namespace courier
