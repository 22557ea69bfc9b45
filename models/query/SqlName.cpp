#include "models/query/SqlName.h"

#include <QSet>
#include <algorithm>

namespace courier {
namespace {

/// Words that at least one of the databases does not take for a name.
bool isReserved(const QString& word) {
  static const QSet<QString> words = [] {
    constexpr const char* kWords =
        "all alter analyse analyze and any array as asc between both by case cast check collate column constraint "
        "create cross current current_date current_time current_timestamp current_user database default delete desc "
        "describe distinct div drop else end except exists explain false fetch for foreign from full function grant "
        "group groups having if in index inner insert intersect interval into is join key keys lateral leading left "
        "like limit lock match mod natural not null offset on only or order outer over partition placing primary "
        "procedure rank range read references regexp rename replace returning right row rows schema select "
        "session_user set show similar some table then to trailing true union unique unsigned update usage use user "
        "using values view when where window with write";
    const QStringList list = QString::fromLatin1(kWords).split(u' ');
    return QSet<QString>(list.begin(), list.end());
  }();
  return words.contains(word);
}

bool isPlain(const QString& name, bool foldsCase) {
  const auto isLetter = [foldsCase](QChar c) {
    return (c >= u'a' && c <= u'z') || c == u'_' || (!foldsCase && c >= u'A' && c <= u'Z');
  };
  if (name.isEmpty() || !isLetter(name.front())) return false;
  return std::all_of(name.begin(), name.end(), [&](QChar c) { return isLetter(c) || (c >= u'0' && c <= u'9'); }) &&
         !isReserved(name.toLower());
}

}  // namespace

QString quotedName(const QString& name, const SqlDialect& dialect) {
  if (isPlain(name, dialect.foldsCase)) return name;
  const QChar open = dialect.nameQuote;
  if (open == u' ') return name;
  const QChar close = open == u'[' ? QChar(u']') : open;
  QString inside = name;
  inside.replace(close, QString(2, close));
  return open + inside + close;
}

QString quotedName(const TableName& table, const SqlDialect& dialect) {
  QString whole;
  for (const QString& part : {table.catalog, table.schema}) {
    if (!part.isEmpty()) whole += quotedName(part, dialect) + u'.';
  }
  return whole + quotedName(table.name, dialect);
}

QString firstRowsText(const TableName& table, const SqlDialect& dialect, int rows, const QString& condition) {
  QString text = QStringLiteral("SELECT *\nFROM ") + quotedName(table, dialect);
  if (!condition.isEmpty()) text += QStringLiteral("\nWHERE ") + condition;
  return dialect.hasLimit ? text + QStringLiteral("\nLIMIT %1").arg(rows) : text;
}

}  // namespace courier
