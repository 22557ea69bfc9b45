#include <gtest/gtest.h>

#include <QFile>

#include "tests/support/Program.h"

namespace courier {
namespace {

using testing::CourierProgram;
using testing::ProgramEnd;

class CommandOutput : public ::testing::Test {
 protected:
  /// Runs a line of the shell, in which "$qc" is the program and its data folder.
  [[nodiscard]] ProgramEnd shell(const QString& line) const {
    return testing::runProgram(
        QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), QStringLiteral("cd '%1'; qc() { '%2' --data-dir '%3' \"$@\"; }\n")
                                       .arg(program.home(), CourierProgram::path(), program.dataFolder()) +
                                   line},
        {}, program.environment());
  }
  QByteArray read(const QString& name) const {
    QFile file(program.home() + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
  }
  CourierProgram program;
};

TEST_F(CommandOutput, AFullDiskIsSaid) {
  const ProgramEnd end =
      shell(QStringLiteral("qc db:list > /dev/null\n"
                           "trap '' XFSZ; qc query -d testdb -f csv -o /dev/full 'SELECT 1'; echo $?\n"
                           "qc query -d testdb -f csv 'SELECT * FROM www_access' > /dev/full; echo $?\n"
                           "qc db:list > /dev/full; echo $?; qc --version > /dev/full; echo $?\n"
                           "qc --help > /dev/full; echo $?; qc sched:next '@daily' -t UTC > /dev/full; echo $?"));
  EXPECT_EQ(end.out, "1\n1\n1\n1\n1\n1\n") << end.err.toStdString();
  EXPECT_EQ(end.err.count("\n"), 6) << end.err.toStdString();
  EXPECT_EQ(end.err.count("has room"), 6) << end.err.toStdString();
}

TEST_F(CommandOutput, AClosedStandardOutputIsSaid) {
  const ProgramEnd end =
      shell(QStringLiteral("qc query -d testdb -f csv 'SELECT 1' >&-; echo $?; qc db:list >&-; echo $?\n"
                           "qc --version >&-; echo $?; qc --version >&- <&- 2>&-; echo $?\n"
                           "qc query -d testdb -f csv -o rows.csv 'SELECT 1' >&-; echo $?"));
  EXPECT_EQ(end.out, "1\n1\n1\n1\n0\n") << end.err.toStdString();
  EXPECT_EQ(end.err.count("\n"), 3) << end.err.toStdString();
  EXPECT_EQ(read(QStringLiteral("rows.csv")), "1\n");
}

TEST_F(CommandOutput, AReaderThatGoesAwayEndsTheCommandQuietly) {
  const ProgramEnd end = shell(QStringLiteral(
      "(qc query -d testdb -f csv 'SELECT a.* FROM www_access a, (VALUES (1),(2),(3),(4),(5),(6)) b'; echo $? >&3) "
      "3> status | head -n 1 > first; cat status\n"
      "(qc sched:next '@daily' -t UTC -n 1000; echo $? >&3) 3> status | true; cat status"));
  EXPECT_EQ(end.out, "0\n0\n") << end.err.toStdString();
  EXPECT_EQ(end.err, "");
  EXPECT_EQ(read(QStringLiteral("first")).count('\n'), 1);
}

TEST_F(CommandOutput, AReceiverWhoseReaderGoesAwayEnds) {
  const ProgramEnd end = shell(
      QStringLiteral("qc receive | head -n 1 > address & until [ -s address ]; do sleep 0.1; done\n"
                     "qc query -d testdb -w -r \"$(sed 's/.* //' address)x\" 'SELECT 1' 2> /dev/null; echo $?; wait"));
  EXPECT_EQ(end.out, "0\n") << end.err.toStdString();
  EXPECT_EQ(end.err, "");
}

TEST_F(CommandOutput, DashAndTheNamesOfStandardOutputAreStandardOutput) {
  const ProgramEnd end =
      shell(QStringLiteral("echo before > all; for o in - /dev/stdout /dev/fd/1; do\n"
                           "qc query -d testdb -f csv -o $o 'SELECT 7' >> all || echo $?; done\n"
                           "qc query -d testdb -f csv -o /dev/stdout 'SELECT 8' | cat"));
  EXPECT_EQ(end.out, "8\n") << end.err.toStdString();
  EXPECT_EQ(read(QStringLiteral("all")), "before\n7\n7\n7\n");
  EXPECT_EQ(read(QStringLiteral("-")), "(none)");
}

TEST_F(CommandOutput, AFifoIsWrittenThrough) {
  const ProgramEnd end = shell(QStringLiteral(
      "mkfifo f; cat f & qc query -d testdb -f csv -o f 'SELECT 7'; echo $?; wait; test -p f && echo fifo"));
  EXPECT_TRUE(end.out.contains("7\n")) << end.out.toStdString();
  EXPECT_TRUE(end.out.contains("0\n")) << end.err.toStdString();
  EXPECT_TRUE(end.out.endsWith("fifo\n")) << end.out.toStdString();
}

}  // namespace
}  // namespace courier
