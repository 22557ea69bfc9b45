#include "models/http/RetryAfter.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(RetryAfter, SecondsAndDates) {
  constexpr qint64 now = 784'111'777'000;  // Sun, 06 Nov 1994 08:49:37 GMT
  constexpr qint64 day = 86'400'000;
  struct Row {
    const char* value;
    const char* date;
    qint64 expected;
  };
  const Row rows[] = {
      {"", "", -1},
      {"0", "", 0},
      {"120", "", 120'000},
      {"  7 ", "", 7000},
      {"86400", "", day},
      {"86401", "", day},
      {"99999999999999999999999999", "", day},
      {"-5", "", -1},
      {"1.5", "", -1},
      {"+5", "", -1},
      {"soon", "", -1},
      {"Sun, 06 Nov 1994 08:49:47 GMT", "", 10'000},
      {"Sun, 06 Nov 1994 08:49:37 GMT", "", 0},
      {"Sun, 06 Nov 1994 08:49:27 GMT", "", 0},
      {"Sunday, 06-Nov-94 08:50:37 GMT", "", 60'000},
      {"Sun Nov  6 08:50:37 1994", "", 60'000},
      {"Wed, 01 Jan 2200 00:00:00 GMT", "", day},
      // The server's clock is an hour ahead: its own Date says so.
      {"Sun, 06 Nov 1994 09:49:47 GMT", "Sun, 06 Nov 1994 09:49:37 GMT", 10'000},
      {"Sun, 06 Nov 1994 08:49:47 GMT", "nonsense", 10'000},
      {"Sun, 06 Nov 1994 08:49:47 PST", "", -1},
  };
  for (const Row& row : rows) EXPECT_EQ(retryAfterMs(row.value, row.date, now), row.expected) << row.value;
}

}  // namespace
}  // namespace courier
