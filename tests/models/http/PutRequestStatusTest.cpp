#include "tests/models/http/PutFixture.h"

namespace courier {
namespace {

using testing::Reaction;

/// What counts as a status, and which answer is the final one.
class PutRequestStatusTest : public testing::PutFixture {};

TEST_F(PutRequestStatusTest, OnlyThreeDigitsAreAStatus) {
  for (const char* status : {"20", "2", "2000", "20100", "0", "-200", "2xx", "2e2", "0x200", "99999999999", ""}) {
    SCOPED_TRACE(status);
    server.next(
        Reaction::raw("HTTP/1.1 " + QByteArray(status) + " OK\r\nContent-Length: 0\r\n\r\n", Reaction::Then::Close));
    const AttemptReport report = run(inputFor(server.address()));
    EXPECT_EQ(report.outcome, AttemptOutcome::Unknown);
    EXPECT_EQ(report.status, 0);
    EXPECT_FALSE(report.message.isEmpty());
  }
}

TEST_F(PutRequestStatusTest, ContinueIsNoAnswerAndTheFinalOneIsHeard) {
  const QByteArray goOn = "HTTP/1.1 100 Continue\r\n\r\n";
  const QByteArray last = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\ndone";
  struct Row {
    const char* name;
    QByteArray interim;
    QByteArray bytes;
  };
  const Row table[] = {
      {"never", {}, last},
      {"before the body", goOn, last},
      {"twice before the body", goOn + goOn, last},
      {"with a header", "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n", last},
      {"after the body", {}, goOn + last},
      {"before and after", goOn, goOn + last},
  };
  for (const qsizetype size : {0, 1'000'000}) {
    setBody(QByteArray(size, 'x'));
    for (const Row& row : table) {
      // In one piece, cut within the status line, at the end of the interim answer, and byte by byte.
      for (const qsizetype splitAt : {qsizetype{0}, qsizetype{12}, goOn.size(), goOn.size() + 5, qsizetype{-1}}) {
        SCOPED_TRACE(::testing::Message() << row.name << ", body " << size << ", split at " << splitAt);
        for (const Reaction::Then then : {Reaction::Then::KeepOpen, Reaction::Then::Close}) {
          SCOPED_TRACE(then == Reaction::Then::Close ? "closes" : "stays");
          Reaction reaction = Reaction::raw(row.bytes, then);
          reaction.interim = row.interim;
          reaction.splitAt = std::max<qsizetype>(splitAt, 0);
          reaction.msPerByte = splitAt < 0 ? 1 : 0;
          server.next(reaction);
          // Each attempt of a delivery has a connection of its own.
          network.clearConnectionCache();
          const AttemptReport report = run(inputFor(server.address()));
          EXPECT_EQ(report.status, 201) << report.message.toStdString() << report.detail.toStdString();
          EXPECT_EQ(report.answerBody, "done");
        }
      }
    }
  }
}

}  // namespace
}  // namespace courier
