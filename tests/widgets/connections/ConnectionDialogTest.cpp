#include <QFile>
#include <QPlainTextEdit>
#include <QSpinBox>

#include "models/query/ConnectionUrl.h"
#include "tests/support/Shots.h"
#include "tests/support/ToldSecretStore.h"
#include "tests/widgets/connections/ConnectionDialogFixture.h"
#include "widgets/common/Fold.h"
#include "widgets/connections/ConnectionMark.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

class ConnectionDialogTest : public testing::ConnectionDialogFixture {};

TEST_F(ConnectionDialogTest, APastedAddressIsTakenApartAtOnce) {
  open();
  paste(QStringLiteral(
      "postgresql://ann:p%40ss@db.example.org:5433/shop?tls=on&time_limit=60&start_sql=SET%20a%20TO%201"));
  EXPECT_EQ(text("address"),
            u"postgresql://ann@db.example.org:5433/shop?tls=on&time_limit=60&start_sql=SET%20a%20TO%201");
  EXPECT_EQ(control<QComboBox>("kind")->currentText(), u"PostgreSQL");
  EXPECT_EQ(text("host"), u"db.example.org");
  EXPECT_EQ(text("port"), u"5433");
  EXPECT_EQ(text("database"), u"shop");
  EXPECT_EQ(text("user"), u"ann");
  EXPECT_EQ(text("password"), u"p@ss");
  EXPECT_EQ(edit("password")->echoMode(), QLineEdit::Password);
  EXPECT_EQ(text("name"), u"shop") << "a name is suggested";
  EXPECT_EQ(control<QSpinBox>("time_limit")->value(), 60);
  EXPECT_EQ(control<QPlainTextEdit>("start_sql")->toPlainText(), u"SET a TO 1");
  EXPECT_TRUE(control<Note>("tlsWarning")->text().contains(QStringLiteral("not verified")));
  EXPECT_EQ(control<Note>("tlsWarning")->tone(), Tone::Bad);
  QTest::keySequence(edit("address"), QKeySequence::Undo);
  EXPECT_FALSE(text("address").contains(QStringLiteral("p%40ss")));
  save();
  ASSERT_TRUE(isSaved());
  const Connection made = found(m_saved);
  EXPECT_EQ(made.name, u"shop");
  EXPECT_EQ(made.server.tls, TlsMode::On);
  EXPECT_EQ(passwordUnder(made.secretKey), u"p@ss");
}

TEST_F(ConnectionDialogTest, ATypedAddressFillsTheFieldsAndLosesItsPasswordOnFocusOut) {
  open();
  write("address", QStringLiteral("mysql://bob:s3cret@db.example.org/stock"));
  EXPECT_EQ(control<QComboBox>("kind")->currentText(), u"MariaDB or MySQL");
  EXPECT_EQ(text("host"), u"db.example.org");
  QTest::keyClick(edit("address"), Qt::Key_Tab);
  EXPECT_EQ(text("address"), u"mysql://bob@db.example.org/stock");
  EXPECT_EQ(text("password"), u"s3cret");
  // What cannot be understood loses it as well, and is said.
  paste(QStringLiteral("oracle://bob:t0psecret@db.example.org/stock"));
  EXPECT_FALSE(text("address").contains(QStringLiteral("t0psecret")));
  QTest::keyClick(edit("address"), Qt::Key_Tab);
  EXPECT_TRUE(error("address").contains(QStringLiteral("unknown scheme"))) << qPrintable(error("address"));
  EXPECT_EQ(text("password"), u"t0psecret");
}

TEST_F(ConnectionDialogTest, TheFieldsWriteTheAddress) {
  open();
  chooseKind(Engine::MariaDb);
  write("host", QStringLiteral("db.example.org"));
  write("port", QStringLiteral("3307"));
  write("database", QStringLiteral("my shop"));
  write("user", QStringLiteral("a@b"));
  write("password", QStringLiteral("s3cret"));
  EXPECT_EQ(text("address"), u"mysql://a%40b@db.example.org:3307/my%20shop");
  choose(*control<QComboBox>("tls"), static_cast<int>(TlsMode::Verify));
  control<QCheckBox>("tinyint1_boolean")->setChecked(true);
  EXPECT_EQ(text("address"), u"mysql://a%40b@db.example.org:3307/my%20shop?tls=verify&tinyint1_boolean=yes");
  // How it is shown is no part of where it is.
  write("label", QStringLiteral("production"));
  EXPECT_FALSE(text("address").contains(QStringLiteral("production")));
  EXPECT_EQ(control<MarkPill>("mark")->label(), u"production");
  chooseKind(Engine::PostgreSql);
  EXPECT_EQ(text("address"), u"postgresql://a%40b@db.example.org:3307/my%20shop?tls=verify");
  chooseKind(Engine::Sqlite);
  EXPECT_EQ(text("address"), QString());
  EXPECT_TRUE(edit("host")->isHidden() || !edit("host")->isVisible());
  EXPECT_FALSE(control<QComboBox>("tls")->isVisible());
  write("file", QStringLiteral("/data/shop.db"));
  EXPECT_EQ(text("address"), u"sqlite:/data/shop.db");
}

TEST_F(ConnectionDialogTest, WhatIsWrongIsSaidAtItsField) {
  open();
  save();
  EXPECT_FALSE(error("name").isEmpty());
  EXPECT_FALSE(error("file").isEmpty());
  chooseKind(Engine::PostgreSql);
  write("host", QStringLiteral("db one"));
  write("port", QStringLiteral("70000"));
  write("ca", QStringLiteral("/nowhere/ca.pem"));
  write("name", QStringLiteral(" "));
  save();
  EXPECT_FALSE(error("host").isEmpty());
  EXPECT_FALSE(error("port").isEmpty());
  EXPECT_TRUE(error("address").isEmpty()) << "the fields wrote it";
  EXPECT_FALSE(error("ca").isEmpty());
  EXPECT_TRUE(error("name").contains(QStringLiteral("empty"))) << qPrintable(error("name"));
  testing::shoot(*m_dialog, QStringLiteral("connection-dialog-errors"));
  EXPECT_FALSE(m_saved.isValid());
  // A name that is taken.
  saved(shop());
  write("host", QStringLiteral("db.example.org"));
  write("port", QStringLiteral("5432"));
  write("ca", {});
  edit("ca")->clear();
  write("name", QStringLiteral("shop"));
  save();
  EXPECT_TRUE(waitUntil([&] { return error("name").contains(QStringLiteral("already")); }));
}

TEST_F(ConnectionDialogTest, TheSavedPasswordIsKeptReplacedOrForgotten) {
  const Connection before = saved(shop(), QStringLiteral("p1"));
  open(before);
  auto* keep = control<QCheckBox>("keepPassword");
  EXPECT_TRUE(keep->isVisible() && keep->isChecked());
  EXPECT_EQ(text("password"), QString());
  write("host", QStringLiteral("other.example.org"));
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(found(before.id).host, u"other.example.org");
  EXPECT_EQ(found(before.id).secretKey, before.secretKey);

  open(found(before.id));
  write("password", QStringLiteral("p2"));
  EXPECT_FALSE(control<QCheckBox>("keepPassword")->isChecked());
  m_saved = {};
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(passwordUnder(found(before.id).secretKey), u"p2");

  open(found(before.id));
  control<QCheckBox>("keepPassword")->setChecked(false);
  m_saved = {};
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(found(before.id).secretKey, QString());
}

TEST_F(ConnectionDialogTest, WithoutAKeychainItAsksFirst) {
  SessionSecretStore session(SecretStore::Place::Session);
  open({}, &session);
  paste(QStringLiteral("postgresql://ann:p1@localhost/shop"));
  save();
  ASSERT_TRUE(waitUntil([&] { return note().contains(QStringLiteral("no keychain")); }));
  EXPECT_FALSE(m_saved.isValid());
  testing::shoot(*m_dialog, QStringLiteral("connection-dialog-keychain"));
  click(control<QWidget>("acceptSession"));
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(await(session.read(found(m_saved).secretKey))->password(), u"p1");
}

TEST_F(ConnectionDialogTest, SaysWhatReadOnlyDoesNotStopAndWhatUsesIt) {
  const Connection used = saved(shop());
  m_database.change(QStringLiteral("INSERT INTO schedule (name, cron, zone, sql, connection_id, created_at) "
                                   "VALUES ('nightly', '@daily', 'UTC', 'SELECT 1', ?, 1)"),
                    {used.id.value});
  open(used);
  EXPECT_TRUE(control<QCheckBox>("readOnly")->isChecked());
  QStringList said;
  for (const Engine engine : {Engine::Sqlite, Engine::PostgreSql, Engine::MariaDb}) {
    chooseKind(engine);
    said += control<QLabel>("readOnlyWords")->text();
    EXPECT_FALSE(said.last().isEmpty());
  }
  EXPECT_EQ(said.removeDuplicates(), 0);
  EXPECT_TRUE(waitUntil([&] { return control<QLabel>("use")->text().contains(QStringLiteral("nightly")); }));
}

TEST_F(ConnectionDialogTest, AnOdbcStringLosesItsPasswordAndFilesTheirAddressAlone) {
  open();
  chooseKind(Engine::Odbc);
  EXPECT_TRUE(edit("source")->isVisible());
  EXPECT_FALSE(control<QComboBox>("tls")->isVisible());
  EXPECT_TRUE(control<QLabel>("odbcWords")->text().contains(QStringLiteral("cannot check")));
  write("source", QStringLiteral("Driver={PostgreSQL Unicode};Server=db.example.org;UID=ann;PWD=s3cret"));
  QTest::keyClick(edit("source"), Qt::Key_Tab);
  EXPECT_EQ(text("source"), u"Driver={PostgreSQL Unicode};Server=db.example.org");
  EXPECT_EQ(text("user"), u"ann");
  EXPECT_EQ(text("password"), u"s3cret");
  EXPECT_EQ(text("address"), u"odbc:Driver={PostgreSQL Unicode};Server=db.example.org;UID=ann");
  testing::shoot(*m_dialog, QStringLiteral("connection-dialog-odbc"));
  write("name", QStringLiteral("sales"));
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(found(m_saved).engine, Engine::Odbc);
  EXPECT_EQ(passwordUnder(found(m_saved).secretKey), u"s3cret");

  open();
  paste(QStringLiteral("file:/data/sales.csv?header=on&file=/data/more.csv"));
  EXPECT_TRUE(waitUntil([&] { return text("name") == QStringLiteral("sales 2"); })) << "a free name is suggested";
  EXPECT_FALSE(control<QCheckBox>("readOnly")->isEnabled());
  EXPECT_FALSE(edit("file")->isVisible() || edit("user")->isVisible());
  m_saved = {};
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(found(m_saved).files.size(), 2);
  open(found(m_saved));
  EXPECT_EQ(text("address"), u"file:/data/sales.csv?header=on&file=/data/more.csv");
}

TEST_F(ConnectionDialogTest, EachPageOnTheScreen) {
  const Connection server = saved(shop(), QStringLiteral("p1"));
  open();
  testing::shoot(*m_dialog, QStringLiteral("connection-dialog-sqlite"));
  for (const Engine engine : {Engine::PostgreSql, Engine::MariaDb}) {
    open();
    m_dialog->begin(engine);
    EXPECT_TRUE(edit("host")->hasFocus());
    for (Fold* fold : m_dialog->findChildren<Fold*>()) fold->setOpen(true);
    testing::shoot(*m_dialog, QStringLiteral("connection-dialog-") + engineKey(engine));
  }
  open(server);
  choose(*control<QComboBox>("tls"), static_cast<int>(TlsMode::On));
  testing::shoot(*m_dialog, QStringLiteral("connection-dialog-edit"));
}

}  // namespace
}  // namespace courier
