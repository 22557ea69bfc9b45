#include "models/trino/TrinoBody.h"

#include <gtest/gtest.h>

#include <string>

namespace courier {
namespace {

/// The head and the spans of rows, "|" between; "no" where it cannot be cut.
std::string cutOf(const std::string& body, size_t pieceBytes) {
  const auto cut = cutTrinoBody(body, pieceBytes);
  if (!cut) return "no";
  std::string text = cut->head;
  for (const auto& [from, to] : cut->rows) text += "|" + body.substr(from, to - from);
  return text;
}

TEST(TrinoBody, TheRowsAreCutOutOfTheHead) {
  const std::string body = R"({"a":1,"data":[[1],[2,"x"],[3]],"stats":{"data":[[9]]}})";
  EXPECT_EQ(cutOf(body, 1), R"({"a":1,"data":[],"stats":{"data":[[9]]}}|[1]|[2,"x"]|[3])");
  EXPECT_EQ(cutOf(body, 5), R"({"a":1,"data":[],"stats":{"data":[[9]]}}|[1],[2,"x"]|[3])");
  EXPECT_EQ(cutOf(body, 1000), R"({"a":1,"data":[],"stats":{"data":[[9]]}}|[1],[2,"x"],[3])");
}

TEST(TrinoBody, BracketsAndQuotesInTextAreText) {
  EXPECT_EQ(cutOf(R"({"x":"\"data\":[","data":[["]"],["\\"],["a\\\"]["]],"y":"}"})", 1),
            R"({"x":"\"data\":[","data":[],"y":"}"}|["]"]|["\\"]|["a\\\"]["])");
}

TEST(TrinoBody, BlanksMayStandAnywhere) {
  EXPECT_EQ(cutOf(" { \"data\" : [ [ 1 ] ,\n[ 2 ] ] , \"a\" : 1 } ", 1), " { \"data\" : [] , \"a\" : 1 } |[ 1 ]|[ 2 ]");
  EXPECT_EQ(cutOf(R"({"data":[ ]})", 1), R"({"data":[]})");
}

TEST(TrinoBody, WhatIsNoListStays) {
  for (const char* body : {R"({"data":null})", R"({"data":{"a":[1]}})", R"({"data":"[["})", R"({})", R"({"a":[[1]]})"})
    EXPECT_EQ(cutOf(body, 1), body);
}

TEST(TrinoBody, WhatBreaksOffIsNotCut) {
  const std::string body = R"({"a":"\"","data":[[1,"x"],[2,{"b":[]}]],"stats":{"n":1}})";
  for (size_t size = 0; size < body.size(); ++size) EXPECT_EQ(cutOf(body.substr(0, size), 1), "no") << size;
  for (const char* wrong : {"[]", "x", "{\"data\":[[1],]}", "{\"data\":[[1] [2]]}", "{\"data\":[,]}",
                            "{\"data\" [[1]]}", "{data:[[1]]}", "{\"a\":1 \"data\":[[1]]}"})
    EXPECT_EQ(cutOf(wrong, 1), "no") << wrong;
}

}  // namespace
}  // namespace courier
