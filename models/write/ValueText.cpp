#include "models/write/ValueText.h"

#include <QtGlobal>
#include <algorithm>
#include <bit>
#include <cmath>

#include "models/base/Utf8.h"
#include "models/data/CellText.h"

namespace courier {
namespace {

/// A byte that cannot simply be copied: an escape, or the beginning of what may not be UTF-8.
bool isSpecial(unsigned char byte) {
  return byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x80;
}

/// The high bit of every byte of `word` that is special. A byte above the lowest such one may be marked wrongly (a
/// borrow), so only the lowest mark counts.
quint64 specialMarks(quint64 word) {
  constexpr quint64 ones = 0x0101'0101'0101'0101U;
  constexpr quint64 highs = ones * 0x80;
  const quint64 quote = word ^ (ones * '"');
  const quint64 backslash = word ^ (ones * '\\');
  const quint64 low = (word - ones * 0x20) & ~word;
  return (low | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | word) & highs;
}

/// Copies up to the first special byte or the end, eight at a time: there is room for 8 bytes more than the text has.
void copyRun(ByteCursor& out, const char*& in, const char* end) {
  char* to = out.at();
  if constexpr (std::endian::native == std::endian::little) {
    while (end - in >= 8) {
      quint64 word = 0;
      std::memcpy(&word, in, sizeof word);
      std::memcpy(to, &word, sizeof word);
      if (const quint64 marks = specialMarks(word)) {
        const int clean = std::countr_zero(marks) / 8;
        in += clean;
        out.advanceTo(to + clean);
        return;
      }
      in += 8;
      to += 8;
    }
  }
  while (in < end && !isSpecial(static_cast<unsigned char>(*in))) *to++ = *in++;
  out.advanceTo(to);
}

void putEscape(ByteCursor& out, unsigned char byte) {
  static constexpr char shortForms[] = "\0\0\0\0\0\0\0\0btn\0fr";  // U+0008 … U+000D
  static constexpr char digits[] = "0123456789abcdef";
  out.put('\\');
  if (byte == '"' || byte == '\\') {
    out.put(static_cast<char>(byte));
  } else if (byte <= '\r' && shortForms[byte] != '\0') {
    out.put(shortForms[byte]);
  } else {
    out.put("u00");
    out.put(digits[byte >> 4]);
    out.put(digits[byte & 0x0F]);
  }
}

bool isWide(qint64 value) {
  return value > exactInDouble || value < -exactInDouble;
}

CellOutcome appendMisfit(ByteCursor& out) {
  out.append("null");
  return CellOutcome::Misfit;
}

template <class Append>
CellOutcome appendQuoted(ByteCursor& out, Append append) {
  out.append("\"");
  append();
  out.append("\"");
  return CellOutcome::Written;
}

CellOutcome appendTruth(ByteCursor& out, bool value) {
  out.append(value ? "true" : "false");
  return CellOutcome::Written;
}

CellOutcome appendLong(ByteCursor& out, const Cell& cell, const BodyOptions& options) {
  if (cell.kind != CellKind::Integer && cell.kind != CellKind::Boolean) return appendMisfit(out);
  if (options.wideIntegersAsStrings && isWide(cell.integer)) {
    return appendQuoted(out, [&] { appendInteger(out, cell.integer); });
  }
  appendInteger(out, cell.integer);
  return CellOutcome::Written;
}

CellOutcome appendFractional(ByteCursor& out, const Cell& cell, ColumnType type) {
  if (cell.kind == CellKind::Real) {
    if (!std::isfinite(cell.real)) {
      out.append("null");
    } else if (type == ColumnType::Float) {
      appendFloat(out, cell.real);
    } else {
      appendDouble(out, cell.real);
    }
    return CellOutcome::Written;
  }
  if (cell.kind != CellKind::Integer && cell.kind != CellKind::Boolean) return appendMisfit(out);
  if (isWide(cell.integer)) {
    // Its digits, since a double would round them.
    appendInteger(out, cell.integer);
    out.append(".0");
  } else {
    appendDouble(out, static_cast<double>(cell.integer));
  }
  return CellOutcome::Written;
}

CellOutcome appendBoolean(ByteCursor& out, const Cell& cell) {
  const bool isTruth = cell.kind == CellKind::Boolean || cell.kind == CellKind::Integer;
  if (!isTruth || (cell.integer != 0 && cell.integer != 1)) return appendMisfit(out);
  return appendTruth(out, cell.integer == 1);
}

CellOutcome appendString(ByteCursor& out, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      break;
    case CellKind::Text:
    case CellKind::Array:
      return appendJsonString(out, cell.bytes) ? CellOutcome::Repaired : CellOutcome::Written;
    case CellKind::Blob:
      return appendQuoted(out, [&] { appendBase64(out, cell.bytes); });
    case CellKind::Integer:
      return appendQuoted(out, [&] { appendInteger(out, cell.integer); });
    case CellKind::Boolean:
      return appendQuoted(out, [&] { appendTruth(out, cell.integer != 0); });
    case CellKind::Real:
      if (!std::isfinite(cell.real)) break;
      return appendQuoted(out, [&] { appendDouble(out, cell.real); });
  }
  out.append("null");
  return CellOutcome::Written;
}

}  // namespace

bool appendJsonString(ByteCursor& out, std::string_view text) {
  constexpr size_t slack = 16;  // the longest escape, the closing quote and what copyRun() writes too much
  bool repaired = false;
  const char* in = text.data();
  const char* const end = in + text.size();
  out.room(text.size() + slack);
  out.put('"');
  for (;;) {
    copyRun(out, in, end);
    if (in == end) break;
    if (static_cast<unsigned char>(*in) < 0x80) {
      putEscape(out, static_cast<unsigned char>(*in++));
    } else {
      // Text in other scripts comes in runs.
      while (in < end && static_cast<unsigned char>(*in) >= 0x80) {
        const Utf8Piece piece = utf8Piece(in, end);
        if (piece.valid) {
          out.put({in, piece.length});
        } else {
          out.room(static_cast<size_t>(end - in) + slack);
          out.put(replacementCharacter);
          repaired = true;
        }
        in += piece.length;
      }
    }
    out.room(static_cast<size_t>(end - in) + slack);
  }
  out.put('"');
  return repaired;
}

CellOutcome appendJsonCell(ByteCursor& out, const Cell& cell, ColumnType type, const BodyOptions& options) {
  if (cell.kind == CellKind::Null) {
    out.append("null");
    return CellOutcome::Written;
  }
  switch (type) {
    case ColumnType::Int:
    case ColumnType::Long:
      return appendLong(out, cell, options);
    case ColumnType::Float:
    case ColumnType::Double:
      return appendFractional(out, cell, type);
    case ColumnType::Boolean:
      return appendBoolean(out, cell);
    case ColumnType::String:
      return appendString(out, cell);
    case ColumnType::Array:
      break;
  }
  if (cell.kind != CellKind::Array) return appendMisfit(out);
  return appendUtf8(out, cell.bytes) ? CellOutcome::Repaired : CellOutcome::Written;
}

void appendCsvField(ByteCursor& out, std::string_view text) {
  const auto needsQuotes = [](char byte) { return byte == ',' || byte == '"' || byte == '\r' || byte == '\n'; };
  if (!text.empty() && std::none_of(text.begin(), text.end(), needsQuotes)) {
    out.append(text);
    return;
  }
  out.append("\"");
  for (size_t quote = 0; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 1)) {
    out.append(text.substr(0, quote + 1));
    out.append("\"");
  }
  out.append(text);
  out.append("\"");
}

void appendCsvNames(ByteCursor& out, const Columns& columns) {
  for (int index = 0; index < columns.size(); ++index) {
    if (index > 0) out.append(",");
    appendCsvField(out, columns[index].name.toStdString());
  }
}

}  // namespace courier
