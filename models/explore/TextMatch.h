#pragma once

#include <QString>
#include <string>
#include <string_view>
#include <vector>

#include "models/data/ColumnBatch.h"

namespace courier {

/// Whether a value's text, as the grid shows it whole, has another text in it. ASCII letters that are looked for match
/// ASCII letters of both cases; a text with other letters is folded as Unicode says. Blobs and NULL have no text. Not
/// thread-safe: it keeps a scratch text; copies are independent.
class TextMatch {
 public:
  enum class Part { Within, Whole };
  TextMatch(const QString& text, bool matchesCase, Part part);

  /// An empty text is in nothing.
  [[nodiscard]] bool isEmpty() const { return m_needle.empty(); }
  [[nodiscard]] bool matches(const Cell& cell);
  [[nodiscard]] bool matchesText(std::string_view text) const;
  /// Sets marks[row] for every row of the column that matches; leaves the others as they are.
  void mark(const ColumnView& column, int rowCount, std::vector<quint8>& marks);

 private:
  [[nodiscard]] size_t find(std::string_view text, size_t from) const;
  void markTexts(const ColumnView& column, int rowCount, std::vector<quint8>& marks);
  std::string m_needle;  ///< UTF-8; in lower case where that is enough
  QString m_folded;      ///< where the bytes are not enough
  bool m_matchesCase;
  bool m_foldsUnicode = false;
  Part m_part;
  std::string m_scratch;
};

}  // namespace courier
