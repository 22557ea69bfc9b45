#include "models/data/SpillFile.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <random>
#include <string>
#include <vector>

namespace courier {
namespace {

TEST(SpillFile, GivesBackBlocksOfEverySize) {
  const QTemporaryDir folder;
  const auto file = SpillFile::create(folder.path());
  ASSERT_TRUE(file.ok());
  std::mt19937 random(1);
  std::vector<std::string> blocks;
  std::vector<SpillFile::Place> places;
  for (const size_t size : {1U, 7U, 8U, 31U, 33U, 100'000U, 3'000'000U, 5U, 2'500'000U, 9U}) {
    std::string block(size, '\0');
    for (char& byte : block) byte = static_cast<char>(random());
    const auto place = (*file)->append(block);
    ASSERT_TRUE(place.ok());
    places.push_back(*place);
    blocks.push_back(std::move(block));
    // What stands behind the part that is mapped already is read as well.
    const auto last = (*file)->read(places.back());
    ASSERT_TRUE(last.ok());
    EXPECT_EQ(reinterpret_cast<quintptr>(last->get()) % 8, 0U);
  }
  for (size_t index = blocks.size(); index-- > 0;) {
    const auto read = (*file)->read(places[index]);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(std::string_view(read->get(), blocks[index].size()), blocks[index]);
  }
}

TEST(SpillFile, ABlockStaysReadableWhileManyOthersAreRead) {
  const QTemporaryDir folder;
  auto file = SpillFile::create(folder.path());
  ASSERT_TRUE(file.ok());
  std::vector<SpillFile::Place> places;
  for (int block = 0; block < 40; ++block) {
    places.push_back((*file)->append(std::string(1 << 20, static_cast<char>('A' + block))).value());
  }
  const auto first = (*file)->read(places[0]);
  ASSERT_TRUE(first.ok());
  for (const SpillFile::Place& place : places) ASSERT_TRUE((*file)->read(place).ok());
  file->reset();
  EXPECT_EQ((*first).get()[(1 << 20) - 1], 'A');
}

}  // namespace
}  // namespace courier
