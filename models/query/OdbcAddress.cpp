#include "models/query/OdbcAddress.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <initializer_list>

#include "models/base/Wording.h"

namespace courier {
namespace {

struct OdbcAddressTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcAddress)
};

/// What an attribute is to this program, by its name as drivers spell it.
enum class OdbcMeaning { Plain, User, Password, OtherSecret, Log };

OdbcMeaning odbcMeaning(const OdbcAttribute& attribute) {
  QString name = attribute.name.toLower();
  name.remove(QRegularExpression(QStringLiteral("[ _-]")));
  const auto isOneOf = [&name](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&name](const char* one) { return name == QLatin1String(one); });
  };
  const auto has = [&name](const char* part) { return name.contains(QLatin1String(part)); };
  if (isOneOf({"uid", "user", "userid", "username"})) return OdbcMeaning::User;
  if (isOneOf({"pwd", "password"})) return OdbcMeaning::Password;
  if (has("passw") || has("passphrase") || has("passcode") || has("secret") || has("token") || has("apikey") ||
      has("accesskey") || name.endsWith(QLatin1String("pwd")))
    return OdbcMeaning::OtherSecret;
  // The driver's own options in one value: pqopt={sslpassword=…}.
  static const QRegularExpression inside(QStringLiteral("(pwd|passw\\w*|secret|token)\\s*="),
                                         QRegularExpression::CaseInsensitiveOption);
  if (attribute.value.contains(inside)) return OdbcMeaning::OtherSecret;
  // B2, B3 and CX are psqlODBC's short forms of Debug and CommLog, and of all its switches.
  const bool isLog = isOneOf({"commlog", "b2", "b3", "cx", "log", "savefile", "querylogon"}) ||
                     name.startsWith(QLatin1String("debug")) || name.startsWith(QLatin1String("trac")) ||
                     name.startsWith(QLatin1String("loglevel")) || name.startsWith(QLatin1String("logpath")) ||
                     name.endsWith(QLatin1String("logfile"));
  const QString value = attribute.value.trimmed().toLower();
  const bool isOff = value.isEmpty() || value == u"0" || value == u"no" || value == u"off" || value == u"false";
  return isLog && !isOff ? OdbcMeaning::Log : OdbcMeaning::Plain;
}

/// Reads the value from `at` on, which is left behind it; false where a brace is not closed or something follows it.
bool readOdbcValue(QStringView text, qsizetype& at, OdbcAttribute& attribute) {
  while (at < text.size() && text[at].isSpace()) ++at;
  QString& value = attribute.value;
  if (at == text.size() || text[at] != u'{') {
    const qsizetype end = text.indexOf(u';', at);
    value = text.sliced(at, (end < 0 ? text.size() : end) - at).trimmed().toString();
    at = end < 0 ? text.size() : end;
    return true;
  }
  attribute.isBraced = true;
  for (++at; at < text.size(); ++at) {
    if (text[at] == u'}') {
      if (at + 1 == text.size() || text[at + 1] != u'}') break;
      ++at;
    }
    value += text[at];
  }
  if (at == text.size()) return false;
  ++at;
  while (at < text.size() && text[at].isSpace()) ++at;
  return at == text.size() || text[at] == u';';
}

Error wrongOdbcText(const QString& what) {
  return Error::invalidInput(what + QLatin1Char(' ') +
                             OdbcAddressTr::tr("Write odbc:NAME with a data source's name, or "
                                               "odbc:Driver={…};Server=…;Database=…."));
}

}  // namespace

bool isOdbcString(const QString& file) {
  return file.contains(u'=');
}

Expected<QVector<OdbcAttribute>> odbcAttributes(const QString& text) {
  QVector<OdbcAttribute> attributes;
  const QStringView all(text);
  for (qsizetype at = 0; at < all.size(); ++at) {
    if (all[at].isSpace() || all[at] == u';') continue;
    const qsizetype equals = all.indexOf(u'=', at);
    const qsizetype end = all.indexOf(u';', at);
    if (equals < 0 || (end >= 0 && end < equals))
      return wrongOdbcText(OdbcAddressTr::tr("A part of the connection string has no equals sign."));
    OdbcAttribute attribute{all.sliced(at, equals - at).trimmed().toString(), {}};
    if (attribute.name.isEmpty() || attribute.name.contains(u'{') || attribute.name.contains(u'}'))
      return wrongOdbcText(OdbcAddressTr::tr("A part of the connection string has no name before its equals sign."));
    at = equals + 1;
    if (!readOdbcValue(all, at, attribute))
      return wrongOdbcText(
          OdbcAddressTr::tr("A brace in the connection string is not closed. Write } within braces "
                            "twice."));
    attributes.push_back(attribute);
  }
  return attributes;
}

QString odbcString(const QVector<OdbcAttribute>& attributes) {
  QStringList parts;
  for (const OdbcAttribute& one : attributes) {
    parts << one.name + u'=' + (one.isBraced ? odbcBraced(one.value) : odbcValue(one.value));
  }
  return parts.join(u';');
}

QString odbcValue(const QString& value) {
  static const QRegularExpression special(QStringLiteral("[{};]|^\\s|\\s$"));
  return value.contains(special) ? odbcBraced(value) : value;
}

QString odbcBraced(const QString& value) {
  QString doubled = value;
  return u'{' + doubled.replace(QLatin1Char('}'), QLatin1String("}}")) + u'}';
}

Expected<ParsedConnection> odbcConnection(const QString& text) {
  const QString given = text.trimmed();
  if (given.isEmpty()) return wrongOdbcText(OdbcAddressTr::tr("The data source's name is missing."));
  if (hasControlCharacters(given))
    return wrongOdbcText(OdbcAddressTr::tr("The address contains a control character. Remove it."));
  ParsedConnection parsed;
  parsed.connection.engine = Engine::Odbc;
  if (!isOdbcString(given)) {
    static const QRegularExpression forbidden(QStringLiteral("[\\[\\]{}(),;?*!@\\\\]"));
    if (given.contains(forbidden))
      return wrongOdbcText(OdbcAddressTr::tr("A data source's name has none of [ ] { } ( ) , ; ? * ! @ \\."));
    parsed.connection.file = given;
    return parsed;
  }
  const auto attributes = odbcAttributes(given);
  if (!attributes) return attributes.error();
  QVector<OdbcAttribute> kept;
  for (const OdbcAttribute& one : *attributes) {
    // Of several with one name the first holds.
    switch (odbcMeaning(one)) {
      case OdbcMeaning::User:
        if (parsed.connection.user.isEmpty()) parsed.connection.user = one.value;
        break;
      case OdbcMeaning::Password:
        if (parsed.password.isEmpty()) parsed.password = one.value;
        break;
      case OdbcMeaning::OtherSecret:
        return Error::invalidInput(
            OdbcAddressTr::tr("The connection string has a secret besides the password, which would be kept in the "
                              "clear. Set a data source up with it and write odbc:NAME."));
      case OdbcMeaning::Log:
        return Error::invalidInput(
            OdbcAddressTr::tr("The connection string lets the driver write a log, in which the password may be. Take "
                              "Debug, CommLog, B2, B3, CX, Trace, Log… and SaveFile out of it."));
      case OdbcMeaning::Plain:
        kept.push_back(one);
    }
  }
  const bool namesSource = std::any_of(kept.begin(), kept.end(), [](const OdbcAttribute& one) {
    const QString name = one.name.toLower();
    return (name == u"driver" || name == u"dsn" || name == u"filedsn") && !one.value.isEmpty();
  });
  if (!namesSource) return wrongOdbcText(OdbcAddressTr::tr("The connection string has neither Driver nor DSN."));
  const bool isSourceAlone = kept.size() == 1 && kept.first().name.compare(u"DSN", Qt::CaseInsensitive) == 0;
  parsed.connection.file = isSourceAlone ? kept.first().value : odbcString(kept);
  return parsed;
}

QString odbcText(const Connection& connection) {
  if (connection.user.isEmpty()) return connection.file;
  const QString source =
      isOdbcString(connection.file) ? connection.file : QStringLiteral("DSN=%1").arg(connection.file);
  return source + QStringLiteral(";UID=") + odbcValue(connection.user);
}

}  // namespace courier
