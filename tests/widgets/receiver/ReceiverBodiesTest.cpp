#include <QTabBar>
#include <QThreadPool>

#include "tests/support/Packed.h"
#include "tests/support/Shots.h"
#include "tests/widgets/receiver/ReceiverWindowFixture.h"

namespace courier {
namespace {

using testing::packed;
using testing::waitUntil;

/// The bodies that arrive, as rows and as text.
class ReceiverBodiesTest : public testing::ReceiverWindowFixture {};

TEST_F(ReceiverBodiesTest, AnyOtherBodySaysWhyItHasNoGrid) {
  EXPECT_EQ(put("hello, there: not JSON"), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  EXPECT_EQ(text(QStringLiteral("Body")), QStringLiteral("hello, there: not JSON"));
  ASSERT_TRUE(waitUntil([this] { return noGrid().startsWith(QStringLiteral("This body cannot be read as ")); }));
  EXPECT_FALSE(grid().isVisibleTo(&m_window));
  m_window.findChild<QTabBar*>()->setCurrentIndex(1);
  testing::shoot(m_window, QStringLiteral("receiver-no-grid"));
  put("x", QStringLiteral("png"), {{"Content-Type", "image/png"}});
  ASSERT_TRUE(waitUntil([this] { return noGrid().contains(QStringLiteral("image/png")); }));
  put("a,b\r\n1,\"2", QStringLiteral("csv"), {{"Content-Type", "text/csv"}});
  ASSERT_TRUE(waitUntil([this] { return noGrid().startsWith(QStringLiteral("This body cannot be read as CSV")); }));
  put("no gzip", QStringLiteral("gz"), {{"Content-Type", "text/csv"}, {"Content-Encoding", "gzip"}});
  ASSERT_TRUE(waitUntil([this] { return noGrid().contains(QStringLiteral("not compressed with gzip")); }));
}

TEST_F(ReceiverBodiesTest, EveryFormIsAGridAndText) {
  const QVector<QPair<QByteArray, QByteArray>> bodies = {
      {"application/json; charset=utf-8", result},
      {"application/json", R"([{"code":"200","cnt":4981},{"code":"404","cnt":17},{"code":"500","cnt":2}])"},
      {"application/x-ndjson", "{\"code\":\"200\",\"cnt\":4981}\n{\"code\":\"404\",\"cnt\":17}\n{\"code\":\"500\"}\n"},
      {"text/csv; charset=utf-8; header=present", "code,cnt\r\n200,4981\r\n404,17\r\n500,2\r\n"},
  };
  for (const auto& [type, body] : bodies) {
    for (const bool isPacked : {false, true}) {
      QVector<QPair<QByteArray, QByteArray>> headers = {{"Content-Type", type}};
      if (isPacked) headers.append(qMakePair(QByteArray("Content-Encoding"), QByteArray("gzip")));
      EXPECT_EQ(put(isPacked ? packed(body) : body, QStringLiteral("path"), headers), 201);
      ASSERT_TRUE(waitUntil([this] { return noGrid().isEmpty() && grid().resultModel()->rowCount() == 3; }))
          << type.toStdString() << noGrid().toStdString();
      EXPECT_EQ(grid().resultModel()->index(0, 0).data().toString(), QStringLiteral("200")) << type.toStdString();
      EXPECT_EQ(grid().resultModel()->index(1, 1).data().toString(), QStringLiteral("17")) << type.toStdString();
      EXPECT_TRUE(text(QStringLiteral("Body")).contains(QStringLiteral("4981"))) << type.toStdString();
    }
  }
}

TEST_F(ReceiverBodiesTest, ALargeBodyIsReadOnAnotherThread) {
  QByteArray body = "n,text\r\n";
  constexpr int count = 300'000;
  for (int row = 0; row < count; ++row) body += QByteArray::number(row) + ",some text that makes it large\r\n";
  EXPECT_EQ(put(body, QStringLiteral("large"), {{"Content-Type", "text/csv"}}), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  // The rows are not there yet when the request is shown: nothing waited for them.
  EXPECT_EQ(noGrid(), QStringLiteral("Reading the rows …"));
  ASSERT_TRUE(waitUntil([&] { return noGrid().isEmpty() && grid().resultModel()->rowCount() == count; }, 60'000));
}

TEST_F(ReceiverBodiesTest, MayBeClearedOrGoWhileRowsAreRead) {
  const QByteArray body = "n,text\r\n" + QByteArray("1,some text that makes it large\r\n").repeated(300'000);
  const QVector<QPair<QByteArray, QByteArray>> csv = {{"Content-Type", "text/csv"}};
  EXPECT_EQ(put(body, QStringLiteral("large"), csv), 201);
  ASSERT_TRUE(waitUntil([this] { return rows() == 1; }));
  part<Button>("clear")->click();
  EXPECT_EQ(noGrid(), QString());
  // What was read of it is not taken for the next one's rows.
  EXPECT_EQ(put("a\r\n1\r\n", QStringLiteral("small"), csv), 201);
  ASSERT_TRUE(waitUntil([this] { return noGrid().isEmpty() && grid().resultModel()->rowCount() == 1; }));
  auto other = std::make_unique<ReceiverWindow>(m_settings, m_clock);
  other->open();
  QNetworkRequest request(TargetUrl::parse(other->address())->url.httpUrl());
  request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("text/csv"));
  std::unique_ptr<QNetworkReply> reply(m_network.put(request, body));
  auto* note = other->findChild<Note*>(QStringLiteral("gridNote"));
  ASSERT_TRUE(waitUntil([&] { return !note->text().isEmpty(); }));
  other.reset();
  EXPECT_TRUE(QThreadPool::globalInstance()->waitForDone(20'000));
}

}  // namespace
}  // namespace courier
