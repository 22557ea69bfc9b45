#pragma once

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>

#include "models/secrets/SecretFields.h"
#include "tests/widgets/PagesFixture.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Note.h"
#include "widgets/common/OptionControls.h"
#include "widgets/connections/ConnectionDialog.h"

namespace courier::testing {

/// One connection dialog on the stores of PagesFixture, and a test of connections that answers when it is told to.
class ConnectionDialogFixture : public PagesFixture {
 protected:
  /// A test that was asked for.
  struct Asked {
    Connection connection;
    QString password;
    DatabaseAccess access;
    CancelToken cancel;
    std::shared_ptr<QPromise<Expected<ConnectionSteps>>> answer;
  };

  ~ConnectionDialogFixture() override { delete m_dialog; }

  [[nodiscard]] ConnectionServices services(SecretStore* secrets = nullptr) {
    const auto test = [this](const DatabaseAccess& access, const CancelToken& cancel) {
      Asked asked{access.connection, access.password, access, cancel,
                  std::make_shared<QPromise<Expected<ConnectionSteps>>>()};
      asked.answer->start();
      m_asked.push_back(asked);
      return asked.answer->future();
    };
    return {m_connections, secrets ? *secrets : m_secrets, test};
  }
  void answer(const Expected<ConnectionSteps>& steps) const {
    m_asked.back().answer->addResult(steps);
    m_asked.back().answer->finish();
  }

  static Connection shop() {
    Connection made;
    made.name = QStringLiteral("shop");
    made.engine = Engine::PostgreSql;
    made.host = QStringLiteral("db.example.org");
    made.port = 5433;
    made.database = QStringLiteral("shop");
    made.user = QStringLiteral("ann");
    made.server.label = QStringLiteral("production");
    made.server.colour = MarkColour::Red;
    return made;
  }
  Connection saved(const Connection& wanted, const QString& password = {}) {
    const auto id = await(m_saver.create(wanted, {{secretfields::password, password}}, SecretStore::Fallback::None));
    if (!id) qFatal("%s", qUtf8Printable(id.error().message));
    return found(*id);
  }
  Connection found(ConnectionId id) { return *await(m_connections.find(id)); }

  void open(const std::optional<Connection>& existing = {}, SecretStore* secrets = nullptr) {
    delete m_dialog;
    m_dialog = new ConnectionDialog(services(secrets), existing);
    QObject::connect(m_dialog, &ConnectionDialog::saved, m_dialog, [this](ConnectionId id) { m_saved = id; });
    m_dialog->open();
    activate(*m_dialog);
  }
  template <class Widget>
  [[nodiscard]] Widget* control(const char* name) const {
    return part<Widget>(*m_dialog, name);
  }
  [[nodiscard]] QLineEdit* edit(const char* name) const { return control<QLineEdit>(name); }
  [[nodiscard]] QString text(const char* name) const { return edit(name)->text(); }
  [[nodiscard]] QString error(const char* name) const {
    return qobject_cast<CheckedField*>(edit(name)->parentWidget())->error();
  }
  [[nodiscard]] QString note() const { return control<Note>("note")->text(); }
  void chooseKind(Engine engine) const { choose(*control<QComboBox>("kind"), static_cast<int>(engine)); }
  void write(const char* name, const QString& text) const {
    edit(name)->setFocus();
    edit(name)->selectAll();
    QTest::keyClicks(edit(name), text);
  }
  void paste(const QString& text) const {
    QGuiApplication::clipboard()->setText(text);
    edit("address")->setFocus();
    edit("address")->selectAll();
    QTest::keySequence(edit("address"), QKeySequence::Paste);
  }
  void save() const { click(control<QWidget>("save")); }
  [[nodiscard]] bool isSaved() const {
    return waitUntil([this] { return m_saved.isValid(); }, 5000);
  }

  ConnectionStore m_connections{*m_database, m_clock};
  ConnectionSaver m_saver{m_connections, m_secrets};
  std::vector<Asked> m_asked;
  QPointer<ConnectionDialog> m_dialog;
  ConnectionId m_saved;
};

}  // namespace courier::testing
