#include "models/address/TargetReference.h"

#include <gtest/gtest.h>

#include "tests/support/Text.h"

namespace courier {
namespace {

using testing::str;

TEST(TargetReference, TellsNamesFromAddresses) {
  struct Case {
    const char* text;
    const char* name;
    const char* tail;
  };
  for (const Case& c :
       {Case{"myweb", "myweb", ""}, Case{"myweb:path", "myweb", "path"}, Case{"myweb:", "myweb", ""},
        Case{"my-web_2.x:/a/b?c=d&method=post", "my-web_2.x", "/a/b?c=d&method=post"},
        Case{"myweb:a:b@c", "myweb", "a:b@c"}, Case{"größe:ü", "größe", "ü"}, Case{"webx:path", "webx", "path"},
        Case{"host.example:8080/path", "host.example", "8080/path"}}) {
    SCOPED_TRACE(c.text);
    const auto reference = TargetReference::parse(str(c.text));
    ASSERT_TRUE(reference.ok()) << reference.error().message.toStdString();
    EXPECT_EQ(reference->name, str(c.name));
    EXPECT_EQ(reference->tail, str(c.tail));
    EXPECT_FALSE(reference->address.has_value());
  }
  const auto address = TargetReference::parse(QStringLiteral("WEBS://u:p@host/path?method=post"));
  ASSERT_TRUE(address.ok());
  EXPECT_TRUE(address->name.isEmpty());
  ASSERT_TRUE(address->address.has_value());
  EXPECT_EQ(address->address->url.address(), u"webs://host/path");
  EXPECT_EQ(address->address->user, u"u");
}

TEST(TargetReference, RefusesWhatIsNeither) {
  struct Case {
    const char* text;
    const char* says;
  };
  for (const Case& c :
       {Case{"", "empty"}, Case{":path", "empty"}, Case{"web", "'web' or 'webs'"}, Case{"WEBS", "'web' or 'webs'"},
        Case{"web:path", "'//'"}, Case{"webs:path", "'//'"}, Case{"http://host/", "write web://"},
        Case{"myweb://host/", "scheme"}, Case{"my web:path", "letters"}, Case{"my/web", "letters"},
        Case{"/tmp/x", "letters"}, Case{"user@host:path", "letters"}, Case{"myweb:../x", "'..'"},
        Case{"myweb:a b", "space"}, Case{"myweb:a\nb", "line break"}, Case{"myweb:?method=get", "method 'get'"},
        Case{"web://host:0/", "port 0"}}) {
    SCOPED_TRACE(c.text);
    const auto reference = TargetReference::parse(str(c.text));
    ASSERT_FALSE(reference.ok());
    EXPECT_EQ(reference.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(reference.error().message.contains(str(c.says))) << reference.error().message.toStdString();
  }
}

TEST(TargetReference, NamesHaveALimit) {
  EXPECT_TRUE(checkTargetName(QString(64, u'a')).ok());
  EXPECT_FALSE(checkTargetName(QString(65, u'a')).ok());
  // Counted in characters, not in UTF-16 code units.
  EXPECT_TRUE(checkTargetName(QStringLiteral("𝒜").repeated(64)).ok());
  EXPECT_FALSE(checkTargetName(QStringLiteral("a\n")).ok());
  EXPECT_FALSE(checkTargetName(QStringLiteral("😀")).ok());
}

}  // namespace
}  // namespace courier
