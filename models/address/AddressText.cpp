#include "models/address/AddressText.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QStringList>

#include "models/address/TargetUrl.h"

namespace courier {
namespace {

struct AddressTextTr {
  Q_DECLARE_TR_FUNCTIONS(TargetUrl)
};

QString partName(AddressPart part) {
  switch (part) {
    case AddressPart::User:
      return AddressTextTr::tr("user name");
    case AddressPart::Password:
      return AddressTextTr::tr("password");
    case AddressPart::Path:
      return AddressTextTr::tr("path");
    case AddressPart::Query:
      break;
  }
  return AddressTextTr::tr("query");
}

bool isSecret(AddressPart part) {
  return part == AddressPart::User || part == AddressPart::Password;
}

int hexValue(char32_t unit) {
  if (unit >= U'0' && unit <= U'9') return static_cast<int>(unit - U'0');
  if (unit >= U'a' && unit <= U'f') return static_cast<int>(unit - U'a') + 10;
  if (unit >= U'A' && unit <= U'F') return static_cast<int>(unit - U'A') + 10;
  return -1;
}

/// The byte of the percent sequence at `at`, or -1 when it is none.
int percentByte(QStringView text, qsizetype at) {
  if (at + 2 >= text.size()) return -1;
  const int high = hexValue(text[at + 1].unicode());
  const int low = hexValue(text[at + 2].unicode());
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

Error brokenPercent(AddressPart part, QStringView text, qsizetype at) {
  if (isSecret(part))
    return Error::invalidInput(
        AddressTextTr::tr(
            "The address's [part] has a '%' without two hexadecimal digits after it: write %25 for a percent sign.")
            .replace(QStringLiteral("[part]"), partName(part)));
  return Error::invalidInput(
      AddressTextTr::tr(
          "The address's [part] has '[found]', which is not a percent-encoded character: write %25 for a percent sign.")
          .replace(QStringLiteral("[found]"), text.mid(at, 3).toString())
          .replace(QStringLiteral("[part]"), partName(part)));
}

Error encodedControl(AddressPart part, int byte) {
  const QString sequence = QStringLiteral("%") + QString::number(byte + 0x100, 16).mid(1).toUpper();
  return Error::invalidInput(AddressTextTr::tr("The address's [part] has an encoded control character ([found]): leave "
                                               "it out.")
                                 .replace(QStringLiteral("[found]"), sequence)
                                 .replace(QStringLiteral("[part]"), partName(part)));
}

bool isUnreserved(int byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-' ||
         byte == '.' || byte == '_' || byte == '~';
}

/// What stands as itself in a path or query, beyond the unreserved: sub-delimiters, ":@/", '?' in a query, and the
/// square brackets that servers know as "a[0]=1".
bool isLiteral(char16_t unit) {
  return unit < 0x80 && (isUnreserved(unit) || QLatin1StringView("!$&'()*+,;=:@/?[]").contains(QChar(unit)));
}

void appendPercent(QString& out, uchar byte) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  out += u'%';
  out += QLatin1Char(kDigits[byte >> 4]);
  out += QLatin1Char(kDigits[byte & 15]);
}

}  // namespace

Expected<void> checkAddressCharacters(QStringView text) {
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar unit = text[i];
    char32_t point = unit.unicode();
    if (unit.isSurrogate()) {
      if (!unit.isHighSurrogate() || i + 1 >= text.size() || !text[i + 1].isLowSurrogate())
        return Error::invalidInput(AddressTextTr::tr("The address has a broken character: type that character again."));
      point = QChar::surrogateToUcs4(unit, text[++i]);
    }
    if (point == U'\n' || point == U'\r')
      return Error::invalidInput(AddressTextTr::tr("The address has a line break: write it on one line."));
    if (point == U'\\')
      return Error::invalidInput(
          AddressTextTr::tr("The address has a backslash: divide the path with '/', or write %5C for a backslash."));
    if (point == U'#')
      return Error::invalidInput(AddressTextTr::tr("The address has a '#', which is never sent: write %23 for it."));
    switch (QChar::category(point)) {
      case QChar::Separator_Space:
        return Error::invalidInput(AddressTextTr::tr("The address has a space: write %20 for it."));
      case QChar::Other_Control:
      case QChar::Other_Format:
      case QChar::Separator_Line:
      case QChar::Separator_Paragraph:
        return Error::invalidInput(AddressTextTr::tr("The address has an invisible character (U+%1): leave "
                                                     "it out.")
                                       .arg(static_cast<uint>(point), 4, 16, QLatin1Char('0')));
      default:
        break;
    }
  }
  return {};
}

Expected<QString> wirePart(AddressPart part, QStringView text) {
  QString out;
  out.reserve(text.size());
  for (qsizetype i = 0; i < text.size();) {
    if (text[i] == u'%') {
      const int byte = percentByte(text, i);
      if (byte < 0) return brokenPercent(part, text, i);
      if (byte == '\r' || byte == '\n' || byte == 0) return encodedControl(part, byte);
      out += text.mid(i, 3);
      i += 3;
    } else if (isLiteral(text[i].unicode())) {
      out += text[i++];
    } else {
      const qsizetype length = text[i].isHighSurrogate() ? 2 : 1;
      for (const char byte : text.mid(i, length).toUtf8()) appendPercent(out, static_cast<uchar>(byte));
      i += length;
    }
  }
  return out;
}

Expected<QString> decodedUserInfo(AddressPart part, QStringView text) {
  QByteArray bytes;
  for (qsizetype i = 0; i < text.size();) {
    if (text[i] == u'%') {
      const int byte = percentByte(text, i);
      if (byte < 0) return brokenPercent(part, text, i);
      if (byte < 0x20 || byte == 0x7f) return encodedControl(part, byte);
      bytes += static_cast<char>(byte);
      i += 3;
    } else {
      const qsizetype length = text[i].isHighSurrogate() ? 2 : 1;
      bytes += text.mid(i, length).toUtf8();
      i += length;
    }
  }
  QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
  QString decoded = decoder.decode(bytes);
  if (decoder.hasError())
    return Error::invalidInput(AddressTextTr::tr("The address's %1, percent-decoded, is not UTF-8: write "
                                                 "its characters as they are.")
                                   .arg(partName(part)));
  return decoded;
}

QString normalizedPart(const QString& part) {
  QString out;
  out.reserve(part.size());
  for (qsizetype i = 0; i < part.size();) {
    const int byte = part[i] == u'%' ? percentByte(part, i) : -1;
    if (byte < 0) {
      out += part[i++];
      continue;
    }
    if (isUnreserved(byte)) {
      out += QLatin1Char(static_cast<char>(byte));
    } else {
      appendPercent(out, static_cast<uchar>(byte));
    }
    i += 3;
  }
  return out;
}

QString withoutDotSegments(const QString& path) {
  const QList<QStringView> segments = QStringView(path).mid(1).split(u'/');
  QStringList kept;
  for (qsizetype i = 0; i < segments.size(); ++i) {
    const bool isUp = segments[i] == u"..";
    if (!isUp && segments[i] != u".") {
      kept += segments[i].toString();
      continue;
    }
    if (isUp && !kept.isEmpty()) kept.removeLast();
    if (i + 1 == segments.size()) kept += QString();  // "/a/." is the folder "/a/"
  }
  return QStringLiteral("/") + kept.join(u'/');
}

Expected<QueryWithMethod> takeMethod(QStringView query) {
  QueryWithMethod taken;
  QStringList rest;
  const QString name = QStringLiteral("method");
  for (const QStringView item : query.split(u'&')) {
    if (item != name && !item.startsWith(name + u'=')) {
      rest += item.toString();
      continue;
    }
    const QStringView value = item.mid(name.size() + 1);
    std::optional<HttpMethod> method;
    if (value.compare(u"put", Qt::CaseInsensitive) == 0) method = HttpMethod::Put;
    if (value.compare(u"post", Qt::CaseInsensitive) == 0) method = HttpMethod::Post;
    if (!method)
      return Error::invalidInput(AddressTextTr::tr("The address's method '%1' cannot be used: write method=put or "
                                                   "method=post.")
                                     .arg(value.left(20)));
    if (taken.method && *taken.method != *method)
      return Error::invalidInput(AddressTextTr::tr("The address names two methods: keep one method=…."));
    taken.method = method;
  }
  taken.rest = rest.join(u'&');
  taken.hasRest = !rest.isEmpty();
  return taken;
}

}  // namespace courier
