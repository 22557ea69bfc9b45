#include "models/data/CellDisplay.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "models/data/CellText.h"

namespace courier {

namespace {

struct CellDisplayTr {
  Q_DECLARE_TR_FUNCTIONS(CellDisplay)
};

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

QString cellDisplayText(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::Null:
      return QStringLiteral("NULL");
    case CellKind::Text:
    case CellKind::Array:
      return displayed(cell.bytes);
    case CellKind::Blob:
      return CellDisplayTr::tr("blob, %Ln bytes", nullptr,
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
