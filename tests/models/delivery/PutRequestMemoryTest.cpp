#include "models/delivery/PutRequest.h"

#include "tests/models/delivery/PutFixture.h"

namespace courier {
namespace {

using testing::Reaction;

#if defined(__SANITIZE_ADDRESS__)
constexpr qint64 growthLimit = qint64{1} << 40;  // the sanitizer keeps what was freed
#else
constexpr qint64 growthLimit = 32 << 20;
#endif

/// Peak memory of this process so far, where the system tells (Linux); else 0.
qint64 residentBytes() {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith("VmHWM:")) return line.mid(6).simplified().split(' ').first().toLongLong() * 1024;
  }
  return 0;
}

class PutRequestMemoryTest : public testing::PutFixture {};

TEST_F(PutRequestMemoryTest, ATooLongAnswerIsCutAndStillCounts) {
  Reaction huge = Reaction::raw("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
  huge.padding = QByteArray(64 << 10, 'y');
  huge.paddingBytes = 1 << 30;
  server.next(huge);
  const qint64 before = residentBytes();
  const AttemptReport report = run(planFor(server.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
  EXPECT_EQ(report.status, 200);
  EXPECT_EQ(report.answerBody.size(), 64 << 10);
  EXPECT_LT(residentBytes() - before, growthLimit);
}

TEST_F(PutRequestMemoryTest, ABodyOf200MegabytesNeedsLittleMemory) {
  constexpr qint64 size = 200'000'000;
  PutPlan plan = planFor(server.address());
  QFile file(plan.bodyPath);
  ASSERT_TRUE(file.open(QIODevice::ReadWrite) && file.resize(0) && file.resize(size));
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (qint64 done = 0; done < size; done += 1'000'000) hash.addData(QByteArray(1'000'000, '\0'));
  plan.delivery.bodyBytes = size;
  plan.delivery.bodySha256 = hash.result();
  const qint64 before = residentBytes();
  const AttemptReport report = run(plan, 60'000);
  EXPECT_EQ(report.status, 201) << report.message.toStdString();
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().bodyBytes, size);
  EXPECT_EQ(server.requests().first().sha256, plan.delivery.bodySha256);
  EXPECT_LT(residentBytes() - before, growthLimit);
}

}  // namespace
}  // namespace courier
