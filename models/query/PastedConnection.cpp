#include "models/query/PastedConnection.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>
#include <utility>

#include "models/query/ConnectionUrl.h"
#include "models/query/ServerOptionTable.h"

namespace courier {
namespace {

/// Percent-decoded, where it is encoded.
QString readable(QStringView text) {
  return percentDecoded(text).value_or(text.toString());
}

bool isMasked(const QString& password) {
  return !password.isEmpty() && password.count(QChar(u'•')) == password.size();
}

/// The address with what may be a password cut out of it.
struct Cut {
  QString address;
  QString user;
  std::optional<QString> password;
  std::optional<QString> proxyPassword;
};

/// What stands between the scheme and the last '@' before the options: user and password, wherever their borders are.
/// A password may itself hold '/', '?' or '@', so that nothing else tells where it ends.
void cutUserInfo(Cut& cut) {
  const qsizetype begin = cut.address.indexOf(u"://") + 3;
  const qsizetype at = cut.address.lastIndexOf(u'@');
  if (begin < 3 || at < begin) return;
  const QStringView userInfo = QStringView(cut.address).mid(begin, at - begin);
  const qsizetype colon = userInfo.indexOf(u':');
  cut.user = readable(colon < 0 ? userInfo : userInfo.first(colon));
  if (colon >= 0) cut.password = readable(userInfo.sliced(colon + 1));
  cut.address.remove(begin, at + 1 - begin);
}

/// A connection string that cannot be read and may hold a secret goes whole: nothing tells where that ends.
void cutString(Cut& cut) {
  static const QRegularExpression secret(QStringLiteral("pwd|pass|token|secret|key"),
                                         QRegularExpression::CaseInsensitiveOption);
  if (cut.address.startsWith(u"odbc:", Qt::CaseInsensitive) && secret.match(cut.address).hasMatch())
    cut.address = QStringLiteral("odbc:");
}

/// The password of a proxy that the address names: proxy=http://user:password@host:port.
void cutProxy(Cut& cut) {
  static const QRegularExpression proxy(QStringLiteral("([?&]proxy=)([^&]*)"),
                                        QRegularExpression::CaseInsensitiveOption);
  const auto found = proxy.match(cut.address);
  if (!found.hasMatch()) return;
  QString value = readable(found.capturedView(2));
  const qsizetype begin = value.indexOf(u"://") + 3;
  const qsizetype at = value.lastIndexOf(u'@');
  const qsizetype colon = value.indexOf(u':', begin);
  if (begin < 3 || colon < 0 || colon > at) return;
  cut.proxyPassword = readable(QStringView(value).mid(colon + 1, at - colon - 1));
  value.remove(colon, at - colon);
  cut.address.replace(found.capturedStart(2), found.capturedLength(2),
                      QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

bool isTreasureData(const QString& address) {
  static const QRegularExpression begin(QStringLiteral("^td:|^treasuredata:|\\.treasuredata\\."),
                                        QRegularExpression::CaseInsensitiveOption);
  return begin.match(address).hasMatch();
}

/// In Trino's protocol the key stands in the user's place, whatever the password is; td://user:key@… is meant as it is
/// written.
void takeUserAsKey(Cut& cut) {
  const QString user = std::exchange(cut.user, {});
  const bool isNamed = cut.address.startsWith(u"td:", Qt::CaseInsensitive) ||
                       cut.address.startsWith(u"treasuredata:", Qt::CaseInsensitive);
  const bool isPassword = isNamed && cut.password && !cut.password->isEmpty();
  if (!user.isEmpty() && !isPassword) cut.password = user;
}

/// A key of Treasure Data shows by its form, wherever it stands.
void cutKey(Cut& cut) {
  static const QRegularExpression key(QStringLiteral("\\b\\d{1,12}(?:/|%2F)[0-9a-f]{40}\\b"),
                                      QRegularExpression::CaseInsensitiveOption);
  const auto found = key.match(cut.address);
  if (!found.hasMatch()) return;
  if (!cut.password) cut.password = readable(found.capturedView());
  cut.address.replace(key, QString());
}

/// What JDBC's drivers of Trino and Presto call otherwise; "" where there is no such option here.
QString trinoOption(const QString& name, const QString& value) {
  const auto option = [](const char* key, const QString& text) {
    return QLatin1String(key) + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(text));
  };
  const QString lower = value.toLower();
  if (name == u"ssl") return option("tls", lower == u"true" ? QStringLiteral("verify") : QStringLiteral("off"));
  if (name == u"timezone") return option("time_zone", value);
  if (name == u"httpproxy") return option("proxy", QStringLiteral("http://") + value);
  if (name == u"socksproxy") return option("proxy", QStringLiteral("socks5://") + value);
  return {};
}

/// Options of the sign-in, JDBC's and whatever else may be a secret.
void cutOptions(Cut& cut) {
  static const QRegularExpression secret(QStringLiteral("pass|pwd|token|secret|key"));
  static const QRegularExpression password(QStringLiteral("^(password|pwd|accesstoken|token|(td_)?api_?key)$"));
  const qsizetype question = cut.address.indexOf(u'?');
  if (question < 0) return;
  QStringList kept;
  for (const QString& pair : cut.address.sliced(question + 1).split(u'&', Qt::SkipEmptyParts)) {
    const QString name = pair.section(u'=', 0, 0).toLower();
    const QString value = readable(pair.section(u'=', 1));
    if (name == u"user" || name == u"username") {
      cut.user = value;
    } else if (secret.match(name).hasMatch() && !serverOption(name)) {
      if (name == u"accesstoken") kept += QStringLiteral("sign_in=jwt");
      if (password.match(name).hasMatch()) cut.password = value;
    } else {
      kept += pair;
    }
  }
  cut.address.truncate(question);
  if (!kept.isEmpty()) cut.address += u'?' + kept.join(u'&');
}

/// An address of JDBC's drivers of Trino and Presto with our own options; without a word of TLS they use none.
QString fromTrinoJdbc(const QString& address) {
  const qsizetype question = address.indexOf(u'?');
  QStringList options;
  bool isVerified = true;
  bool namesTls = address.first(question < 0 ? address.size() : question).contains(u":443");
  for (const QString& pair :
       address.sliced(question < 0 ? address.size() : question + 1).split(u'&', Qt::SkipEmptyParts)) {
    const QString name = pair.section(u'=', 0, 0).toLower();
    const QString value = readable(pair.section(u'=', 1));
    // With a secret their drivers refuse to go without.
    namesTls = namesTls || name == u"ssl" || name == u"password" || name == u"accesstoken";
    isVerified = isVerified && !(name == u"sslverification" && value.toLower() == u"none");
    if (name == u"sslverification") continue;
    const QString ours = trinoOption(name, value);
    options += ours.isEmpty() ? pair : ours;
  }
  if (!namesTls) options += QStringLiteral("tls=off");
  if (!isVerified) options.replaceInStrings(QStringLiteral("tls=verify"), QStringLiteral("tls=on"));
  const QString place = question < 0 ? address : address.first(question);
  return options.isEmpty() ? place : place + u'?' + options.join(u'&');
}

/// The address behind what other programs write around or in the place of it.
QString ownForm(const QString& text) {
  static const QRegularExpression odbcBegin(QStringLiteral("^(driver|dsn|filedsn)\\s*="),
                                            QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression trino(QStringLiteral("^jdbc:(trino|presto)://"),
                                        QRegularExpression::CaseInsensitiveOption);
  // Behind the host of a cluster's web address stand its pages.
  static const QRegularExpression web(QStringLiteral("^(https?)://([^/?#@]+)([/?#][^@]*)?$"),
                                      QRegularExpression::CaseInsensitiveOption);
  if (trino.match(text).hasMatch()) return fromTrinoJdbc(text.sliced(5));
  if (text.startsWith(u"jdbc:", Qt::CaseInsensitive)) return text.sliced(5);
  if (odbcBegin.match(text).hasMatch()) return QStringLiteral("odbc:") + text;
  if (const auto found = web.match(text); found.hasMatch())
    return QStringLiteral("trino://%1?tls=%2")
        .arg(found.captured(2), found.captured(1).size() == 5 ? QStringLiteral("verify") : QStringLiteral("off"));
  return text;
}

}  // namespace

PastedConnection PastedConnection::split(const QString& text, const QString& workingFolder) {
  PastedConnection made;
  const QString given = ownForm(text.trimmed());
  Cut cut{given, {}, {}, {}};
  auto parsed = connectionFromUrl(given, workingFolder);
  if (parsed) {
    if (!parsed->password.isEmpty()) cut.password = parsed->password;
  } else {
    made.error = parsed.error().message;
    cutProxy(cut);
    cutString(cut);
    cutUserInfo(cut);
    cutOptions(cut);
    cutKey(cut);
    // What is left may well be an address: a password with a '/' in it was all that was wrong.
    if (auto rest = connectionFromUrl(cut.address, workingFolder); rest && cut.address != given) {
      made.error.clear();
      if (rest->connection.engine == Engine::TreasureData) {
        takeUserAsKey(cut);
      } else {
        rest->connection.user = cut.user;
      }
      parsed = std::move(rest);
    } else if (isTreasureData(given)) {
      takeUserAsKey(cut);
    }
  }
  made.address = cut.address;
  if (parsed) {
    made.parts = parsed->connection;
    made.address = connectionUrl(parsed->connection);
  }
  const auto unmasked = [](const std::optional<QString>& secret) {
    return secret && !secret->isEmpty() && !isMasked(*secret) ? secret : std::nullopt;
  };
  made.password = unmasked(cut.password);
  made.proxyPassword = unmasked(cut.proxyPassword);
  return made;
}

}  // namespace courier
