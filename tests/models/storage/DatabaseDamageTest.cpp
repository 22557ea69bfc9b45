#include "tests/models/storage/DatabaseFilesFixture.h"

namespace courier {
namespace {

struct Damage {
  const char* name;
  QByteArray (*make)(QByteArray whole);
};

QByteArray garbage(QByteArray) {
  return QByteArray("This is no database, but somebody's notes.\n").repeated(100);
}
QByteArray zeros(QByteArray whole) {
  return QByteArray(whole.size(), '\0');
}
/// Two bytes: a file of one SQLite takes for an empty one.
QByteArray tiny(QByteArray) {
  return "xy";
}
QByteArray half(QByteArray whole) {
  return whole.left(whole.size() / 2);
}
/// Every page but the first overwritten: the header and the schema can still be read.
QByteArray brokenPages(QByteArray whole) {
  return whole.left(4096 * 8) + QByteArray(whole.size() - 4096 * 8, '\xa5');
}

/// A courier.db that was damaged in each of these ways.
class DatabaseDamage : public testing::DatabaseFilesFixture, public ::testing::WithParamInterface<Damage> {
 protected:
  DatabaseDamage() {
    copyFixture();
    const QByteArray whole = filesIn(folder()).value(QStringLiteral("courier.db"));
    write(path(), GetParam().make(whole));
  }
  static void write(const QString& to, const QByteArray& bytes) {
    QFile file(to);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    ASSERT_EQ(file.write(bytes), bytes.size());
  }
};

TEST_P(DatabaseDamage, IsSetAsideByTheOwnerAndAFreshOneMade) {
  const QByteArray damaged = filesIn(folder()).value(QStringLiteral("courier.db"));
  const auto report = open(kept(), OwnerLock::Held);
  ASSERT_TRUE(report.ok()) << qUtf8Printable(report.error().message + report.error().detail);
  const QString name = QStringLiteral("courier-damaged-%1.db").arg(QDate::currentDate().toString(Qt::ISODate));
  EXPECT_EQ(report->quarantined, path(name));
  EXPECT_EQ(report->fromVersion, 0);
  EXPECT_EQ(filesIn(folder()).value(name), damaged) << "kept byte for byte";
  EXPECT_EQ(QFile::permissions(path(name)), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
  EXPECT_EQ(value(path(), QStringLiteral("PRAGMA user_version")).toInt(), 1);
  EXPECT_EQ(value(path(), QStringLiteral("SELECT COUNT(*) FROM job")).toInt(), 0);
}

TEST_P(DatabaseDamage, ASecondOneOfTheDayKeepsTheFirst) {
  const QByteArray damaged = filesIn(folder()).value(QStringLiteral("courier.db"));
  ASSERT_TRUE(open(kept(), OwnerLock::Held).ok());
  write(path(), damaged);
  const auto report = open(kept(), OwnerLock::Held);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->quarantined.endsWith(QStringLiteral("-2.db")));
  EXPECT_EQ(QDir(folder()).entryList({QStringLiteral("courier-damaged-*.db")}).size(), 2);
}

INSTANTIATE_TEST_SUITE_P(Kinds, DatabaseDamage,
                         ::testing::Values(Damage{"Garbage", garbage}, Damage{"Zeros", zeros}, Damage{"Tiny", tiny},
                                           Damage{"Half", half}, Damage{"BrokenPages", brokenPages}),
                         [](const auto& kind) { return std::string(kind.param.name); });

/// A file in the place of courier.db that is no database.
class DamagedDatabase : public testing::DatabaseFilesFixture {};

TEST_F(DamagedDatabase, ADamagedFileIsLeftWhereItIsWithoutTheOwnerLock) {
  QFile file(path());
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(garbage({}));
  file.close();
  const Files before = filesIn(folder());
  const auto report = open(kept(), OwnerLock::NotHeld);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(report.error().message.startsWith(QStringLiteral("courier.db is damaged. ")));
  EXPECT_EQ(filesIn(folder()), before);
}

TEST_F(DamagedDatabase, TheWalGoesAsideWithItsDatabase) {
  for (const char* name : {"courier.db", "courier.db-wal"}) {
    QFile file(path(QLatin1String(name)));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(garbage({}));
  }
  const auto report = open(kept(), OwnerLock::Held);
  ASSERT_TRUE(report.ok()) << qUtf8Printable(report.error().message + report.error().detail);
  const Files files = filesIn(folder());
  const QString name = QFileInfo(report->quarantined).fileName();
  EXPECT_EQ(files.value(name), garbage({}));
  EXPECT_EQ(files.value(name + QStringLiteral("-wal")), garbage({}));
}

TEST_F(DamagedDatabase, AnEmptyFileBecomesADatabase) {
  QFile file(path());
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.close();
  const auto report = open(kept(), OwnerLock::NotHeld);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->fromVersion, 0);
  EXPECT_EQ(report->quarantined, QString());
}

}  // namespace
}  // namespace courier
