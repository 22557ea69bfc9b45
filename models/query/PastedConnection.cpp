#include "models/query/PastedConnection.h"

#include <QRegularExpression>
#include <QStringList>

#include "models/query/ConnectionUrl.h"

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

/// JDBC's options of the sign-in.
void cutOptions(Cut& cut) {
  const qsizetype question = cut.address.indexOf(u'?');
  if (question < 0) return;
  QStringList kept;
  for (const QString& pair : cut.address.sliced(question + 1).split(u'&', Qt::SkipEmptyParts)) {
    const QString name = pair.section(u'=', 0, 0).toLower();
    const QString value = readable(pair.section(u'=', 1));
    if (name == u"password" || name == u"pwd") {
      cut.password = value;
    } else if (name == u"user" || name == u"username") {
      cut.user = value;
    } else {
      kept += pair;
    }
  }
  cut.address.truncate(question);
  if (!kept.isEmpty()) cut.address += u'?' + kept.join(u'&');
}

}  // namespace

PastedConnection PastedConnection::split(const QString& text, const QString& workingFolder) {
  PastedConnection made;
  const QString whole = text.trimmed();
  static const QRegularExpression odbcBegin(QStringLiteral("^(driver|dsn|filedsn)\\s*="),
                                            QRegularExpression::CaseInsensitiveOption);
  const bool isJdbc = whole.startsWith(u"jdbc:", Qt::CaseInsensitive);
  const QString given = isJdbc                              ? whole.sliced(5)
                        : odbcBegin.match(whole).hasMatch() ? QStringLiteral("odbc:") + whole
                                                            : whole;
  Cut cut{given, {}, {}};
  auto parsed = connectionFromUrl(given, workingFolder);
  if (parsed) {
    if (!parsed->password.isEmpty()) cut.password = parsed->password;
  } else {
    made.error = parsed.error().message;
    cutString(cut);
    cutUserInfo(cut);
    cutOptions(cut);
    // What is left may well be an address: a password with a '/' in it was all that was wrong.
    if (auto rest = connectionFromUrl(cut.address, workingFolder); rest && cut.address != given) {
      made.error.clear();
      rest->connection.user = cut.user;
      parsed = std::move(rest);
    }
  }
  made.address = cut.address;
  if (parsed) {
    made.parts = parsed->connection;
    made.address = connectionUrl(parsed->connection);
  }
  if (cut.password && !cut.password->isEmpty() && !isMasked(*cut.password)) made.password = cut.password;
  return made;
}

}  // namespace courier
