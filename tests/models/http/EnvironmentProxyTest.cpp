#include "models/http/EnvironmentProxy.h"

#include <gtest/gtest.h>

#include "tests/support/Deliveries.h"

namespace courier {
namespace {

using testing::urlOf;

QProcessEnvironment environmentOf(const char* lines) {
  QProcessEnvironment environment;
  for (const QString& line : QString::fromUtf8(lines).split(u'\n', Qt::SkipEmptyParts))
    environment.insert(line.section(u'=', 0, 0), line.section(u'=', 1));
  return environment;
}

/// "http://user:password@host:port", "direct", "nothing" or "error".
std::string wayTo(const char* url, const char* lines) {
  const auto found = environmentProxy(environmentOf(lines), urlOf(QString::fromUtf8(url)));
  if (!found) return "error";
  if (!*found) return "nothing";
  const ProxyWay& way = **found;
  if (way.options.kind == ProxyKind::None) return "direct";
  QString text = way.options.kind == ProxyKind::Http ? QStringLiteral("http://")
                 : way.looksNamesUp                  ? QStringLiteral("socks5h://")
                                                     : QStringLiteral("socks5://");
  if (way.signsIn()) text += way.options.user + u':' + way.password + u'@';
  return (text + way.options.host + u':' + QString::number(way.options.port)).toStdString();
}

// What curl 7.88 does with the same variables.
TEST(EnvironmentProxyTest, TheVariablesAreReadAsCurlReadsThem) {
  struct Row {
    const char* url;
    const char* lines;
    const char* way;
  };
  const char* plain = "web://w.ex.test/";
  const char* encrypted = "webs://w.ex.test/";
  for (const Row& row : {
           Row{plain, "", "nothing"},
           Row{plain, "http_proxy=http://p:1", "http://p:1"},
           Row{encrypted, "http_proxy=http://p:1", "direct"},
           Row{plain, "HTTP_PROXY=http://p:1", "direct"},
           Row{plain, "https_proxy=http://p:1", "direct"},
           Row{encrypted, "https_proxy=http://p:1", "http://p:1"},
           Row{encrypted, "HTTPS_PROXY=http://p:1", "http://p:1"},
           Row{encrypted, "https_proxy=http://p:1\nHTTPS_PROXY=http://q:2", "http://p:1"},
           Row{encrypted, "https_proxy=\nHTTPS_PROXY=http://q:2", "http://q:2"},
           Row{plain, "all_proxy=http://p:1", "http://p:1"},
           Row{plain, "ALL_PROXY=http://p:1", "http://p:1"},
           Row{encrypted, "ALL_PROXY=socks5h://p:1", "socks5h://p:1"},
           Row{plain, "all_proxy=http://p:1\nALL_PROXY=http://q:2", "http://p:1"},
           Row{plain, "http_proxy=http://r:3\nall_proxy=http://p:1", "http://r:3"},
           // How the proxy is written.
           Row{plain, "http_proxy=p:1", "http://p:1"},
           Row{plain, "http_proxy=p", "http://p:1080"},
           Row{plain, "http_proxy=http://p/", "http://p:1080"},
           Row{plain, "http_proxy=HTTP://p:1/path?x#y", "http://p:1"},
           Row{plain, "http_proxy=http://[2001:db8::7]:3128", "http://2001:db8::7:3128"},
           Row{plain, "http_proxy=socks5://p:1", "socks5://p:1"},
           Row{plain, "http_proxy=socks5h://u:w@p:1", "socks5h://u:w@p:1"},
           Row{plain, "http_proxy=http://user:password@p:1", "http://user:password@p:1"},
           Row{plain, "http_proxy=http://a%40b:c%3Ad%2Fe@p:1", "http://a@b:c:d/e@p:1"},
           Row{plain, "http_proxy=u:w@p", "http://u:w@p:1080"},
           Row{plain, "http_proxy=u@p", "http://u:@p:1080"},
           Row{plain, "http_proxy=:w@p", "http://:w@p:1080"},
           Row{plain, "http_proxy=ftp://p:1", "error"},
           Row{plain, "http_proxy=https://p:1", "error"},
           Row{plain, "http_proxy=socks4://p:1", "error"},
           Row{plain, "http_proxy=http://p:99999", "error"},
           Row{plain, "http_proxy=http://p:x", "error"},
           Row{plain, "http_proxy=http://", "error"},
           Row{plain, "http_proxy=http://u:p/q@p:1", "error"},
       }) {
    EXPECT_EQ(wayTo(row.url, row.lines), row.way) << row.url << "\n" << row.lines;
  }
}

TEST(EnvironmentProxyTest, ExceptionsAreReadAsCurlReadsThem) {
  struct Row {
    const char* host;
    const char* exceptions;
    bool direct;
  };
  for (const Row& row : {
           Row{"w.ex.test", "no_proxy=*", true},
           Row{"10.1.2.3", "no_proxy=*", true},
           Row{"w.ex.test", "NO_PROXY=*", true},
           Row{"w.ex.test", "no_proxy=\nNO_PROXY=*", true},
           Row{"w.ex.test", "no_proxy=q\nNO_PROXY=*", false},
           Row{"w.ex.test", "no_proxy=a,*", false},
           Row{"w.ex.test", "no_proxy=*.ex.test", false},
           Row{"w.ex.test", "no_proxy=w.ex.test", true},
           Row{"w.ex.test:8080", "no_proxy=w.ex.test", true},
           Row{"w.ex.test", "no_proxy=ex.test", true},
           Row{"w.ex.test", "no_proxy=.ex.test", true},
           Row{"ex.test", "no_proxy=.ex.test", true},
           Row{"w.ex.test", "no_proxy=EX.TEST", true},
           Row{"w.ex.test", "no_proxy=ex.test.", true},
           Row{"w.ex.test", "no_proxy=x.test", false},
           Row{"w.ex.test", "no_proxy=a.test, ex.test", true},
           Row{"w.ex.test", "no_proxy=ex.test a.test", true},
           Row{"w.ex.test", "no_proxy=,,ex.test,", true},
           Row{"w.ex.test", "no_proxy=.", false},
           Row{"w.ex.test", "no_proxy=w.ex.test:80", false},
           Row{"w.ex.test:8080", "no_proxy=w.ex.test:8080", false},
           Row{"10.1.2.3", "no_proxy=10.1.2.3", true},
           Row{"10.1.2.3", "no_proxy=10.0.0.0/8", true},
           Row{"11.1.2.3", "no_proxy=10.0.0.0/8", false},
           Row{"10.1.2.3", "no_proxy=10.1.2.3/32", true},
           Row{"10.1.2.3", "no_proxy=10.1.2.3/33", false},
           Row{"10.1.2.3", "no_proxy=10.1.2", false},
           Row{"10.1.2.3", "no_proxy=2.3", false},
           Row{"[2001:db8::1]", "no_proxy=2001:db8::1", true},
           Row{"[2001:db8::1]", "no_proxy=2001:0db8::/32", true},
           Row{"[2001:db8::1]", "no_proxy=2001:db9::/32", false},
       }) {
    const QByteArray lines = QByteArray("http_proxy=http://p:1\n") + row.exceptions;
    const QByteArray url = QByteArray("web://") + row.host + "/";
    EXPECT_EQ(wayTo(url.constData(), lines.constData()), row.direct ? "direct" : "http://p:1")
        << row.host << " " << row.exceptions;
  }
  EXPECT_EQ(wayTo("web://w.ex.test/", "no_proxy=ex.test"), "direct") << "the desktop's settings neither";
}

TEST(EnvironmentProxyTest, AnErrorNamesTheVariableAndNotItsValue) {
  const auto found = environmentProxy(environmentOf("HTTPS_PROXY=socks4://annabel:s3cret@p:1"),
                                      urlOf(QStringLiteral("webs://w.ex.test/")));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::InvalidInput);
  EXPECT_TRUE(found.error().message.contains(QStringLiteral("HTTPS_PROXY")));
  for (const char* secret : {"s3cret", "annabel"})
    EXPECT_FALSE((found.error().message + found.error().detail).contains(QString::fromLatin1(secret)));
}

TEST(EnvironmentProxyTest, ATargetsOwnWordGoesFirst) {
  const auto environment = environmentOf("http_proxy=http://u:w@p:1");
  const TargetUrl url = urlOf(QStringLiteral("web://w.ex.test/"));
  ProxyOptions options;
  EXPECT_EQ(proxyWay(options, {}, url, environment)->options.host, QStringLiteral("p"));
  options.kind = ProxyKind::None;
  EXPECT_EQ(proxyWay(options, {}, url, environment)->options.kind, ProxyKind::None);
  EXPECT_FALSE(proxyWay(options, {}, url, environment)->signsIn());
  options = {ProxyKind::Socks5, QStringLiteral("own"), 9, QStringLiteral("me")};
  EXPECT_EQ(proxyWay(options, QStringLiteral("x"), url, environment)->options, options);
  EXPECT_EQ(proxyWay(options, QStringLiteral("x"), url, environment)->password, QStringLiteral("x"));
  for (const char* own : {"web://localhost/", "web://127.0.0.1:8080/", "web://[::1]/"})
    EXPECT_EQ(proxyWay({}, {}, urlOf(QString::fromLatin1(own)), environment)->options.kind, ProxyKind::None);
}

}  // namespace
}  // namespace courier
