#include "models/spool/SpoolFolder.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace courier {
namespace {

constexpr qint64 beginMs = 1'700'000'000'000;
const QString uuid = QStringLiteral("01234567-89ab-cdef-0123-456789abcdef");

class SpoolFolderTest : public ::testing::Test {
 protected:
  void add(const QString& name, qint64 writtenMs = beginMs - 1000) {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    file.write("x");
    file.flush();
    if (!file.setFileTime(QDateTime::fromMSecsSinceEpoch(writtenMs), QFileDevice::FileModificationTime))
      qFatal("cannot set a time");
  }
  QTemporaryDir m_folder;
};

TEST_F(SpoolFolderTest, TellsEveryKindOfFile) {
  const QStringList unfinished = {uuid + QStringLiteral(".json.part"), uuid + QStringLiteral(".json.gz.part"),
                                  QStringLiteral("rows-AbCdEf.tmp")};
  const QStringList bodies = {uuid + QStringLiteral(".json"), uuid + QStringLiteral(".json.gz"),
                              uuid + QStringLiteral(".csv"), uuid + QStringLiteral(".jsonl")};
  const QStringList foreign = {QStringLiteral("notes.txt"),
                               QStringLiteral("rows.tmp"),
                               QStringLiteral("x.part"),
                               QStringLiteral("body.json"),
                               uuid,
                               QStringLiteral("rows-AbCdEf.tmp.bak"),
                               uuid.left(35) + QStringLiteral(".json")};
  for (const QString& name : unfinished + bodies + foreign) add(name);
  // Of processes that live.
  add(QStringLiteral("rows-YoungX.tmp"), beginMs);
  add(QStringLiteral("a") + uuid.mid(1) + QStringLiteral(".json.part"), beginMs + 5);
  add(QStringLiteral("b") + uuid.mid(1) + QStringLiteral(".json"), beginMs);
  ASSERT_TRUE(QDir(m_folder.path()).mkdir(QStringLiteral("c") + uuid.mid(1) + QStringLiteral(".json")));

  const auto found = spoolfolder::leftovers(m_folder.path(), beginMs);
  const auto sorted = [](QStringList names) {
    names.sort();
    return names;
  };
  EXPECT_EQ(sorted(QStringList(found.unfinished)), sorted(unfinished));
  EXPECT_EQ(sorted(QStringList(found.bodies)), sorted(bodies));
  EXPECT_TRUE(spoolfolder::leftovers(m_folder.path(), 0).unfinished.isEmpty());
  EXPECT_TRUE(spoolfolder::leftovers(m_folder.filePath(QStringLiteral("none")), beginMs).bodies.isEmpty());
}

TEST_F(SpoolFolderTest, RemovesFilesOfTheFolderAlone) {
  QTemporaryDir other;
  QFile outside(other.filePath(QStringLiteral("outside.json")));
  ASSERT_TRUE(outside.open(QIODevice::WriteOnly));
  add(QStringLiteral("a.json"));
  add(QStringLiteral("b.json"));
  const QString upward = QStringLiteral("../") + QDir(other.path()).dirName() + QStringLiteral("/outside.json");
  EXPECT_EQ(spoolfolder::remove(m_folder.path(), {QStringLiteral("a.json"), QStringLiteral("gone.json"), upward, {}}),
            1);
  EXPECT_EQ(QDir(m_folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("b.json")});
  EXPECT_TRUE(outside.exists());
}

}  // namespace
}  // namespace courier
