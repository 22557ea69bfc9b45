#include "models/address/PastedAddress.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(PastedAddress, TakesAddressesApart) {
  struct Case {
    const char* text;
    const char* address;
    const char* user;
    const char* password;  // nullptr: none
  };
  const Case cases[] = {
      {"web://user:pass@host:8080/path", "web://host:8080/path", "user", "pass"},
      {"  webs://a%40b:p%3Aw%2F@host/ ", "webs://host/", "a@b", "p:w/"},
      {"https://alice:pw@Reports.Example.org:443/base", "webs://reports.example.org/base", "alice", "pw"},
      {"HTTP://host/x", "web://host/x", "", nullptr},
      {"web://alice@host/", "web://host/", "alice", nullptr},
      {"web://alice:@host/", "web://host/", "alice", ""},
      {"web://alice:•••@host/", "web://host/", "alice", nullptr},
      {"web://alice:p/w@host/path", "web://host/path", "alice", "p/w"},
      {"web://alice:p@w@host/path", "web://host/path", "alice", "p@w"},
      {"web://alice:p?w@host/path", "web://host/path", "alice", "p?w"},
  };
  for (const Case& one : cases) {
    const PastedAddress made = PastedAddress::split(QString::fromUtf8(one.text));
    EXPECT_EQ(made.address, QString::fromUtf8(one.address)) << one.text;
    EXPECT_EQ(made.user, QString::fromUtf8(one.user)) << one.text;
    EXPECT_EQ(made.password.has_value(), one.password != nullptr) << one.text;
    EXPECT_EQ(made.password.value_or(QString()), QString::fromUtf8(one.password)) << one.text;
    EXPECT_TRUE(made.error.isEmpty()) << qPrintable(made.error);
  }
}

TEST(PastedAddress, LeavesNoPasswordInAWrongAddress) {
  for (const char* text : {"web://alice:s3cret@host:99999/", "alice:s3cret@host/path", "web://alice:s3cret@/path",
                           "ftp://alice:s3cret@host/", "web://alice:s3cret@ho st/"}) {
    const PastedAddress made = PastedAddress::split(QString::fromLatin1(text));
    EXPECT_FALSE(made.error.isEmpty()) << text;
    EXPECT_FALSE(made.address.contains(QStringLiteral("s3cret"))) << text;
    EXPECT_FALSE(made.error.contains(QStringLiteral("s3cret"))) << text;
    EXPECT_EQ(made.password.value_or(QString()), QStringLiteral("s3cret")) << text;
  }
}

TEST(PastedAddress, DoesNotTakeAHostForAPerson) {
  for (const char* text : {"web://host/a@b", "web://host:8080/a@b"}) {
    const PastedAddress made = PastedAddress::split(QString::fromLatin1(text));
    EXPECT_EQ(made.address, QString::fromLatin1(text));
    EXPECT_FALSE(made.hasUserInfo);
    EXPECT_FALSE(made.error.isEmpty());
  }
}

TEST(PastedAddress, TakesTheMethodOut) {
  const PastedAddress made = PastedAddress::split(QStringLiteral("web://host/x?a=1&method=post"));
  EXPECT_EQ(made.address, QStringLiteral("web://host/x?a=1"));
  EXPECT_EQ(made.method, HttpMethod::Post);
}

}  // namespace
}  // namespace courier
