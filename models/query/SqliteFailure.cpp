#include "models/query/SqliteFailure.h"

#include <QCoreApplication>
#include <QDir>
#include <QtGlobal>
#include <cerrno>

#include "models/query/SqliteReadGuard.h"

namespace courier {
namespace {

struct SqliteFailureTr {
  Q_DECLARE_TR_FUNCTIONS(SqliteFailure)
};

/// The mend for a limit of SQLite that the text has met, by how SQLite's message begins; "" for any other message.
QString mendOfLimit(const QString& message) {
  static constexpr struct {
    const char* begin;
    const char* mend;
  } kLimits[] = {
      {"parser stack overflow",
       QT_TRANSLATE_NOOP("SqliteFailure",
                         "parentheses or subqueries are nested too deeply; give the inner ones names with WITH")},
      {"Expression tree is too large",
       QT_TRANSLATE_NOOP("SqliteFailure",
                         "write IN (…) in place of a long chain of OR, or cut the expression into parts with WITH")},
      {"too many terms in compound SELECT",
       QT_TRANSLATE_NOOP("SqliteFailure", "write VALUES (…), (…) in place of many SELECTs, or run them in parts")},
      {"too many columns", QT_TRANSLATE_NOOP("SqliteFailure", "name only the columns that you need")},
      {"too many arguments on function", QT_TRANSLATE_NOOP("SqliteFailure", "call the function in several steps")},
      {"at most 64 tables in a join", QT_TRANSLATE_NOOP("SqliteFailure", "join some of them in a WITH part first")},
      {"too many FROM clause terms", QT_TRANSLATE_NOOP("SqliteFailure", "join some of them in a WITH part first")},
      {"too many references to", QT_TRANSLATE_NOOP("SqliteFailure", "use that table in fewer places")},
      {"LIKE or GLOB pattern too complex", QT_TRANSLATE_NOOP("SqliteFailure", "use a shorter pattern")},
      {"too many attached databases", QT_TRANSLATE_NOOP("SqliteFailure", "DETACH one first")},
      {"too many levels of trigger recursion",
       QT_TRANSLATE_NOOP("SqliteFailure", "look for a trigger that starts itself again")},
      {"string or blob too big", QT_TRANSLATE_NOOP("SqliteFailure", "ask for a part of it with substr()")},
      {"statement too long", QT_TRANSLATE_NOOP("SqliteFailure", "run it in parts")},
  };
  for (const auto& limit : kLimits) {
    if (message.startsWith(QLatin1String(limit.begin))) return SqliteFailureTr::tr(limit.mend);
  }
  return {};
}

/// Why the system did not let SQLite at a file, and the mend.
QString systemMessage(int code, int number, const QString& file) {
  if (number == EMFILE || number == ENFILE)
    return SqliteFailureTr::tr(
        "This computer lets the program open no more files. Close other queries, or raise the limit (ulimit -n).");
  const QString reason = number == 0 ? QString::fromUtf8(sqlite3_errstr(code)) : qt_error_string(number);
  if ((code & 0xff) == SQLITE_IOERR)
    return SqliteFailureTr::tr("“%1” could not be read or written (%2). Check the disk that it is on.")
        .arg(file, reason);
  return SqliteFailureTr::tr(
             "“%1”, or a file that SQLite needs beside it, could not be opened (%2). Check the "
             "permissions of the file and of its folder.")
      .arg(file, reason);
}

}  // namespace

SqliteFailure sqliteFailure(sqlite3* handle, const QString& file) {
  const int code = sqlite3_extended_errcode(handle);
  const QString detail = QString::fromUtf8(sqlite3_errmsg(handle));
  const QString shown = QDir::toNativeSeparators(file);
  const auto of = [&detail](ErrorKind kind, const QString& message) {
    return SqliteFailure{Error::of(kind, message, detail)};
  };
  if (code == SQLITE_READONLY_RECOVERY || code == SQLITE_READONLY_CANTINIT) {
    Error error = SqliteReadGuard::walError(file);
    error.detail = detail;
    return {error};
  }
  if (code == SQLITE_READONLY_ROLLBACK)
    return of(
        ErrorKind::Sql,
        SqliteFailureTr::tr("A program stopped in the middle of changing “%1”. Open the file with that program first.")
            .arg(shown));
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return of(ErrorKind::Busy,
                SqliteFailureTr::tr("Another program has locked “%1”. Try again when it has finished.").arg(shown));
    case SQLITE_NOTADB:
      return of(
          ErrorKind::InvalidInput,
          SqliteFailureTr::tr("“%1” is not an SQLite database, or it is encrypted. Choose another file.").arg(shown));
    case SQLITE_READONLY:
      return of(
          ErrorKind::Sql,
          SqliteFailureTr::tr("You may not write to “%1”. Check its permissions and those of its folder.").arg(shown));
    case SQLITE_CANTOPEN:
      // Of ATTACH SQLite's own words name the file.
      if (detail.startsWith(QLatin1String("unable to open database: "))) break;
      return of(ErrorKind::Sql, systemMessage(code, sqlite3_system_errno(handle), shown));
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_NOMEM) break;
      return of(ErrorKind::Sql, systemMessage(code, sqlite3_system_errno(handle), shown));
    case SQLITE_FULL:
      return of(
          ErrorKind::Sql,
          SqliteFailureTr::tr("There is no room left for “%1”, or for SQLite's temporary files. Make room on the disk.")
              .arg(shown));
    case SQLITE_CORRUPT:
      return of(ErrorKind::Sql,
                SqliteFailureTr::tr("“%1” is damaged (%2). Use a copy from before, or ask the program that made it to "
                                    "repair it.")
                    .arg(shown, detail));
    default:
      break;
  }
  if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
    return of(ErrorKind::Sql,
              SqliteFailureTr::tr("There is not enough memory for this statement. Ask for less at once, or close other "
                                  "programs."));
  const QString mend = mendOfLimit(detail);
  const QString message = mend.isEmpty() ? detail : detail + QStringLiteral(": ") + mend;
  return {Error::of(ErrorKind::Sql, message, detail), true};
}

}  // namespace courier
