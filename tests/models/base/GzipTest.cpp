#include "models/base/Gzip.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include "tests/support/Program.h"

namespace courier {
namespace {

std::string packed(std::string_view bytes, size_t step) {
  GzipPacker packer;
  std::string out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
    EXPECT_TRUE(packer.add(bytes.substr(0, step), out).ok());
  }
  EXPECT_TRUE(packer.finish(out).ok());
  return out;
}

/// Half of it can be packed.
std::string sample(size_t size) {
  QRandomGenerator random(7);
  std::string bytes;
  while (bytes.size() < size) {
    for (int byte = 0; byte < 5000; ++byte) bytes += static_cast<char>(random.bounded(256));
    bytes += std::string(5000, 'x');
  }
  return bytes;
}

QByteArrayView view(const std::string& bytes) {
  return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

TEST(Gzip, DependsOnTheBytesAlone) {
  const std::string bytes = sample(1'000'000);
  const std::string whole = packed(bytes, bytes.size());
  for (const size_t step :
       {size_t{13}, size_t{4096}, size_t{65'535}, size_t{65'536}, size_t{65'537}, size_t{300'000}}) {
    EXPECT_TRUE(packed(bytes, step) == whole) << step;
  }
  // Magic, deflate, no flags, time 0, no extra flags, system unknown (RFC 1952, section 2.3).
  EXPECT_EQ(whole.substr(0, 10), std::string("\x1F\x8B\x08\0\0\0\0\0\0\xFF", 10));
}

TEST(Gzip, StartsOver) {
  GzipPacker packer;
  std::string out;
  ASSERT_TRUE(packer.add(sample(200'000), out).ok());
  packer.startOver();
  out.clear();
  ASSERT_TRUE(packer.add("abc", out).ok());
  ASSERT_TRUE(packer.finish(out).ok());
  EXPECT_EQ(out, packed("abc", 3));
  out.clear();
  ASSERT_TRUE(packer.add("abc", out).ok());
  ASSERT_TRUE(packer.finish(out).ok());
  EXPECT_EQ(out, packed("abc", 3)) << "after finish() too";
}

TEST(Gzip, IsReadByAnother) {
  if (!testing::hasPython()) GTEST_SKIP() << "no python3 here";
  const QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("a.gz")));
  const std::string bytes = sample(500'000);
  const std::string gz = packed(bytes, 1000);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_EQ(file.write(gz.data(), static_cast<qint64>(gz.size())), static_cast<qint64>(gz.size()));
  file.close();
  EXPECT_EQ(testing::runPython(QStringLiteral("import gzip, sys, zlib\n"
                                              "b = gzip.open(sys.argv[1]).read()\nprint(len(b), b[:3], b[-3:])"),
                               {file.fileName()})
                .split(' ')
                .constFirst(),
            QByteArray::number(static_cast<qint64>(bytes.size())));
}

TEST(Gzip, UnpacksNoMoreThanWasAskedFor) {
  const std::string bomb = packed(std::string(50'000'000, '\0'), 1'000'000);
  EXPECT_LT(bomb.size(), size_t{100'000});
  const auto beginning = gunzipBeginning(view(bomb), 1'000'000);
  ASSERT_TRUE(beginning.has_value());
  EXPECT_EQ(beginning->bytes.size(), 1'000'000);
  EXPECT_FALSE(beginning->complete);

  const std::string small = packed("abc", 3);
  EXPECT_TRUE(gunzipBeginning(view(small), 3)->complete);
  EXPECT_EQ(gunzipBeginning(view(small), 3)->bytes, QByteArray("abc"));
  EXPECT_FALSE(gunzipBeginning(view(small), 2)->complete);
  EXPECT_EQ(gunzipBeginning(view(small), 2)->bytes, QByteArray("ab"));
}

TEST(Gzip, DamageIsNotComplete) {
  const std::string gz = packed(sample(100'000), 1000);
  const auto cut = gunzipBeginning(view(gz.substr(0, gz.size() / 2)), 1'000'000);
  ASSERT_TRUE(cut.has_value());
  EXPECT_FALSE(cut->complete);
  std::string wrong = gz;
  wrong[wrong.size() - 6] = static_cast<char>(wrong[wrong.size() - 6] ^ 1);
  EXPECT_FALSE(gunzipBeginning(view(wrong), 1'000'000)->complete) << "its checksum is another";
  EXPECT_FALSE(gunzipBeginning("plain text", 100).has_value());
}

}  // namespace
}  // namespace courier
