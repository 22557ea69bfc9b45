#include <QPushButton>

#include "tests/support/Shots.h"
#include "tests/widgets/connections/ConnectionDialogFixture.h"
#include "widgets/common/Fold.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

const QString apiKey = QStringLiteral("1234/0123456789abcdef0123456789abcdef01234567");

/// The dialog's pages for Trino, Presto and Treasure Data.
class TrinoDialogTest : public testing::ConnectionDialogFixture {
 protected:
  void openPage(Engine engine) {
    open();
    m_dialog->begin(engine);
    for (Fold* fold : m_dialog->findChildren<Fold*>()) fold->setOpen(true);
  }
  [[nodiscard]] QString labelOf(const char* name) const {
    const QWidget* row = edit(name)->parentWidget();
    for (const QLabel* label : m_dialog->findChildren<QLabel*>()) {
      if (label->buddy() == row) return QString(label->text()).remove(u'&');
    }
    return {};
  }
  [[nodiscard]] Secret secretOf(ConnectionId id) {
    const auto secret = await(connectionSecret(found(id), m_secrets));
    return secret ? *secret : Secret();
  }
  [[nodiscard]] bool isShown(const char* name) const { return control<QWidget>(name)->isVisible(); }
};

TEST_F(TrinoDialogTest, AClustersAddressGoesBothWays) {
  open();
  paste(QStringLiteral("jdbc:presto://trino.example.org:8443/hive/web?user=ann&password=s3%2Fcret&SSL=true"));
  EXPECT_EQ(text("address"), u"presto://ann@trino.example.org:8443/hive/web?tls=verify");
  EXPECT_EQ(control<QComboBox>("kind")->currentText(), u"Trino or Presto");
  EXPECT_EQ(text("host") + u' ' + text("port"), u"trino.example.org 8443");
  EXPECT_EQ(text("catalog") + u' ' + text("schema"), u"hive web");
  EXPECT_EQ(text("user"), u"ann");
  EXPECT_EQ(text("password"), u"s3/cret");
  EXPECT_EQ(control<QComboBox>("headers")->currentData().toInt(), static_cast<int>(TrinoHeaders::Presto));
  EXPECT_EQ(text("name"), u"hive");
  EXPECT_FALSE(isShown("database") || isShown("region") || isShown("file"));

  choose(*control<QComboBox>("headers"), static_cast<int>(TrinoHeaders::Trino));
  write("catalog", QStringLiteral("my lake"));
  choose(*control<QComboBox>("sign_in"), static_cast<int>(TrinoSignIn::Token));
  write("time_zone", QStringLiteral("Asia/Tokyo"));
  EXPECT_EQ(text("address"),
            u"trino://ann@trino.example.org:8443/my%20lake/web?sign_in=jwt&tls=verify&time_zone=Asia%2FTokyo");
  EXPECT_EQ(labelOf("password"), u"Token");
  EXPECT_EQ(edit("password")->accessibleName(), u"Token");
  choose(*control<QComboBox>("sign_in"), static_cast<int>(TrinoSignIn::Password));
  EXPECT_EQ(labelOf("password"), u"Password");
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  EXPECT_EQ(found(m_saved).schema, u"web");
  EXPECT_EQ(secretOf(m_saved).password(), u"s3/cret");
}

TEST_F(TrinoDialogTest, AWrongClusterIsSaidAtItsField) {
  openPage(Engine::Trino);
  EXPECT_EQ(edit("port")->placeholderText(), u"8080");
  write("schema", QStringLiteral("web"));
  write("time_zone", QStringLiteral("no zone"));
  choose(*control<QComboBox>("proxy"), static_cast<int>(ProxyKind::Http));
  write("proxyHost", QStringLiteral("proxy.example.org"));
  write("client_key", QStringLiteral("/nowhere/key.pem"));
  write("name", QStringLiteral("cluster"));
  for (Fold* fold : m_dialog->findChildren<Fold*>()) fold->setOpen(false);
  save();
  for (const char* name : {"catalog", "time_zone", "proxyHost", "client_key", "client_certificate"})
    EXPECT_FALSE(error(name).isEmpty()) << name;
  EXPECT_TRUE(isShown("proxyHost")) << "what is wrong is in sight";
  EXPECT_FALSE(m_saved.isValid());
  // A password over a way that others can read: off on this computer unless chosen.
  openPage(Engine::Trino);
  write("name", QStringLiteral("cluster"));
  write("user", QStringLiteral("ann"));
  write("password", QStringLiteral("s3cret"));
  save();
  ASSERT_TRUE(waitUntil([&] { return note().contains(QStringLiteral("HTTPS only")); })) << qPrintable(note());
  choose(*control<QComboBox>("tls"), static_cast<int>(TlsMode::Verify));
  EXPECT_EQ(edit("port")->placeholderText(), u"443");
  save();
  EXPECT_TRUE(isSaved()) << qPrintable(note());
}

TEST_F(TrinoDialogTest, SecretsOfTheWayAreKeptReplacedOrAskedFor) {
  openPage(Engine::Trino);
  paste(QStringLiteral("trino://ann@trino.example.org/hive?proxy=http://pete:pr0xy@proxy.example.org:3128"));
  EXPECT_FALSE(text("address").contains(u"pr0xy"));
  EXPECT_EQ(text("proxyUser"), u"pete");
  EXPECT_EQ(text("proxyPassword"), u"pr0xy");
  EXPECT_EQ(edit("proxyPassword")->echoMode(), QLineEdit::Password);
  EXPECT_FALSE(isShown("passphrase"));
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  EXPECT_EQ(secretOf(m_saved).fields.value(secretfields::proxyPassword), u"pr0xy");

  const ConnectionId id = std::exchange(m_saved, {});
  open(found(id));
  EXPECT_EQ(text("proxyPassword"), QString());
  EXPECT_FALSE(edit("proxyPassword")->placeholderText().isEmpty());
  // A saved password is no token.
  EXPECT_TRUE(isShown("keepPassword"));
  choose(*control<QComboBox>("sign_in"), static_cast<int>(TrinoSignIn::Token));
  EXPECT_FALSE(isShown("keepPassword"));
  choose(*control<QComboBox>("sign_in"), static_cast<int>(TrinoSignIn::Password));
  write("password", QStringLiteral("s3cret"));
  // What is typed is tried, and what is stored stays where it is.
  click(control<QWidget>("test"));
  ASSERT_FALSE(m_asked.empty());
  EXPECT_EQ(m_asked.back().access.password, u"s3cret");
  EXPECT_EQ(m_asked.back().access.connection.secretKey, found(id).secretKey);
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  EXPECT_EQ(secretOf(id).fields, (GivenSecrets{{secretfields::password, QStringLiteral("s3cret")},
                                               {secretfields::proxyPassword, QStringLiteral("pr0xy")}}));
  // One that is needed and not there.
  openPage(Engine::Trino);
  paste(QStringLiteral("trino://ann@trino.example.org/lake?proxy=http://pete@proxy.example.org:3128"));
  save();
  ASSERT_TRUE(waitUntil([&] { return !error("proxyPassword").isEmpty(); })) << qPrintable(note());
  EXPECT_TRUE(edit("proxyPassword")->hasFocus());
}

TEST_F(TrinoDialogTest, ARegionAndAKeyAreAllThatTreasureDataNeeds) {
  openPage(Engine::TreasureData);
  EXPECT_TRUE(control<QComboBox>("region")->hasFocus());
  EXPECT_EQ(control<QComboBox>("region")->count(), 6);
  EXPECT_FALSE(isShown("host") || isShown("user") || isShown("tls") || isShown("sign_in"));
  save();
  EXPECT_FALSE(error("database").isEmpty());
  EXPECT_FALSE(error("password").isEmpty());
  control<QComboBox>("region")->setCurrentIndex(1);
  write("database", QStringLiteral("sample_datasets"));
  EXPECT_EQ(text("address"), u"td://tokyo/sample_datasets");
  EXPECT_EQ(text("name"), u"sample_datasets");
  EXPECT_EQ(labelOf("password"), u"API key");
  write("password", apiKey);
  EXPECT_EQ(edit("password")->echoMode(), QLineEdit::Password);
  EXPECT_FALSE(text("address").contains(apiKey.first(4)));
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  const Connection made = found(m_saved);
  EXPECT_EQ(made.host + u' ' + made.database + made.user, u"tokyo sample_datasets");
  EXPECT_EQ(secretOf(made.id).password(), apiKey);
  // It is never shown again, and stays without being typed.
  open(made);
  EXPECT_EQ(text("password"), QString());
  EXPECT_EQ(control<QCheckBox>("keepPassword")->text(), u"Keep the saved key");
  control<QComboBox>("region")->setCurrentIndex(control<QComboBox>("region")->count() - 1);
  EXPECT_TRUE(isShown("host"));
  write("host", QStringLiteral("nowhere"));
  save();
  EXPECT_TRUE(error("host").contains(QStringLiteral("tokyo"))) << qPrintable(error("host"));
  write("host", QStringLiteral("td.example.org"));
  EXPECT_EQ(text("address"), u"td://td.example.org/sample_datasets");
  m_saved = {};
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  EXPECT_EQ(secretOf(made.id).password(), apiKey);
}

TEST_F(TrinoDialogTest, APastedKeyIsTakenOutWhereverItStands) {
  for (const QString& pasted : {QStringLiteral("td://%1@eu01/web").arg(apiKey), apiKey,
                                QStringLiteral("trino://%1@api-presto.eu01.treasuredata.com/td/web").arg(apiKey),
                                QStringLiteral("td://%1@nowhere/web").arg(apiKey)}) {
    open();
    paste(pasted);
    EXPECT_FALSE(text("address").contains(u"abcdef")) << qPrintable(text("address"));
    EXPECT_EQ(text("password"), apiKey) << qPrintable(pasted);
    QTest::keySequence(edit("address"), QKeySequence::Undo);
    EXPECT_FALSE(text("address").contains(u"abcdef"));
    if (!pasted.contains(u"eu01")) continue;
    EXPECT_EQ(text("address"), u"td://eu01/web");
    EXPECT_EQ(control<QComboBox>("region")->currentData().toString(), u"eu01");
  }
}

TEST_F(TrinoDialogTest, EachPageOnTheScreen) {
  for (const Engine engine : {Engine::Trino, Engine::TreasureData}) {
    openPage(engine);
    EXPECT_FALSE(control<QLabel>("readOnlyWords")->text().isEmpty());
    choose(*control<QComboBox>("proxy"), static_cast<int>(ProxyKind::Http));
    testing::shoot(*m_dialog, QStringLiteral("connection-dialog-") + engineKey(engine) + QStringLiteral("-all"));
    for (Fold* fold : m_dialog->findChildren<Fold*>()) fold->setOpen(false);
    testing::shoot(*m_dialog, QStringLiteral("connection-dialog-") + engineKey(engine));
  }
}

}  // namespace
}  // namespace courier
