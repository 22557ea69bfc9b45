// Every failure of a delivery, provoked by a real server, and what the Jobs page says and offers then.
#include <QDialog>
#include <QTest>

#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/Deliveries.h"
#include "tests/support/FaultyServer.h"
#include "tests/support/Shots.h"
#include "tests/support/TestCertificates.h"
#include "widgets/common/Button.h"
#include "widgets/common/Note.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/targets/TargetDialog.h"

namespace courier {
namespace {

using testing::await;
using testing::FaultyServer;
using testing::Reaction;
using testing::TestCertificates;
using testing::waitUntil;

class FailuresTest : public testing::ApplicationFixture {
 protected:
  void SetUp() override {
    runQuery();
    takeShown();
  }
  /// The rows on the screen, as they would be sent.
  void takeShown() {
    QSignalSpy sent(page(), &QueryPage::sendRequested);
    tab()->send();
    m_shown = qvariant_cast<ShownResult>(sent.first().first());
    for (auto* dialog : window().findChildren<QDialog*>()) dialog->close();
    window().activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window()));
  }
  /// A target of its own at this address, and a delivery to it that has come to rest.
  DeliveryId deliver(const QString& address, const TargetOptions& options = {}) {
    Target wanted = testing::targetAt(QStringLiteral("target%1").arg(++m_targets), address);
    wanted.to.options = options;
    const auto target = await(m_services->targets().create(wanted));
    if (!target) qFatal("%s", qUtf8Printable(target.error().message));
    wanted.id = *target;
    m_request = testing::requestTo(wanted);
    return deliverAgain();
  }
  DeliveryId deliverAgain() {
    const auto sent = await(m_services->jobRunner().sendShownToAll(m_shown.job, m_shown.result, {m_request}, false));
    if (!sent) qFatal("%s", qUtf8Printable(sent.error().message));
    const DeliveryId id = sent->constFirst();
    EXPECT_TRUE(waitUntil([&] {
      const auto now = await(m_services->outbox().find(id));
      const bool isTried = now->state != DeliveryState::Waiting || !now->reason.isEmpty();
      return now->state != DeliveryState::Sending && isTried;
    }));
    return id;
  }
  [[nodiscard]] JobDetail* detail() { return window().findChild<JobsPage*>()->findChild<JobDetail*>(); }
  /// Shows it on the Jobs page and says what stands there: "sentence [first button] [second] …".
  QString said(DeliveryId id) {
    window().showPage(window().findChild<JobsPage*>());
    window().findChild<JobsPage*>()->showDelivery(id);
    const auto delivery = await(m_services->outbox().find(id));
    EXPECT_TRUE(waitUntil([&] {
      const auto& line = detail()->line();
      return line && line->delivery && line->delivery->id == id && line->delivery->state == delivery->state &&
             line->delivery->reason == delivery->reason;
    }));
    // The buttons come to the screen with the next turn of the events.
    EXPECT_TRUE(waitUntil([&] { return !buttons().isEmpty(); }));
    return detail()->findChild<Note*>(QStringLiteral("reason"))->text() + buttons();
  }
  [[nodiscard]] QString buttons() {
    QString text;
    for (const char* name : {"tryNow", "edit", "resume", "release", "sendAgain", "openQuery", "cancel"}) {
      if (const Button* button = action(name)) text += QStringLiteral(" [%1]").arg(button->text());
    }
    return text;
  }
  [[nodiscard]] Button* action(const char* name) {
    for (auto* button : detail()->findChildren<Button*>(QString::fromLatin1(name))) {
      if (button->isVisible()) return button;
    }
    return nullptr;
  }
  static TargetOptions direct() {
    TargetOptions options;
    options.proxy.kind = ProxyKind::None;
    return options;
  }

  ShownResult m_shown;
  DeliveryRequest m_request;
  int m_targets = 0;
};

TEST_F(FailuresTest, EachAnswerHasItsSentenceAndItsButton) {
  FaultyServer server;
  const QString place = QStringLiteral("127.0.0.1:%1").arg(server.port());
  struct Row {
    int status;
    const char* path;
    QVector<QPair<QByteArray, QByteArray>> headers;
    QString begins;
    const char* button;
  };
  const Row table[] = {
      {401,
       "/a",
       {},
       QStringLiteral("401: the server asks for a user name and password. Nothing more goes to 'target"),
       "[Change password…]"},
      {403,
       "/b",
       {},
       QStringLiteral("403: the server lets nobody write there without a password."),
       "[Change password…]"},
      {404,
       "/c",
       {},
       QStringLiteral("404: %1 does not know this address. Check the path.").arg(place),
       "[Edit target…]"},
      {405,
       "/d",
       {},
       QStringLiteral("405: the server does not accept PUT here. Ask its keeper to allow PUT, or choose POST."),
       "[Edit target…]"},
      {501, "/e", {}, QStringLiteral("501: the server does not accept PUT here."), "[Edit target…]"},
      {409,
       "/f/",
       {},
       QStringLiteral("409: the server does not accept a result at an address that ends in '/'. Add a "
                      "file name to the path."),
       "[Edit target…]"},
      {410,
       "/g",
       {},
       QStringLiteral("410: the server says that this address is gone for good."),
       "[Resume the target]"},
      {413, "/h", {}, QStringLiteral("413: the server takes no body this large ("), "[Edit target…]"},
      {301,
       "/i",
       {{"Location", "https://elsewhere.test/x"}},
       QStringLiteral(
           "301: the server redirects to another address, https://elsewhere.test/x. Nothing was sent there."),
       "[Edit target…]"},
      {418, "/j", {}, QStringLiteral("418: the server refused the result."), "[Send again]"},
      {503,
       "/k",
       {},
       QStringLiteral("503: %1 is overloaded or down for maintenance. Nothing was lost; next try in").arg(place),
       "[Try now]"},
      {429,
       "/l",
       {},
       QStringLiteral("429: %1 asks to be sent less often. Nothing was lost; next try in").arg(place),
       "[Try now]"},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.status);
    server.setScript([&](const testing::SeenRequest&) { return Reaction::answer(row.status, "no", row.headers); });
    const QString text = said(deliver(server.address(QString::fromLatin1(row.path)), direct()));
    EXPECT_TRUE(text.startsWith(row.begins)) << text.toStdString();
    EXPECT_TRUE(text.contains(QString::fromUtf8(row.button))) << text.toStdString();
    if (row.status == 401 || row.status == 413 || row.status == 503)
      testing::shoot(window(), QStringLiteral("failure-%1").arg(row.status));
  }
}

TEST_F(FailuresTest, WhatCannotBeReachedIsTriedAgain) {
  FaultyServer server;
  const QString address = server.address();
  const quint16 port = server.port();
  server.close();
  const QString text = said(deliver(address, direct()));
  EXPECT_TRUE(
      text.startsWith(QStringLiteral("Could not reach 127.0.0.1:%1 (connection refused). Nothing was lost; next "
                                     "try in")
                          .arg(port)))
      << text.toStdString();
  EXPECT_TRUE(text.contains(QStringLiteral("Check the port and your VPN. [Try now]"))) << text.toStdString();
}

TEST_F(FailuresTest, AnUntrustedCertificateOffersToAddTheAuthority) {
  const TestCertificates certificates;
  FaultyServer server(certificates.server());
  const QString text = said(deliver(server.address(), direct()));
  EXPECT_TRUE(
      text.startsWith(QStringLiteral("The certificate of localhost is not trusted (issuer: Acme CA). Nothing was "
                                     "sent. If it is your company's own, add it. [Add CA…]")))
      << text.toStdString();
  testing::shoot(window(), QStringLiteral("failure-tls"));
  ASSERT_NE(action("edit"), nullptr);
  QTest::mouseClick(action("edit"), Qt::LeftButton);
  TargetDialog* dialog = nullptr;
  ASSERT_TRUE(waitUntil([&] {
    dialog = window().findChild<TargetDialog*>();
    return dialog != nullptr && dialog->isVisible();
  }));
  auto* ca = dialog->findChild<QWidget*>(QStringLiteral("ca"));
  ASSERT_NE(ca, nullptr);
  EXPECT_TRUE(waitUntil([&] { return !ca->visibleRegion().isEmpty(); })) << "scrolled to";
  testing::shoot(*dialog, QStringLiteral("failure-tls-mend"));
  dialog->close();
}

TEST_F(FailuresTest, AGuardHoldsUntilThePersonDecides) {
  FaultyServer server;
  TargetOptions options = direct();
  options.guards.holdRowChangePercent = 1;
  const DeliveryId first = deliver(server.address(), options);
  ASSERT_TRUE(waitUntil([&] { return await(m_services->outbox().find(first))->state == DeliveryState::Delivered; }));
  // Another result with other rows, to the same address.
  tab()->editor()->load(QStringLiteral("SELECT code FROM www_access LIMIT 40"), 0);
  window().showPage(page());
  runQuery();
  ASSERT_TRUE(waitUntil([&] { return tab()->results()->grid()->model()->rowCount() == 40; }));
  takeShown();
  const DeliveryId held = deliverAgain();
  const QString text = said(held);
  EXPECT_TRUE(text.contains(QStringLiteral("[Let go] [Drop]"))) << text.toStdString();
  testing::shoot(window(), QStringLiteral("failure-guard"));
  ASSERT_NE(action("release"), nullptr);
  QTest::mouseClick(action("release"), Qt::LeftButton);
  EXPECT_TRUE(waitUntil([&] { return await(m_services->outbox().find(held))->state == DeliveryState::Delivered; }));
}

TEST_F(FailuresTest, AnUnknownPasswordIsAskedFor) {
  FaultyServer server;
  Target wanted = testing::targetAt(QStringLiteral("locked"), server.address());
  wanted.to.user = QStringLiteral("ada");
  const auto target = await(m_services->targets().create(wanted));
  ASSERT_TRUE(target);
  wanted.id = *target;
  m_request = testing::requestTo(wanted);
  m_request.to.options = direct();
  const QString text = said(deliverAgain());
  EXPECT_TRUE(text.startsWith(QStringLiteral(
      "The password for locked is not known on this computer. Enter it to send the result. [Enter password…]")))
      << text.toStdString();
  EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(FailuresTest, ABodyThatIsGoneIsRunAnew) {
  FaultyServer server;
  server.setScript([](const testing::SeenRequest&) { return Reaction::answer(503); });
  const DeliveryId id = deliver(server.address(), direct());
  const QString name = await(m_services->outbox().find(id))->spoolName;
  ASSERT_TRUE(QFile::remove(m_services->spoolFolder() + QLatin1Char('/') + name));
  ASSERT_TRUE(await(m_services->outbox().tryNow(id)));
  ASSERT_TRUE(waitUntil([&] { return await(m_services->outbox().find(id))->state == DeliveryState::Held; }));
  const QString text = said(id);
  EXPECT_TRUE(
      text.startsWith(QStringLiteral("The kept body of this result is missing or damaged. Nothing was sent. Run "
                                     "the query again. [Open the query]")))
      << text.toStdString();
  const int tabs = page()->tabs()->count();
  ASSERT_NE(action("openQuery"), nullptr);
  QTest::mouseClick(action("openQuery"), Qt::LeftButton);
  ASSERT_TRUE(waitUntil([&] { return page()->tabs()->count() == tabs + 1; }));
  EXPECT_EQ(window().currentPage(), page());
  EXPECT_TRUE(tab()->editor()->sql().contains(QStringLiteral("www_access")));
}

}  // namespace
}  // namespace courier
