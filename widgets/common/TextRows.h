#pragma once

#include <QString>
#include <QtGlobal>
#include <vector>

namespace courier {

/// How a text falls into rows of a fixed number of cells, found by counting alone: nothing is laid out. A row ends
/// behind a space where it can, else anywhere but within a character (a base with its marks, an emoji of several
/// parts). Of a character that never ends a row takes a part. Pure; the text is the caller's, below 2^31 characters.
class TextRows {
 public:
  struct Row {
    qsizetype begin = 0;
    qsizetype end = 0;           ///< behind its last character; the line end is not counted
    bool endsLine = false;       ///< a line ends here, else it goes on in the next row
    bool isRightToLeft = false;  ///< the direction of its line, by the line's first letter
  };

  /// Finds the rows of the whole text.
  void fit(const QString& text, int columns);
  /// The text has grown at its end.
  void extend(const QString& text);
  /// At least one.
  [[nodiscard]] int count() const { return static_cast<int>(m_starts.size()); }
  [[nodiscard]] Row at(int row, const QString& text) const;
  /// The row that holds the offset; one between two rows belongs to the later.
  [[nodiscard]] int rowOf(qsizetype offset) const;
  /// The cells of the widest row.
  [[nodiscard]] int widest() const { return m_widest; }

 private:
  void build(const QString& text, qsizetype from);
  std::vector<quint32> m_starts{0};  ///< offsets; the top bit: right to left
  int m_columns = 1;
  int m_widest = 0;
};

}  // namespace courier
