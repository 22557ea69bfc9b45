#include <gtest/gtest.h>

#include <QFile>
#include <QMap>
#include <QRegularExpression>

#include "tests/layers/LayerScan.h"
#include "tests/support/SourceFolder.h"

namespace courier {

namespace {

using namespace testing;

/// The tables of courier.db, each with the one room of models/ that writes it.
const QMap<QString, QString>& roomOfTable() {
  static const QMap<QString, QString> rooms = {{QStringLiteral("connection"), QStringLiteral("query")},
                                               {QStringLiteral("query"), QStringLiteral("query")},
                                               {QStringLiteral("target"), QStringLiteral("targets")},
                                               {QStringLiteral("delivery"), QStringLiteral("outbox")},
                                               {QStringLiteral("attempt"), QStringLiteral("outbox")},
                                               {QStringLiteral("job"), QStringLiteral("jobs")},
                                               {QStringLiteral("schedule"), QStringLiteral("schedules")},
                                               {QStringLiteral("slot"), QStringLiteral("schedules")},
                                               {QStringLiteral("notice"), QStringLiteral("notices")},
                                               {QStringLiteral("setting"), QStringLiteral("storage")}};
  return rooms;
}

/// The tables that the SQL in a source text writes, once each time: a name that is put in only when it runs is "%1".
QStringList tablesWritten(QString text) {
  static const QRegularExpression comment(QStringLiteral("//[^\n]*"));
  static const QRegularExpression seam(QStringLiteral(R"("\s*")"));
  static const QRegularExpression blank(QStringLiteral(R"(\s+)"));
  // "… ON CONFLICT … DO UPDATE SET …" writes the table that was named before.
  static const QRegularExpression write(QStringLiteral(
      R"((?:(?:INSERT(?: OR [A-Z]+)?|REPLACE) INTO|(?<!DO )UPDATE(?: OR [A-Z]+)?|DELETE FROM) (?!OF )["`\[]?(%?\w+))"));
  text = text.remove(comment).remove(seam).replace(blank, QStringLiteral(" "));
  QStringList tables;
  auto matches = write.globalMatch(text);
  while (matches.hasNext()) tables.append(matches.next().captured(1).toLower());
  return tables;
}

QString breachesIn(const QString& path, const QString& text, QMap<QString, int>* writers = nullptr) {
  const QString room = path.section(u'/', 1, 1);
  QStringList found;
  for (const QString& table : tablesWritten(text)) {
    const QString owner = roomOfTable().value(table);
    if (writers != nullptr) ++(*writers)[table];
    if (owner == room) continue;
    found.append(owner.isEmpty() ? QStringLiteral("%1 writes %2, which is no table of the list").arg(path, table)
                                 : QStringLiteral("%1 writes %2, which is of %3").arg(path, table, owner));
  }
  return found.join(u'\n');
}

TEST(TablesTest, ATableIsWrittenByItsOwnRoomAlone) {
  QStringList found;
  QMap<QString, int> writers;
  for (const QString& path : sourcesBelow(sourcePath(), QStringLiteral("models"))) {
    QFile file(sourcePath() + u'/' + path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    const QString breaches = breachesIn(path, QString::fromUtf8(file.readAll()), &writers);
    if (!breaches.isEmpty()) found.append(breaches);
  }
  EXPECT_EQ(found.join(u'\n').toStdString(), "");
  for (const QString& table : roomOfTable().keys())
    EXPECT_GE(writers.value(table), 1) << "nothing was found to write " << table.toStdString();
}

TEST(TablesTest, TheScanFindsEachWayToWrite) {
  struct Row {
    const char* path;
    const char* text;
    const char* breach;
  };
  const Row table[] = {
      {"models/jobs/A.cpp", "\"UPDATE job SET state = 1\"", ""},
      {"models/jobs/A.cpp", "\"SELECT * FROM delivery\"", ""},
      {"models/jobs/A.cpp", "// UPDATE delivery", ""},
      {"models/jobs/A.cpp", "\"UPDATE delivery SET\"", "models/jobs/A.cpp writes delivery, which is of outbox"},
      {"models/jobs/A.cpp", "\"UPDATE OR IGNORE slot SET\"", "models/jobs/A.cpp writes slot, which is of schedules"},
      {"models/jobs/A.cpp", "\"INSERT INTO target (\"", "models/jobs/A.cpp writes target, which is of targets"},
      {"models/jobs/A.cpp", "\"INSERT OR REPLACE INTO target (\"",
       "models/jobs/A.cpp writes target, which is of targets"},
      {"models/jobs/A.cpp", "\"REPLACE INTO setting (\"", "models/jobs/A.cpp writes setting, which is of storage"},
      {"models/jobs/A.cpp", "\"DELETE FROM attempt\"", "models/jobs/A.cpp writes attempt, which is of outbox"},
      {"models/jobs/A.cpp", "\"DELETE \"\n    \"FROM \"\n    \"attempt\"",
       "models/jobs/A.cpp writes attempt, which is of outbox"},
      {"models/schedules/A.cpp", "\"INSERT INTO slot (slot) ON CONFLICT (slot) DO UPDATE SET state\"", ""},
      {"models/jobs/A.cpp", "\"UPDATE %1 SET\"", "models/jobs/A.cpp writes %1, which is no table of the list"},
      {"models/jobs/A.cpp", "\"INSERT INTO tally (\"", "models/jobs/A.cpp writes tally, which is no table of the list"},
  };
  for (const Row& row : table) {
    EXPECT_EQ(breachesIn(QString::fromUtf8(row.path), QString::fromUtf8(row.text)).toStdString(), row.breach)
        << row.text;
  }
}

}  // namespace

}  // namespace courier
