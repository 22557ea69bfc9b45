#include "models/admin/AdminPolicy.h"

#include <gtest/gtest.h>

#include "tests/support/Deliveries.h"

namespace courier {
namespace {

TargetUrl url(const char* text) {
  return testing::urlOf(QString::fromUtf8(text));
}

Expected<AdminPolicy> parse(const char* json) {
  return AdminPolicy::parse(json, QStringLiteral("/etc/query-courier/policy.json"));
}

std::string verdict(const char* json, const char* address) {
  const auto policy = parse(json);
  if (!policy) return "unusable";
  const auto allowed = policy->check(url(address));
  return allowed ? "allowed" : allowed.error().message.toStdString();
}

TEST(AdminPolicyTest, ReadsEachKeyAndLeavesOutWhatIsNotThere) {
  const auto full = parse(R"({"allowed_hosts": ["*.example.org"], "https_only": true, "schedules": false,
                              "longest_retention_days": 30, "of_a_later_version": {"x": [1]}})");
  ASSERT_TRUE(full) << full.error().message.toStdString();
  EXPECT_FALSE(full->areSchedulesAllowed());
  EXPECT_EQ(full->longestRetentionDays(), 30);
  const auto empty = parse("\xef\xbb\xbf {} \r\n");
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->areSchedulesAllowed());
  EXPECT_FALSE(empty->longestRetentionDays().has_value());
  EXPECT_TRUE(empty->check(url("web://anywhere.example/")));
  EXPECT_TRUE(AdminPolicy().check(url("web://anywhere.example/")));
  EXPECT_EQ(parse(R"({"longest_retention_days": 0})")->longestRetentionDays(), 0);
}

TEST(AdminPolicyTest, RefusesWhatIsNotRightAndSaysWhere) {
  struct Row {
    const char* json;
    const char* named;
  };
  const Row table[] = {
      {"", "JSON"},
      {"[]", "JSON"},
      {"{\"https_only\": true", "JSON"},
      {"https_only: true", "JSON"},
      {R"({"https_only": "true"})", "https_only"},
      {R"({"https_only": 1})", "https_only"},
      {R"({"https_only": null})", "https_only"},
      {R"({"schedules": "off"})", "schedules"},
      {R"({"allowed_hosts": "example.org"})", "allowed_hosts"},
      {R"({"allowed_hosts": [1]})", "allowed_hosts"},
      {R"({"allowed_hosts": [""]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["*"]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["*."]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["a.*.example.org"]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["*example.org"]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["webs://example.org/"]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["example.org:8080"]})", "allowed_hosts"},
      {R"({"allowed_hosts": ["*.192.0.2.1"]})", "allowed_hosts"},
      {R"({"longest_retention_days": "30"})", "longest_retention_days"},
      {R"({"longest_retention_days": -1})", "longest_retention_days"},
      {R"({"longest_retention_days": 1.5})", "longest_retention_days"},
      {R"({"longest_retention_days": 1e9})", "longest_retention_days"},
      {R"({"longest_retention_days": true})", "longest_retention_days"},
  };
  for (const Row& row : table) {
    const auto policy = parse(row.json);
    ASSERT_FALSE(policy) << row.json;
    const std::string sentence = policy.error().message.toStdString();
    EXPECT_EQ(policy.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(sentence.find(row.named), std::string::npos) << row.json << ": " << sentence;
    EXPECT_NE(sentence.find("/etc/query-courier/policy.json"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("Ask your administrator."), std::string::npos) << sentence;
  }
}

TEST(AdminPolicyTest, MatchesHosts) {
  struct Row {
    const char* host;
    const char* address;
    bool allowed;
  };
  const Row table[] = {
      {"example.org", "webs://example.org/", true},
      {"example.org", "webs://EXAMPLE.org./x", true},
      {"Example.ORG.", "webs://example.org:8443/", true},
      {"example.org", "webs://www.example.org/", false},
      {"example.org", "webs://example.org.evil.example/", false},
      {"*.example.org", "webs://a.example.org/", true},
      {"*.example.org", "webs://a.b.C.example.org/", true},
      {"*.Example.org.", "webs://a.example.org./", true},
      {"*.example.org", "webs://example.org/", false},
      {"*.example.org", "webs://badexample.org/", false},
      {"*.example.org", "webs://a.example.org.evil.example/", false},
      {"bücher.example", "webs://xn--bcher-kva.example/", true},
      {"xn--bcher-kva.example", "webs://BÜCHER.example/", true},
      {"*.bücher.example", "webs://a.xn--bcher-kva.example/", true},
      {"192.0.2.1", "webs://192.0.2.1/", true},
      {"192.0.2.1", "webs://192.0.2.10/", false},
      {"*.example.org", "webs://192.0.2.1/", false},
      {"2001:db8::1", "webs://[2001:DB8:0::1]/", true},
      {"[2001:db8::1]", "webs://[2001:db8::1]:8443/", true},
      {"2001:db8::1", "webs://[2001:db8::2]/", false},
      // What stays on this computer is nobody's business.
      {"example.org", "web://127.0.0.1:8080/", true},
      {"example.org", "web://[::1]:8080/", true},
      {"example.org", "web://localhost/", true},
      {"example.org", "web://localhost.example/", false},
  };
  for (const Row& row : table) {
    const std::string json = std::string(R"({"allowed_hosts": [")") + row.host + R"("]})";
    EXPECT_EQ(verdict(json.c_str(), row.address) == "allowed", row.allowed) << row.host << " " << row.address;
  }
}

TEST(AdminPolicyTest, AProxyThatATargetNamesIsAskedForToo) {
  const auto policy = parse(R"({"allowed_hosts": ["*.example.org", "2001:db8::1"]})");
  ASSERT_TRUE(policy);
  const auto through = [&](ProxyKind kind, const char* host, const char* address = "webs://a.example.org/") {
    ProxyOptions proxy;
    proxy.kind = kind;
    proxy.host = QString::fromUtf8(host);
    proxy.port = 3128;
    const auto allowed = policy->check(url(address), proxy);
    return allowed ? "allowed" : allowed.error().message.toStdString();
  };
  const std::string refused =
      "Your administrator allows only *.example.org, [2001:db8::1]. The proxy proxy.example.com is not among them: "
      "choose another, or none.";
  EXPECT_EQ(through(ProxyKind::Http, "proxy.example.com"), refused);
  EXPECT_EQ(through(ProxyKind::Socks5, "Proxy.Example.Com."), refused);
  // What goes to this computer leaves it first.
  EXPECT_EQ(through(ProxyKind::Http, "proxy.example.com", "web://127.0.0.1/"), refused);
  EXPECT_EQ(through(ProxyKind::Http, "PROXY.example.org"), "allowed");
  EXPECT_EQ(through(ProxyKind::Http, "2001:DB8:0::1"), "allowed");
  EXPECT_EQ(through(ProxyKind::Socks5, "localhost"), "allowed");
  EXPECT_EQ(through(ProxyKind::System, ""), "allowed");
  EXPECT_EQ(through(ProxyKind::None, "proxy.example.com"), "allowed");
}

TEST(AdminPolicyTest, SaysWhatIsAllowed) {
  constexpr auto one = R"({"allowed_hosts": ["*.example.org"]})";
  EXPECT_EQ(verdict(one, "webs://example.com/"), "Your administrator allows only *.example.org.");
  constexpr auto two = R"({"allowed_hosts": ["*.example.org", "xn--bcher-kva.example", "2001:db8::1"]})";
  EXPECT_EQ(verdict(two, "webs://example.com/"),
            "Your administrator allows only *.example.org, bücher.example, [2001:db8::1].");
  constexpr auto many = R"({"allowed_hosts": ["a.org", "b.org", "c.org", "d.org", "e.org", "f.org"]})";
  EXPECT_EQ(verdict(many, "webs://example.com/"),
            "Your administrator allows only a.org, b.org, c.org, d.org, e.org, ….");
  constexpr auto none = R"({"allowed_hosts": []})";
  EXPECT_EQ(verdict(none, "webs://example.com/"), "Your administrator allows only this computer's own addresses.");
  EXPECT_EQ(verdict(none, "web://127.0.0.1/"), "allowed");
  constexpr auto https = R"({"https_only": true})";
  EXPECT_EQ(verdict(https, "web://example.com/"), "Your administrator allows only encrypted addresses: use webs://.");
  EXPECT_EQ(verdict(https, "webs://example.com/"), "allowed");
  EXPECT_EQ(verdict(https, "web://127.0.0.1:8080/"), "allowed");
  constexpr auto both = R"({"allowed_hosts": ["a.example.org"], "https_only": true})";
  EXPECT_EQ(verdict(both, "web://b.example.org/"), "Your administrator allows only a.example.org.");
  EXPECT_EQ(verdict(both, "web://a.example.org/"), "Your administrator allows only encrypted addresses: use webs://.");
}

}  // namespace
}  // namespace courier
