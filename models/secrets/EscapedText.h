#pragma once

#include <QByteArray>
#include <QVarLengthArray>
#include <vector>

namespace courier {

/// A text as those read it who undo its escapes: percent-coding, HTML, JSON and other strings' backslashes, forms'
/// "+", quoted-printable and doubled quotes, one within another up to three deep, in any mixture. Bytes of 0 are passed
/// over, so that UTF-16 reads like ASCII. Holds a view: the text outlives it. Any thread.
class EscapedText {
 public:
  explicit EscapedText(QByteArrayView text);

  /// One way to read what stands at a place: a byte or a code point, and the place behind it.
  struct Reading {
    char32_t value = 0;
    qsizetype end = 0;
    bool operator==(const Reading&) const = default;
  };
  using Readings = QVarLengthArray<Reading, 4>;

  [[nodiscard]] qsizetype size() const { return m_bytes.size(); }
  /// Every way to read `place`, as it stands first; none at the end.
  [[nodiscard]] Readings at(qsizetype place) const { return read(place, deepest); }
  /// Whether an escape begins there that the end of the text cuts off.
  [[nodiscard]] bool isCutEscape(qsizetype place) const;
  /// Where a place is in the text itself.
  [[nodiscard]] qsizetype offset(qsizetype place) const;

 private:
  static constexpr int deepest = 3;

  [[nodiscard]] Readings read(qsizetype place, int depth) const;
  [[nodiscard]] Reading plain(qsizetype place, int depth) const;
  [[nodiscard]] Readings behind(Reading mark, int depth) const;
  [[nodiscard]] Readings entity(qsizetype place, int depth) const;
  [[nodiscard]] Readings backslashed(qsizetype place, int depth) const;
  [[nodiscard]] Reading braced(qsizetype place, int depth) const;
  [[nodiscard]] Reading number(qsizetype place, int depth, int base, int fewest, int most) const;

  QByteArray m_bytes;                ///< without bytes of 0
  std::vector<qsizetype> m_offsets;  ///< of each in the text; empty where all are the same
};

}  // namespace courier
