#include <gtest/gtest.h>

#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::ProgramEnd;

class Limits : public ::testing::Test {
 protected:
  /// Runs a command under a limit of the shell's.
  [[nodiscard]] ProgramEnd under(const QString& limit, const QString& words) const {
    return testing::runProgram(
        QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), QStringLiteral("%1; exec '%2' --data-dir '%3' %4")
                                   .arg(limit, CourierProgram::path(), program.dataFolder(), words)},
        {}, program.environment());
  }
  CourierProgram program;
};

TEST_F(Limits, TooFewFilesAreSaidBeforeAnythingIsDone) {
  for (const int files : {8, 12, 20, 40}) {
    const auto end = under(QStringLiteral("ulimit -n %1").arg(files), QStringLiteral("db:list"));
    EXPECT_EQ(end.code, 1) << files;
    EXPECT_EQ(end.out, "");
    EXPECT_EQ(end.err, QStringLiteral("Query Courier cannot start: it may open only %1 files at once here, and needs "
                                      "64. Raise the limit (ulimit -n 256) and start it again.\n")
                           .arg(files)
                           .toUtf8());
  }
}

TEST_F(Limits, AsManyFilesAreTakenAsTheSystemGives) {
  const auto end = under(QStringLiteral("ulimit -S -n 20"), QStringLiteral("query -d testdb -f csv 'SELECT 1'"));
  EXPECT_EQ(end.code, 0) << end.err.toStdString();
  EXPECT_EQ(end.out, "1\n");
}

// The sanitizer itself wants more than any limit.
#ifndef __SANITIZE_ADDRESS__
TEST_F(Limits, TooLittleMemoryNeverHangsAndNeverAborts) {
  ASSERT_EQ(program.run({QStringLiteral("sched:list")}).code, 0) << "the data folder is made once, before";
  int refused = 0;
  for (int megabytes = 80; megabytes <= 400; megabytes += 20) {
    const auto end = under(QStringLiteral("ulimit -v %1").arg(megabytes * 1024),
                           QStringLiteral("query -d testdb -f csv 'SELECT 1'"));
    if (end.code == 0) {
      EXPECT_EQ(end.out, "1\n") << megabytes;
      continue;
    }
    ++refused;
    // 127: not even the loader has room for the libraries.
    EXPECT_TRUE(end.code == 1 || end.code == 127) << megabytes << " MB: " << end.code << end.err.toStdString();
    EXPECT_FALSE(end.err.isEmpty()) << megabytes;
  }
  EXPECT_GT(refused, 0);
}
#endif

}  // namespace
}  // namespace courier
