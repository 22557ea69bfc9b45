#include "models/address/OptionKeys.h"

#include "models/base/KeyTable.h"

namespace courier {
namespace {

constexpr KeyTable<AuthKind, 4> authKinds = {{{AuthKind::None, QLatin1String("none")},
                                              {AuthKind::Basic, QLatin1String("basic")},
                                              {AuthKind::Bearer, QLatin1String("bearer")},
                                              {AuthKind::Header, QLatin1String("header")}}};
constexpr KeyTable<BodyFormat, 4> bodyFormats = {{{BodyFormat::Result, QLatin1String("result")},
                                                  {BodyFormat::Objects, QLatin1String("objects")},
                                                  {BodyFormat::Lines, QLatin1String("lines")},
                                                  {BodyFormat::Csv, QLatin1String("csv")}}};
constexpr KeyTable<ProxyKind, 4> proxyKinds = {{{ProxyKind::System, QLatin1String("system")},
                                                {ProxyKind::None, QLatin1String("none")},
                                                {ProxyKind::Http, QLatin1String("http")},
                                                {ProxyKind::Socks5, QLatin1String("socks5")}}};
constexpr KeyTable<TlsMinimum, 2> tlsMinimums = {
    {{TlsMinimum::Tls12, QLatin1String("1.2")}, {TlsMinimum::Tls13, QLatin1String("1.3")}}};
constexpr KeyTable<Retention, 3> retentions = {{{Retention::Days90, QLatin1String("90d")},
                                                {Retention::Days7, QLatin1String("7d")},
                                                {Retention::UntilDelivered, QLatin1String("delivered")}}};

}  // namespace

QString authKindKey(AuthKind kind) {
  return keyOf(authKinds, kind);
}
QString bodyFormatKey(BodyFormat format) {
  return keyOf(bodyFormats, format);
}
QString proxyKindKey(ProxyKind kind) {
  return keyOf(proxyKinds, kind);
}
QString tlsMinimumKey(TlsMinimum minimum) {
  return keyOf(tlsMinimums, minimum);
}
QString retentionKey(Retention retention) {
  return keyOf(retentions, retention);
}

std::optional<AuthKind> authKindFromKey(const QString& key) {
  return valueOf(authKinds, key);
}
std::optional<BodyFormat> bodyFormatFromKey(const QString& key) {
  return valueOf(bodyFormats, key);
}
std::optional<ProxyKind> proxyKindFromKey(const QString& key) {
  return valueOf(proxyKinds, key);
}
std::optional<TlsMinimum> tlsMinimumFromKey(const QString& key) {
  return valueOf(tlsMinimums, key);
}
std::optional<Retention> retentionFromKey(const QString& key) {
  return valueOf(retentions, key);
}

}  // namespace courier
