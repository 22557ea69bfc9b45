#include "models/files/TextCoding.h"

#include <simdjson.h>

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "models/base/Utf8.h"

namespace courier {
namespace {

struct TextCodingTr {
  Q_DECLARE_TR_FUNCTIONS(TextCoding)
};

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

/// Windows-1252's 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void appendUtf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// Where a character begins at the end of `bytes` that is not whole yet; their size where none does.
size_t wholeUtf8(std::string_view bytes) {
  for (size_t back = 1; back <= std::min<size_t>(3, bytes.size()); ++back) {
    const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    const size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return wanted > back ? bytes.size() - back : bytes.size();
  }
  return bytes.size();
}

/// Of a sample that may be cut within a character at either end.
bool isUtf8Sample(std::string_view bytes) {
  size_t from = 0;
  while (from < std::min<size_t>(3, bytes.size()) && (static_cast<unsigned char>(bytes[from]) & 0xC0) == 0x80) ++from;
  bytes.remove_prefix(from);
  bytes = bytes.substr(0, wholeUtf8(bytes));
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

/// Nearly every byte at the one of the two places is zero, and hardly any at the other.
std::optional<QString> utf16ByZeros(std::string_view bytes) {
  std::array<size_t, 2> zeros{};
  for (size_t at = 0; at < bytes.size(); ++at) zeros[at % 2] += bytes[at] == 0 ? size_t{1} : size_t{0};
  const size_t pairs = bytes.size() / 2;
  if (pairs == 0) return std::nullopt;
  if (zeros[1] * 10 >= pairs * 7 && zeros[0] * 10 <= pairs) return QStringLiteral("utf-16le");
  if (zeros[0] * 10 >= pairs * 7 && zeros[1] * 10 <= pairs) return QStringLiteral("utf-16be");
  return std::nullopt;
}

bool isKnown(const QString& encoding) {
  return TextDecoder::of(encoding).ok();
}

}  // namespace

QString guessedEncoding(const std::vector<std::string_view>& samples, const QString& oldCodePage) {
  const std::string_view head = samples.empty() ? std::string_view() : samples.front();
  if (head.substr(0, 3) == kUtf8Mark) return QStringLiteral("utf-8");
  if (head.substr(0, 2) == "\xFF\xFE") return QStringLiteral("utf-16le");
  if (head.substr(0, 2) == "\xFE\xFF") return QStringLiteral("utf-16be");
  if (const auto wide = utf16ByZeros(head)) return *wide;
  const bool isUtf8 = std::all_of(samples.begin(), samples.end(), isUtf8Sample);
  return isUtf8 ? QStringLiteral("utf-8") : oldCodePage;
}

QString oldCodePageOf(const QString& languageAndCountry) {
  struct Page {
    const char* languages;
    const char* page;
  };
  static constexpr Page kPages[] = {{"ja", "shift_jis"},
                                    {"zh_TW zh_HK zh_MO", "big5"},
                                    {"zh", "gb18030"},
                                    {"ko", "euc-kr"},
                                    {"ru uk bg be mk sr kk", "windows-1251"},
                                    {"pl cs sk hu ro sl hr bs sq", "windows-1250"},
                                    {"el", "windows-1253"},
                                    {"tr az", "windows-1254"},
                                    {"he", "windows-1255"},
                                    {"ar fa ur", "windows-1256"},
                                    {"lt lv et", "windows-1257"},
                                    {"vi", "windows-1258"},
                                    {"th", "windows-874"}};
  const QString language = languageAndCountry.section(u'_', 0, 0);
  for (const Page& page : kPages) {
    const QStringList languages = QString::fromLatin1(page.languages).split(u' ');
    if (!languages.contains(languageAndCountry) && !languages.contains(language)) continue;
    if (isKnown(QLatin1String(page.page))) return QLatin1String(page.page);
  }
  return QStringLiteral("windows-1252");
}

QStringList knownEncodings() {
  QStringList known;
  for (const char* name :
       {"utf-8",        "utf-16le",     "utf-16be",     "windows-1252", "iso-8859-15",  "windows-1250", "windows-1251",
        "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874",
        "shift_jis",    "euc-jp",       "gb18030",      "big5",         "euc-kr",       "ibm437",       "ibm850"}) {
    if (isKnown(QLatin1String(name))) known.append(QLatin1String(name));
  }
  return known;
}

Expected<TextDecoder> TextDecoder::of(const QString& encoding) {
  const QString name = encoding.toLower();
  if (name == u"utf-8" || name == u"utf8") return TextDecoder(Kind::Utf8);
  if (name == u"utf-16le" || name == u"utf-16") return TextDecoder(Kind::Utf16Le);
  if (name == u"utf-16be") return TextDecoder(Kind::Utf16Be);
  if (name == u"windows-1252" || name == u"cp1252") return TextDecoder(Kind::Windows1252);
  TextDecoder decoder(Kind::Qts);
  decoder.m_decoder = std::make_unique<QStringDecoder>(name.toLatin1().constData());
  // UTF-32 and the like have line ends of several bytes.
  if (decoder.m_decoder->isValid() && !name.startsWith(u"utf-") && !name.startsWith(u"ucs-")) return decoder;
  return Error::invalidInput(TextCodingTr::tr("The encoding “%1” is not known on this computer. Known are %2.")
                                 .arg(encoding, QStringLiteral("utf-8, utf-16le, utf-16be, windows-1252")));
}

void TextDecoder::decode(std::string_view bytes, bool isLast, std::string& out) {
  std::string joined;
  if (!m_held.empty()) {
    joined = std::exchange(m_held, {});
    joined += bytes;
    bytes = joined;
  }
  if (!m_hasBegun) {
    // The longest mark has to be whole before it can be told.
    if (bytes.size() < kUtf8Mark.size() && !isLast) {
      m_held = bytes;
      return;
    }
    m_hasBegun = true;
    size_t mark = 0;
    if (m_kind == Kind::Utf8 && bytes.substr(0, 3) == kUtf8Mark) mark = 3;
    if (m_kind == Kind::Utf16Le && bytes.substr(0, 2) == "\xFF\xFE") mark = 2;
    if (m_kind == Kind::Utf16Be && bytes.substr(0, 2) == "\xFE\xFF") mark = 2;
    bytes.remove_prefix(mark);
    m_source = static_cast<qint64>(mark);
    m_places.front().source = m_source;
  }
  m_outBefore = out.size();
  size_t taken = bytes.size();
  switch (m_kind) {
    case Kind::Utf8:
      taken = takeUtf8(bytes, isLast, out);
      break;
    case Kind::Utf16Le:
    case Kind::Utf16Be:
      taken = takeUtf16(bytes, isLast, out);
      break;
    case Kind::Windows1252:
      takeWindows1252(bytes, out);
      break;
    case Kind::Qts:
      takeQts(bytes, out);
      break;
  }
  m_held = bytes.substr(taken);
  m_text += static_cast<qint64>(out.size() - m_outBefore);
  m_source += static_cast<qint64>(taken);
}

size_t TextDecoder::takeUtf8(std::string_view bytes, bool isLast, std::string& out) {
  const size_t size = isLast ? bytes.size() : wholeUtf8(bytes);
  if (simdjson::validate_utf8(bytes.data(), size)) {
    out += bytes.substr(0, size);
    return size;
  }
  const char* const end = bytes.data() + size;
  size_t good = 0;
  for (size_t at = 0; at < size;) {
    const Utf8Piece piece = utf8Piece(bytes.data() + at, end);
    at += piece.length;
    if (piece.valid) continue;
    out += bytes.substr(good, at - piece.length - good);
    replace(out);
    notePlace(out, at);
    good = at;
  }
  out += bytes.substr(good, size - good);
  return size;
}

size_t TextDecoder::takeUtf16(std::string_view bytes, bool isLast, std::string& out) {
  const size_t high = m_kind == Kind::Utf16Le ? 1 : 0;
  const auto unit = [&](size_t at) {
    return static_cast<char16_t>(static_cast<unsigned char>(bytes[at + high]) << 8 |
                                 static_cast<unsigned char>(bytes[at + 1 - high]));
  };
  size_t at = 0;
  while (at + 2 <= bytes.size()) {
    const char16_t first = unit(at);
    if (QChar::isHighSurrogate(first)) {
      if (at + 4 > bytes.size() && !isLast) return at;
      if (at + 4 <= bytes.size() && QChar::isLowSurrogate(unit(at + 2))) {
        appendUtf8(out, QChar::surrogateToUcs4(first, unit(at + 2)));
        at += 4;
        continue;
      }
    }
    at += 2;
    if (QChar::isSurrogate(first)) {
      replace(out);
    } else {
      appendUtf8(out, first);
    }
    if (first == u'\n' || first == u'\r') notePlace(out, at);
  }
  if (!isLast || at == bytes.size()) return at;
  replace(out);
  return bytes.size();
}

void TextDecoder::takeWindows1252(std::string_view bytes, std::string& out) {
  for (size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x80 || byte >= 0xA0) {
      appendUtf8(out, byte);
    } else if (const char16_t code = kWindows1252[byte - 0x80]; code != 0) {
      appendUtf8(out, code);
    } else {
      replace(out);
    }
    if (byte == '\n' || byte == '\r') notePlace(out, at + 1);
  }
}

void TextDecoder::takeQts(std::string_view bytes, std::string& out) {
  // None of these encodings has a line feed within a character.
  for (size_t at = 0; at < bytes.size();) {
    const size_t newline = bytes.find('\n', at);
    const size_t end = newline == std::string_view::npos ? bytes.size() : newline + 1;
    const QString text = (*m_decoder)(QByteArrayView(bytes.data() + at, static_cast<qsizetype>(end - at)));
    const qsizetype wrong = text.count(QChar::ReplacementCharacter);
    if (wrong > 0 && !m_firstReplaced) {
      m_firstReplaced = m_text + static_cast<qint64>(out.size() - m_outBefore) +
                        text.left(text.indexOf(QChar(QChar::ReplacementCharacter))).toUtf8().size();
    }
    m_replaced += wrong;
    const QByteArray utf8 = text.toUtf8();
    out.append(utf8.constData(), static_cast<size_t>(utf8.size()));
    at = end;
    if (newline != std::string_view::npos) notePlace(out, at);
  }
}

void TextDecoder::replace(std::string& out) {
  if (!m_firstReplaced) m_firstReplaced = m_text + static_cast<qint64>(out.size() - m_outBefore);
  ++m_replaced;
  out += replacementCharacter;
}

void TextDecoder::notePlace(const std::string& out, size_t source) {
  m_places.push_back({m_text + static_cast<qint64>(out.size() - m_outBefore), m_source + static_cast<qint64>(source)});
}

qint64 TextDecoder::sourceOf(qint64 at) {
  while (m_places.size() > 1 && m_places[1].text <= at) m_places.pop_front();
  return m_places.front().source + (at - m_places.front().text);
}

}  // namespace courier
