#include "models/address/TargetOptions.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "models/address/OptionKeys.h"

namespace courier {
namespace {

/// Writes what differs from the default.
class Writer {
 public:
  template <class Value>
  void add(const char* key, const Value& value, const Value& usual) {
    if (value != usual) m_object.insert(QLatin1String(key), value);
  }
  void add(const char* key, const QJsonObject& part) {
    if (!part.isEmpty()) m_object.insert(QLatin1String(key), part);
  }
  void add(const char* key, const QJsonArray& list) {
    if (!list.isEmpty()) m_object.insert(QLatin1String(key), list);
  }
  [[nodiscard]] const QJsonObject& object() const { return m_object; }

 private:
  QJsonObject m_object;
};

/// Reads over the defaults: what is not there, or of another kind, leaves its value alone.
class OptionReader {
 public:
  explicit OptionReader(QJsonObject object) : m_object(std::move(object)) {}

  void take(const char* key, bool& value) const { value = m_object.value(QLatin1String(key)).toBool(value); }
  void take(const char* key, int& value) const { value = m_object.value(QLatin1String(key)).toInt(value); }
  void take(const char* key, QString& value) const { value = m_object.value(QLatin1String(key)).toString(value); }
  template <class Value>
  void take(const char* key, Value& value, std::optional<Value> (*fromKey)(const QString&)) const {
    value = fromKey(m_object.value(QLatin1String(key)).toString()).value_or(value);
  }
  [[nodiscard]] OptionReader part(const char* key) const {
    return OptionReader(m_object.value(QLatin1String(key)).toObject());
  }
  [[nodiscard]] QJsonArray list(const char* key) const { return m_object.value(QLatin1String(key)).toArray(); }

 private:
  QJsonObject m_object;
};

QJsonObject proxyObject(const ProxyOptions& proxy) {
  const ProxyOptions usual;
  Writer writer;
  writer.add("kind", proxyKindKey(proxy.kind), proxyKindKey(usual.kind));
  writer.add("host", proxy.host, usual.host);
  writer.add("port", proxy.port, usual.port);
  writer.add("user", proxy.user, usual.user);
  return writer.object();
}

QJsonObject tlsObject(const TlsOptions& tls) {
  const TlsOptions usual;
  Writer writer;
  writer.add("ca", tls.caPem, usual.caPem);
  writer.add("certificate", tls.clientCertificateFile, usual.clientCertificateFile);
  writer.add("key", tls.clientKeyFile, usual.clientKeyFile);
  writer.add("passphrase", tls.keyHasPassphrase, usual.keyHasPassphrase);
  writer.add("minimum", tlsMinimumKey(tls.minimum), tlsMinimumKey(usual.minimum));
  return writer.object();
}

QJsonObject timesObject(const TimeOptions& times) {
  const TimeOptions usual;
  Writer writer;
  writer.add("connect", times.connectS, usual.connectS);
  writer.add("sending", times.silenceWhileSendingS, usual.silenceWhileSendingS);
  writer.add("answer", times.silenceAfterBodyS, usual.silenceAfterBodyS);
  writer.add("total", times.totalS, usual.totalS);
  return writer.object();
}

QJsonObject guardsObject(const GuardOptions& guards) {
  const GuardOptions usual;
  Writer writer;
  writer.add("empty", guards.holdEmpty, usual.holdEmpty);
  writer.add("rows", guards.holdRowChangePercent, usual.holdRowChangePercent);
  writer.add("columns", guards.holdColumnsChanged, usual.holdColumnsChanged);
  writer.add("truncated", guards.holdTruncated, usual.holdTruncated);
  writer.add("unchanged", guards.skipUnchanged, usual.skipUnchanged);
  return writer.object();
}

QJsonArray headerList(const QVector<HttpHeader>& headers) {
  QJsonArray list;
  for (const HttpHeader& header : headers) list.append(QJsonArray{header.name, header.value});
  return list;
}

}  // namespace

TargetOptions TargetOptions::withConnectionOf(const TargetOptions& present) const {
  TargetOptions options = *this;
  options.auth = present.auth;
  options.authHeader = present.authHeader;
  options.isSigned = present.isSigned;
  options.proxy = present.proxy;
  options.tls = present.tls;
  options.times = present.times;
  return options;
}

QString TargetOptions::toJson() const {
  const TargetOptions usual;
  Writer writer;
  writer.add("auth", authKindKey(auth), authKindKey(usual.auth));
  writer.add("authHeader", authHeader, usual.authHeader);
  writer.add("headers", headerList(headers));
  writer.add("signed", isSigned, usual.isSigned);
  writer.add("format", bodyFormatKey(body.format), bodyFormatKey(usual.body.format));
  writer.add("gzip", body.gzip, usual.body.gzip);
  writer.add("wideAsStrings", body.wideIntegersAsStrings, usual.body.wideIntegersAsStrings);
  writer.add("proxy", proxyObject(proxy));
  writer.add("tls", tlsObject(tls));
  writer.add("times", timesObject(times));
  writer.add("guards", guardsObject(guards));
  writer.add("keep", retentionKey(retention), retentionKey(usual.retention));
  return QString::fromUtf8(QJsonDocument(writer.object()).toJson(QJsonDocument::Compact));
}

TargetOptions TargetOptions::fromJson(const QString& json) {
  const OptionReader reader(QJsonDocument::fromJson(json.toUtf8()).object());
  TargetOptions options;
  reader.take("auth", options.auth, authKindFromKey);
  reader.take("authHeader", options.authHeader);
  for (const QJsonValue& header : reader.list("headers")) {
    options.headers.append({header.toArray().at(0).toString(), header.toArray().at(1).toString()});
  }
  reader.take("signed", options.isSigned);
  reader.take("format", options.body.format, bodyFormatFromKey);
  reader.take("gzip", options.body.gzip);
  reader.take("wideAsStrings", options.body.wideIntegersAsStrings);
  const OptionReader proxy = reader.part("proxy");
  proxy.take("kind", options.proxy.kind, proxyKindFromKey);
  proxy.take("host", options.proxy.host);
  proxy.take("port", options.proxy.port);
  proxy.take("user", options.proxy.user);
  const OptionReader tls = reader.part("tls");
  tls.take("ca", options.tls.caPem);
  tls.take("certificate", options.tls.clientCertificateFile);
  tls.take("key", options.tls.clientKeyFile);
  tls.take("passphrase", options.tls.keyHasPassphrase);
  tls.take("minimum", options.tls.minimum, tlsMinimumFromKey);
  const OptionReader times = reader.part("times");
  times.take("connect", options.times.connectS);
  times.take("sending", options.times.silenceWhileSendingS);
  times.take("answer", options.times.silenceAfterBodyS);
  times.take("total", options.times.totalS);
  const OptionReader guards = reader.part("guards");
  guards.take("empty", options.guards.holdEmpty);
  guards.take("rows", options.guards.holdRowChangePercent);
  guards.take("columns", options.guards.holdColumnsChanged);
  guards.take("truncated", options.guards.holdTruncated);
  guards.take("unchanged", options.guards.skipUnchanged);
  reader.take("keep", options.retention, retentionFromKey);
  return options;
}

}  // namespace courier
