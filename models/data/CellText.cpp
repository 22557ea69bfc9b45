#include "models/data/CellText.h"

#include <QCoreApplication>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "models/base/Utf8.h"

namespace courier {
namespace {

struct CellTextTr {
  Q_DECLARE_TR_FUNCTIONS(CellText)
};

/// Enough for any 64-bit integer and for any shortest double in either notation, with ".0".
constexpr size_t numberRoom = 40;

template <class Real>
void appendReal(ByteCursor& out, Real value) {
  out.room(numberRoom);
  const Real size = std::fabs(value);
  const bool plain = size == Real{0} || (size >= static_cast<Real>(1e-4) && size < static_cast<Real>(1e16));
  char* const begin = out.at();
  char* end =
      std::to_chars(begin, begin + numberRoom, value, plain ? std::chars_format::fixed : std::chars_format::scientific)
          .ptr;
  if (plain && std::string_view(begin, static_cast<size_t>(end - begin)).find('.') == std::string_view::npos) {
    *end++ = '.';
    *end++ = '0';
  }
  out.advanceTo(end);
}

constexpr qsizetype kDisplayedCharacters = 400;

QChar visible(QChar c) {
  const char16_t code = c.unicode();
  if (code < 0x20) return QChar(static_cast<char16_t>(0x2400 + code));
  if (code == 0x7f) return QChar(u'\u2421');
  if (code >= 0x80 && code < 0xa0) return QChar(u'\u2426');
  if (code == 0x2028 || code == 0x2029) return QChar(u'\u2424');
  return c;
}

QString decoded(std::string_view bytes) {
  return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QString notNull(QString text) {
  return text.isNull() ? QStringLiteral("") : std::move(text);
}

QString displayed(std::string_view bytes) {
  // A character takes at most 4 bytes: no more is decoded of a value that may have megabytes.
  QString text = decoded(bytes.substr(0, 4 * (kDisplayedCharacters + 1)));
  if (text.size() > kDisplayedCharacters) {
    text.truncate(kDisplayedCharacters - 1);
    if (text.back().isHighSurrogate()) text.chop(1);
    text += u'…';
  }
  std::transform(text.begin(), text.end(), text.begin(), visible);
  return text;
}

QString plainText(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Integer:
      return QString::number(cell.integer);
    case CellKind::Boolean:
      return cell.integer != 0 ? QStringLiteral("true") : QStringLiteral("false");
    case CellKind::Real:
      return realText(cell.real);
    case CellKind::Null:
    case CellKind::Text:
    case CellKind::Blob:
    case CellKind::Array:
      break;
  }
  return {};
}

}  // namespace

void appendInteger(ByteCursor& out, qint64 value) {
  out.room(numberRoom);
  out.advanceTo(std::to_chars(out.at(), out.at() + numberRoom, value).ptr);
}

void appendDouble(ByteCursor& out, double value) {
  appendReal(out, value);
}

void appendFloat(ByteCursor& out, double value) {
  if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max())) {
    appendReal(out, value);
  } else {
    appendReal(out, static_cast<float>(value));
  }
}

void appendBase64(ByteCursor& out, std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  out.room((bytes.size() + 2) / 3 * 4);
  const auto byte = [&bytes](size_t index) { return static_cast<quint32>(static_cast<unsigned char>(bytes[index])); };
  const auto putDigit = [&out](quint32 group, int shift) { out.put(digits[(group >> shift) & 0x3F]); };
  size_t index = 0;
  for (; index + 3 <= bytes.size(); index += 3) {
    const quint32 group = byte(index) << 16 | byte(index + 1) << 8 | byte(index + 2);
    for (const int shift : {18, 12, 6, 0}) putDigit(group, shift);
  }
  const size_t rest = bytes.size() - index;
  if (rest == 0) return;
  const quint32 group = byte(index) << 16 | (rest == 2 ? byte(index + 1) << 8 : 0);
  putDigit(group, 18);
  putDigit(group, 12);
  if (rest == 2) putDigit(group, 6);
  out.put(rest == 2 ? std::string_view("=") : std::string_view("=="));
}

bool appendUtf8(ByteCursor& out, std::string_view text) {
  bool repaired = false;
  const char* const end = text.data() + text.size();
  const char* sound = text.data();
  for (const char* at = sound; at < end;) {
    const Utf8Piece piece = utf8Piece(at, end);
    if (!piece.valid) {
      out.append({sound, static_cast<size_t>(at - sound)});
      out.append(replacementCharacter);
      repaired = true;
      sound = at + piece.length;
    }
    at += piece.length;
  }
  out.append({sound, static_cast<size_t>(end - sound)});
  return repaired;
}

void appendCellText(std::string& out, const Cell& cell) {
  ByteCursor cursor(out);
  switch (cell.kind) {
    case CellKind::Null:
      break;
    case CellKind::Integer:
      appendInteger(cursor, cell.integer);
      break;
    case CellKind::Real:
      if (std::isfinite(cell.real)) {
        appendDouble(cursor, cell.real);
      } else {
        cursor.append(std::isnan(cell.real) ? "NaN" : cell.real < 0 ? "-Inf" : "Inf");
      }
      break;
    case CellKind::Boolean:
      cursor.append(cell.integer != 0 ? "true" : "false");
      break;
    case CellKind::Text:
    case CellKind::Array:
      appendUtf8(cursor, cell.bytes);
      break;
    case CellKind::Blob:
      appendBase64(cursor, cell.bytes);
      break;
  }
}

QString cellDisplayText(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      return QStringLiteral("NULL");
    case CellKind::Text:
    case CellKind::Array:
      return displayed(cell.bytes);
    case CellKind::Blob:
      return CellTextTr::tr("blob, %Ln bytes", nullptr,
                            static_cast<int>(std::min<size_t>(cell.bytes.size(), std::numeric_limits<int>::max())));
    case CellKind::Integer:
    case CellKind::Boolean:
    case CellKind::Real:
      break;
  }
  return plainText(cell);
}

QString cellRawText(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      return {};
    case CellKind::Text:
    case CellKind::Array:
      return notNull(decoded(cell.bytes));
    case CellKind::Blob: {
      const auto bytes = QByteArray::fromRawData(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size()));
      return notNull(QString::fromLatin1(bytes.toBase64()));
    }
    case CellKind::Integer:
    case CellKind::Boolean:
    case CellKind::Real:
      break;
  }
  return plainText(cell);
}

QString realText(double value) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("Inf") : QStringLiteral("-Inf");
  std::string text;
  {
    ByteCursor out(text);
    appendDouble(out, value);
  }
  return QString::fromStdString(text);
}

}  // namespace courier
