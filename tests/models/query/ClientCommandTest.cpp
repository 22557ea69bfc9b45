#include "models/query/ClientCommand.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

struct CommandCase {
  SqlDialect dialect;
  const char16_t* text;  ///< '|' marks where the command begins
  int statement;
  const char* words;
};

TEST(ClientCommand, IsNamedWithItsClientAndWhatToDoHere) {
  const SqlDialect sqlite = SqlDialect::sqlite();
  const SqlDialect postgres = SqlDialect::postgreSql();
  const SqlDialect maria = SqlDialect::mariaDb();
  const SqlDialect trino = SqlDialect::trino();
  const CommandCase cases[] = {
      {postgres, u"|\\d", 1, "“\\d” is a command of the program psql and no SQL; the tree lists"},
      {postgres, u"SELECT 1;\n|\\dt public.*", 2, "“\\dt” is a command of the program psql"},
      {postgres, u"|\\copy t FROM 'x.csv'", 1, "export the rows"},
      {postgres, u"|\\c other", 1, "choose another connection"},
      {postgres, u"|\\i file.sql", 1, "open the file"},
      {postgres, u"|\\timing", 1, "leave it out"},
      {postgres, u"SELECT 1 |\\gx", 1, "put a semicolon"},
      {sqlite, u"|\\d t", 1, "psql"},
      {maria, u"SELECT 1|\\G", 1, "“\\G” is a command of the program mysql and no SQL; put a semicolon"},
      {maria, u"SELECT 'it\\'s' |\\G", 1, "mysql"},
      {maria, u"|source /tmp/x.sql", 1, "“source” is a command of the program mysql"},
      {sqlite, u"|.tables", 1, "“.tables” is a command of the program sqlite3 and no SQL; the tree lists"},
      {sqlite, u"SELECT 1; |.mode csv", 2, "sqlite3"},
      {postgres, u"|DELIMITER //\nSELECT 1//", 1, "end each statement with a semicolon"},
      {trino, u"|delimiter ;;", 1, "mysql"},
      {SqlDialect::odbc(u'['), u"SELECT 1\n|GO\nSELECT 2", 1, "“GO” is a command of the program sqlcmd"},
      {SqlDialect::odbc(u'['), u"SELECT 1;\n|go", 2, "sqlcmd"},
      {postgres, u"|COPY t (a) FROM STDIN WITH CSV", 1, "only psql can send"},
      {postgres, u"SELECT 1; |quit", 2, "“quit” is no SQL"},
  };
  for (const CommandCase& each : cases) {
    QString text = QString::fromUtf16(each.text);
    const qsizetype offset = text.indexOf(u'|');
    text.remove(offset, 1);
    const auto found = clientCommandIn(text, each.dialect);
    ASSERT_TRUE(found.has_value()) << text.toStdString();
    EXPECT_EQ(found->offset, offset) << text.toStdString();
    EXPECT_EQ(found->statement, each.statement) << text.toStdString();
    EXPECT_TRUE(found->sentence.contains(QString::fromUtf8(each.words))) << found->sentence.toStdString();
  }
}

TEST(ClientCommand, SqlIsNone) {
  const std::pair<SqlDialect, const char16_t*> cases[] = {
      {SqlDialect::postgreSql(), u"SELECT '\\d', E'\\d', \"\\d\" -- \\d\n/* \\d */"},
      {SqlDialect::postgreSql(), u"SELECT $$\n\\d\n$$; COPY t FROM '/x.csv'; COPY t TO STDOUT"},
      {SqlDialect::mariaDb(), u"DELIMITER //\nSELECT 1//"},
      {SqlDialect::mariaDb(), u"SELECT 'a\\G', source, delimiter FROM t"},
      {SqlDialect::sqlite(), u"SELECT 1 go, a.tables, .5 FROM a"},
      {SqlDialect::sqlite(), u"SELECT '\n.tables\n'; SELECT 1 AS quit"},
      {SqlDialect::odbc(u'['), u"SELECT 1 GO"},
      {SqlDialect::sqlite(), u""},
  };
  for (const auto& [dialect, text] : cases) {
    const auto found = clientCommandIn(QString::fromUtf16(text), dialect);
    EXPECT_FALSE(found.has_value()) << QString::fromUtf16(text).toStdString() << found->sentence.toStdString();
  }
}

}  // namespace
}  // namespace courier
