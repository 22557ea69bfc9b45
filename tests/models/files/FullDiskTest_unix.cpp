#include "tests/models/files/FilesFixture.h"
#include "tests/support/FileSizeLimit_unix.h"

namespace courier {
namespace {

class FullDisk : public testing::FilesFixture {};

TEST_F(FullDisk, IsSaidAndLeavesNothing) {
  std::string lines = "id,text\n";
  while (lines.size() < (size_t{40} << 20)) lines += "1,some text that is loaded and takes room on the disk\n";
  const FileSource source = write("large.csv", lines);
  Expected<LoadedFiles> loaded = Error::of(ErrorKind::Internal, {});
  {
    const testing::FileSizeLimit limit(4 << 20);
    loaded = m_copies.ensure({source}, m_cancel);
  }
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().kind, ErrorKind::Storage);
  EXPECT_EQ(loaded.error().message.toStdString(),
            "The rows could not be kept in “" + copiesFolder().toStdString() + "”: its disk is full. Make room there.");
  EXPECT_TRUE(copies("*.part").isEmpty());
  EXPECT_EQ(ask(load({source}), "SELECT count(*) > 700000 FROM large"), "1") << "there is room again";
}

}  // namespace
}  // namespace courier
