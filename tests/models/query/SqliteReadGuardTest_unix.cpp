#include "models/query/SqliteReadGuard.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <filesystem>
#include <memory>

#include "tests/models/query/SqliteFixture.h"
#include "tests/support/AsNobody_unix.h"

namespace courier {
namespace {

using testing::SqliteFile;

constexpr const char* kWal = "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)";

/// Files in WAL mode, read where the reader may not write. The folder of the database is one of its own.
class SqliteReadOnlyWal : public testing::SqliteFixture {
 protected:
  // The tests' own folder for such files is closed to everybody else.
  SqliteReadOnlyWal() : SqliteFixture(QStringLiteral("/tmp/courier-wal.XXXXXX")) {
    QDir(m_folder.path()).mkdir(QStringLiteral("data"));
    m_file = "data/db";
    SqliteFile(path(m_file), kWal);
  }
  ~SqliteReadOnlyWal() override { setFolder(0755); }

  [[nodiscard]] QStringList files() const { return QDir(path("data")).entryList(QDir::Files, QDir::Name); }
  void setFolder(unsigned mode) {
    std::filesystem::permissions(path("data").toStdString(), static_cast<std::filesystem::perms>(mode));
  }
  /// Leaves the file with changes in its “-wal” as a program does that is killed.
  void leaveChanges(bool withIndex) {
    SqliteFile writer(path(m_file), "INSERT INTO t VALUES (2)");
    for (const char* part : {"", "-wal", "-shm"})
      QFile::copy(path(m_file) + QString::fromUtf8(part), path("data/left") + QString::fromUtf8(part));
    if (!withIndex) QFile::remove(path("data/left-shm"));
    m_file = "data/left";
  }
  /// Runs `work` as somebody who may read but not write the database and its folder.
  template <class Work>
  void asReader(Work work) {
    std::filesystem::permissions(m_folder.path().toStdString(), static_cast<std::filesystem::perms>(0755));
    setFolder(0555);
    for (const QString& name : files()) {
      const auto file = path("data").toStdString() + "/" + name.toStdString();
      std::filesystem::permissions(file, static_cast<std::filesystem::perms>(0444));
    }
    testing::asNobody(work);
  }
};

TEST_F(SqliteReadOnlyWal, IsReadInAFolderThatCannotBeWritten) {
  asReader([&] {
    for (const bool readOnly : {true, false}) {
      m_request.connection.readOnly = readOnly;
      EXPECT_EQ(failure(u"SELECT a FROM t"), QString());
      EXPECT_EQ(m_sink.rowCount(), 1);
    }
    EXPECT_TRUE(failure(u"INSERT INTO t VALUES (2)").contains(QStringLiteral("You may not write to")));
    m_request.connection.readOnly = true;
    EXPECT_TRUE(failure(u"INSERT INTO t VALUES (2)").contains(QStringLiteral("This connection is read-only")));
  });
  EXPECT_EQ(files(), QStringList{QStringLiteral("db")});
}

TEST_F(SqliteReadOnlyWal, WithChangesThatCannotBeReadNamesTheMend) {
  leaveChanges(false);
  asReader([&] {
    for (const bool readOnly : {true, false}) {
      m_request.connection.readOnly = readOnly;
      const QString message = failure(u"SELECT a FROM t");
      for (const char* part : {"is in WAL mode", "“left-wal”", "data”. Copy “left” and", "open the copy."})
        EXPECT_TRUE(message.contains(QString::fromUtf8(part))) << part << message.toStdString();
      EXPECT_FALSE(message.contains(QStringLiteral("allow this connection"))) << message.toStdString();
    }
  });
}

TEST_F(SqliteReadOnlyWal, WithItsIndexLeftBehindGivesTheChanges) {
  leaveChanges(true);
  asReader([&] {
    EXPECT_EQ(failure(u"SELECT a FROM t"), QString());
    EXPECT_EQ(m_sink.rowCount(), 2);
  });
}

TEST_F(SqliteReadOnlyWal, WhileItsOwnerWritesIsReadAsItThenIs) {
  SqliteFile owner(path(m_file), "INSERT INTO t VALUES (2)");
  asReader([&] {
    EXPECT_EQ(failure(u"SELECT a FROM t"), QString());
    EXPECT_EQ(m_sink.rowCount(), 2);
  });
  owner.run("INSERT INTO t VALUES (3)");
  EXPECT_EQ(owner.ask("SELECT count(*) FROM t"), "3");
}

TEST_F(SqliteReadOnlyWal, AttachedNamesTheMend) {
  fill("CREATE TABLE main_table (a)");
  const QString sql = QStringLiteral("ATTACH '%1' AS x; SELECT a FROM x.t").arg(path(m_file));
  asReader([&] {
    m_file = "db";
    m_request.connection.readOnly = true;
    const QString message = failure(sql.toStdU16String().c_str());
    EXPECT_TRUE(message.contains(QStringLiteral("is in WAL mode"))) << message.toStdString();
    EXPECT_TRUE(message.contains(QStringLiteral("open the copy"))) << message.toStdString();
  });
}

TEST_F(SqliteReadOnlyWal, ALookLeavesNothingBesideTheFile) {
  const QFileInfo before(path(m_file));
  const QDateTime written = before.lastModified();
  EXPECT_EQ(failure(u"SELECT a FROM t"), QString());
  Connection connection;
  connection.file = path(m_file);
  EXPECT_TRUE(m_engine.tables({connection, {}}, {}, m_cancel).ok());
  EXPECT_EQ(files(), QStringList{QStringLiteral("db")});
  fill("CREATE TABLE main_table (a)");
  const QString sql = QStringLiteral("ATTACH '%1' AS x; SELECT a FROM x.t").arg(path(m_file));
  m_file = "db";
  EXPECT_EQ(failure(sql.toStdU16String().c_str()), QString());
  EXPECT_EQ(files(), QStringList{QStringLiteral("db")});
  EXPECT_EQ(QFileInfo(path("data/db")).lastModified(), written);
}

TEST_F(SqliteReadOnlyWal, ALookKeepsWhatAnotherProgramUses) {
  SqliteFile owner(path(m_file), "INSERT INTO t VALUES (2)");
  EXPECT_EQ(failure(u"SELECT a FROM t"), QString());
  EXPECT_EQ(files().size(), 3);
  owner.run("INSERT INTO t VALUES (3)");
  EXPECT_EQ(failure(u"SELECT a FROM t"), QString());
  EXPECT_EQ(m_sink.rowCount(), 3);
}

TEST_F(SqliteReadOnlyWal, AChangeMeanwhileIsNoticed) {
  std::unique_ptr<SqliteReadGuard> guard;
  asReader([&] { guard = std::make_unique<SqliteReadGuard>(path(m_file)); });
  ASSERT_EQ(guard->way(), SqliteReadGuard::Way::Immutable);
  EXPECT_FALSE(guard->hasChanged());
  setFolder(0755);
  QFile::setPermissions(path(m_file), QFile::ReadOwner | QFile::WriteOwner);
  SqliteFile(path(m_file), "INSERT INTO t SELECT value FROM json_each('[1, 2, 3]'); PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_TRUE(guard->hasChanged());
  EXPECT_TRUE(SqliteReadGuard::changedError(path(m_file)).message.contains(QStringLiteral("Run the query again")));
}

}  // namespace
}  // namespace courier
