#include "models/address/HostName.h"

#include <gtest/gtest.h>

namespace courier {
namespace {

TEST(NetworkWatch, NearHostsNeedNoWideNetwork) {
  for (const char* host : {"localhost", "127.0.0.1", "127.8.8.8", "::1", "10.0.0.1", "10.255.255.255", "172.16.0.1",
                           "172.31.255.255", "192.168.0.1", "169.254.7.7", "fe80::1", "febf::1", "fc00::1", "fdff::1",
                           "::ffff:10.0.0.1", "intranet", "printer.local", "app.localhost"}) {
    EXPECT_TRUE(isNearHost(QString::fromLatin1(host))) << host;
  }
}

TEST(NetworkWatch, OtherHostsDo) {
  for (const char* host : {"example.org", "8.8.8.8", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.167.1.1",
                           "169.253.1.1", "2001:db8::1", "fec0::1", "::ffff:8.8.8.8", "local.example.org", "a.b"}) {
    EXPECT_FALSE(isNearHost(QString::fromLatin1(host))) << host;
  }
}

}  // namespace
}  // namespace courier
