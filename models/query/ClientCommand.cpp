#include "models/query/ClientCommand.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <initializer_list>

#include "models/query/SqlScanner.h"
#include "models/query/SqlText.h"

namespace courier {
namespace {

struct ClientCommandTr {
  Q_DECLARE_TR_FUNCTIONS(ClientCommand)
};

bool is(QStringView word, const char* keyword) {
  return word.compare(QLatin1String(keyword), Qt::CaseInsensitive) == 0;
}

/// The command's name: a sign and the letters behind it.
QString nameAt(QStringView text, qsizetype at) {
  qsizetype end = at + 1;
  while (end < text.size() && (text[end].isLetterOrNumber() || text[end] == u'!' || text[end] == u'?')) ++end;
  return text.sliced(at, end - at).toString();
}

/// What does here what the command would do there.
QString insteadOf(const QString& name) {
  const QString plain = name.mid(1).toLower();
  const auto isOneOf = [&plain](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&plain](const char* one) { return plain == QLatin1String(one); });
  };
  if (plain.startsWith(u'd') && plain != u"dump") return ClientCommandTr::tr("the tree lists tables and columns");
  if (isOneOf({"l", "z", "tables", "schema", "indexes", "databases"}))
    return ClientCommandTr::tr("the tree lists tables and columns");
  if (isOneOf({"c", "connect", "open", "u"})) return ClientCommandTr::tr("choose another connection");
  if (isOneOf({"i", "ir", "read"})) return ClientCommandTr::tr("open the file, or give it with -q");
  if (isOneOf({"copy", "o", "output", "once", "w"}))
    return ClientCommandTr::tr("export the rows, or write them to a file with -o");
  if (isOneOf({"g", "gx", "p"})) return ClientCommandTr::tr("put a semicolon in its place");
  return ClientCommandTr::tr("leave it out");
}

QString clientOf(const QString& name, const SqlDialect& dialect) {
  if (name.startsWith(u'.')) return QStringLiteral("sqlite3");
  return dialect.hasDelimiterCommand ? QStringLiteral("mysql") : QStringLiteral("psql");
}

QString sentenceFor(const QString& name, const QString& client, const QString& instead) {
  return ClientCommandTr::tr("“%1” is a command of the program %2 and no SQL; %3").arg(name, client, instead);
}

/// The text between two places holds a line break, or one of them is the text's beginning or end.
bool standsAlone(QStringView text, qsizetype begin, qsizetype end) {
  const qsizetype lineBegin = begin == 0 ? 0 : text.lastIndexOf(u'\n', begin - 1) + 1;
  const qsizetype lineEnd = text.indexOf(u'\n', end);
  return text.sliced(lineBegin, begin - lineBegin).trimmed().isEmpty() &&
         text.sliced(end, (lineEnd < 0 ? text.size() : lineEnd) - end).trimmed().isEmpty();
}

/// Looks at one statement's pieces.
class StatementLook {
 public:
  StatementLook(QStringView text, const SqlDialect& dialect, StatementRange range)
      : m_text(text), m_dialect(dialect), m_range(range) {}

  std::optional<ClientCommand> find() {
    const QStringView statement = m_text.sliced(m_range.begin, m_range.end - m_range.begin);
    SqlScanner scanner(statement, m_dialect);
    for (auto piece = scanner.next(); piece.kind != SqlScanner::Kind::End; piece = scanner.next()) {
      if (piece.kind == SqlScanner::Kind::Blank) continue;
      const qsizetype at = m_range.begin + piece.begin;
      const QStringView words = statement.sliced(piece.begin, piece.end - piece.begin);
      if (auto found = commandAt(at, words, piece.kind)) return found;
      if (piece.kind == SqlScanner::Kind::Word) m_words << words.toString().toUpper();
      m_isFirst = false;
    }
    const qsizetype from = m_words.indexOf(QStringLiteral("FROM"));
    if (m_dialect.body == SqlDialect::Body::Atomic && m_words.value(0) == u"COPY" && from > 0 &&
        m_words.value(from + 1) == u"STDIN")
      return ClientCommand{0, m_range.begin,
                           ClientCommandTr::tr("COPY … FROM STDIN waits for rows that only psql can send; use psql for "
                                               "it, or INSERT … SELECT")};
    return std::nullopt;
  }

 private:
  std::optional<ClientCommand> commandAt(qsizetype at, QStringView words, SqlScanner::Kind kind) const {
    const bool isLetterNext = at + 1 < m_text.size() && (m_text[at + 1].isLetter() || m_text[at + 1] == u'!');
    const bool isBackslash = words == u"\\" && isLetterNext;
    const bool isDot = m_isFirst && words == u"." && isLetterNext;
    if (isBackslash || isDot) {
      const QString name = nameAt(m_text, at);
      return ClientCommand{0, at, sentenceFor(name, clientOf(name, m_dialect), insteadOf(name))};
    }
    if (kind != SqlScanner::Kind::Word) return std::nullopt;
    if (is(words, "GO") && standsAlone(m_text, at, at + words.size()))
      return ClientCommand{
          0, at,
          sentenceFor(words.toString(), QStringLiteral("sqlcmd"), ClientCommandTr::tr("put a semicolon in its place"))};
    if (!m_isFirst) return std::nullopt;
    if (is(words, "DELIMITER"))
      return ClientCommand{0, at,
                           sentenceFor(words.toString(), QStringLiteral("mysql"),
                                       ClientCommandTr::tr("leave it out, and end each statement with a semicolon"))};
    if (is(words, "SOURCE"))
      return ClientCommand{0, at,
                           sentenceFor(words.toString(), QStringLiteral("mysql"),
                                       ClientCommandTr::tr("open the file, or give it with -q"))};
    if ((is(words, "EXIT") || is(words, "QUIT")) && m_range.end - m_range.begin == words.size())
      return ClientCommand{0, at, ClientCommandTr::tr("“%1” is no SQL; leave it out").arg(words.toString())};
    return std::nullopt;
  }

  QStringView m_text;
  const SqlDialect& m_dialect;
  StatementRange m_range;
  QStringList m_words;
  bool m_isFirst = true;
};

}  // namespace

std::optional<ClientCommand> clientCommandIn(QStringView text, const SqlDialect& dialect) {
  int number = 0;
  for (const StatementRange& range : sqltext::split(text, dialect)) {
    ++number;
    if (auto found = StatementLook(text, dialect, range).find()) {
      found->statement = number;
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace courier
