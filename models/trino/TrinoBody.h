#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace courier {

/// A large answer cut into what can be parsed alone, so that the parser's index, four bytes for each of the text's,
/// stays small.
struct TrinoBody {
  using Span = std::pair<size_t, size_t>;  ///< from, to
  std::string head;                        ///< all but the rows, as a document of its own
  std::vector<Span> rows;                  ///< whole rows with commas between, each span of about `pieceBytes` or more
};

/// Nothing where it is no object, or breaks off; all else is the parser's to judge. Pure.
[[nodiscard]] std::optional<TrinoBody> cutTrinoBody(std::string_view body, size_t pieceBytes);

}  // namespace courier
