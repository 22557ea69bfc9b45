#pragma once

#include <QChar>

#include "models/query/Connection.h"

namespace courier {

/// How one database's SQL is cut into pieces and statements. A value; SqlScanner and sqltext take it.
struct SqlDialect {
  enum class Backslash {
    Plain,    ///< stands for itself
    InEText,  ///< escapes in E'…' alone
    Escapes   ///< in every 'string', and in "…" where that is a string
  };
  enum class Body {
    Trigger,       ///< CREATE TRIGGER … BEGIN … ; END (SQLite)
    Atomic,        ///< BEGIN ATOMIC … END in functions, and lists in parentheses (PostgreSQL)
    Compound,      ///< BEGIN, CASE, IF, LOOP, REPEAT and WHILE in routines (MariaDB, MySQL, Trino)
    RoutineBlocks  ///< BEGIN … END in routines
  };
  QChar nameQuote = u'"';          ///< besides "…": another pair's opening character, ` or [; " for none
  bool hasAllNameQuotes = false;   ///< ` and [ both quote names
  bool isDoubleQuoteText = false;  ///< "…" is a string, no name
  bool hasDollarQuotes = false;    ///< $tag$…$tag$
  Backslash backslash = Backslash::Plain;
  bool hasNestedComments = false;
  bool dashesNeedBlank = false;        ///< “--” is a comment only before white space or the text's end
  bool hasHashComments = false;        ///< # to the end of the line
  bool hasExecutableComments = false;  ///< /*! … */ and /*M! … */ are code
  bool hasDelimiterCommand = false;    ///< DELIMITER x, the client's own, sets what ends a statement
  bool foldsCase = false;              ///< a name without quotes is not read with the capitals that it is written with
  bool hasLimit = true;                ///< SELECT … LIMIT n
  Body body = Body::RoutineBlocks;

  [[nodiscard]] static SqlDialect sqlite();
  /// `standardStrings`: the server's standard_conforming_strings.
  [[nodiscard]] static SqlDialect postgreSql(bool standardStrings = true);
  /// `noBackslash`, `ansiQuotes`: NO_BACKSLASH_ESCAPES and ANSI_QUOTES of the session's sql_mode.
  [[nodiscard]] static SqlDialect mariaDb(bool noBackslash = false, bool ansiQuotes = false);
  [[nodiscard]] static SqlDialect trino();
  /// `nameQuote`: the driver's SQL_IDENTIFIER_QUOTE_CHAR; a blank for none.
  [[nodiscard]] static SqlDialect odbc(QChar nameQuote = u'"');
  /// The dialect of an engine's sessions as they begin.
  [[nodiscard]] static SqlDialect of(Engine engine);

  bool operator==(const SqlDialect&) const = default;
};

}  // namespace courier
