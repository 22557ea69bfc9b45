#include "models/http/PutRequest.h"

#include "tests/models/http/PutFixture.h"
#include "tests/support/PeakMemory.h"

namespace courier {
namespace {

using testing::PeakMemory;
using testing::Reaction;

constexpr qint64 growthLimit = 16 << 20;

class PutRequestMemoryTest : public testing::PutFixture {};

TEST_F(PutRequestMemoryTest, ATooLongAnswerIsCutAndStillCounts) {
  Reaction huge = Reaction::raw("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
  huge.padding = QByteArray(64 << 10, 'y');
  huge.paddingBytes = 1 << 30;
  server.next(huge);
  const PeakMemory memory;
  const AttemptReport report = run(inputFor(server.address()));
  EXPECT_EQ(report.outcome, AttemptOutcome::Answered);
  EXPECT_EQ(report.status, 200);
  EXPECT_EQ(report.answerBody.size(), 64 << 10);
  EXPECT_LE(memory.growth(), growthLimit);
}

TEST_F(PutRequestMemoryTest, ABodyOf200MegabytesNeedsLittleMemory) {
  constexpr qint64 size = 200'000'000;
  PutInput input = inputFor(server.address());
  QFile file(input.bodyPath);
  ASSERT_TRUE(file.open(QIODevice::ReadWrite) && file.resize(0) && file.resize(size));
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (qint64 done = 0; done < size; done += 1'000'000) hash.addData(QByteArray(1'000'000, '\0'));
  input.delivery.bodyBytes = size;
  input.delivery.bodySha256 = hash.result();
  const PeakMemory memory;
  const AttemptReport report = run(input, 60'000);
  EXPECT_EQ(report.status, 201) << report.message.toStdString();
  ASSERT_EQ(server.requestCount(), 1);
  EXPECT_EQ(server.requests().first().bodyBytes, size);
  EXPECT_EQ(server.requests().first().sha256, input.delivery.bodySha256);
  EXPECT_LE(memory.growth(), growthLimit);
}

}  // namespace
}  // namespace courier
