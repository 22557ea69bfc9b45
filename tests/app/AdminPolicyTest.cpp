#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "app/Services.h"
#include "tests/support/Await.h"
#include "tests/support/Deliveries.h"

namespace courier {
namespace {

using testing::await;

/// The program's services, made as every program makes them, under a policy of the test's own.
TEST(AdminPolicy, TheProgramObeysIt) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("policy.json"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(R"({"https_only": true, "schedules": false})");
  file.close();
  ServicesOptions options;
  options.dataFolder = folder.filePath(QStringLiteral("data"));
  options.policyFile = path;
  Services services(options);
  ASSERT_TRUE(services.open());
  Target target = testing::targetAt(QStringLiteral("myweb"), QStringLiteral("web://far.invalid/"));
  const auto refused = await(services.targets().create(target));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            QStringLiteral("Your administrator allows only encrypted addresses: use webs://."));
  EXPECT_FALSE(services.policy().current().areSchedulesAllowed());
  target.to.url = testing::urlOf(QStringLiteral("webs://far.invalid/"));
  EXPECT_TRUE(await(services.targets().create(target)));
}

/// No variable of a user leads past the administrator.
TEST(AdminPolicy, ItsPlaceCannotBeMoved) {
  const QString place = adminPolicyPath();
  for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS", "ProgramData"}) {
    const QByteArray before = qgetenv(name);
    const bool wasSet = qEnvironmentVariableIsSet(name);
    qputenv(name, "/nowhere");
    EXPECT_EQ(adminPolicyPath(), place) << name;
    wasSet ? qputenv(name, before) : qunsetenv(name);
  }
  EXPECT_TRUE(place.endsWith(QStringLiteral("/policy.json")));
}

}  // namespace
}  // namespace courier
