#include "widgets/connections/ConnectionDialog.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "models/base/WhenDone.h"
#include "models/query/ServerOptionTable.h"
#include "models/secrets/SecretFields.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Fold.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/Note.h"
#include "widgets/common/OptionControls.h"
#include "widgets/connections/ConnectionFields.h"
#include "widgets/connections/ConnectionMark.h"
#include "widgets/connections/ConnectionOptionFields.h"
#include "widgets/connections/ConnectionText.h"

namespace courier {
namespace {

constexpr int kDialogWidth = 640;

}  // namespace

ConnectionDialog::ConnectionDialog(const ConnectionServices& services, std::optional<Connection> existing,
                                   QWidget* parent)
    : Dialog(existing ? tr("Edit connection") : tr("New connection"), parent),
      m_connections(services.connections),
      m_saver(new ConnectionSaver(services.connections, services.secrets, this)),
      m_existing(std::move(existing)) {
  setPreferredSize(kDialogWidth);
  build();
  m_panel = new ConnectionTestPanel(services.test, this);
  content()->addWidget(m_panel);
  content()->addStretch(1);
  connectParts();
  if (m_existing) fill(services.secrets.place());
  showEngine(m_fields->engine());
  readNames();
}

void ConnectionDialog::build() {
  m_grid = new FormGrid(this);
  m_options = new ConnectionOptionFields(this);
  m_name = makeField(tr("Name"), "name", m_grid);
  m_grid->addRow(tr("&Name"), m_name);
  m_fields = new ConnectionFields(*m_grid, *m_options);
  m_options->add(ServerOptionId::Tls, *m_grid, tr("&TLS"));
  m_tlsWarning = new Note(m_grid);
  m_tlsWarning->setObjectName(QStringLiteral("tlsWarning"));
  m_grid->addWide(m_tlsWarning);
  m_options->add(ServerOptionId::Authority, *m_grid, tr("&CA file"));
  m_options->add(ServerOptionId::Headers, *m_grid, tr("Headers"));
  m_readOnly = addBox(*m_grid, tr("&Read-only"), "readOnly");
  m_readOnly->setChecked(true);
  m_readOnlyWords = new DimLabel({}, m_grid);
  m_readOnlyWords->setObjectName(QStringLiteral("readOnlyWords"));
  m_readOnlyWords->setWordWrap(true);
  m_grid->addWide(m_readOnlyWords);
  m_options->add(ServerOptionId::Label, *m_grid, tr("&Label"));
  m_options->add(ServerOptionId::Colour, *m_grid, tr("C&olour"));
  m_mark = new MarkPill(m_grid);
  m_mark->setObjectName(QStringLiteral("mark"));
  m_grid->addWide(m_mark);
  m_use = new DimLabel({}, m_grid);
  m_use->setObjectName(QStringLiteral("use"));
  m_use->setWordWrap(true);
  m_grid->addWide(m_use);
  m_use->hide();
  content()->addWidget(m_grid);
  m_fold = new Fold(tr("Time limits, first statements"), QStringLiteral("moreFold"), this);
  m_more = new FormGrid(m_fold);
  m_options->add(ServerOptionId::ConnectTimeout, *m_more, tr("Connect within"));
  m_options->add(ServerOptionId::TimeLimit, *m_more, tr("Each statement"));
  m_options->add(ServerOptionId::TimeZone, *m_more, tr("Time zone"));
  m_options->add(ServerOptionId::StartSql, *m_more, tr("First statements"));
  m_options->add(ServerOptionId::Tinyint1AsBoolean, *m_more, tr("TINYINT(1) as boolean while all values are 0 or 1"));
  m_fold->content()->addWidget(m_more);
  content()->addWidget(m_fold);
  m_wayFold = new Fold(tr("Proxy, client certificate"), QStringLiteral("wayFold"), this);
  m_way = new FormGrid(m_wayFold);
  m_options->add(ServerOptionId::Proxy, *m_way, {});
  m_options->add(ServerOptionId::ClientCertificate, *m_way, tr("Certificate"));
  m_options->add(ServerOptionId::ClientKey, *m_way, tr("Its key"));
  m_options->add(ServerOptionId::KeyPassphrase, *m_way, tr("The key has a passphrase"));
  m_wayFold->content()->addWidget(m_way);
  content()->addWidget(m_wayFold);
  m_note = new Note(this);
  m_note->setObjectName(QStringLiteral("note"));
  addBelow(m_note);
  m_test = addLeftButton(tr("Test"));
  m_test->setObjectName(QStringLiteral("test"));
  m_cancel = addCancelButton();
  m_save = addDefaultButton(tr("Save"));
  m_save->setObjectName(QStringLiteral("save"));
}

ConnectionDialog::~ConnectionDialog() {
  // A field that loses the focus with the window still tells of it.
  hide();
}

void ConnectionDialog::connectParts() {
  connect(m_save, &Button::clicked, this, &ConnectionDialog::save);
  connect(m_test, &Button::clicked, this, &ConnectionDialog::toggleTest);
  connect(m_name->edit(), &QLineEdit::textEdited, this,
          [this](const QString& text) { m_nameIsTheirs = !text.isEmpty(); });
  connect(m_fields, &ConnectionFields::engineChanged, this, &ConnectionDialog::showEngine);
  connect(m_fields, &ConnectionFields::edited, this, [this] {
    m_panel->withdraw();
    showWarnings();
    suggestName();
  });
  connect(m_options, &ConnectionOptionFields::edited, this, &ConnectionDialog::showWarnings);
  connect(m_options, &ConnectionOptionFields::secretEdited, m_panel, &ConnectionTestPanel::withdraw);
  connect(m_panel, &ConnectionTestPanel::runningChanged, this,
          [this](bool running) { m_test->setText(running ? tr("Stop") : tr("Test again")); });
}

void ConnectionDialog::fill(SecretStore::Place place) {
  m_nameIsTheirs = true;
  m_name->edit()->setText(m_existing->name);
  m_fields->set(*m_existing);
  m_readOnly->setChecked(m_existing->readOnly);
  if (!m_existing->secretKey.isEmpty())
    m_fields->setStoredPassword(place == SecretStore::Place::Keychain ? tr("in the keychain")
                                                                      : tr("kept until Query Courier closes"));
  whenDone(m_connections.use(m_existing->id), this, [this](const Expected<ConnectionUse>& use) {
    if (!use) return m_note->say(Tone::Bad, use.error().message);
    m_use->setText(connectionUseText(*use));
    m_use->setVisible(!m_use->text().isEmpty());
  });
}

void ConnectionDialog::readNames() {
  whenDone(m_connections.all(), this, [this](const Expected<QVector<Connection>>& all) {
    if (!all) return m_note->say(Tone::Bad, all.error().message);
    for (const Connection& connection : *all) {
      if (!m_existing || connection.id != m_existing->id) m_taken += connection.name;
    }
    suggestName();
  });
}

void ConnectionDialog::suggestName() {
  if (m_nameIsTheirs) return;
  const QString base = m_fields->suggestedName();
  m_name->edit()->setText(base.isEmpty() ? QString() : freeConnectionName(base, m_taken));
}

void ConnectionDialog::begin(Engine engine) {
  m_fields->setEngine(engine);
  m_fields->focusPlace();
  rememberFields();
}

void ConnectionDialog::beginWithAddress(const QString& address) {
  if (!address.isEmpty()) m_fields->paste(address);
  m_fields->focusAddress();
  rememberFields();
}

void ConnectionDialog::reject() {
  // While a keychain is asked nothing may be left half done; it has a time limit of its own.
  if (!m_busy) Dialog::reject();
}

void ConnectionDialog::showEngine(Engine engine) {
  m_options->showFor(engine);
  m_readOnlyWords->setText(readOnlyText(engine));
  m_readOnly->setEnabled(engine != Engine::Files);
  m_fold->setVisible(serverOption(ServerOptionId::TimeLimit).isFor(engine));
  m_wayFold->setVisible(serverOption(ServerOptionId::Proxy).isFor(engine));
  showWarnings();
}

void ConnectionDialog::showWarnings() {
  const Connection connection = wanted();
  m_tlsWarning->say(Tone::Bad, tlsWarningText(connection));
  m_mark->setMark(connection.server.label, connection.server.colour);
}

Connection ConnectionDialog::wanted() const {
  Connection connection = m_existing.value_or(Connection{});
  connection.name = m_name->text().trimmed();
  m_fields->read(connection);
  connection.readOnly = m_readOnly->isChecked() || connection.engine == Engine::Files;
  m_options->read(connection.server);
  connection.server = optionsFor(connection.engine, connection.server);
  return connection;
}

bool ConnectionDialog::checkFields() {
  QWidget* wrong = m_fields->check();
  QWidget* wrongOption = m_options->check();
  openFoldsWithErrors();
  if (!wrong) wrong = wrongOption;
  if (wrong) wrong->setFocus(Qt::OtherFocusReason);
  return !wrong;
}

void ConnectionDialog::openFoldsWithErrors() {
  for (const auto& [grid, fold] : {std::pair(m_more, m_fold), {m_way, m_wayFold}}) {
    const auto fields = grid->findChildren<CheckedField*>();
    const auto isWrong = [](const CheckedField* field) { return !field->error().isEmpty(); };
    if (std::any_of(fields.begin(), fields.end(), isWrong)) fold->setOpen(true);
  }
}

GivenSecrets ConnectionDialog::typedSecrets() const {
  GivenSecrets typed = m_options->secrets();
  // Nothing: the saved one stays.
  if (const auto password = m_fields->password()) typed.insert(secretfields::password, *password);
  return typed;
}

void ConnectionDialog::save() {
  if (m_busy) return;
  m_note->clear();
  const bool fieldsAreGood = checkFields();
  if (const auto named = checkConnectionName(m_name->text().trimmed()); !named) {
    m_name->setError(named.error().message);
    m_name->edit()->setFocus(Qt::OtherFocusReason);
    return;
  }
  if (!fieldsAreGood) return;
  m_panel->stop();
  write(SecretStore::Fallback::None);
}

void ConnectionDialog::write(SecretStore::Fallback fallback) {
  setBusy(true);
  const Connection connection = wanted();
  const GivenSecrets typed = typedSecrets();
  auto written = m_existing
                     ? andThen(m_saver->update(connection, typed, fallback), this, [id = connection.id] { return id; })
                     : m_saver->create(connection, typed, fallback);
  whenDone(std::move(written), this, [this](const Expected<ConnectionId>& id) {
    setBusy(false);
    if (id) return finish(*id);
    if (id.error().kind == ErrorKind::SecretUnavailable) return offerSession();
    fail(id.error());
  });
}

void ConnectionDialog::offerSession() {
  m_note->say(Tone::Warn, m_fields->engine() == Engine::TreasureData
                              ? tr("This computer has no keychain: the API key is kept until Query Courier closes.")
                              : tr("This computer has no keychain: the password is kept until Query Courier closes."));
  Button* accept = m_note->addAction(tr("Save anyway"));
  accept->setObjectName(QStringLiteral("acceptSession"));
  connect(accept, &Button::clicked, this, [this] {
    if (!m_busy && checkFields()) write(SecretStore::Fallback::Session);
  });
}

void ConnectionDialog::finish(ConnectionId id) {
  Q_EMIT saved(id);
  accept();
}

void ConnectionDialog::fail(const Error& error) {
  if (error.kind == ErrorKind::SecretMissing && error.detail == secretfields::password)
    return m_fields->setPasswordError(error.message);
  if (error.kind == ErrorKind::SecretMissing) {
    if (QWidget* field = m_options->showSecretError(error.detail, error.message)) {
      openFoldsWithErrors();
      return field->setFocus(Qt::OtherFocusReason);
    }
  }
  if (error.kind != ErrorKind::AlreadyExists) return m_note->say(Tone::Bad, error.message);
  m_name->setError(error.message);
  m_name->edit()->setFocus(Qt::OtherFocusReason);
}

void ConnectionDialog::setBusy(bool busy) {
  m_busy = busy;
  for (QWidget* part : {static_cast<QWidget*>(m_save), static_cast<QWidget*>(m_cancel), static_cast<QWidget*>(m_test),
                        static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_fold), static_cast<QWidget*>(m_wayFold)})
    part->setEnabled(!busy);
  m_save->setText(busy ? tr("Saving…") : tr("Save"));
}

void ConnectionDialog::toggleTest() {
  if (m_panel->isRunning()) return m_panel->stop();
  m_note->clear();
  if (!checkFields()) return m_panel->withdraw();
  const Connection connection = wanted();
  const GivenSecrets typed = typedSecrets();
  const QStringList fields = connectionSecretFields(connection);
  DatabaseAccess access = accessTo(connection, Secret{typed});
  // The keychain is asked only for what is not typed.
  const auto isTyped = [&](const QString& field) { return typed.contains(field); };
  if (!std::all_of(fields.begin(), fields.end(), isTyped)) access.connection.secretKey = connection.secretKey;
  m_panel->start(access);
  reveal(m_panel);
}

}  // namespace courier
