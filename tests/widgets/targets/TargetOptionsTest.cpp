#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScreen>
#include <QScrollBar>
#include <QSpinBox>
#include <QToolButton>
#include <limits>

#include "models/address/TargetOptionTable.h"
#include "tests/support/Accessibility.h"
#include "tests/support/Shots.h"
#include "tests/support/TestCertificates.h"
#include "tests/widgets/targets/TargetDialogFixture.h"

namespace courier {
namespace {

using testing::await;
using testing::waitUntil;

const QString signingSecret = QStringLiteral("whsec_") + QString::fromLatin1(QByteArray(32, 'k').toBase64());

class TargetOptionsTest : public testing::TargetDialogFixture {
 protected:
  void openNew() {
    open();
    edit("name")->setText(QStringLiteral("myweb"));
    edit("address")->setText(QStringLiteral("webs://reports.example.org/base"));
  }
  template <class Value>
  void choose(const char* name, Value value) {
    auto* box = control<QComboBox>(name);
    box->setCurrentIndex(box->findData(static_cast<int>(value)));
  }
  void tick(const char* name, bool checked = true) { control<QCheckBox>(name)->setChecked(checked); }
  void unfoldAll() {
    for (const char* name : {"signInFold", "options", "guardFold", "wayFold"})
      control<QToolButton>(name)->setChecked(true);
  }
  /// Saves, and waits for what is said at the field.
  [[nodiscard]] QString errorAfterSaving(const char* name) {
    save();
    EXPECT_TRUE(waitUntil([&] { return !error(name).isEmpty(); }, 5000)) << name;
    EXPECT_TRUE(edit(name)->isVisible()) << name;
    EXPECT_FALSE(m_saved.isValid());
    return error(name);
  }
  /// Every option differs from its default.
  [[nodiscard]] static TargetOptions fullOptions(const testing::TestCertificates& certificates) {
    TargetOptions options;
    options.auth = AuthKind::Header;
    options.authHeader = QStringLiteral("X-Api-Key");
    options.headers = {{QStringLiteral("X-Team"), QStringLiteral("sales: west")},
                       {QStringLiteral("X-Stage"), QStringLiteral("test")}};
    options.isSigned = true;
    options.body = {BodyFormat::Csv, true, true};
    options.proxy = {ProxyKind::Socks5, QStringLiteral("::1"), 1080, QStringLiteral("pat")};
    options.tls = {certificates.authority(), certificates.path("client.pem"), certificates.path("client-locked.key"),
                   true, TlsMinimum::Tls13};
    options.times = {11, 31, 121, 4000};
    options.guards = {true, 25, true, true, true};
    options.retention = Retention::UntilDelivered;
    return options;
  }
};

TEST_F(TargetOptionsTest, EveryOptionThatIsEnteredIsSavedAndComesBack) {
  const testing::TestCertificates certificates;
  certificates.addClient();
  openNew();
  unfoldAll();
  choose("auth", AuthKind::Header);
  edit("authHeader")->setText(QStringLiteral("X-Api-Key"));
  edit("headerValue")->setText(QStringLiteral("value-of-key"));
  control<QPlainTextEdit>("headers")->setPlainText(QStringLiteral("X-Team: sales: west\n\nX-Stage:test\n"));
  tick("signed");
  edit("signingSecret")->setText(signingSecret);
  choose("method", HttpMethod::Post);
  control<QSpinBox>("rowCap")->setValue(0);
  choose("format", BodyFormat::Csv);
  tick("gzip");
  tick("wideAsStrings");
  choose("proxy", ProxyKind::Socks5);
  edit("proxyHost")->setText(QStringLiteral("[::1]:1080"));
  edit("proxyUser")->setText(QStringLiteral("pat"));
  edit("proxyPassword")->setText(QStringLiteral("at-proxy"));
  edit("ca")->setText(certificates.path("ca.pem"));
  edit("clientCertificate")->setText(certificates.path("client.pem"));
  edit("clientKey")->setText(certificates.path("client-locked.key"));
  tick("hasPassphrase");
  edit("passphrase")->setText(QStringLiteral("of the key"));
  choose("tlsMinimum", TlsMinimum::Tls13);
  control<QSpinBox>("connectLimit")->setValue(11);
  control<QSpinBox>("sendLimit")->setValue(31);
  control<QSpinBox>("answerLimit")->setValue(121);
  control<QSpinBox>("totalLimit")->setValue(4000);
  for (const char* name : {"holdEmpty", "holdColumns", "holdTruncated", "holdRows", "skipUnchanged"}) tick(name);
  control<QSpinBox>("holdPercent")->setValue(25);
  choose("keep", Retention::UntilDelivered);
  EXPECT_EQ(testing::unnamedControls(*m_dialog), QStringList());
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  const Target target = stored(m_saved);
  EXPECT_EQ(target.to.options, fullOptions(certificates));
  EXPECT_EQ(target.to.method, HttpMethod::Post);
  EXPECT_EQ(target.to.rowCap, 0);
  const QHash<QString, QString> expected = {{secretfields::headerValue, QStringLiteral("value-of-key")},
                                            {secretfields::signingSecret, signingSecret},
                                            {secretfields::proxyPassword, QStringLiteral("at-proxy")},
                                            {secretfields::keyPassphrase, QStringLiteral("of the key")}};
  EXPECT_EQ(await(m_secrets.read(target.to.secretKey))->fields, expected);
  // Opened again and saved, it is the same, secrets and all; those are not shown.
  ASSERT_TRUE(waitUntil([this] { return m_dialog.isNull(); }));
  m_saved = {};
  open(target);
  for (const char* name : {"headerValue", "signingSecret", "proxyPassword", "passphrase"}) {
    EXPECT_EQ(edit(name)->text(), QString()) << name;
    EXPECT_EQ(edit(name)->placeholderText(), QStringLiteral("in the keychain")) << name;
    EXPECT_EQ(edit(name)->echoMode(), QLineEdit::Password) << name;
  }
  EXPECT_EQ(edit("ca")->placeholderText(), QStringLiteral("copied: Acme CA"));
  EXPECT_EQ(edit("token")->placeholderText(), QString());
  edit("name")->setText(QStringLiteral("renamed"));
  save();
  ASSERT_TRUE(isSaved()) << qPrintable(note());
  EXPECT_EQ(stored(m_saved).name, QStringLiteral("renamed"));
  EXPECT_EQ(stored(m_saved).to.options, target.to.options);
  EXPECT_EQ(stored(m_saved).to.rowCap, 0);
  EXPECT_EQ(stored(m_saved).to.secretKey, target.to.secretKey);
}

TEST_F(TargetOptionsTest, AFieldTakesWhatItsOptionAllows) {
  openNew();
  unfoldAll();
  struct Number {
    const char* name;
    OptionId id;
    int least;  ///< where it is not the option's: 0 % is the box without its tick
  };
  for (const Number& number :
       {Number{"rowCap", OptionId::RowCap, 0}, Number{"connectLimit", OptionId::ConnectLimit, 1},
        Number{"sendLimit", OptionId::SendLimit, 1}, Number{"answerLimit", OptionId::AnswerLimit, 1},
        Number{"totalLimit", OptionId::TotalLimit, 1}, Number{"holdPercent", OptionId::HoldRowChange, 1}}) {
    const TargetOption& option = targetOption(number.id);
    const int most = static_cast<int>(qMin(option.most, qint64{std::numeric_limits<int>::max()}));
    auto* box = control<QSpinBox>(number.name);
    EXPECT_EQ(box->minimum(), number.least) << number.name;
    EXPECT_EQ(box->maximum(), most) << number.name;
    EXPECT_EQ(box->singleStep(), option.step) << number.name;
    EXPECT_EQ(box->suffix(), option.unitText()) << number.name;
    for (const int value : {number.least, number.least + 1, most - 1, most}) {
      box->setValue(value);
      EXPECT_EQ(box->value(), value) << number.name;
    }
    box->setValue(number.least - 1);
    EXPECT_EQ(box->value(), number.least) << number.name;
    auto* typed = box->findChild<QLineEdit*>();
    typed->setText(QString::number(most) + option.unitText());
    EXPECT_TRUE(typed->hasAcceptableInput()) << number.name;
    typed->setText(QString::number(qint64{most} + 1) + option.unitText());
    EXPECT_FALSE(typed->hasAcceptableInput()) << number.name;
  }
  const QVector<QPair<const char*, OptionId>> choices = {
      {"auth", OptionId::Auth},   {"method", OptionId::Method},         {"format", OptionId::BodyFormat},
      {"proxy", OptionId::Proxy}, {"tlsMinimum", OptionId::TlsMinimum}, {"keep", OptionId::Keep}};
  for (const auto& [name, id] : choices) {
    const auto* box = control<QComboBox>(name);
    const auto all = targetOption(id).choices;
    ASSERT_EQ(box->count(), static_cast<int>(all.size())) << name;
    for (int i = 0; i < box->count(); ++i) {
      EXPECT_EQ(box->itemData(i).toInt(), all[static_cast<size_t>(i)].value) << name;
      EXPECT_EQ(box->itemText(i), all[static_cast<size_t>(i)].labelText()) << name;
    }
    EXPECT_EQ(box->currentData().toLongLong(), targetOption(id).value(Destination())) << name;
  }
}

TEST_F(TargetOptionsTest, ANewTargetHasTheDefaults) {
  openNew();
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(stored(m_saved).to.options, TargetOptions());
  EXPECT_EQ(stored(m_saved).to.rowCap, Target().to.rowCap);
}

TEST_F(TargetOptionsTest, AnOptionCanBeTakenAway) {
  const testing::TestCertificates certificates;
  Target target = addTarget(QStringLiteral("myweb"), QStringLiteral("webs://reports.example.org/"));
  target.to.options.tls.caPem = certificates.authority();
  target.to.options.headers = {{QStringLiteral("X-Team"), QStringLiteral("sales")}};
  target.to.options.guards.holdRowChangePercent = 30;
  target.to.rowCap = qint64{1} << 40;
  ASSERT_TRUE(await(m_targets.update(target)));
  open(target);
  unfoldAll();
  click(control<Button>("forgetCa"));
  control<QPlainTextEdit>("headers")->clear();
  tick("holdRows", false);
  save();
  ASSERT_TRUE(isSaved());
  EXPECT_EQ(stored(m_saved).to.options, TargetOptions());
  EXPECT_EQ(stored(m_saved).to.rowCap, qint64{1} << 40);
}

TEST_F(TargetOptionsTest, AMissingSecretIsSaidAtItsField) {
  openNew();
  choose("auth", AuthKind::Bearer);
  EXPECT_FALSE(edit("user")->isVisible());
  EXPECT_EQ(errorAfterSaving("token"), QStringLiteral("The token is missing. Enter it."));
  choose("auth", AuthKind::Header);
  edit("authHeader")->setText(QStringLiteral("X-Api-Key"));
  EXPECT_EQ(errorAfterSaving("headerValue"), QStringLiteral("The secret header's value is missing. Enter it."));
  choose("auth", AuthKind::None);
  tick("signed");
  EXPECT_EQ(errorAfterSaving("signingSecret"), QStringLiteral("The signing secret is missing. Enter it."));
  tick("signed", false);
  choose("proxy", ProxyKind::Http);
  edit("proxyHost")->setText(QStringLiteral("proxy.example.org:3128"));
  edit("proxyUser")->setText(QStringLiteral("pat"));
  EXPECT_EQ(errorAfterSaving("proxyPassword"), QStringLiteral("The proxy's password is missing. Enter it."));
  EXPECT_TRUE(control<QToolButton>("wayFold")->isChecked());
  edit("proxyUser")->clear();
  const testing::TestCertificates certificates;
  certificates.addClient();
  edit("clientCertificate")->setText(certificates.path("client.pem"));
  tick("hasPassphrase");
  EXPECT_EQ(errorAfterSaving("passphrase"), QStringLiteral("The key's passphrase is missing. Enter it."));
  tick("hasPassphrase", false);
  save();
  EXPECT_TRUE(isSaved()) << qPrintable(note());
}

TEST_F(TargetOptionsTest, WhatIsWrongIsSaidAtItsFieldAndUnfolds) {
  openNew();
  choose("auth", AuthKind::Bearer);
  edit("token")->setText(QStringLiteral("t\u00F6ken"));
  EXPECT_TRUE(errorAfterSaving("token").startsWith(QStringLiteral("Token contains a character")));
  EXPECT_FALSE(error("token").contains(QStringLiteral("t\u00F6ken")));
  choose("auth", AuthKind::Header);
  EXPECT_TRUE(errorAfterSaving("authHeader").contains(QStringLiteral("X-Api-Key")));
  choose("auth", AuthKind::None);
  tick("signed");
  edit("signingSecret")->setText(QStringLiteral("short"));
  EXPECT_TRUE(errorAfterSaving("signingSecret").contains(QStringLiteral("Standard Webhooks")));
  tick("signed", false);
  auto* headers = control<QPlainTextEdit>("headers");
  auto* headersError = control<Note>("headersError");
  for (const QString& lines : {QStringLiteral("no colon"), QStringLiteral("Host: x"), QStringLiteral("Cookie: a=b"),
                               QStringLiteral("X-A: 1\nx-a: 2")}) {
    headers->setPlainText(lines);
    EXPECT_TRUE(headersError->text().isEmpty());
    save();
    EXPECT_TRUE(headersError->isVisible()) << qPrintable(lines);
    EXPECT_TRUE(headers->hasFocus());
  }
  headers->clear();
  choose("proxy", ProxyKind::Http);
  EXPECT_TRUE(errorAfterSaving("proxyHost").contains(QStringLiteral("host:port")));
  edit("proxyHost")->setText(QStringLiteral("proxy.example.org"));
  EXPECT_TRUE(errorAfterSaving("proxyHost").contains(QStringLiteral("port")));
  edit("proxyHost")->setText(QStringLiteral("proxy.example.org:3128"));
  edit("proxyUser")->setText(QStringLiteral("CORP\\pat"));
  EXPECT_TRUE(errorAfterSaving("proxyUser").contains(QStringLiteral("NTLM")));
  edit("proxyUser")->clear();
  edit("ca")->setText(QStringLiteral("/nowhere/ca.pem"));
  EXPECT_TRUE(errorAfterSaving("ca").contains(QStringLiteral("cannot be read")));
  edit("ca")->clear();
  edit("clientKey")->setText(QStringLiteral("/nowhere/key.pem"));
  EXPECT_TRUE(errorAfterSaving("clientKey").contains(QStringLiteral("/nowhere/key.pem")));
  EXPECT_FALSE(m_saved.isValid());
}

TEST_F(TargetOptionsTest, APastedUserBringsTheSignInBack) {
  open();
  choose("auth", AuthKind::Bearer);
  paste(QStringLiteral("https://alice:secret@reports.example.org/"));
  EXPECT_TRUE(edit("user")->isVisible());
  EXPECT_EQ(edit("user")->text(), QStringLiteral("alice"));
  EXPECT_EQ(control<QComboBox>("auth")->currentData().toInt(), static_cast<int>(AuthKind::Basic));
}

TEST_F(TargetOptionsTest, SaysThatACopyIsKept) {
  open();
  auto* words = control<QLabel>("keepWords");
  EXPECT_TRUE(words->isVisible());
  EXPECT_EQ(words->text(), QStringLiteral("A copy of each result is kept on this computer, unencrypted, for 90 days."));
  choose("keep", Retention::Days7);
  EXPECT_TRUE(words->text().endsWith(QStringLiteral("for 7 days.")));
  choose("keep", Retention::UntilDelivered);
  EXPECT_TRUE(words->text().endsWith(QStringLiteral("until it is delivered.")));
}

TEST_F(TargetOptionsTest, ScrollsWhereItIsTooLongAndKeepsTheFocusInSight) {
  openNew();
  unfoldAll();
  choose("auth", AuthKind::Header);
  tick("signed");
  choose("proxy", ProxyKind::Http);
  edit("clientCertificate")->setText(QStringLiteral("/tmp/client.pem"));
  tick("hasPassphrase");
  ASSERT_TRUE(isSettled());
  EXPECT_LE(m_dialog->height(), m_dialog->screen()->availableGeometry().height());
  // On a tall screen too.
  m_dialog->setMaximumHeight(700);
  ASSERT_TRUE(isSettled());
  auto* form = m_dialog->findChild<QScrollArea*>();
  EXPECT_GT(form->verticalScrollBar()->maximum(), 0);
  EXPECT_EQ(form->horizontalScrollBar()->maximum(), 0);
  testing::shoot(*m_dialog, QStringLiteral("target-options-top"));
  auto* last = control<QSpinBox>("totalLimit");
  last->setFocus(Qt::TabFocusReason);
  EXPECT_TRUE(form->viewport()->rect().contains(QRect(last->mapTo(form->viewport(), QPoint()), last->size())));
  testing::shoot(*m_dialog, QStringLiteral("target-options-bottom"));
  form->verticalScrollBar()->setValue(form->verticalScrollBar()->maximum() / 2);
  testing::shoot(*m_dialog, QStringLiteral("target-options-middle"));
}

}  // namespace
}  // namespace courier
