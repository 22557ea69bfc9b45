#include "models/admin/AdminPolicy.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

#include "models/address/HostName.h"

namespace courier {
namespace {

struct AdminPolicyTr {
  Q_DECLARE_TR_FUNCTIONS(AdminPolicy)
};

constexpr int mostDays = 36'500;
constexpr qsizetype hostsShown = 5;
const QString anySubdomain = QStringLiteral("*.");

Error unusable(const QString& fileName, const QString& what) {
  return {ErrorKind::InvalidInput,
          AdminPolicyTr::tr("Query Courier cannot use the administrator's policy %1: %2. It sends nothing until the "
                            "policy is fixed. Ask your administrator.")
              .arg(fileName, what),
          {},
          {}};
}

QString withoutWildcard(const QString& pattern) {
  return pattern.startsWith(anySubdomain) ? pattern.mid(anySubdomain.size()) : pattern;
}

/// "*.Example.org." → "*.example.org"; nothing where it is neither a host nor one with "*." before it.
std::optional<QString> canonicalPattern(const QString& text) {
  const bool isWildcard = text.startsWith(anySubdomain);
  const QString name = withoutWildcard(text);
  const bool isBareIpv6 = name.contains(QLatin1Char(':')) && !name.startsWith(QLatin1Char('['));
  const auto host = canonicalHost(isBareIpv6 ? bracketedHost(name) : name);
  if (!host || (isWildcard && isAddressLiteral(*host))) return std::nullopt;
  return isWildcard ? anySubdomain + *host : *host;
}

QString readablePattern(const QString& pattern) {
  const QString host = readableHost(withoutWildcard(pattern));
  return pattern.startsWith(anySubdomain) ? anySubdomain + host : host;
}

QString listed(const QStringList& patterns) {
  QStringList shown;
  for (const QString& pattern : patterns.mid(0, hostsShown)) shown.append(readablePattern(pattern));
  if (patterns.size() > hostsShown) shown.append(QStringLiteral("…"));
  return shown.join(QStringLiteral(", "));
}

/// The one spelling of the proxy's host, as the allowed ones have it; what is no host is as it is, and allowed nowhere.
QString proxyHost(const ProxyOptions& proxy) {
  const auto host = canonicalHost(proxy.host.contains(u':') ? bracketedHost(proxy.host) : proxy.host);
  return host ? *host : proxy.host;
}

}  // namespace

Expected<AdminPolicy> AdminPolicy::parse(const QByteArray& json, const QString& fileName) {
  const QByteArray byteOrderMark = QByteArrayLiteral("\xef\xbb\xbf");
  QJsonParseError problem;
  const QJsonDocument document =
      QJsonDocument::fromJson(json.startsWith(byteOrderMark) ? json.mid(byteOrderMark.size()) : json, &problem);
  if (problem.error != QJsonParseError::NoError || !document.isObject())
    return unusable(fileName, AdminPolicyTr::tr("it is not a single JSON object"));
  const QJsonObject object = document.object();
  const auto wrong = [&](const char* key, const QString& wanted) {
    return unusable(fileName, AdminPolicyTr::tr("\"%1\" must be %2").arg(QLatin1String(key), wanted));
  };

  AdminPolicy policy;
  const auto takeFlag = [&](const char* key, bool& flag) -> Expected<void> {
    const QJsonValue value = object.value(QLatin1String(key));
    if (value.isUndefined()) return {};
    if (!value.isBool()) return wrong(key, AdminPolicyTr::tr("true or false"));
    flag = value.toBool();
    return {};
  };
  if (auto taken = takeFlag("https_only", policy.m_httpsOnly); !taken) return taken.error();
  if (auto taken = takeFlag("schedules", policy.m_schedules); !taken) return taken.error();

  if (const QJsonValue hosts = object.value(QLatin1String("allowed_hosts")); !hosts.isUndefined()) {
    const QString wanted = AdminPolicyTr::tr("a list of host names such as \"example.org\" or \"*.example.org\"");
    if (!hosts.isArray()) return wrong("allowed_hosts", wanted);
    policy.m_allowedHosts.emplace();
    const QJsonArray list = hosts.toArray();
    for (const QJsonValue& host : list) {
      const auto pattern = host.isString() ? canonicalPattern(host.toString()) : std::nullopt;
      if (!pattern) return wrong("allowed_hosts", wanted);
      policy.m_allowedHosts->append(*pattern);
    }
  }
  if (const QJsonValue days = object.value(QLatin1String("longest_retention_days")); !days.isUndefined()) {
    const double number = days.toDouble(-1);
    if (!days.isDouble() || number < 0 || number > mostDays || std::floor(number) != number)
      return wrong("longest_retention_days", AdminPolicyTr::tr("a whole number of days, 0 to %1").arg(mostDays));
    policy.m_longestRetentionDays = static_cast<int>(number);
  }
  return policy;
}

AdminPolicy AdminPolicy::refusingAll(const Error& error) {
  AdminPolicy policy;
  policy.m_error = error;
  return policy;
}

bool AdminPolicy::allowsHost(const QString& host) const {
  if (!m_allowedHosts) return true;
  return std::any_of(m_allowedHosts->begin(), m_allowedHosts->end(), [&](const QString& pattern) {
    // "*.example.org" without its star is what every subdomain ends in.
    return pattern.startsWith(anySubdomain) ? host.endsWith(QStringView(pattern).mid(1)) : host == pattern;
  });
}

QString AdminPolicy::allowedText() const {
  if (m_allowedHosts->isEmpty())
    return AdminPolicyTr::tr("Your administrator allows only this computer's own addresses.");
  return AdminPolicyTr::tr("Your administrator allows only %1.").arg(listed(*m_allowedHosts));
}

Expected<void> AdminPolicy::check(const TargetUrl& url, const ProxyOptions& proxy) const {
  if (proxy.isNamed() && !isLoopbackHost(proxyHost(proxy))) {
    if (m_error) return *m_error;
    if (!allowsHost(proxyHost(proxy)))
      return Error::invalidInput(AdminPolicyTr::tr("%1 The proxy %2 is not among them: choose another, or none.")
                                     .arg(allowedText(), readableHost(proxyHost(proxy))));
  }
  if (url.isThisComputer()) return {};
  if (m_error) return *m_error;
  if (!allowsHost(url.host())) return Error::invalidInput(allowedText());
  if (m_httpsOnly && !url.isEncrypted())
    return Error::invalidInput(AdminPolicyTr::tr("Your administrator allows only encrypted addresses: use webs://."));
  return {};
}

}  // namespace courier
