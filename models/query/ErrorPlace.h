#pragma once

#include <optional>

#include "models/base/Error.h"
#include "models/query/QueryEngine.h"
#include "models/query/SqlDialect.h"

namespace courier {

/// The place of `offset` (in QueryRequest::sql) as the person's editor counts lines and columns. `statement`: the
/// statement's number in the request, from 1.
[[nodiscard]] TextPosition editorPosition(const QueryRequest& request, int statement, qsizetype offset);

/// The error with its place. `isNamed`: its message gains by beginning with that: "Statement 2, line 3, column 8: …".
/// A cancelled query has no place.
[[nodiscard]] Error placedError(const QueryRequest& request, Error error, int statement, qsizetype offset,
                                bool isNamed);

/// What is wrong with the text before any of it runs: a NUL character, which engines would take for its end, or a
/// command that only another client knows. Nothing where it is fine.
[[nodiscard]] std::optional<Error> textError(const QueryRequest& request, const SqlDialect& dialect);

}  // namespace courier
