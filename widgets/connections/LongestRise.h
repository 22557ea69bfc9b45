#pragma once

#include <vector>

namespace courier {

/// Which of the numbers are of the longest sequence that only rises; those below 0 are not.
[[nodiscard]] std::vector<bool> longestRise(const std::vector<int>& numbers);

}  // namespace courier
