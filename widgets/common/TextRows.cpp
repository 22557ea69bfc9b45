#include "widgets/common/TextRows.h"

#include <QStringView>
#include <QTextBoundaryFinder>
#include <algorithm>
#include <array>

#include "models/write/TextWidth.h"

namespace courier {
namespace {

constexpr quint32 kRightToLeft = 0x80000000U;
constexpr int kTabCells = 8;
/// Marks take no cells: a row has an end all the same.
constexpr qsizetype kMostCharacters = 2000;
/// A line's direction is its first letter's, where that stands within as many characters.
constexpr qsizetype kDirectionReach = 512;
/// How much of the text around a place is looked at to find where a character begins.
constexpr qsizetype kClusterReach = 64;

bool lineIsRightToLeft(QStringView text, qsizetype lineBegin) {
  const qsizetype end = std::min(text.size(), lineBegin + kDirectionReach);
  for (qsizetype at = lineBegin; at < end && text[at] != u'\n'; ++at) {
    const QChar first = text[at];
    if (first.unicode() < 0x80 && first.isLetter()) return false;
    char32_t character = first.unicode();
    if (first.isHighSurrogate() && at + 1 < end && text[at + 1].isLowSurrogate()) {
      character = QChar::surrogateToUcs4(first, text[++at]);
    }
    switch (QChar::direction(character)) {
      case QChar::DirL:
        return false;
      case QChar::DirR:
      case QChar::DirAL:
        return true;
      default:
        break;
    }
  }
  return false;
}

/// The cells of each character below U+10000: looked up, since long texts have millions.
const std::array<quint8, 0x10000>& basicWidths() {
  static const auto widths = [] {
    std::array<quint8, 0x10000> each{};
    for (size_t code = 0; code < each.size(); ++code) {
      const QChar character(static_cast<char16_t>(code));
      each[code] = static_cast<quint8>(textWidth(QStringView(&character, 1)));
    }
    return each;
  }();
  return widths;
}

/// Whether the character at `at` may belong to the one before it.
bool mayContinue(QStringView text, qsizetype at) {
  const QChar here = text[at];
  const char16_t code = here.unicode();
  if (code < 0x300) return false;
  constexpr char16_t joiner = 0x200D;
  if (here.isSurrogate() || code == 0x200C || code == joiner || text[at - 1].unicode() == joiner) return true;
  if (here.isMark() || code == 0x0E33 || code == 0x0EB3 || code == 0xFF9E || code == 0xFF9F) return true;
  return (code >= 0x1160 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FF);
}

/// The last place from `at` back to (not reaching) `rowBegin` that is within no character.
qsizetype betweenCharacters(QStringView text, qsizetype rowBegin, qsizetype at) {
  if (!mayContinue(text, at)) return at;
  const qsizetype from = std::max(rowBegin, at - kClusterReach);
  const QStringView around = text.sliced(from, std::min(text.size(), at + kClusterReach) - from);
  QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, around);
  finder.setPosition(at - from);
  if (finder.isAtBoundary()) return at;
  const qsizetype before = finder.toPreviousBoundary();
  return before > 0 ? from + before : at;
}

}  // namespace

void TextRows::fit(const QString& text, int columns) {
  m_columns = std::max(1, columns);
  m_widest = 0;
  m_starts.clear();
  build(text, 0);
}

void TextRows::extend(const QString& text) {
  // The last line may go on: it is found again.
  const auto last = static_cast<qsizetype>(m_starts.back() & ~kRightToLeft);
  const qsizetype lineBegin = last == 0 ? 0 : text.lastIndexOf(u'\n', last - 1) + 1;
  while (!m_starts.empty() && static_cast<qsizetype>(m_starts.back() & ~kRightToLeft) >= lineBegin) m_starts.pop_back();
  build(text, lineBegin);
}

void TextRows::build(const QString& text, qsizetype from) {
  const QStringView all(text);
  const char16_t* const units = all.utf16();
  const qsizetype size = all.size();
  const auto& widths = basicWidths();
  qsizetype at = from;
  while (true) {
    const quint32 direction = lineIsRightToLeft(all, at) ? kRightToLeft : 0;
    qsizetype rowBegin = at;
    qsizetype breakAt = at;
    int cells = 0;
    m_starts.push_back(static_cast<quint32>(rowBegin) | direction);
    while (at < size && units[at] != u'\n') {
      const char16_t code = units[at];
      qsizetype length = 1;
      int width = 1;
      if (code == u'\t') {
        width = kTabCells - cells % kTabCells;
      } else if (code == u'\r' && at + 1 < size && units[at + 1] == u'\n') {
        width = 0;
      } else if (code >= 0xD800 && code < 0xDC00 && at + 1 < size && all[at + 1].isLowSurrogate()) {
        length = 2;
        width = textWidth(all.sliced(at, length));
      } else if (code >= 0x300) {
        width = widths[code];
      }
      if (at > rowBegin && (cells + width > m_columns || at - rowBegin >= kMostCharacters)) {
        m_widest = std::max(m_widest, cells);
        rowBegin = breakAt > rowBegin ? breakAt : betweenCharacters(all, rowBegin, at);
        m_starts.push_back(static_cast<quint32>(rowBegin) | direction);
        at = breakAt = rowBegin;
        cells = 0;
        continue;
      }
      cells += width;
      at += length;
      if (code == u' ') breakAt = at;
    }
    m_widest = std::max(m_widest, cells);
    if (at >= size) return;
    ++at;
  }
}

TextRows::Row TextRows::at(int row, const QString& text) const {
  const quint32 start = m_starts[static_cast<size_t>(row)];
  Row found;
  found.begin = start & ~kRightToLeft;
  found.isRightToLeft = (start & kRightToLeft) != 0;
  if (row + 1 == count()) {
    found.end = text.size();
    found.endsLine = true;
    return found;
  }
  found.end = m_starts[static_cast<size_t>(row) + 1] & ~kRightToLeft;
  found.endsLine = found.end > found.begin && text[found.end - 1] == u'\n';
  if (found.endsLine) {
    --found.end;
    if (found.end > found.begin && text[found.end - 1] == u'\r') --found.end;
  }
  return found;
}

int TextRows::rowOf(qsizetype offset) const {
  const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset, [](qsizetype wanted, quint32 start) {
    return wanted < static_cast<qsizetype>(start & ~kRightToLeft);
  });
  return std::max(0, static_cast<int>(after - m_starts.begin()) - 1);
}

}  // namespace courier
