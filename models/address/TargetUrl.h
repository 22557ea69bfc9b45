#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>
#include <optional>

#include "models/base/Expected.h"

namespace courier {

enum class HttpMethod { Put, Post };
[[nodiscard]] QString httpMethodName(HttpMethod method);  ///< "PUT" or "POST"

/// A web address that results are written to, without user and password: those never stay in it. Parsed once at the
/// edge; an invalid one cannot exist (a default-constructed one has no host and means "none yet"). Every address has
/// one spelling here, and so one lane: scheme and host in lower case, no trailing dot, "." and ".." resolved, no
/// default port, percent-encoding as RFC 3986, 6.2.2 has it ("%7e" is "~", "%2f" is "%2F"). A value; pure.
class TargetUrl {
 public:
  /// What a typed address says: where to, and, kept apart, as whom.
  struct Parsed;

  /// Parses web:// and webs:// addresses, strictly. Errors are InvalidInput and name the part and the mend: "port 99999
  /// is out of range (1 to 65535)". The message never repeats the userinfo. An address that reads as if an unescaped
  /// '/', '?' or '@' had cut a password short is refused, for else it would name another host.
  [[nodiscard]] static Expected<Parsed> parse(const QString& text);

  [[nodiscard]] bool isEncrypted() const { return m_encrypted; }
  [[nodiscard]] QString host() const { return m_host; }       ///< ASCII (punycode), lower case, IPv6 without brackets
  [[nodiscard]] QString hostForPeople() const;                ///< Unicode, IPv6 in brackets
  [[nodiscard]] int port() const { return m_port; }           ///< 1 to 65535, the scheme's default where none was given
  [[nodiscard]] QString path() const { return m_path; }       ///< percent-encoded as typed, begins with '/'
  [[nodiscard]] QString query() const { return m_query; }     ///< percent-encoded, without '?' and method=…
  [[nodiscard]] bool hasQuery() const { return m_hasQuery; }  ///< also for a '?' with nothing behind it
  /// "webs://host[:port]/path[?query]", the default port left out. parse() gives the same TargetUrl again.
  [[nodiscard]] QString address() const;
  /// address() with the user and, where there is a password, "•••" in its place.
  [[nodiscard]] QString addressForPeople(const QString& user, bool hasPassword) const;
  /// "http://host:port" or "https://…", the port always written: for back-off and for telling hosts apart.
  [[nodiscard]] QString origin() const;
  /// The strict lane: deliveries of one lane are sent one after the other. The same for every spelling of scheme, host
  /// and port; a path is what it is, byte for byte.
  [[nodiscard]] QString lane() const { return address(); }
  /// "http://host[:port]/path[?query]" or "https://…", without userinfo.
  [[nodiscard]] QString httpAddress() const;
  /// What QNetworkAccessManager is given. A QUrl spells some paths otherwise: requestTarget() is what has to be sent.
  [[nodiscard]] QUrl httpUrl() const;
  /// "/path[?query]" as it was typed, for the request line (RFC 9112, 3.2.1).
  [[nodiscard]] QByteArray requestTarget() const;
  /// True for 127.0.0.0/8, ::1 and localhost: what goes there does not leave this computer.
  [[nodiscard]] bool isThisComputer() const;
  /// This address with `tail` ("path", "a/b?x=1", "/c") put behind its path with exactly one '/' between; both
  /// queries are kept. method=put|post in the tail is taken out and returned. A tail cannot leave the path ("..") or
  /// name another host.
  struct Joined;
  [[nodiscard]] Expected<Joined> joined(const QString& tail) const;

  bool operator==(const TargetUrl&) const = default;

 private:
  [[nodiscard]] QString addressWith(const QString& userInfo, const QString& host) const;

  bool m_encrypted = false;
  QString m_host;
  int m_port = 80;
  QString m_path = QStringLiteral("/");
  QString m_query;
  bool m_hasQuery = false;
};

struct TargetUrl::Parsed {
  TargetUrl url;
  QString user;                     ///< percent-decoded; "" without userinfo
  std::optional<QString> password;  ///< percent-decoded; nothing where the userinfo has no ':'
  bool hasUserInfo = false;
  std::optional<HttpMethod> method;  ///< from ?method=…, else nothing
};

struct TargetUrl::Joined {
  TargetUrl url;
  std::optional<HttpMethod> method;
};

/// "Not encrypted: anyone on the way can read …" for an unencrypted address that is not this computer, else "".
[[nodiscard]] QString unencryptedWarning(const TargetUrl& url);

}  // namespace courier
