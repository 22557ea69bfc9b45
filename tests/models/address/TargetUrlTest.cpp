#include "models/address/TargetUrl.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/Text.h"

namespace courier {
namespace {

using testing::str;

struct Good {
  const char* text;
  const char* address;
  const char* user = "";
  const char* password = nullptr;  ///< nullptr: no ':' was written
  const char* method = "";
};

const std::vector<Good>& goodAddresses() {
  static const std::vector<Good> kGood = {
      // The shapes of the first page of every manual.
      {"web://domain.com/path", "web://domain.com/path"},
      {"webs://securedomain.com/path1/path2", "webs://securedomain.com/path1/path2"},
      {"web://user:pass@domain.com:8080/path1/path2", "web://domain.com:8080/path1/path2", "user", "pass"},
      // User and password.
      {"web://user:p%40ss@127.0.0.1:8080/x", "web://127.0.0.1:8080/x", "user", "p@ss"},
      {"web://user@h.example/x", "web://h.example/x", "user"},
      {"web://user:@h.example/x", "web://h.example/x", "user", ""},
      {"web://:token@h.example/x", "web://h.example/x", "", "token"},
      {"web://user:a:b:c@h.example/x", "web://h.example/x", "user", "a:b:c"},
      {"web://user:pa%2Fss%3F%23%25@h.example/", "web://h.example/", "user", "pa/ss?#%"},
      {"web://us%20er:pa%20ss@h.example/", "web://h.example/", "us er", "pa ss"},
      {"web://j%C3%BCrgen:%E2%82%AC@h.example/", "web://h.example/", "jürgen", "€"},
      {"web://jürgen:€uro😀@h.example/", "web://h.example/", "jürgen", "€uro😀"},
      {"web://a!$&'()*+,;=b:!$&'()*+,;=@h.example/", "web://h.example/", "a!$&'()*+,;=b", "!$&'()*+,;="},
      {"web://u:p[1]@h.example/", "web://h.example/", "u", "p[1]"},
      {"web://me%40corp.example:x@h.example/", "web://h.example/", "me@corp.example", "x"},
      {"web://u:%E2%80%A2%E2%80%A2%E2%80%A2@h.example/", "web://h.example/", "u", "•••"},
      // Scheme, host and port in every spelling.
      {"WEB://DOMAIN.Com/Path", "web://domain.com/Path"},
      {"WebS://User:Pass@DOMAIN.com/", "webs://domain.com/", "User", "Pass"},
      {"web://h.example:80/", "web://h.example/"},
      {"web://h.example:0080/", "web://h.example/"},
      {"webs://h.example:443/", "webs://h.example/"},
      {"web://h.example:443/", "web://h.example:443/"},
      {"webs://h.example:80/", "webs://h.example:80/"},
      {"web://h.example:1/", "web://h.example:1/"},
      {"web://h.example:65535/", "web://h.example:65535/"},
      {"web://h.example./x", "web://h.example/x"},
      {"web://localhost./x", "web://localhost/x"},
      {"web://localhost", "web://localhost/"},
      {"web://my_host/x", "web://my_host/x"},
      {"web://a-b.c-d/x", "web://a-b.c-d/x"},
      {"web://ab--c.de/", "web://ab--c.de/"},
      {"web://123.example/", "web://123.example/"},
      {"web://1a.2b/", "web://1a.2b/"},
      {"web://127.0.0.1/", "web://127.0.0.1/"},
      {"web://255.255.255.255/", "web://255.255.255.255/"},
      {"web://１２７.0.0.1/", "web://127.0.0.1/"},
      {"web://[::1]:8080/x", "web://[::1]:8080/x"},
      {"web://[::1]", "web://[::1]/"},
      {"webs://u:p@[2001:DB8:0:0:0:0:0:1]:443/x", "webs://[2001:db8::1]/x", "u", "p"},
      {"web://[::ffff:127.0.0.1]/", "web://[::ffff:127.0.0.1]/"},
      {"web://münchen.de/", "web://xn--mnchen-3ya.de/"},
      {"web://MÜNCHEN.DE/", "web://xn--mnchen-3ya.de/"},
      {"web://xn--mnchen-3ya.de/", "web://xn--mnchen-3ya.de/"},
      {"web://例え。テスト/", "web://xn--r8jz45g.xn--zckzah/"},
      // Paths.
      {"web://h.example", "web://h.example/"},
      {"web://h.example?a=1", "web://h.example/?a=1"},
      {"web://h.example/a/", "web://h.example/a/"},
      {"web://h.example//a///b//", "web://h.example//a///b//"},
      {"web://h.example/a%2Fb%2fc", "web://h.example/a%2Fb%2fc"},
      {"web://h.example/%7euser/%41", "web://h.example/%7euser/%41"},
      {"web://h.example/ü/😀", "web://h.example/%C3%BC/%F0%9F%98%80"},
      {"web://h.example/%c3%bc", "web://h.example/%c3%bc"},
      {"web://h.example/%E4", "web://h.example/%E4"},
      {"web://h.example/a%20b+c", "web://h.example/a%20b+c"},
      {"web://h.example/a%09b", "web://h.example/a%09b"},
      {"web://h.example/{a}|b^c`d<e>\"f", "web://h.example/%7Ba%7D%7Cb%5Ec%60d%3Ce%3E%22f"},
      {"web://h.example/a[0]!$&'()*+,;=:b", "web://h.example/a[0]!$&'()*+,;=:b"},
      {"web://h.example/a/./b", "web://h.example/a/./b"},
      {"web://h.example/a/../b", "web://h.example/a/../b"},
      {"web://h.example/a/%2e%2E/b", "web://h.example/a/%2e%2E/b"},
      {"web://h.example/../../b", "web://h.example/../../b"},
      {"web://h.example/a/..", "web://h.example/a/.."},
      {"web://h.example/a/b/.", "web://h.example/a/b/."},
      {"web://h.example/a/b/..", "web://h.example/a/b/.."},
      {"web://h.example/..a/b../...", "web://h.example/..a/b../..."},
      {"web://h.example/a%250db", "web://h.example/a%250db"},
      // An '@' behind a host that is plainly one.
      {"web://h.example/@scope/a@b", "web://h.example/@scope/a@b"},
      {"web://127.0.0.1:8080/a:b@c", "web://127.0.0.1:8080/a:b@c"},
      {"web://[::1]:8080/@me", "web://[::1]:8080/@me"},
      {"web://localhost:8080/@me", "web://localhost:8080/@me"},
      {"web://nas2/%40me", "web://nas2/%40me"},
      {"web://h.example:8080/x?to=a@b", "web://h.example:8080/x?to=a@b"},
      // Queries: every item but method stays as it is, where it is.
      {"web://h.example/x?", "web://h.example/x?"},
      {"web://h.example?", "web://h.example/?"},
      {"web://h.example//", "web://h.example//"},
      {"web://h.example/x?b=2&a=1&b=2", "web://h.example/x?b=2&a=1&b=2"},
      {"web://h.example/x?a=1&&=&b", "web://h.example/x?a=1&&=&b"},
      {"web://h.example/x?a=?/:@", "web://h.example/x?a=?/:@"},
      {"web://h.example/x?a[0]=1;b=%2F%26%3D", "web://h.example/x?a[0]=1;b=%2F%26%3D"},
      {"web://h.example/x?q=ü", "web://h.example/x?q=%C3%BC"},
      {"web://h.example/x?../../y", "web://h.example/x?../../y"},
      {"web://h.example/x?method=post", "web://h.example/x", "", nullptr, "POST"},
      {"web://h.example/x?method=put", "web://h.example/x", "", nullptr, "PUT"},
      {"web://h.example/x?method=POST", "web://h.example/x", "", nullptr, "POST"},
      {"web://h.example?method=post", "web://h.example/", "", nullptr, "POST"},
      {"web://h.example/x?a=1&method=post&b=2", "web://h.example/x?a=1&b=2", "", nullptr, "POST"},
      {"web://h.example/x?method=post&a=1", "web://h.example/x?a=1", "", nullptr, "POST"},
      {"web://h.example/x?a=1&method=Put", "web://h.example/x?a=1", "", nullptr, "PUT"},
      {"web://h.example/x?method=post&method=POST", "web://h.example/x", "", nullptr, "POST"},
      {"web://h.example/x?methods=a&xmethod=b&Method=c", "web://h.example/x?methods=a&xmethod=b&Method=c"},
  };
  return kGood;
}

TEST(TargetUrl, TakesGoodAddressesApart) {
  for (const Good& good : goodAddresses()) {
    SCOPED_TRACE(good.text);
    const auto parsed = TargetUrl::parse(str(good.text));
    ASSERT_TRUE(parsed.ok()) << parsed.error().message.toStdString();
    EXPECT_EQ(parsed->url.address(), str(good.address));
    EXPECT_EQ(parsed->user, str(good.user));
    EXPECT_EQ(parsed->password.has_value(), good.password != nullptr);
    EXPECT_EQ(parsed->password.value_or(QString()), str(good.password ? good.password : ""));
    EXPECT_EQ(parsed->hasUserInfo, *good.user != '\0' || good.password);
    EXPECT_EQ(parsed->method ? httpMethodName(*parsed->method) : QString(), str(good.method));
  }
}

TEST(TargetUrl, SaysAgainWhatItWasToldAndIsSentSo) {
  for (const Good& good : goodAddresses()) {
    SCOPED_TRACE(good.text);
    const auto parsed = TargetUrl::parse(str(good.text));
    ASSERT_TRUE(parsed.ok());
    const TargetUrl& url = parsed->url;
    const auto again = TargetUrl::parse(url.address());
    ASSERT_TRUE(again.ok()) << again.error().message.toStdString();
    EXPECT_EQ(again->url, url);
    const auto forPeople = TargetUrl::parse(url.addressForPeople(parsed->user, false));
    ASSERT_TRUE(forPeople.ok()) << forPeople.error().message.toStdString();
    EXPECT_EQ(forPeople->url, url);
    EXPECT_EQ(forPeople->user, parsed->user);

    const QUrl sent = url.httpUrl();
    EXPECT_TRUE(sent.isValid());
    EXPECT_EQ(sent.scheme(), url.isEncrypted() ? u"https" : u"http");
    EXPECT_TRUE(sent.userInfo().isEmpty());
    EXPECT_EQ(sent.port(url.isEncrypted() ? 443 : 80), url.port());
    EXPECT_TRUE(url.httpAddress().endsWith(QString::fromLatin1(url.requestTarget())));
    EXPECT_TRUE(url.address().endsWith(QString::fromLatin1(url.requestTarget())));
  }
}

TEST(TargetUrl, EverySpellingHasOneLane) {
  const char* spellings[] = {"web://münchen.de/~a/b", "WEB://MÜNCHEN.de:80/~a/b", "web://xn--mnchen-3ya.de./~a/b",
                             "web://XN--MNCHEN-3YA.DE/~a/b", "web://u:p@münchen.de:080/~a/b?method=post"};
  for (const char* spelling : spellings) {
    const auto parsed = TargetUrl::parse(str(spelling));
    ASSERT_TRUE(parsed.ok()) << parsed.error().message.toStdString();
    EXPECT_EQ(parsed->url.lane(), u"web://xn--mnchen-3ya.de/~a/b") << spelling;
  }
  // Another path is another lane, whatever a server may make of it.
  EXPECT_NE(TargetUrl::parse(str("web://münchen.de/%7ea/b"))->url.lane(), u"web://xn--mnchen-3ya.de/~a/b");
}

TargetUrl url(const char* text) {
  return TargetUrl::parse(str(text)).value().url;
}

TEST(TargetUrl, ShowsPeopleTheHostAndNeverThePassword) {
  const TargetUrl plain = url("webs://xn--mnchen-3ya.de:8443/x?a=1");
  EXPECT_EQ(plain.hostForPeople(), u"münchen.de");
  EXPECT_EQ(plain.addressForPeople({}, false), u"webs://münchen.de:8443/x?a=1");
  EXPECT_EQ(plain.addressForPeople(QStringLiteral("user"), true), u"webs://user:•••@münchen.de:8443/x?a=1");
  EXPECT_EQ(plain.addressForPeople(QStringLiteral("a:b/c@d ü"), false),
            u"webs://a%3Ab%2Fc%40d%20%C3%BC@münchen.de:8443/x?a=1");
  EXPECT_EQ(plain.addressForPeople({}, true), u"webs://:•••@münchen.de:8443/x?a=1");
  EXPECT_EQ(url("web://[::1]:81/").hostForPeople(), u"[::1]");
  EXPECT_EQ(url("web://[::1]:81/").host(), u"::1");
  // A label that decodes to something else than it came from is shown as it is.
  EXPECT_EQ(url("web://xn--zzzzzz99999.de/").hostForPeople(), u"xn--zzzzzz99999.de");
}

TEST(TargetUrl, OriginAlwaysHasThePort) {
  EXPECT_EQ(url("web://HOST/x?y").origin(), u"http://host:80");
  EXPECT_EQ(url("webs://host/x").origin(), u"https://host:443");
  EXPECT_EQ(url("webs://[::1]:8/x").origin(), u"https://[::1]:8");
}

TEST(TargetUrl, WarnsWhatLeavesTheComputerUnencrypted) {
  const QString warning = QStringLiteral(
      "Not encrypted: anyone on the way can read the data and the password. Use webs:// if the server has HTTPS.");
  for (const char* own : {"web://localhost/", "web://127.0.0.1/", "web://127.9.8.7:81/", "web://[::1]/",
                          "web://LOCALHOST./", "webs://h.example/"}) {
    EXPECT_TRUE(unencryptedWarning(url(own)).isEmpty()) << own;
  }
  for (const char* far : {"web://h.example/", "web://128.0.0.1/", "web://10.0.0.1/", "web://[::2]/",
                          "web://localhost.example/", "web://127.example/"}) {
    EXPECT_EQ(unencryptedWarning(url(far)), warning) << far;
  }
  EXPECT_FALSE(url("webs://h.example/").isThisComputer());
}

TEST(TargetUrl, JoinsTailsWithOneSlashAndBothQueries) {
  struct Case {
    const char* base;
    const char* tail;
    const char* address;
    const char* method = "";
  };
  const std::vector<Case> cases = {
      {"web://h.example/", "path", "web://h.example/path"},
      {"web://h.example/", "/path", "web://h.example/path"},
      {"web://h.example/base", "path", "web://h.example/base/path"},
      {"web://h.example/base/", "/path", "web://h.example/base/path"},
      {"web://h.example/base", "//evil.example/x", "web://h.example/base/evil.example/x"},
      {"web://h.example/base//", "///a//b/", "web://h.example/base/a//b/"},
      {"web://h.example/base", "", "web://h.example/base"},
      {"web://h.example/base", "/", "web://h.example/base/"},
      {"web://h.example/base?a=1", "path?b=2", "web://h.example/base/path?a=1&b=2"},
      {"web://h.example/base?a=1", "?b=2", "web://h.example/base?a=1&b=2"},
      {"web://h.example/base?a=1", "path", "web://h.example/base/path?a=1"},
      {"web://h.example/base", "path?b=2&method=post&c", "web://h.example/base/path?b=2&c", "POST"},
      {"web://h.example/base?a=1", "path?method=put", "web://h.example/base/path?a=1", "PUT"},
      {"web://h.example/base", "a/./b/.", "web://h.example/base/a/./b/."},
      {"web://h.example/base", "ü {x}%7e%2f", nullptr},
      {"web://h.example/base", "ü{x}%7e%2f", "web://h.example/base/%C3%BC%7Bx%7D%7e%2f"},
      {"web://h.example:81/base", "u:p@evil.example", "web://h.example:81/base/u:p%40evil.example"},
      {"web://h.example:81/base", ":80@evil?x@y", "web://h.example:81/base/:80%40evil?x@y"},
      {"web://h.example/base", "web://evil.example/", "web://h.example/base/web://evil.example/"},
      {"web://h.example/base", "..", nullptr},
      {"web://h.example/base", "a/../../b", nullptr},
      {"web://h.example/base", "%2e%2E/b", nullptr},
      {"web://h.example/base", "a\\b", nullptr},
      {"web://h.example/base", "a#b", nullptr},
      {"web://h.example/base", "a\nb", nullptr},
      {"web://h.example/base", "a%0ab", nullptr},
      {"web://h.example/base", "a%zz", nullptr},
      {"web://h.example/base", "a?b=%00", nullptr},
      {"web://h.example/base", "a?method=get", nullptr},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(c.base) + " + " + c.tail);
    const auto joined = url(c.base).joined(str(c.tail));
    ASSERT_EQ(joined.ok(), c.address != nullptr);
    if (!joined) {
      EXPECT_EQ(joined.error().kind, ErrorKind::InvalidInput);
      continue;
    }
    EXPECT_EQ(joined->url.address(), str(c.address));
    EXPECT_EQ(joined->method ? httpMethodName(*joined->method) : QString(), str(c.method));
    const auto again = TargetUrl::parse(joined->url.address());
    ASSERT_TRUE(again.ok()) << again.error().message.toStdString();
    EXPECT_EQ(again->url, joined->url);
  }
  EXPECT_FALSE(url("web://h.example/base").joined(QString(8'000, u'a')).ok());
  EXPECT_FALSE(url("web://h.example/base").joined(QString(3'000, QChar(0xfc))).ok());
}

}  // namespace
}  // namespace courier
