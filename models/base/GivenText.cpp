#include "models/base/GivenText.h"

#include <QCoreApplication>

#include "models/base/Utf8.h"

namespace courier {

namespace {

struct GivenTextTr {
  Q_DECLARE_TR_FUNCTIONS(GivenText)
};

enum class Utf16Order { LittleEndian, BigEndian };

/// The place behind `before`, as people count.
QString placeBehind(QStringView before, qsizetype byte) {
  const qsizetype lineBegin = before.lastIndexOf(u'\n') + 1;
  qsizetype column = 1;
  for (const QChar c : before.sliced(lineBegin)) {
    if (!c.isLowSurrogate()) ++column;
  }
  return GivenTextTr::tr("line %1, column %2, byte %3")
      .arg(QString::number(before.count(u'\n') + 1), QString::number(column), QString::number(byte + 1));
}

Expected<QString> fromUtf16(const QByteArray& bytes, Utf16Order order, const QString& source) {
  constexpr qsizetype markSize = 2;
  const bool isLittle = order == Utf16Order::LittleEndian;
  const qsizetype units = (bytes.size() - markSize) / 2;
  QString text(units, Qt::Uninitialized);
  for (qsizetype index = 0; index < units; ++index) {
    const auto first = static_cast<uchar>(bytes[markSize + 2 * index]);
    const auto second = static_cast<uchar>(bytes[markSize + 2 * index + 1]);
    text[index] = QChar(isLittle ? first : second, isLittle ? second : first);
  }
  const auto broken = [&](qsizetype unit) {
    return Error::invalidInput(
        GivenTextTr::tr("%1 begins as UTF-16 but is damaged at %2: save it as UTF-8 and try again.")
            .arg(source, placeBehind(QStringView(text).first(unit), markSize + 2 * unit)));
  };
  for (qsizetype index = 0; index < units; ++index) {
    const QChar c = text[index];
    if (c.isHighSurrogate() && index + 1 < units && text[index + 1].isLowSurrogate()) {
      ++index;
    } else if (c.isSurrogate() || c.isNull()) {
      return broken(index);
    }
  }
  if (bytes.size() % 2 != 0) return broken(units);
  return text;
}

}  // namespace

Expected<QString> givenText(const QByteArray& bytes, const QString& source) {
  if (bytes.startsWith("\xFF\xFE")) return fromUtf16(bytes, Utf16Order::LittleEndian, source);
  if (bytes.startsWith("\xFE\xFF")) return fromUtf16(bytes, Utf16Order::BigEndian, source);
  const qsizetype begin = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
  const char* const end = bytes.constData() + bytes.size();
  for (const char* at = bytes.constData() + begin; at < end;) {
    const Utf8Piece piece = utf8Piece(at, end);
    if (piece.valid && *at != '\0') {
      at += piece.length;
      continue;
    }
    const qsizetype offset = at - bytes.constData();
    const QString place = placeBehind(QString::fromUtf8(bytes.constData() + begin, offset - begin), offset);
    if (piece.valid) {
      return Error::invalidInput(
          GivenTextTr::tr("%1 has a NUL character at %2: delete it, or, where the text is UTF-16 without a byte order "
                          "mark, convert it, for example with iconv -f UTF-16LE -t UTF-8.")
              .arg(source, place));
    }
    return Error::invalidInput(
        GivenTextTr::tr("%1 is not UTF-8 at %2: convert it, for example with iconv -f WINDOWS-1252 -t UTF-8.")
            .arg(source, place));
  }
  return QString::fromUtf8(bytes.constData() + begin, bytes.size() - begin);
}

}  // namespace courier
