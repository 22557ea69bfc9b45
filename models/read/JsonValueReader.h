#pragma once

#include <simdjson.h>

#include <QString>

#include "models/data/Column.h"
#include "models/data/ColumnBatch.h"

namespace courier {

/// Puts JSON values into batches. Each gives what is wrong with the value, "" where nothing is.

/// A value of a column whose type is known, as the contract's body has it (DESIGN section 5): a long that was written
/// as a string is an integer again, base64 stays text, an integer beyond 64 bits with a sign is the text of its digits.
[[nodiscard]] QString appendTypedValue(simdjson::ondemand::value value, const Column& column, int index,
                                       ColumnBatchBuilder& builder);
/// A value of which nothing is known but what it is: an integer, a real, a text, true, false or null; an array and an
/// object are their own JSON; a number beyond 64 bits is the text of its digits.
[[nodiscard]] QString appendAnyValue(simdjson::ondemand::value value, int index, ColumnBatchBuilder& builder);

/// simdjson's words for an error.
[[nodiscard]] QString jsonErrorText(simdjson::error_code error);
/// Begins to read `text`, whose capacity is grown as the parser needs it.
[[nodiscard]] simdjson::error_code startJson(simdjson::ondemand::parser& parser, std::string& text,
                                             simdjson::ondemand::document& document);

}  // namespace courier
