#include "models/schedules/ScheduleVariables.h"

#include <gtest/gtest.h>

#include <QDateTime>

namespace courier {
namespace {

SlotValues values() {
  return {QDateTime::fromString(QStringLiteral("2026-03-08T06:30:00Z"), Qt::ISODate).toMSecsSinceEpoch(),
          QTimeZone("America/Los_Angeles"), JobId{12}};
}

std::string sql(const char* text) {
  const auto expanded = schedulevariables::expandSql(QString::fromUtf8(text), values());
  return expanded ? expanded->toStdString() : "! " + expanded.error().message.toStdString();
}

TEST(ScheduleVariables, StandInsideStrings) {
  EXPECT_EQ(sql("SELECT '${slot}'"), "SELECT '2026-03-07T22:30:00-08:00'");
  EXPECT_EQ(sql("SELECT 'it''s ${slot_date}, ${job_id}'"), "SELECT 'it''s 2026-03-07, 12'");
  EXPECT_EQ(sql("SELECT 'x'"), "SELECT 'x'");
}

TEST(ScheduleVariables, StandAloneAsOneValue) {
  EXPECT_EQ(sql("SELECT * FROM t WHERE day >= ${slot_date} AND at<${slot_unix}"),
            "SELECT * FROM t WHERE day >= '2026-03-07' AND at<1772951400");
  EXPECT_EQ(sql("SELECT (${job_id}),${slot}"), "SELECT (12),'2026-03-07T22:30:00-08:00'");
  EXPECT_EQ(sql("${job_id}"), "12");
}

TEST(ScheduleVariables, AreRefusedWhereTheyCouldChangeTheStatement) {
  for (const char* text :
       {"SELECT 'a'${slot}", "SELECT 'a' ${slot}", "SELECT ${slot}'a'", "SELECT ${slot} -- x\n 'a'",
        "SELECT x${job_id}", "SELECT ${job_id}x", "SELECT 1${job_id}", "SELECT ${job_id}${job_id}", "SELECT $${job_id}",
        "SELECT :${job_id}", "SELECT t.${job_id}", "SELECT 'it\\'s ${slot}' ${slot}"}) {
    EXPECT_TRUE(sql(text).starts_with("! Line 1, column ")) << text << " gave " << sql(text);
  }
}

TEST(ScheduleVariables, AreRefusedInNamesCommentsAndDollarStrings) {
  for (const char* text :
       {"SELECT \"${slot}\"", "SELECT `${slot}`", "SELECT [${slot}]", "SELECT 1 -- ${slot}", "SELECT /* ${slot} */ 1",
        "SELECT $$${slot}$$", "SELECT $a$ ${slot} $a$", "SELECT $a${slot}$a$"}) {
    EXPECT_TRUE(sql(text).starts_with("! Line 1, column ")) << text << " gave " << sql(text);
  }
  EXPECT_EQ(
      sql("SELECT 1 -- ${slot}"),
      "! Line 1, column 13: a variable is in a comment or in a quoted name; write it in a 'string' or by itself.");
}

TEST(ScheduleVariables, UnknownOnesNameTheirPlace) {
  EXPECT_EQ(
      sql("SELECT 1,\n '${slut}'"),
      "! Line 2, column 3: the variable ${slut} is unknown; use ${slot}, ${slot_date}, ${slot_unix} or ${job_id}.");
  EXPECT_TRUE(sql("SELECT '${}'").starts_with("! Line 1, column 9"));
  EXPECT_TRUE(sql("SELECT '${slot").starts_with("! Line 1, column 9"));
  EXPECT_TRUE(sql("SELECT ${").starts_with("! Line 1, column 8"));
  EXPECT_TRUE(sql("SELECT ${SLOT}").starts_with("! Line 1, column 8"));
}

TEST(ScheduleVariables, AddressesTakeThemInPathAndQuery) {
  const auto url = TargetUrl::parse(QStringLiteral("web://127.0.0.1:8080/in/$%7Bslot_date%7D.json?at=$%7Bslot%7D"));
  ASSERT_TRUE(url.ok());
  const auto expanded = schedulevariables::expandUrl(url->url, values());
  ASSERT_TRUE(expanded.ok()) << qPrintable(expanded.error().message);
  EXPECT_EQ(expanded->path(), QStringLiteral("/in/2026-03-07.json"));
  EXPECT_EQ(expanded->query(), QStringLiteral("at=2026-03-07T22%3A30%3A00-08%3A00"));
  const auto typed = TargetUrl::parse(QStringLiteral("web://127.0.0.1:8080/in/${slot_date}.json?at=${slot}"));
  ASSERT_TRUE(typed.ok()) << qPrintable(typed.error().message);
  EXPECT_EQ(schedulevariables::expandUrl(typed->url, values())->address(), expanded->address());
  const auto unknown = TargetUrl::parse(QStringLiteral("web://127.0.0.1/$%7Bslut%7D"));
  EXPECT_FALSE(schedulevariables::expandUrl(unknown->url, values()).ok());
}

TEST(ScheduleVariables, AddressesRefuseThemBeforeThePath) {
  for (const char* text : {"web://${slot_date}.example.org/", "web://${job_id}:pw@h/", "web://h:${job_id}/",
                           "${slot}:path", "my${slot}", "web://h/${nothing}"})
    EXPECT_FALSE(schedulevariables::checkAddress(QString::fromLatin1(text)).ok()) << text;
  for (const char* text : {"web://h/${slot_date}?x=${job_id}", "web://h?x=${slot}", "myweb:in/${slot_date}", "myweb"})
    EXPECT_TRUE(schedulevariables::checkAddress(QString::fromLatin1(text)).ok()) << text;
}

}  // namespace
}  // namespace courier
