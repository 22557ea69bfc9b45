#pragma once

#include <QVariantMap>

namespace courier {

class ResultTable;

/// What a person made of a grid's columns: their order, the widths that were drawn, which are hidden and pinned. By
/// name, so that a query that gives other columns the next time keeps what still fits.

/// As it can be kept in JSON; empty while nothing was changed.
[[nodiscard]] QVariantMap columnLayout(const ResultTable& table);
/// Columns that it does not know stand behind those it does, as they are.
void applyColumnLayout(ResultTable& table, const QVariantMap& layout);

}  // namespace courier
