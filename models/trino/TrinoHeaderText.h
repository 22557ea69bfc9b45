#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace courier {

/// A name or a secret as clusters read it in a header: in Latin-1, without blanks around it (measured with Trino 476).
/// Nothing where it would come to them as another one, or begin a line of its own. Pure.
[[nodiscard]] std::optional<QByteArray> trinoHeaderText(const QString& text);

}  // namespace courier
