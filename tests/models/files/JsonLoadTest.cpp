#include "tests/models/files/FilesFixture.h"

namespace courier {
namespace {

class JsonLoad : public testing::FilesFixture {};

TEST_F(JsonLoad, ListsAndLinesAreTables) {
  struct Case {
    const char* name;
    const char* bytes;
    const char* rows;
  };
  const Case cases[] = {
      {"a.json", R"([{"a":1,"b":"x"},{"b":"y","c":true}])", "a:INTEGER b:TEXT c:TEXT = 1|'x'|NULL/NULL|'y'|'true'"},
      {"a.jsonl", "{\"a\":1}\n\n{\"a\":2}", "a:INTEGER = 1/2"},
      {"crlf.ndjson", "{\"a\":1}\r\n{\"a\":2}\r\n", "a:INTEGER = 1/2"},
      {"lines.json", "{\"a\":1}\n{\"a\":2.5}\n", "a:REAL = 1.0/2.5"},
      {"one.json", R"({"a":1})", "a:INTEGER = 1"},
      {"nested.json", R"([{"a":[1, {"x":2}],"o":{"k": null}}])", "a:TEXT o:TEXT = '[1, {\"x\":2}]'|'{\"k\": null}'"},
      {"digits.json", R"([{"n":12345678901234567890},{"n":1.50}])", "n:TEXT = '12345678901234567890'/'1.50'"},
      {"beyond.json", R"([{"n":1e400},{"n":5}])", "n:TEXT = '1e400'/'5'"},
      {"exponent.json", R"([{"n":1e5}])", "n:REAL = 100000.0"},
      {"text.json", R"([{"n":"007"},{"n":"5"}])", "n:TEXT = '007'/'5'"},
      {"mixed.json", R"([{"n":5},{"n":"x"}])", "n:TEXT = '5'/'x'"},
      {"null.json", R"([{"n":null,"e":""}])", "n:TEXT e:TEXT = NULL|''"},
      {"escapes.json", R"([{"n":"a\"b\\\u00e9\ud83d\ude00\n"}])", "n:TEXT = 'a\"b\\é😀\n'"},
      {"names.json", R"([{"a":1,"A":2,"":3,"a\nb":4}])", "a:INTEGER A_2:INTEGER column3:INTEGER a b:INTEGER = 1|2|3|4"},
      {"pretty.json", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n", "a:INTEGER = 1/2"},
      {"bare", R"([{"a":1}])", "a:INTEGER = 1"},
      {"bare.txt", "{\"a\":1}\n", "a:INTEGER = 1"},
  };
  for (const Case& one : cases) EXPECT_EQ(rowsOf(one.name, one.bytes), one.rows) << one.name;
}

TEST_F(JsonLoad, LinesThatAreNoObjectsAreSetApart) {
  const LoadedFiles loaded = load({write(
      "bad.jsonl", "{\"a\":1}\n{\"a\":\n[1]\n{\"a\":1,\"a\":2}\n{\"a\":tru}\n{\"a\":01}\n{\"a\":2} x\n{\"a\":3}\n")});
  EXPECT_EQ(ask(loaded, "SELECT * FROM bad"), "1/3");
  EXPECT_EQ(ask(loaded, "SELECT line, byte, raw FROM bad_rejects WHERE line IN (2, 3, 7)"),
            "2|8|'{\"a\":'/3|14|'[1]'/7|51|'{\"a\":2} x'");
  EXPECT_EQ(loaded.tables[0].findings.rejected, 6);
  const LoadedFiles list = load({write("bad.json", "[{\"a\":1},\n5, {\"b\":tru},\n{\"a\":2}]")});
  EXPECT_EQ(columns(list), "a:INTEGER") << "a row that is set apart has no keys";
  EXPECT_EQ(ask(list, "SELECT * FROM bad"), "1/2");
  EXPECT_EQ(ask(list, "SELECT line, byte, raw FROM bad_rejects"), "2|10|'5'/2|13|'{\"b\":tru}'");
}

TEST_F(JsonLoad, WhatIsNotWholeOrNoTableIsSaid) {
  std::string rows = "[";
  for (int row = 0; row < 50'000; ++row) rows += "{\"a\":" + std::to_string(row) + ",\"b\":\"some more text\"},\n";
  EXPECT_EQ(
      failure(write("broken.json", rows)),
      "“broken.json” is no whole JSON list: it breaks off or goes wrong behind row 50000 (line 50000). Get the file "
      "again, or correct it there.");
  EXPECT_TRUE(failure(write("closed.json", rows + "}]")).find("goes wrong behind row") != std::string::npos);
  EXPECT_EQ(failure(write("object.json", "{\n  \"data\": [\n    {\"a\": 1}\n  ]\n}\n")),
            "Nothing in “object.json” is a JSON object. Give a list of objects, or one object a line.");
  EXPECT_EQ(
      failure(write("long.json", "[{\"a\":1},{\"a\":\"" + std::string(longestLine + (size_t{1} << 20), 'x') + "\"}]")),
      "In “long.json”, row 2 (line 1) is longer than 16 MB. Leave it out of the file.");
  EXPECT_EQ(failure(write("empty.json", "[]")),
            "“empty.json” is empty: there is nothing to make a table of. Choose a file with rows.");
}

TEST_F(JsonLoad, KeysThatComeLateAreColumnsToo) {
  std::string lines;
  for (int row = 0; row < 60'000; ++row) lines += "{\"a\":" + std::to_string(row) + ",\"text\":\"something long\"}\n";
  lines += "{\"late\":1.5,\"a\":null}\n";
  const LoadedFiles loaded = load({write("late.jsonl", lines)});
  EXPECT_EQ(columns(loaded), "a:INTEGER text:TEXT late:REAL");
  EXPECT_EQ(ask(loaded, "SELECT count(*), count(late), sum(late) FROM late"), "60001|1|1.5");
}

TEST_F(JsonLoad, FewRowsAtATimeWhereThereAreManyColumns) {
  std::string all = "{";
  for (int column = 0; column < 2000; ++column) all += (column > 0 ? ",\"c" : "\"c") + std::to_string(column) + "\":1";
  all += "}";
  std::string lines = all;
  std::string list = "[" + all;
  for (int row = 0; row < 1000; ++row) {
    lines += "\n{\"c5\":" + std::to_string(row) + "}";
    list += ",\n{\"c5\":" + std::to_string(row) + "}";
  }
  for (const FileSource& source : {write("wide.jsonl", lines), write("wide.json", list + "]")}) {
    const LoadedFiles loaded = load({source});
    EXPECT_EQ(ask(loaded, "SELECT count(*), count(c0), sum(c5), sum(c1999) FROM wide"), "1001|1|499501|1");
    const auto layout = guessLayout(source);
    ASSERT_TRUE(layout.ok());
    auto rows = openRows(source, *layout, FileRows::Mode::Load);
    RowBatch batch;
    while (*(*rows)->next(batch)) EXPECT_LT(batch.cells.size(), mostBatchCells + 2000);
    EXPECT_EQ((*rows)->findings().rows, 1001);
  }
}

TEST_F(JsonLoad, TooManyKeysAreSaid) {
  std::string lines;
  for (int row = 0; row < 3000; ++row) lines += "{\"key" + std::to_string(row) + "\":1}\n";
  EXPECT_EQ(
      failure(write("wide.jsonl", lines)),
      "“wide.jsonl” has 3000 columns, and a table here holds 2000. Check the delimiter, or leave columns out of the "
      "file.");
}

}  // namespace
}  // namespace courier
