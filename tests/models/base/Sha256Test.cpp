#include "models/base/Sha256.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <string>

namespace courier {
namespace {

TEST(Sha256, GivesTheDigestsOfTheStandard) {
  const struct {
    std::string_view bytes;
    const char* digest;
  } cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
  };
  Sha256 digest;
  for (const auto& one : cases) {
    digest.add(one.bytes);
    EXPECT_EQ(digest.finish().toHex(), one.digest) << one.bytes;
  }
}

TEST(Sha256, PiecesGiveWhatTheWholeGives) {
  std::string bytes;
  for (int index = 0; index < 300'000; ++index) bytes += static_cast<char>(index * 7);
  Sha256 digest;
  for (size_t at = 0, length = 0; at < bytes.size(); at += length, ++length) {
    digest.add(std::string_view(bytes).substr(at, length));
  }
  EXPECT_EQ(digest.finish(), QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Sha256));
}

}  // namespace
}  // namespace courier
