#include "models/query/SqlDialect.h"

namespace courier {

SqlDialect SqlDialect::sqlite() {
  SqlDialect dialect;
  dialect.hasAllNameQuotes = true;
  dialect.hasDollarQuotes = true;
  dialect.body = Body::Trigger;
  return dialect;
}

SqlDialect SqlDialect::postgreSql(bool standardStrings) {
  SqlDialect dialect;
  dialect.hasDollarQuotes = true;
  dialect.backslash = standardStrings ? Backslash::InEText : Backslash::Escapes;
  dialect.hasNestedComments = true;
  dialect.foldsCase = true;
  dialect.body = Body::Atomic;
  return dialect;
}

SqlDialect SqlDialect::mariaDb(bool noBackslash, bool ansiQuotes) {
  SqlDialect dialect;
  dialect.nameQuote = u'`';
  dialect.isDoubleQuoteText = !ansiQuotes;
  dialect.backslash = noBackslash ? Backslash::Plain : Backslash::Escapes;
  dialect.dashesNeedBlank = true;
  dialect.hasHashComments = true;
  dialect.hasExecutableComments = true;
  dialect.hasDelimiterCommand = true;
  dialect.body = Body::Compound;
  return dialect;
}

SqlDialect SqlDialect::trino() {
  SqlDialect dialect;
  dialect.body = Body::Compound;
  return dialect;
}

SqlDialect SqlDialect::odbc(QChar nameQuote) {
  SqlDialect dialect;
  dialect.nameQuote = nameQuote;
  dialect.foldsCase = true;
  dialect.hasLimit = false;
  return dialect;
}

SqlDialect SqlDialect::of(Engine engine) {
  switch (engine) {
    case Engine::Sqlite:
    case Engine::Files:
      break;
    case Engine::PostgreSql:
      return postgreSql();
    case Engine::MariaDb:
      return mariaDb();
    case Engine::Odbc:
      return odbc();
    case Engine::Trino:
    case Engine::TreasureData:
      return trino();
  }
  return sqlite();
}

}  // namespace courier
