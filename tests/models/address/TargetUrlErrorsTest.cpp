#include <gtest/gtest.h>

#include <QLocale>
#include <vector>

#include "models/address/TargetUrl.h"

namespace courier {
namespace {

struct Bad {
  const char* text;
  const char* says;  ///< a piece of the message
};

TEST(TargetUrl, RefusesBadAddressesNamingThePart) {
  const std::vector<Bad> bad = {
      // Scheme.
      {"", "empty"},
      {"web", "scheme"},
      {"web:", "'//'"},
      {"web:host", "'//'"},
      {"webs:/host/path", "'//'"},
      {"host/path", "scheme"},
      {"//host/path", "scheme"},
      {"://host", "scheme"},
      {"ftp://host/", "scheme"},
      {"file:///etc/passwd", "scheme"},
      {"javascript:alert(1)", "scheme"},
      {"webx://host/", "scheme"},
      {"http://host/", "write web://"},
      {"HTTPS://host/", "write webs://"},
      // Host.
      {"web://", "host is missing"},
      {"web:///path", "host is missing"},
      {"web://?a=1", "host is missing"},
      {"web://user:secret@/path", "host is missing"},
      {"web://:8080/", "host is missing"},
      {"web://user:secret@:8080/", "host is missing"},
      {"web://./", "host"},
      {"web://a..b/", "host"},
      {"web://.a/", "host"},
      {"web://a.../", "host"},
      {"web://-a.example/", "host"},
      {"web://a-.example/", "host"},
      {"web://a_b*.example/", "host"},
      {"web://exa$mple/", "host"},
      {"web://h%65st/", "host"},
      {"web://ho<st/", "host"},
      {"web://1.2.3/", "four decimal numbers"},
      {"web://1.2.3.4.5/", "four decimal numbers"},
      {"web://0x7f.1/", "four decimal numbers"},
      {"web://0x7f000001/", "four decimal numbers"},
      {"web://2130706433/", "four decimal numbers"},
      {"web://127.1/", "four decimal numbers"},
      {"web://127.0.0.01/", "four decimal numbers"},
      {"web://0177.0.0.1/", "four decimal numbers"},
      {"web://256.0.0.1/", "four decimal numbers"},
      {"web://１２７.1/", "four decimal numbers"},
      {"web://1.2.3./", "four decimal numbers"},
      {"web://::1/", "brackets"},
      {"web://::1:8080/", "brackets"},
      {"web://[::1/", "brackets"},
      {"web://[::1]x/", "brackets"},
      {"web://[::1]]/", "brackets"},
      {"web://[]/", "IPv6"},
      {"web://[127.0.0.1]/", "IPv6"},
      {"web://[1::2::3]/", "IPv6"},
      {"web://[v1.x]/", "IPv6"},
      {"web://[fe80::1%25eth0]/", "zone"},
      {"web://[fe80::1%eth0]/", "zone"},
      // Port.
      {"web://host:0/", "port 0 is out of range (1 to 65535)"},
      {"web://host:99999/", "port 99999 is out of range (1 to 65535)"},
      {"web://host:65536/", "port 65536 is out of range (1 to 65535)"},
      {"web://host:99999999999999999999/", "port 9999999999 is out of range"},
      {"web://host:/", "port is missing"},
      {"web://host:", "port is missing"},
      {"web://host:?a", "port is missing"},
      {"web://[::1]:/", "port is missing"},
      {"web://host:80a/", "port is not a number"},
      {"web://host:-1/", "port is not a number"},
      {"web://host:+80/", "port is not a number"},
      {"web://host:٨٠/", "port is not a number"},
      // User and password.
      {"web://@host/", "user name is missing"},
      {"web://:@host/", "user name is missing"},
      {"web://a@secret@host/", "more than one '@'"},
      {"web://user:secret@a@host/", "more than one '@'"},
      {"web://us%3Aer:secret@host/", "user name has a ':'"},
      {"web://user:secret%zz@host/", "password has a '%'"},
      {"web://user%:secret@host/", "user name has a '%'"},
      {"web://user:secret%4@host/", "password has a '%'"},
      {"web://user:secret%0d@host/", "%0D"},
      {"web://user:secret%0Ax@host/", "%0A"},
      {"web://user%00:secret@host/", "%00"},
      {"web://user:secret%1b@host/", "%1B"},
      {"web://user:secret%7f@host/", "%7F"},
      {"web://user:secret%ff@host/", "UTF-8"},
      {"web://user:%c0%80@host/", "UTF-8"},
      {"web://user:•••@host/", "masked"},
      {"web://user:secret\\x@host/", "backslash"},
      {"web://user:sec#ret@host/", "%23"},
      {"web://user:sec ret@host/", "space"},
      // A password that an unescaped character cut off must not become another host.
      {"web://user:sec/ret@host/", "password"},
      {"web://user:12/secret@host/", "'@' after its host"},
      {"web://user:99999/secret@host/", "'@' after its host"},
      {"web://user:12?secret@host/", "'@' after its host"},
      {"web://corp/anna:secret@host/", "'@' after its host"},
      {"web://corp/anna@host/", "'@' after its host"},
      {"web://a.b/c:secret@host/", "'@' after its host"},
      {"web://me@corp.example:12/secret@host/", "'@' after its host"},
      {"web://user:sec?ret@host/", "'@' after its host"},
      // Path and query.
      {"web://host/a b", "space"},
      {"web://host/a\u00a0b", "space"},
      {" web://host/", "space"},
      {"web://host/ ", "space"},
      {"web://host/\n", "line break"},
      {"web://host/a\rb", "line break"},
      {"web://host/a\tb", "U+0009"},
      {"web://host/a\x7f", "U+007f"},
      {"web://host/a\u200bb", "U+200b"},
      {"web://h\u202eost/", "U+202e"},
      {"web://host/a\\b", "backslash"},
      {"web:\\\\host\\a", "backslash"},
      {"web://host/a#b", "%23"},
      {"web://host#b", "%23"},
      {"web://host/a%0d", "path has an encoded control character (%0D)"},
      {"web://host/a%0A%0d", "%0A"},
      {"web://host/%00", "%00"},
      {"web://host/?a=%00", "query has an encoded control character (%00)"},
      {"web://host/?a=%0D%0AX:1", "%0D"},
      {"web://host/%", "'%'"},
      {"web://host/%4", "'%4'"},
      {"web://host/a%zzb", "'%zz'"},
      {"web://host/?a=%g1", "query has '%g1'"},
      {"web://host/100%", "write %25"},
      {"web://host/?method=delete", "method 'delete'"},
      {"web://host/?method=", "method ''"},
      {"web://host/?method", "method ''"},
      {"web://host/?a=1&method=get&b=2", "method 'get'"},
      {"web://host/?method=post%20", "method 'post%20'"},
      {"web://host/?method=put&method=post", "two methods"},
  };
  for (const Bad& wrong : bad) {
    SCOPED_TRACE(wrong.text);
    const auto parsed = TargetUrl::parse(QString::fromUtf8(wrong.text));
    ASSERT_FALSE(parsed.ok()) << parsed->url.address().toStdString();
    EXPECT_EQ(parsed.error().kind, ErrorKind::InvalidInput);
    const QString& message = parsed.error().message;
    EXPECT_TRUE(message.contains(QString::fromUtf8(wrong.says))) << message.toStdString();
    EXPECT_TRUE(message.startsWith(u"The address") && message.endsWith(u'.')) << message.toStdString();
    EXPECT_FALSE(message.contains(u"secret") || message.contains(u"99999/") || message.contains(u"anna"))
        << message.toStdString();
    EXPECT_FALSE(message.contains(u"%1") && !message.contains(u"%1B")) << message.toStdString();
  }
}

TEST(TargetUrl, RefusesNulBrokenSurrogatesAndEndlessText) {
  const QString base = QStringLiteral("web://host/");
  EXPECT_FALSE(TargetUrl::parse(base + QChar(0)).ok());
  EXPECT_FALSE(TargetUrl::parse(base + QChar(0xd800)).ok());
  EXPECT_FALSE(TargetUrl::parse(base + QChar(0xdc00) + u'x').ok());
  EXPECT_FALSE(TargetUrl::parse(base + QChar(0xd800) + u'x').ok());

  EXPECT_TRUE(TargetUrl::parse(base + QString(7'900, u'a')).ok());
  const auto tooLong = TargetUrl::parse(base + QString(8'000, u'a'));
  ASSERT_FALSE(tooLong.ok());
  EXPECT_TRUE(tooLong.error().message.contains(QLocale().toString(8'000)));
  // One character is nine once it is percent-encoded.
  EXPECT_FALSE(TargetUrl::parse(base + QString(2'000, QChar(0x20ac))).ok());
  EXPECT_FALSE(TargetUrl::parse(QString(10'000'000, u':')).ok());
  EXPECT_FALSE(TargetUrl::parse(QStringLiteral("web://") + QString(64, u'a') + u'/').ok());
  EXPECT_TRUE(TargetUrl::parse(QStringLiteral("web://") + QString(63, u'a') + u'/').ok());
  EXPECT_FALSE(TargetUrl::parse(QStringLiteral("web://") + QStringLiteral("a.").repeated(127) + u'b' + u'/').ok());
}

}  // namespace
}  // namespace courier
