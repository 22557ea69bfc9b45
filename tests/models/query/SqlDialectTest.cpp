#include "models/query/SqlDialect.h"

#include <gtest/gtest.h>

#include <QStringList>
#include <vector>

#include "models/query/SqlText.h"

namespace courier {
namespace {

struct DialectCase {
  const char* name;
  SqlDialect dialect;
  const char16_t* text;
  std::vector<const char16_t*> statements;
};

class SqlDialectSplit : public ::testing::TestWithParam<DialectCase> {};

TEST_P(SqlDialectSplit, FindsTheStatements) {
  const QString text = QString::fromUtf16(GetParam().text);
  QStringList found;
  for (const StatementRange& range : sqltext::split(text, GetParam().dialect))
    found << text.mid(range.begin, range.end - range.begin);
  QStringList expected;
  for (const char16_t* statement : GetParam().statements) expected << QString::fromUtf16(statement);
  EXPECT_EQ(found, expected) << GetParam().name << ": " << text.toStdString();
}

std::vector<DialectCase> dialectCases() {
  const SqlDialect postgres = SqlDialect::postgreSql();
  const SqlDialect oldStrings = SqlDialect::postgreSql(false);
  const SqlDialect maria = SqlDialect::mariaDb();
  const SqlDialect noBackslash = SqlDialect::mariaDb(true);
  const SqlDialect ansiQuotes = SqlDialect::mariaDb(false, true);
  const SqlDialect trino = SqlDialect::trino();
  const SqlDialect server = SqlDialect::odbc(u'[');
  const SqlDialect plain = SqlDialect::odbc(u' ');
  return {
      // Strings.
      {"postgres", postgres, u"SELECT 'a\\'; x", {u"SELECT 'a\\'", u"x"}},
      {"postgres", postgres, u"SELECT E'a\\'; x'; y", {u"SELECT E'a\\'; x'", u"y"}},
      {"postgres", postgres, u"SELECT e'a''\\'; x'; y", {u"SELECT e'a''\\'; x'", u"y"}},
      {"postgres", postgres, u"SELECT type'\\'; y", {u"SELECT type'\\'", u"y"}},
      {"postgres, old strings", oldStrings, u"SELECT 'a\\'; x'; y", {u"SELECT 'a\\'; x'", u"y"}},
      {"maria", maria, u"SELECT 'a\\'; x'; y", {u"SELECT 'a\\'; x'", u"y"}},
      {"maria", maria, u"SELECT \"a\\\"; x\"; y", {u"SELECT \"a\\\"; x\"", u"y"}},
      {"maria", maria, u"SELECT 'a\\\\'; x", {u"SELECT 'a\\\\'", u"x"}},
      {"maria, no backslash", noBackslash, u"SELECT 'a\\'; x", {u"SELECT 'a\\'", u"x"}},
      {"maria, ANSI quotes", ansiQuotes, u"SELECT \"a\\\"; x", {u"SELECT \"a\\\"", u"x"}},
      {"trino", trino, u"SELECT 'a\\'; x", {u"SELECT 'a\\'", u"x"}},
      {"odbc", plain, u"SELECT 'a\\'; x", {u"SELECT 'a\\'", u"x"}},
      // Quoted names.
      {"postgres", postgres, u"SELECT a[1]; SELECT a[b]; x", {u"SELECT a[1]", u"SELECT a[b]", u"x"}},
      {"postgres", postgres, u"SELECT ARRAY[';'; x", {u"SELECT ARRAY[';'", u"x"}},
      {"postgres", postgres, u"SELECT `; x", {u"SELECT `", u"x"}},
      {"postgres", postgres, u"SELECT \"a;\"\"b\"; x", {u"SELECT \"a;\"\"b\"", u"x"}},
      {"maria", maria, u"SELECT `a;``b`; x", {u"SELECT `a;``b`", u"x"}},
      {"maria", maria, u"SELECT [a; x", {u"SELECT [a", u"x"}},
      {"trino", trino, u"SELECT a[1]; SELECT `; x", {u"SELECT a[1]", u"SELECT `", u"x"}},
      {"SQL Server", server, u"SELECT [a;]]b]; x", {u"SELECT [a;]]b]", u"x"}},
      {"odbc", plain, u"SELECT [a; x", {u"SELECT [a", u"x"}},
      // Dollar quotes.
      {"postgres", postgres, u"DO $$ BEGIN; END $$; x", {u"DO $$ BEGIN; END $$", u"x"}},
      {"postgres", postgres, u"SELECT a$b$; SELECT c$b$", {u"SELECT a$b$", u"SELECT c$b$"}},
      {"postgres", postgres, u"SELECT $1; x", {u"SELECT $1", u"x"}},
      {"maria", maria, u"SELECT $$a; b$$", {u"SELECT $$a", u"b$$"}},
      {"trino", trino, u"SELECT $$a; b$$", {u"SELECT $$a", u"b$$"}},
      // Comments.
      {"postgres", postgres, u"SELECT /* /* in; */ side; */ 1; x", {u"SELECT /* /* in; */ side; */ 1", u"x"}},
      {"maria", maria, u"SELECT /* /* in; */ 1; x", {u"SELECT /* /* in; */ 1", u"x"}},
      {"trino", trino, u"SELECT /* /* in; */ 1; x", {u"SELECT /* /* in; */ 1", u"x"}},
      {"maria", maria, u"SELECT 5--1; x", {u"SELECT 5--1", u"x"}},
      {"maria", maria, u"SELECT 5 -- 1; x\n; y --", {u"SELECT 5", u"y"}},
      {"maria", maria, u"SELECT 1 # a; b\n, 2; x", {u"SELECT 1 # a; b\n, 2", u"x"}},
      {"postgres", postgres, u"SELECT 5--1; x\n; y", {u"SELECT 5", u"y"}},
      {"postgres", postgres, u"SELECT 5 # 3; y", {u"SELECT 5 # 3", u"y"}},
      {"maria",
       maria,
       u"/*!40101 SET a = 1 */; /*M! SET b = 2; */; /* c */;",
       {u"/*!40101 SET a = 1 */", u"/*M! SET b = 2; */"}},
      {"postgres", postgres, u"/*! x; */ ; y", {u"y"}},
      // Bodies.
      {"postgres",
       postgres,
       u"CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN 1 = 1 THEN 2 END; SELECT 3; END; x",
       {u"CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN 1 = 1 THEN 2 END; SELECT 3; END",
        u"x"}},
      {"postgres",
       postgres,
       u"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END; x",
       {u"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END", u"x"}},
      {"postgres",
       postgres,
       u"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); x",
       {u"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", u"x"}},
      {"postgres", postgres, u"BEGIN; SELECT 1; END; x", {u"BEGIN", u"SELECT 1", u"END", u"x"}},
      {"postgres",
       postgres,
       u"CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f(); x",
       {u"CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()", u"x"}},
      {"maria",
       maria,
       u"CREATE PROCEDURE p() BEGIN DECLARE a INT; IF a THEN SET a = 1; ELSEIF b THEN SET a = 2; END IF; "
       u"CASE a WHEN 1 THEN SET a = CASE 1 WHEN 1 THEN IF(1, 2, 3) ELSE REPEAT('x', 2) END; END CASE; "
       u"x: LOOP LEAVE x; END LOOP x; WHILE a DO SET a = 0; END WHILE; REPEAT SET a = 1; UNTIL a END REPEAT; END; y",
       {u"CREATE PROCEDURE p() BEGIN DECLARE a INT; IF a THEN SET a = 1; ELSEIF b THEN SET a = 2; END IF; "
        u"CASE a WHEN 1 THEN SET a = CASE 1 WHEN 1 THEN IF(1, 2, 3) ELSE REPEAT('x', 2) END; END CASE; "
        u"x: LOOP LEAVE x; END LOOP x; WHILE a DO SET a = 0; END WHILE; REPEAT SET a = 1; UNTIL a END REPEAT; END",
        u"y"}},
      {"maria",
       maria,
       u"CREATE FUNCTION f() RETURNS INT RETURN 5; x",
       {u"CREATE FUNCTION f() RETURNS INT RETURN 5", u"x"}},
      {"maria",
       maria,
       u"CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN IF(a, 1, 2); x",
       {u"CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN IF(a, 1, 2)", u"x"}},
      {"maria",
       maria,
       u"CREATE PROCEDURE IF NOT EXISTS p() SELECT 1; x",
       {u"CREATE PROCEDURE IF NOT EXISTS p() SELECT 1", u"x"}},
      {"maria",
       maria,
       u"CREATE DEFINER = 'a'@'b' TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF 1 THEN SET NEW.a = 1; END IF; x",
       {u"CREATE DEFINER = 'a'@'b' TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF 1 THEN SET NEW.a = 1; END IF", u"x"}},
      {"maria",
       maria,
       u"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = CASE 1 WHEN 1 THEN 2 END; x",
       {u"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = CASE 1 WHEN 1 THEN 2 END", u"x"}},
      {"maria",
       maria,
       u"CREATE DEFINER = root@localhost VIEW v AS SELECT 1; x",
       {u"CREATE DEFINER = root@localhost VIEW v AS SELECT 1", u"x"}},
      {"maria",
       maria,
       u"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; END; x",
       {u"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; END", u"x"}},
      {"maria",
       maria,
       u"CREATE PACKAGE k AS FUNCTION f() RETURN INT; PROCEDURE p(); END; x",
       {u"CREATE PACKAGE k AS FUNCTION f() RETURN INT; PROCEDURE p(); END", u"x"}},
      {"maria",
       maria,
       u"BEGIN NOT ATOMIC SET @a = 1; SELECT @a; END; x",
       {u"BEGIN NOT ATOMIC SET @a = 1; SELECT @a; END", u"x"}},
      {"maria", maria, u"BEGIN; SELECT 1; COMMIT", {u"BEGIN", u"SELECT 1", u"COMMIT"}},
      {"maria",
       maria,
       u"SELECT IF(1, 2, 3); SELECT CASE WHEN 1 THEN 2 END; x",
       {u"SELECT IF(1, 2, 3)", u"SELECT CASE WHEN 1 THEN 2 END", u"x"}},
      {"trino",
       trino,
       u"CREATE FUNCTION f(a int) RETURNS int BEGIN IF a > 1 THEN RETURN 2; END IF; RETURN 3; END; x",
       {u"CREATE FUNCTION f(a int) RETURNS int BEGIN IF a > 1 THEN RETURN 2; END IF; RETURN 3; END", u"x"}},
      {"trino",
       trino,
       u"WITH FUNCTION f() RETURNS int BEGIN RETURN 1; END SELECT f(); x",
       {u"WITH FUNCTION f() RETURNS int BEGIN RETURN 1; END SELECT f()", u"x"}},
      {"trino", trino, u"WITH a AS (SELECT 1) SELECT * FROM a; x", {u"WITH a AS (SELECT 1) SELECT * FROM a", u"x"}},
      {"SQL Server",
       server,
       u"CREATE OR ALTER PROCEDURE p AS BEGIN BEGIN TRY BEGIN TRAN; SELECT 1; COMMIT; END TRY BEGIN CATCH ROLLBACK; "
       u"END "
       u"CATCH IF 1 = 1 SELECT 2; END; x",
       {u"CREATE OR ALTER PROCEDURE p AS BEGIN BEGIN TRY BEGIN TRAN; SELECT 1; COMMIT; END TRY BEGIN CATCH ROLLBACK; "
        u"END "
        u"CATCH IF 1 = 1 SELECT 2; END",
        u"x"}},
      {"odbc", plain, u"BEGIN TRANSACTION; SELECT 1; COMMIT", {u"BEGIN TRANSACTION", u"SELECT 1", u"COMMIT"}},
      // The client's own delimiter.
      {"maria",
       maria,
       u"DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\ndelimiter ;\nx; y",
       {u"CREATE PROCEDURE p() BEGIN SELECT 1; END", u"x", u"y"}},
      {"maria",
       maria,
       u"DELIMITER //\r\nSELECT 1; SELECT ';//'//SELECT 2 -- //\n//",
       {u"SELECT 1; SELECT ';//'", u"SELECT 2"}},
      {"maria", maria, u"DELIMITER ;;\nSELECT 1;;SELECT 2;;", {u"SELECT 1", u"SELECT 2"}},
      {"maria", maria, u"SELECT delimiter FROM t; x", {u"SELECT delimiter FROM t", u"x"}},
      {"maria", maria, u"DELIMITER\nSELECT 1; x", {u"SELECT 1", u"x"}},
      {"postgres", postgres, u"DELIMITER //\nSELECT 1// x; y", {u"DELIMITER //\nSELECT 1// x", u"y"}},
  };
}

INSTANTIATE_TEST_SUITE_P(Cases, SqlDialectSplit, ::testing::ValuesIn(dialectCases()));

TEST(SqlDialect, OfEachEngine) {
  EXPECT_EQ(SqlDialect::of(Engine::Sqlite), SqlDialect::sqlite());
  EXPECT_EQ(SqlDialect::of(Engine::PostgreSql), SqlDialect::postgreSql());
  EXPECT_EQ(SqlDialect::of(Engine::MariaDb), SqlDialect::mariaDb());
  EXPECT_EQ(SqlDialect::of(Engine::Odbc), SqlDialect::odbc());
}

}  // namespace
}  // namespace courier
