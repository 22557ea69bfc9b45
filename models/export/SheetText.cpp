#include "models/export/SheetText.h"

#include <QDate>
#include <algorithm>

#include "models/base/Utf8.h"

namespace courier {
namespace {

bool isHexDigit(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

/// "_x0041_" would be read as "A".
bool looksEscaped(std::string_view text) {
  return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + 6, isHexDigit);
}

/// Neither an escape nor a character that XML forbids can begin with this byte.
bool isPlainByte(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x20 && code < 0x80 && byte != '_';
}

std::optional<int> digitsAt(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int number = 0;
  for (const char byte : text.substr(at, count)) {
    if (byte < '0' || byte > '9') return std::nullopt;
    number = number * 10 + (byte - '0');
  }
  return number;
}

bool isAt(std::string_view text, size_t at, std::string_view one) {
  return at < text.size() && one.find(text[at]) != std::string_view::npos;
}

/// The seconds at the text's end: 30 or 30.125.
std::optional<double> secondsOf(std::string_view text) {
  const auto whole = digitsAt(text, 0, 2);
  if (!whole || *whole > 59) return std::nullopt;
  if (text.size() == 2) return *whole;
  if (text[2] != '.' || text.size() == 3 || text.size() > 12) return std::nullopt;
  const auto part = digitsAt(text, 3, text.size() - 3);
  if (!part) return std::nullopt;
  double unit = 1.0;
  for (size_t digit = 3; digit < text.size(); ++digit) unit *= 10.0;
  return *whole + *part / unit;
}

}  // namespace

bool sheetText(std::string_view text, std::string& out) {
  out.clear();
  int left = mostCellCharacters;
  for (size_t at = 0; at < text.size();) {
    if (isPlainByte(text[at])) {
      if (left-- == 0) return true;
      out += text[at++];
      continue;
    }
    const Utf8Piece piece = utf8Piece(text.data() + at, text.data() + text.size());
    const std::string_view bytes = text.substr(at, piece.length);
    std::string escaped;
    if (bytes.size() == 1 && (static_cast<unsigned char>(bytes[0]) < 0x20 && bytes[0] != '\t' && bytes[0] != '\n')) {
      static constexpr char digits[] = "0123456789ABCDEF";
      escaped = {'_',
                 'x',
                 '0',
                 '0',
                 digits[static_cast<unsigned char>(bytes[0]) >> 4],
                 digits[static_cast<unsigned char>(bytes[0]) & 0x0F],
                 '_'};
    } else if (bytes == "\xEF\xBF\xBE") {
      escaped = "_xFFFE_";
    } else if (bytes == "\xEF\xBF\xBF") {
      escaped = "_xFFFF_";
    } else if (looksEscaped(text.substr(at))) {
      escaped = "_x005F_";
    }
    // A character beyond the first 65,536 counts as two.
    const int length = escaped.empty() ? (bytes.size() == 4 ? 2 : 1) : static_cast<int>(escaped.size());
    if (length > left) return true;
    left -= length;
    out += escaped.empty() ? bytes : std::string_view(escaped);
    at += piece.length;
  }
  return false;
}

QString sheetName(const QString& given, int number) {
  constexpr int mostCharacters = 31;
  const QString suffix = number > 1 ? QStringLiteral(" (%1)").arg(number) : QString();
  QString name = given.simplified();
  const auto isRefused = [](QChar c) { return c < u' ' || QStringLiteral("[]:*?/\\").contains(c); };
  std::replace_if(name.begin(), name.end(), isRefused, QChar(u'_'));
  name.truncate(mostCharacters - suffix.size());
  if (!name.isEmpty() && name.back().isHighSurrogate()) name.chop(1);
  while (name.startsWith(u'\'')) name.remove(0, 1);
  while (name.endsWith(u'\'') || name.endsWith(u' ')) name.chop(1);
  // The one name that the format keeps for itself.
  if (name.isEmpty() || name.compare(QLatin1String("history"), Qt::CaseInsensitive) == 0)
    name = QStringLiteral("Result");
  return name + suffix;
}

std::optional<SheetTime> sheetTime(std::string_view text) {
  const auto year = digitsAt(text, 0, 4);
  const auto month = digitsAt(text, 5, 2);
  const auto day = digitsAt(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  constexpr int firstYear = 1900;
  if (*year < firstYear || !QDate::isValid(*year, *month, *day)) return std::nullopt;
  SheetTime time{*year, *month, *day};
  constexpr size_t dayLength = 10;
  if (text.size() == dayLength) return time;
  const auto hour = digitsAt(text, 11, 2);
  const auto minute = digitsAt(text, 14, 2);
  if (!hour || !minute || !isAt(text, 10, " T") || text[13] != ':' || *hour > 23 || *minute > 59) return std::nullopt;
  time.hour = *hour;
  time.minute = *minute;
  time.hasTime = true;
  constexpr size_t minutesLength = 16;
  if (text.size() == minutesLength) return time;
  if (text[minutesLength] != ':') return std::nullopt;
  const auto second = secondsOf(text.substr(minutesLength + 1));
  if (!second) return std::nullopt;
  time.second = *second;
  return time;
}

}  // namespace courier
