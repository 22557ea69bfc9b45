#include "models/read/BodySplitter.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

/// Everything it gave for `body`, in pieces of `step` bytes: the head, a bar, the runs of rows, each in its brackets.
std::string cut(std::string_view body, size_t step) {
  BodySplitter splitter;
  std::string given;
  for (size_t at = 0; at < body.size(); at += step) {
    splitter.add(body.substr(at, step));
    if (const auto head = splitter.takeHead()) given += *head + "|";
    if (const auto rows = splitter.takeRows()) given += *rows;
  }
  return given + (splitter.isComplete() ? "" : splitter.isBroken() ? " broken" : " short");
}

TEST(BodySplitter, GivesTheHeadAndTheRows) {
  const std::string body = R"({"column_names":["a","]"],"column_types":["long"],"data":[[1,"]"],["\"[",[2]]]})";
  const std::string head = R"({"column_names":["a","]"],"column_types":["long"],"data":[]}|)";
  EXPECT_EQ(cut(body, body.size()), head + R"([[1,"]"],["\"[",[2]]])");
  EXPECT_EQ(cut(body, 1), head + R"([[1,"]"]][["\"[",[2]]])");
}

TEST(BodySplitter, EveryCutGivesTheSameRows) {
  const std::string body = R"({"column_names":["data","[\\"],"column_types":[],"data":[["a\\"],["\\\""],["{"],[]]})";
  for (size_t step = 1; step <= body.size(); ++step) {
    std::string rows = cut(body, step);
    for (size_t seam = 0; (seam = rows.find("]][[")) != std::string::npos;) rows.replace(seam, 4, "],[");
    EXPECT_EQ(rows, R"({"column_names":["data","[\\"],"column_types":[],"data":[]}|[["a\\"],["\\\""],["{"],[]])")
        << step;
  }
}

TEST(BodySplitter, AcceptsNoRowsAndBlanks) {
  EXPECT_EQ(cut(R"({"data":[]})", 1), R"({"data":[]}|)");
  EXPECT_EQ(cut("{ \"data\" : [ [1] , [2] ] }\n", 3), "{ \"data\" : []}|[ [1]][ [2]]");
}

TEST(BodySplitter, TellsWhatIsBrokenFromWhatIsShort) {
  const struct {
    const char* body;
    const char* ending;
  } cases[] = {
      {"", " short"},
      {"{", " short"},
      {R"({"data":[)", " short"},
      {R"({"data":[[1])", " short"},
      {R"({"data":[[1]])", " short"},
      {R"({"data":[["])", " short"},
      {"[]", " broken"},
      {R"({"a":1})", " broken"},
      {R"({"data":[5]})", " broken"},
      {R"({"data":[[1],]})", " broken"},
      {R"({"data":[[1]},"x":1})", " broken"},
      {R"({"data":[[1]],"x":1})", " broken"},
      {R"({"data":[[1]]}x)", " broken"},
  };
  for (const auto& one : cases) {
    for (const size_t step : std::initializer_list<size_t>{1, 100}) {
      const std::string given = cut(one.body, step);
      EXPECT_TRUE(given.ends_with(one.ending)) << one.body << " gives " << given;
    }
  }
}

}  // namespace
}  // namespace courier
