#include "models/secrets/EscapedText.h"

#include <QHash>
#include <QList>
#include <algorithm>
#include <string_view>

namespace courier {
namespace {

constexpr qsizetype longestEscape = 12;  ///< "&NewLine;", "\U0001F600", "%2525252F"
constexpr char32_t noCharacter = 0xFFFFFFFF;

bool isMark(char32_t value) {
  constexpr std::u32string_view marks = U"%&\\=+'\"";
  return marks.find(value) != std::u32string_view::npos;
}

int digitOf(char32_t value) {
  if (value >= U'0' && value <= U'9') return static_cast<int>(value - U'0');
  const char32_t lower = value | 0x20U;
  return lower >= U'a' && lower <= U'f' ? static_cast<int>(lower - U'a') + 10 : 99;
}

bool isLetterOrDigit(char32_t value) {
  const char32_t lower = value | 0x20U;
  return (value >= U'0' && value <= U'9') || (lower >= U'a' && lower <= U'z');
}

/// HTML's names, in small letters: those of ASCII's marks, and those of Latin-1 in their order from U+00A0.
const QHash<QByteArray, char32_t>& entityNames() {
  static const QHash<QByteArray, char32_t> names = [] {
    QHash<QByteArray, char32_t> made = {
        {"amp", U'&'},    {"lt", U'<'},     {"gt", U'>'},       {"quot", U'"'},   {"apos", U'\''},  {"excl", U'!'},
        {"num", U'#'},    {"dollar", U'$'}, {"percnt", U'%'},   {"lpar", U'('},   {"rpar", U')'},   {"ast", U'*'},
        {"midast", U'*'}, {"plus", U'+'},   {"comma", U','},    {"period", U'.'}, {"sol", U'/'},    {"colon", U':'},
        {"semi", U';'},   {"equals", U'='}, {"quest", U'?'},    {"commat", U'@'}, {"lsqb", U'['},   {"lbrack", U'['},
        {"bsol", U'\\'},  {"rsqb", U']'},   {"rbrack", U']'},   {"hat", U'^'},    {"lowbar", U'_'}, {"underbar", U'_'},
        {"grave", U'`'},  {"lcub", U'{'},   {"lbrace", U'{'},   {"verbar", U'|'}, {"vert", U'|'},   {"rcub", U'}'},
        {"rbrace", U'}'}, {"tab", U'\t'},   {"newline", U'\n'}, {"euro", 0x20AC}, {"hyphen", U'-'},
    };
    const QByteArray latin =
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute "
        "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest agrave aacute acirc atilde auml aring "
        "aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml "
        "times oslash ugrave uacute ucirc uuml yacute thorn szlig";
    char32_t value = 0xA0;
    for (const QByteArray& name : latin.split(' ')) made.insert(name, value++);
    made.insert("divide", 0xF7);
    made.insert("yuml", 0xFF);
    return made;
  }();
  return names;
}

}  // namespace

EscapedText::EscapedText(QByteArrayView text) : m_bytes(QByteArray::fromRawData(text.data(), text.size())) {
  if (!m_bytes.contains('\0')) return;
  m_bytes = {};
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    m_bytes.append(text[i]);
    m_offsets.push_back(i);
  }
  m_offsets.push_back(text.size());
}

qsizetype EscapedText::offset(qsizetype place) const {
  return m_offsets.empty() ? place : m_offsets[static_cast<size_t>(place)];
}

bool EscapedText::isCutEscape(qsizetype place) const {
  return place < size() && size() - place < longestEscape && isMark(static_cast<unsigned char>(m_bytes[place]));
}

EscapedText::Readings EscapedText::read(qsizetype place, int depth) const {
  Readings found;
  if (place >= size()) return found;
  found.append({static_cast<unsigned char>(m_bytes[place]), place + 1});
  if (depth == 0 || !isMark(found.first().value)) return found;
  const auto add = [&](const Reading& reading) {
    if (!found.contains(reading)) found.append(reading);
  };
  // What begins an escape may have been escaped itself.
  for (const Reading& mark : read(place, depth - 1)) {
    add(mark);
    if (!isMark(mark.value)) continue;
    for (const Reading& reading : behind(mark, depth - 1)) add(reading);
  }
  return found;
}

/// What stands there within an escape: read in the one way that undoes most.
EscapedText::Reading EscapedText::plain(qsizetype place, int depth) const {
  const Readings all = read(place, depth);
  return all.isEmpty() ? Reading{noCharacter, place} : all.last();
}

/// As many digits as there are, `fewest` at least and `most` at most; else noCharacter.
EscapedText::Reading EscapedText::number(qsizetype place, int depth, int base, int fewest, int most) const {
  Reading whole{0, place};
  int digits = 0;
  for (; digits < most; ++digits) {
    const Reading next = plain(whole.end, depth);
    const int digit = digitOf(next.value);
    if (digit >= base) break;
    whole.value =
        std::min<char32_t>(whole.value * static_cast<char32_t>(base) + static_cast<char32_t>(digit), 0x110000);
    whole.end = next.end;
  }
  if (digits < fewest) whole.value = noCharacter;
  return whole;
}

EscapedText::Readings EscapedText::behind(Reading mark, int depth) const {
  const auto one = [](Reading reading) {
    Readings found;
    if (reading.value != noCharacter) found.append(reading);
    return found;
  };
  switch (mark.value) {
    case U'+':
      return one({U' ', mark.end});
    case U'=':
      return one(number(mark.end, depth, 16, 2, 2));
    case U'%': {
      const Reading next = plain(mark.end, depth);
      if ((next.value | 0x20U) == U'u') return one(number(next.end, depth, 16, 4, 4));
      return one(number(mark.end, depth, 16, 2, 2));
    }
    case U'&':
      return entity(mark.end, depth);
    case U'\\':
      return backslashed(mark.end, depth);
    default: {  // a quote
      const Reading next = plain(mark.end, 0);
      return next.value == mark.value ? one(next) : Readings();
    }
  }
}

/// Behind an '&': a name or a number; its semicolon may be missing, as browsers take it.
EscapedText::Readings EscapedText::entity(qsizetype place, int depth) const {
  Readings found;
  const auto end = [&](qsizetype behindIt) {
    const Reading next = plain(behindIt, depth);
    return next.value == U';' ? next.end : behindIt;
  };
  if (const Reading hash = plain(place, depth); hash.value == U'#') {
    const Reading x = plain(hash.end, depth);
    const bool isHex = (x.value | 0x20U) == U'x';
    const Reading value = number(isHex ? x.end : hash.end, depth, isHex ? 16 : 10, 1, 10);
    if (value.value != noCharacter) found.append({value.value, end(value.end)});
    return found;
  }
  QByteArray name;
  for (qsizetype at = place; name.size() < longestEscape;) {
    const Reading next = plain(at, depth);
    if (!isLetterOrDigit(next.value)) break;
    name.append(static_cast<char>(next.value < U'A' ? next.value : next.value | 0x20U));
    at = next.end;
    const auto known = entityNames().constFind(name);
    if (known == entityNames().cend()) continue;
    found.append({*known, end(at)});
  }
  return found;
}

EscapedText::Readings EscapedText::backslashed(qsizetype place, int depth) const {
  Readings found;
  const auto add = [&](Reading reading) {
    if (reading.value != noCharacter) found.append(reading);
  };
  for (const Reading& next : read(place, depth)) {
    switch (next.value) {
      case U'n':
        add({U'\n', next.end});
        break;
      case U'r':
        add({U'\r', next.end});
        break;
      case U't':
        add({U'\t', next.end});
        break;
      case U'x':
        add(number(next.end, depth, 16, 1, 2));
        break;
      case U'U':
        add(number(next.end, depth, 16, 8, 8));
        break;
      case U'u':
        add(number(next.end, depth, 16, 4, 4));
        add(braced(next.end, depth));
        break;
      default:
        if (digitOf(next.value) < 8)
          add(number(place, depth, 8, 1, 3));
        else if (!isLetterOrDigit(next.value))
          add(next);
    }
  }
  return found;
}

/// "{1F600}" of a "\u{1F600}".
EscapedText::Reading EscapedText::braced(qsizetype place, int depth) const {
  const Reading brace = plain(place, depth);
  if (brace.value != U'{') return {noCharacter, place};
  const Reading value = number(brace.end, depth, 16, 1, 8);
  const Reading closing = plain(value.end, depth);
  return {closing.value == U'}' ? value.value : noCharacter, closing.end};
}

}  // namespace courier
