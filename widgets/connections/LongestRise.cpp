#include "widgets/connections/LongestRise.h"

#include <algorithm>
#include <iterator>

namespace courier {

std::vector<bool> longestRise(const std::vector<int>& numbers) {
  std::vector<size_t> ends;  // of the sequences of each length, the one with the least end
  std::vector<size_t> before(numbers.size());
  for (size_t at = 0; at < numbers.size(); ++at) {
    if (numbers[at] < 0) continue;
    const auto end = std::lower_bound(ends.begin(), ends.end(), numbers[at],
                                      [&](size_t one, int number) { return numbers[one] < number; });
    before[at] = end == ends.begin() ? at : *std::prev(end);
    if (end == ends.end()) {
      ends.push_back(at);
    } else {
      *end = at;
    }
  }
  std::vector<bool> isOfIt(numbers.size());
  if (ends.empty()) return isOfIt;
  size_t at = ends.back();
  for (isOfIt[at] = true; before[at] != at; isOfIt[at] = true) at = before[at];
  return isOfIt;
}

}  // namespace courier
