#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace courier {

/// Cuts a body (DESIGN section 5), given piece by piece, into documents that can be parsed alone: its head, and runs of
/// whole rows. Pure. It knows strings and brackets; everything else is the parser's to judge. Holds one piece and what
/// its last row lacks.
class BodySplitter {
 public:
  void add(std::string_view piece);
  /// Once, when it is whole: the head as a document of its own, with no rows.
  [[nodiscard]] std::optional<std::string> takeHead();
  /// The rows that became whole, as one JSON array; none when there are none. `before`: gets what stood between them
  /// and the last ones.
  [[nodiscard]] std::optional<std::string> takeRows(std::string* before = nullptr);
  /// Nothing but rows stood between the head and the end, and nothing is missing.
  [[nodiscard]] bool isComplete() const { return m_part == Part::End && m_rowsEnd == 0; }
  [[nodiscard]] bool isBroken() const { return m_part == Part::Broken; }
  /// Bytes that wait for the rest of a row.
  [[nodiscard]] size_t held() const { return m_text.size(); }

 private:
  enum class Part { Head, Rows, Tail, End, Broken };
  void scan(char byte, size_t at);
  void scanString(char byte);
  void scanHead(char byte, size_t at);
  void scanRows(char byte, size_t at);
  [[nodiscard]] bool isBlank(size_t from, size_t to) const;

  Part m_part = Part::Head;
  std::string m_text;      ///< what has not been taken yet
  size_t m_headEnd = 0;    ///< 0: not whole yet, or taken
  size_t m_rowsEnd = 0;    ///< end of the last whole row in m_text
  bool m_anyRows = false;  ///< rows were taken, so that a comma comes next
  int m_depth = 0;         ///< of brackets; within the rows, of those of the rows themselves
  bool m_inString = false;
  bool m_escaped = false;
  std::string m_key;  ///< the last string of the outermost object
};

}  // namespace courier
