#pragma once

#include <QString>

/// Conditions in SQL on a row `d` of the table delivery, shared by what counts and what lists.
namespace courier::deliveryconditions {

/// It failed for good and nobody has answered that: its result was not sent there again, and, where a PUT puts the
/// newest in the place of the older, nothing newer has arrived at its address.
[[nodiscard]] QString isUnanswered();

}  // namespace courier::deliveryconditions
