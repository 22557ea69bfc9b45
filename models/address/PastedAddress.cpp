#include "models/address/PastedAddress.h"

#include <QUrl>
#include <algorithm>

namespace courier {
namespace {

QString withOurScheme(const QString& text) {
  if (text.startsWith(u"https://", Qt::CaseInsensitive)) return QStringLiteral("webs://") + text.mid(8);
  if (text.startsWith(u"http://", Qt::CaseInsensitive)) return QStringLiteral("web://") + text.mid(7);
  return text;
}

QString decoded(QStringView text) {
  return QUrl::fromPercentEncoding(text.toString().toUtf8());
}

// A masked password was copied from this program: it is no password.
bool isMask(const QString& password) {
  return !password.isEmpty() && password.count(QChar(u'•')) == password.size();
}

// "host/a" of "host/a@b" and "host:80/a" of "host:80/a@b": more likely a host than a person.
bool looksLikeHost(QStringView text) {
  const qsizetype end = text.indexOf(QLatin1Char('/'));
  const qsizetype colon = text.indexOf(QLatin1Char(':'));
  if (end < 0) return false;
  if (colon < 0 || colon > end) return true;
  const QStringView port = text.mid(colon + 1, end - colon - 1);
  return !port.isEmpty() && std::all_of(port.begin(), port.end(), [](QChar one) { return one.isDigit(); });
}

// An address that does not parse: what stands before its last '@' may be a password, wherever its borders are.
void cutUserInfo(PastedAddress& made) {
  const qsizetype at = made.address.lastIndexOf(QLatin1Char('@'));
  if (at < 0) return;
  const qsizetype scheme = made.address.indexOf(u"://");
  const qsizetype begin = scheme >= 0 && scheme < at ? scheme + 3 : 0;
  const QStringView userInfo = QStringView(made.address).mid(begin, at - begin);
  if (looksLikeHost(userInfo)) return;
  const qsizetype colon = userInfo.indexOf(QLatin1Char(':'));
  made.hasUserInfo = true;
  made.user = decoded(colon < 0 ? userInfo : userInfo.left(colon));
  if (colon >= 0) made.password = decoded(userInfo.mid(colon + 1));
  made.address.remove(begin, at + 1 - begin);
}

}  // namespace

PastedAddress PastedAddress::split(const QString& text) {
  PastedAddress made;
  made.address = withOurScheme(text.trimmed());
  const auto parsed = TargetUrl::parse(made.address);
  if (parsed) {
    made.hasUserInfo = parsed->hasUserInfo;
    made.user = parsed->user;
    made.password = parsed->password;
    made.method = parsed->method;
    made.address = parsed->url.address();
  } else {
    made.error = parsed.error().message;
    cutUserInfo(made);
    // What is left may well be an address: a password with a '/' or a '?' in it was all that was wrong.
    if (const auto rest = TargetUrl::parse(made.address); made.hasUserInfo && rest) {
      made.error.clear();
      made.method = rest->method;
      made.address = rest->url.address();
    }
  }
  if (made.password && isMask(*made.password)) made.password.reset();
  return made;
}

}  // namespace courier
