// Secrets of every kind go through the window; then every place where one could have been left is searched.
#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDirIterator>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>

#include "models/targets/TargetSaver.h"
#include "tests/app/gui/ApplicationFixture.h"
#include "tests/support/FaultyServer.h"
#include "widgets/common/Button.h"
#include "widgets/common/TextView.h"
#include "widgets/jobs/JobDetail.h"
#include "widgets/jobs/JobsPage.h"
#include "widgets/send/SendDialog.h"
#include "widgets/targets/TargetDialog.h"
#include "widgets/targets/TargetsPage.h"

namespace courier {
namespace {

using testing::await;
using testing::Reaction;
using testing::waitUntil;

QByteArray* s_log = nullptr;

void keepMessage(QtMsgType, const QMessageLogContext&, const QString& text) {
  if (s_log != nullptr) *s_log += text.toUtf8() + '\n';
}

class WindowSecretsTest : public testing::ApplicationFixture {
 protected:
  WindowSecretsTest() {
    s_log = &said;
    m_before = qInstallMessageHandler(keepMessage);
  }
  ~WindowSecretsTest() override {
    qInstallMessageHandler(m_before);
    s_log = nullptr;
  }

  /// Raw, percent-encoded, in base64 and as Basic credentials.
  [[nodiscard]] QVector<QByteArray> forms() const {
    QVector<QByteArray> all;
    for (const QByteArray& secret : secrets)
      all += {secret, secret.toPercentEncoding(), secret.toBase64(), QByteArray("ada:" + secret).toBase64()};
    return all;
  }
  void look(const QByteArray& bytes, const QString& where) {
    for (const QByteArray& form : forms()) {
      if (bytes.contains(form)) found.append(where);
    }
  }
  void look(const QString& text, const QString& where) { look(text.toUtf8(), where); }

  /// All that a person or a screen reader can read now, and all that copying it gives.
  void lookAtTheScreen(const QString& moment) {
    for (QWidget* widget : QApplication::allWidgets()) {
      const QString where = moment + QLatin1Char(' ') + QString::fromLatin1(widget->metaObject()->className());
      for (const char* name : {"text", "plainText", "toolTip", "windowTitle", "accessibleName", "accessibleDescription",
                               "statusTip", "placeholderText"}) {
        const auto* line = qobject_cast<QLineEdit*>(widget);
        const bool isHidden = line != nullptr && line->echoMode() == QLineEdit::Password;
        if (!isHidden) look(widget->property(name).toString(), where);
      }
      if (auto* view = qobject_cast<QAbstractItemView*>(widget)) lookAt(*view, where);
      if (auto* text = qobject_cast<QPlainTextEdit*>(widget)) {
        text->selectAll();
        text->copy();
        lookAtTheClipboard(where);
      }
      if (auto* text = qobject_cast<TextView*>(widget)) {
        text->selectAll();
        text->copy();
        lookAtTheClipboard(where);
      }
    }
  }
  void lookAt(QAbstractItemView& view, const QString& where) {
    const QAbstractItemModel* model = view.model();
    if (model == nullptr) return;
    for (int row = 0; row < std::min(model->rowCount(), 20); ++row) {
      for (int column = 0; column < model->columnCount(); ++column) {
        for (const int role : {Qt::DisplayRole, Qt::EditRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
          look(model->index(row, column).data(role).toString(), where);
      }
    }
    view.selectAll();
    QTest::keySequence(&view, QKeySequence::Copy);
    lookAtTheClipboard(where);
  }
  void lookAtTheClipboard(const QString& where) {
    const QString mark = QStringLiteral(" clipboard");
    look(QGuiApplication::clipboard()->text(), where + mark);
    look(QGuiApplication::clipboard()->text(QClipboard::Selection), where + mark);
  }
  void lookAtTheFiles() {
    int files = 0;
    QDirIterator all(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
      QFile file(all.next());
      if (!file.open(QIODevice::ReadOnly)) continue;
      ++files;
      look(file.readAll(), file.fileName());
    }
    EXPECT_GT(files, 1);
  }
  template <class Part>
  Part* part(const QWidget& within, const char* name) {
    auto* made = within.findChild<Part*>(QString::fromLatin1(name));
    if (made == nullptr) qFatal("no %s", name);
    return made;
  }

  const QVector<QByteArray> secrets = {"canary-P@ss/w0rd", "canary-t0ken", "whsec_Y2FuYXJ5LXNpZ25pbmctc2VjcmV0LTAx",
                                       "canary-pr0xy"};
  testing::FaultyServer server;
  QByteArray said;
  QStringList found;

 private:
  QtMessageHandler m_before = nullptr;
};

TEST_F(WindowSecretsTest, NoneIsOnTheScreenInTheClipboardInAFileOrSaid) {
  runQuery();
  // The server throws back what it got.
  server.setScript([](const testing::SeenRequest& request) {
    const QByteArray got = request.header("Authorization");
    return Reaction::answer(401, "you sent " + got + " canary-P@ss/w0rd", {{"X-Echo", got}});
  });
  // An address with its password, typed in place.
  tab()->send();
  auto* dialog = window().findChild<SendDialog*>();
  ASSERT_NE(dialog, nullptr);
  auto* address = part<QLineEdit>(*dialog, "address");
  ASSERT_TRUE(waitUntil([&] { return address->isVisible(); }));
  // Pasted, as people do; what they had copied themselves is theirs.
  QGuiApplication::clipboard()->setText(
      QStringLiteral("web://ada:canary-P%40ss%2Fw0rd@127.0.0.1:%1/path").arg(server.port()));
  address->setFocus();
  QTest::keySequence(address, QKeySequence::Paste);
  QGuiApplication::clipboard()->clear();
  auto* send = part<Button>(*dialog, "send");
  ASSERT_TRUE(waitUntil([&] { return send->isEnabled(); }));
  lookAtTheScreen(QStringLiteral("send"));
  QTest::mouseClick(send, Qt::LeftButton);
  Button* accept = nullptr;
  ASSERT_TRUE(waitUntil([&] {
    accept = dialog->findChild<Button*>(QStringLiteral("acceptSession"));
    return accept != nullptr || server.requestCount() > 0;
  }));
  if (accept != nullptr) QTest::mouseClick(accept, Qt::LeftButton);
  ASSERT_TRUE(waitUntil([&] { return server.completeCount() == 1; }));
  EXPECT_EQ(server.requests().first().header("Authorization"),
            "Basic " + QByteArray("ada:canary-P@ss/w0rd").toBase64());
  ASSERT_TRUE(waitUntil([&] { return !m_notifier->told.isEmpty(); }));
  lookAtTheScreen(QStringLiteral("sent"));
  dialog->close();

  // The refusal with what the server threw back.
  window().activateWindow();
  QTest::keyClick(&window(), Qt::Key_3, Qt::ControlModifier);
  auto* detail = window().findChild<JobsPage*>()->findChild<JobDetail*>();
  ASSERT_TRUE(waitUntil([&] {
    for (const auto* text : detail->findChildren<TextView*>()) {
      if (text->toPlainText().contains(QStringLiteral("you sent"))) return true;
    }
    return false;
  }));
  lookAtTheScreen(QStringLiteral("jobs"));

  // A saved target with a secret of every other kind, and its dialog.
  TargetSaver saver(m_services->targets(), m_services->secrets());
  TargetDraft draft;
  draft.target.name = QStringLiteral("myweb");
  draft.target.to.url = TargetUrl::parse(QStringLiteral("webs://reports.example.org/daily"))->url;
  draft.target.to.options.auth = AuthKind::Bearer;
  draft.target.to.options.isSigned = true;
  draft.target.to.options.proxy = {ProxyKind::Http, QStringLiteral("proxy.example.org"), 3128, QStringLiteral("ada")};
  draft.secrets = {{secretfields::token, QString::fromLatin1(secrets[1])},
                   {secretfields::signingSecret, QString::fromLatin1(secrets[2])},
                   {secretfields::proxyPassword, QString::fromLatin1(secrets[3])}};
  const auto saved = await(saver.save(draft, SecretStore::Fallback::Session));
  ASSERT_TRUE(saved) << saved.error().message.toStdString();
  QTest::keyClick(&window(), Qt::Key_2, Qt::ControlModifier);
  window().findChild<TargetsPage*>()->editTarget(saved->id);
  ASSERT_TRUE(waitUntil([&] { return window().findChild<TargetDialog*>() != nullptr; }));
  lookAtTheScreen(QStringLiteral("target"));
  for (auto* open : window().findChildren<TargetDialog*>()) open->close();

  for (const auto& message : m_notifier->told) look(message.title + message.text, QStringLiteral("notification"));
  lookAtTheFiles();
  look(said, QStringLiteral("log"));
  EXPECT_EQ(found, QStringList());
}

}  // namespace
}  // namespace courier
