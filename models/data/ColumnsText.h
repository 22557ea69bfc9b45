#pragma once

#include <QString>
#include <QVector>

#include "models/data/Column.h"

/// A result's columns as JSON, as courier.db keeps them. Pure.
namespace courier::columnstext {

/// `unsettled`: by column, whether its type came only from a want of values; may be shorter or empty.
[[nodiscard]] QString write(const Columns& columns, const QVector<bool>& unsettled = {});
/// What cannot be read is left out or at its default.
[[nodiscard]] Columns read(const QString& text);
/// As many as read() gives.
[[nodiscard]] QVector<bool> readUnsettled(const QString& text);

}  // namespace courier::columnstext
