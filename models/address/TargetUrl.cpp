#include "models/address/TargetUrl.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "models/address/AddressText.h"
#include "models/address/HostName.h"

namespace courier {
namespace {

struct TargetUrlTr {
  Q_DECLARE_TR_FUNCTIONS(TargetUrl)
};

constexpr qsizetype kMaxLength = 8000;
constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;
constexpr int kMaxPort = 65535;

Error tooLong() {
  return Error::invalidInput(TargetUrlTr::tr("The address is longer than %L1 characters: shorten it.").arg(kMaxLength));
}

/// The text after "web://" or "webs://", and which of them it was.
struct Schemed {
  bool encrypted = false;
  QStringView rest;
};

Expected<Schemed> takeScheme(QStringView text) {
  const auto begins = [&](QStringView prefix) { return text.startsWith(prefix, Qt::CaseInsensitive); };
  if (begins(u"web://")) return Schemed{false, text.mid(6)};
  if (begins(u"webs://")) return Schemed{true, text.mid(7)};
  if (begins(u"http://"))
    return Error::invalidInput(TargetUrlTr::tr("The address's scheme is http: write web:// for it."));
  if (begins(u"https://"))
    return Error::invalidInput(TargetUrlTr::tr("The address's scheme is https: write webs:// for it."));
  if (begins(u"web:") || begins(u"webs:"))
    return Error::invalidInput(
        TargetUrlTr::tr("The address's scheme has no '//' after it: write web://host/path or webs://host/path."));
  return Error::invalidInput(
      TargetUrlTr::tr("The address's scheme is not supported: write web:// (HTTP) or webs:// (HTTPS)."));
}

/// The text parted where the grammar parts it; nothing is decoded or checked yet.
struct AddressPieces {
  QStringView userInfo;
  bool hasUserInfo = false;
  QStringView host;  ///< IPv6 with its brackets
  QStringView port;
  bool hasPort = false;
  QStringView path;
  QStringView query;
  bool hasQuery = false;
};

Expected<AddressPieces> part(QStringView rest) {
  AddressPieces pieces;
  const auto end = std::find_if(rest.begin(), rest.end(), [](QChar c) { return c == u'/' || c == u'?'; });
  const QStringView authority = rest.left(end - rest.begin());
  const QStringView behind = rest.mid(authority.size());
  const qsizetype mark = behind.indexOf(u'?');
  pieces.path = mark < 0 ? behind : behind.left(mark);
  pieces.hasQuery = mark >= 0;
  if (mark >= 0) pieces.query = behind.mid(mark + 1);

  const qsizetype at = authority.indexOf(u'@');
  if (at != authority.lastIndexOf(u'@'))
    return Error::invalidInput(TargetUrlTr::tr(
        "The address has more than one '@' before its path: write %40 for '@' in a user name or password."));
  pieces.hasUserInfo = at >= 0;
  if (at >= 0) pieces.userInfo = authority.left(at);
  QStringView hostPort = authority.mid(at + 1);

  qsizetype hostEnd = hostPort.indexOf(u':');
  if (hostPort.startsWith(u'[')) {
    hostEnd = hostPort.indexOf(u']') + 1;
    const bool closed = hostEnd > 0 && (hostEnd == hostPort.size() || hostPort[hostEnd] == u':');
    if (!closed)
      return Error::invalidInput(
          TargetUrlTr::tr("The address's host has brackets that do not match: write an IPv6 address as [::1]."));
    if (hostEnd == hostPort.size()) hostEnd = -1;
  } else if (hostPort.count(u':') > 1) {
    return Error::invalidInput(
        TargetUrlTr::tr("The address's host has more than one ':': write an IPv6 address in brackets, as [::1]."));
  }
  pieces.host = hostEnd < 0 ? hostPort : hostPort.left(hostEnd);
  pieces.hasPort = hostEnd >= 0;
  if (hostEnd >= 0) pieces.port = hostPort.mid(hostEnd + 1);
  return pieces;
}

/// "web://user:12/34@host/" is, by the grammar, the path "/34@host/" on the host "user". An '@' behind the authority
/// is therefore taken only where the host is plainly one and no password can have been meant.
bool looksCutOff(const AddressPieces& pieces) {
  const bool queryOnly = pieces.path.isEmpty();
  const QStringView behind = queryOnly ? pieces.query : pieces.path;
  const qsizetype at = behind.lastIndexOf(u'@');
  if (at < 0) return false;
  const auto host = canonicalHost(pieces.host);
  if (!host) return true;
  if (isAddressLiteral(*host) || isLoopbackHost(*host)) return false;
  return pieces.hasPort || !host->contains(u'.') || behind.left(at).contains(u':');
}

Expected<int> readPort(const AddressPieces& pieces, int defaultPort) {
  if (!pieces.hasPort) return defaultPort;
  if (pieces.port.isEmpty())
    return Error::invalidInput(
        TargetUrlTr::tr("The address's port is missing after ':': write one (1 to 65535) or leave the ':' out."));
  if (!std::all_of(pieces.port.begin(), pieces.port.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }))
    return Error::invalidInput(
        TargetUrlTr::tr("The address's port is not a number: write one (1 to 65535) or leave it out. In a user name or "
                        "password write '/' as %2F, '?' as %3F and '@' as %40."));
  bool fits = false;
  const int port = pieces.port.toInt(&fits);
  if (!fits || port < 1 || port > kMaxPort)
    return Error::invalidInput(
        TargetUrlTr::tr("The address's port %1 is out of range (1 to 65535).").arg(pieces.port.left(10)));
  return port;
}

Expected<void> readUserInfo(const AddressPieces& pieces, TargetUrl::Parsed& parsed) {
  if (!pieces.hasUserInfo) return {};
  const qsizetype colon = pieces.userInfo.indexOf(u':');
  auto user = decodedUserInfo(AddressPart::User, colon < 0 ? pieces.userInfo : pieces.userInfo.left(colon));
  if (!user) return user.error();
  if (user->contains(u':'))
    return Error::invalidInput(TargetUrlTr::tr(
        "The address's user name has a ':', which Basic authentication cannot send: use another user name."));
  if (colon >= 0) {
    const QStringView typed = pieces.userInfo.mid(colon + 1);
    if (typed == u"•••")
      return Error::invalidInput(
          TargetUrlTr::tr("The address's password is masked (•••): write the password itself, or leave ':•••' out."));
    auto password = decodedUserInfo(AddressPart::Password, typed);
    if (!password) return password.error();
    parsed.password = std::move(password).value();
  }
  if (user->isEmpty() && (!parsed.password || parsed.password->isEmpty()))
    return Error::invalidInput(
        TargetUrlTr::tr("The address's user name is missing before '@': write one or leave the '@' out."));
  parsed.user = std::move(user).value();
  parsed.hasUserInfo = true;
  return {};
}

}  // namespace

QString httpMethodName(HttpMethod method) {
  return method == HttpMethod::Put ? QStringLiteral("PUT") : QStringLiteral("POST");
}

Expected<TargetUrl::Parsed> TargetUrl::parse(const QString& text) {
  if (text.isEmpty()) return Error::invalidInput(TargetUrlTr::tr("The address is empty: write it as web://host/path."));
  if (text.size() > kMaxLength) return tooLong();
  if (const auto checked = checkAddressCharacters(text); !checked) return checked.error();
  const auto schemed = takeScheme(text);
  if (!schemed) return schemed.error();
  const auto pieces = part(schemed->rest);
  if (!pieces) return pieces.error();
  if (pieces->host.isEmpty())
    return Error::invalidInput(TargetUrlTr::tr("The address's host is missing: write web://host/path."));
  if (looksCutOff(*pieces))
    return Error::invalidInput(
        TargetUrlTr::tr("The address has an '@' after its host, so its password may be cut short: in a user name or "
                        "password write '/' as %2F and '?' as %3F, in a path write '@' as %40."));

  Parsed parsed;
  TargetUrl& url = parsed.url;
  url.m_encrypted = schemed->encrypted;
  const auto port = readPort(*pieces, url.m_encrypted ? kHttpsPort : kHttpPort);
  if (!port) return port.error();
  url.m_port = *port;
  auto host = canonicalHost(pieces->host);
  if (!host) return host.error();
  url.m_host = std::move(host).value();
  if (const auto read = readUserInfo(*pieces, parsed); !read) return read.error();
  const auto path = wirePart(AddressPart::Path, pieces->path);
  if (!path) return path.error();
  url.m_path = path->isEmpty() ? QStringLiteral("/") : *path;
  const auto taken = takeMethod(pieces->query);
  if (!taken) return taken.error();
  auto query = wirePart(AddressPart::Query, taken->rest);
  if (!query) return query.error();
  url.m_query = std::move(query).value();
  url.m_hasQuery = pieces->hasQuery && taken->hasRest;
  parsed.method = taken->method;

  if (url.address().size() > kMaxLength) return tooLong();
  // The connection is made to what QUrl makes of it: never send to a host that it reads otherwise.
  const QUrl sent = url.httpUrl();
  if (!sent.isValid() || sent.host(QUrl::FullyEncoded) != url.m_host)
    return Error::invalidInput(
        TargetUrlTr::tr("The address has a character that cannot be sent as it is: percent-encode all but letters and "
                        "digits in its path and query."));
  return parsed;
}

QString TargetUrl::hostForPeople() const {
  return readableHost(m_host);
}

QString TargetUrl::address() const {
  return addressWith(QString(), bracketedHost(m_host));
}

QString TargetUrl::addressForPeople(const QString& user, bool hasPassword) const {
  QString userInfo = QString::fromLatin1(QUrl::toPercentEncoding(user, "!$&'()*+,;="));
  if (hasPassword) userInfo += QStringLiteral(":•••");
  if (!userInfo.isEmpty()) userInfo += u'@';
  return addressWith(userInfo, hostForPeople());
}

QString TargetUrl::addressWith(const QString& userInfo, const QString& host) const {
  QString text = m_encrypted ? QStringLiteral("webs://") : QStringLiteral("web://");
  text += userInfo + host;
  if (m_port != (m_encrypted ? kHttpsPort : kHttpPort)) text += u':' + QString::number(m_port);
  return text + QString::fromLatin1(requestTarget());
}

QString TargetUrl::origin() const {
  return (m_encrypted ? QStringLiteral("https://") : QStringLiteral("http://")) + bracketedHost(m_host) + u':' +
         QString::number(m_port);
}

QString TargetUrl::httpAddress() const {
  QString text = m_encrypted ? QStringLiteral("https://") : QStringLiteral("http://");
  text += bracketedHost(m_host);
  if (m_port != (m_encrypted ? kHttpsPort : kHttpPort)) text += u':' + QString::number(m_port);
  return text + QString::fromLatin1(requestTarget());
}

QUrl TargetUrl::httpUrl() const {
  return QUrl(httpAddress(), QUrl::StrictMode);
}

QByteArray TargetUrl::requestTarget() const {
  return (m_hasQuery ? m_path + u'?' + m_query : m_path).toLatin1();
}

bool TargetUrl::isThisComputer() const {
  return isLoopbackHost(m_host);
}

Expected<TargetUrl::Joined> TargetUrl::joined(const QString& tail) const {
  if (tail.size() > kMaxLength) return tooLong();
  if (const auto checked = checkAddressCharacters(tail); !checked) return checked.error();
  const qsizetype mark = tail.indexOf(u'?');
  const QStringView tailPath = QStringView(tail).left(mark < 0 ? tail.size() : mark);
  auto path = wirePart(AddressPart::Path, tailPath);
  if (!path) return path.error();
  if (normalizedPart(*path).split(u'/').contains(u".."))
    return Error::invalidInput(TargetUrlTr::tr(
        "The path after the target's name has a '..', which would lead out of the target's own path: leave it out."));
  const auto taken = takeMethod(mark < 0 ? QStringView() : QStringView(tail).mid(mark + 1));
  if (!taken) return taken.error();
  const auto query = wirePart(AddressPart::Query, taken->rest);
  if (!query) return query.error();

  Joined joined{*this, taken->method};
  if (!path->isEmpty()) {
    // parse() takes an '@' here for a cut-off password where the host is not plainly one.
    path->replace(u'@', QStringLiteral("%40"));
    QString behind = *path;
    while (behind.startsWith(u'/')) behind.remove(0, 1);
    QString& whole = joined.url.m_path;
    while (whole.endsWith(u'/')) whole.chop(1);
    whole += u'/' + behind;
  }
  if (!query->isEmpty()) joined.url.m_query += (m_query.isEmpty() ? QString() : QStringLiteral("&")) + *query;
  joined.url.m_hasQuery = m_hasQuery || (mark >= 0 && taken->hasRest);
  if (joined.url.address().size() > kMaxLength) return tooLong();
  return joined;
}

QString unencryptedWarning(const TargetUrl& url) {
  if (url.isEncrypted() || url.isThisComputer()) return {};
  return TargetUrlTr::tr(
      "Not encrypted: anyone on the way can read the data and the password. Use webs:// "
      "if the server has HTTPS.");
}

}  // namespace courier
