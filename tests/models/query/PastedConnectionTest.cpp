#include "models/query/PastedConnection.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(PastedConnection, ThePasswordIsTakenOutWhateverItHolds) {
  struct Case {
    const char* text;
    const char* address;
    const char* user;
    const char* password;
  };
  const Case cases[] = {
      {"postgresql://ann:s3cret@db.example:5433/shop?tls=on", "postgresql://ann@db.example:5433/shop?tls=on", "ann",
       "s3cret"},
      {" mysql://ann:s3%2Fcr%40et@db.example/shop ", "mysql://ann@db.example/shop", "ann", "s3/cr@et"},
      // As they are typed by people who know nothing of percent signs.
      {"postgresql://ann:s3/cr@et?#@db.example/shop", "postgresql://ann@db.example/shop", "ann", "s3/cr@et?#"},
      {"mysql://ann:100%zz@db.example/shop", "mysql://ann@db.example/shop", "ann", "100%zz"},
      {"postgresql://an@n:s3cret@db.example/shop", "postgresql://an%40n@db.example/shop", "an@n", "s3cret"},
      {"jdbc:postgresql://db.example/shop?user=ann&password=s3cret&time_limit=5",
       "postgresql://ann@db.example/shop?time_limit=5", "ann", "s3cret"},
      {"jdbc:mariadb://db.example/shop?user=ann&password=s3%26cret", "mysql://ann@db.example/shop", "ann", "s3&cret"},
      {"postgresql://ann:•••@db.example/shop", "postgresql://ann@db.example/shop", "ann", nullptr},
      {"postgresql://ann@db.example/shop", "postgresql://ann@db.example/shop", "ann", nullptr},
      {"Driver={PostgreSQL Unicode};Server=db.example;UID=ann;PWD={s3;cret}",
       "odbc:Driver={PostgreSQL Unicode};Server=db.example;UID=ann", "ann", "s3;cret"},
      {"odbc:DSN=Sales;UID=ann;PWD=s3cret", "odbc:DSN=Sales;UID=ann", "ann", "s3cret"},
      {"odbc:Sales", "odbc:Sales", "", nullptr},
      {"file:/data/sales.csv", "file:/data/sales.csv", "", nullptr},
      {"sqlite:/data/a@b:c.db", "sqlite:/data/a@b:c.db", "", nullptr},
      {"sqlite:a.db", "sqlite:/desk/a.db", "", nullptr}};
  for (const Case& one : cases) {
    const auto made = PastedConnection::split(QString::fromUtf8(one.text), QStringLiteral("/desk"));
    EXPECT_EQ(made.address, QString::fromUtf8(one.address)) << one.text;
    EXPECT_EQ(made.error, QString()) << one.text;
    ASSERT_TRUE(made.parts) << one.text;
    EXPECT_EQ(made.parts->user, QString::fromUtf8(one.user)) << one.text;
    EXPECT_EQ(made.password.has_value(), one.password != nullptr) << one.text;
    EXPECT_EQ(made.password.value_or(QString()), QString::fromUtf8(one.password ? one.password : "")) << one.text;
  }
}

TEST(PastedConnection, WhatCannotBeUnderstoodHoldsNoPasswordEither) {
  for (const char* text : {"oracle://ann:s3cret@db.example/shop", "postgresql://ann:s3cret@db.example:x/shop",
                           "postgresql://ann:s3/cret@[::1/shop", "mysql://db.example/shop?password=s3cret&nonsense=1",
                           "postgresql://ann:s3cret@/?host=x"}) {
    const auto made = PastedConnection::split(QString::fromUtf8(text), {});
    EXPECT_FALSE((made.address + made.error).contains(QStringLiteral("cret"))) << text;
    EXPECT_FALSE(made.error.isEmpty()) << text;
    EXPECT_FALSE(made.parts) << text;
    EXPECT_TRUE(made.password && made.password->contains(QStringLiteral("cret"))) << text;
  }
  for (const char* text : {"odbc:Driver={x;PWD=s3cret", "Driver={x};AccessToken=s3cret", "odbc:PWD=s3cret"}) {
    const auto made = PastedConnection::split(QString::fromUtf8(text), {});
    EXPECT_FALSE((made.address + made.error).contains(QStringLiteral("s3cret"))) << text;
    EXPECT_FALSE(made.error.isEmpty()) << text;
  }
  const auto empty = PastedConnection::split({}, {});
  EXPECT_FALSE(empty.parts);
  EXPECT_FALSE(empty.error.isEmpty());
}

}  // namespace
}  // namespace courier
