#include "widgets/connections/ConnectionFields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <algorithm>

#include "models/query/ConnectionUrl.h"
#include "models/query/PastedConnection.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/PathField.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionOptionFields.h"

namespace courier {
namespace {

constexpr int kPortWidth = 88;

QString usualPort(Engine engine) {
  return engine == Engine::PostgreSql ? QStringLiteral("5432") : QStringLiteral("3306");
}

QString addressExample(Engine engine) {
  switch (engine) {
    case Engine::PostgreSql:
      return QStringLiteral("postgresql://ann@db.example.org/shop");
    case Engine::MariaDb:
      return QStringLiteral("mysql://ann@db.example.org/shop");
    default:
      return QStringLiteral("sqlite:/data/shop.db");
  }
}

}  // namespace

ConnectionFields::ConnectionFields(FormGrid& grid, ConnectionOptionFields& options)
    : QObject(&grid), m_grid(grid), m_options(options) {
  build();
  connectFields();
  showEngine();
}

void ConnectionFields::build() {
  m_kind = makeChoice("kind", &m_grid);
  const auto addKind = [this](const QString& name, Engine engine) { m_kind->addItem(name, static_cast<int>(engine)); };
  addKind(tr("SQLite file"), Engine::Sqlite);
  addKind(QStringLiteral("PostgreSQL"), Engine::PostgreSql);
  addKind(tr("MariaDB or MySQL"), Engine::MariaDb);
  m_grid.addRow(tr("&Kind"), m_kind);
  m_address = makeField(tr("Address"), "address", &m_grid);
  m_address->edit()->setFont(monospaceFont());
  m_grid.addRow(tr("&Address"), m_address);
  m_file = new PathField(tr("Database file"), "file",
                         tr("SQLite databases (*.db *.sqlite *.sqlite3 *.db3);;All files (*)"), &m_grid);
  m_grid.addRow(tr("&File"), m_file);
  m_hostRow = new QWidget(&m_grid);
  auto* row = new QHBoxLayout(m_hostRow);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  m_host = makeField(tr("Host"), "host", m_hostRow);
  m_host->edit()->setPlaceholderText(QStringLiteral("localhost"));
  m_port = makeField(tr("Port"), "port", m_hostRow);
  m_port->setFixedWidth(kPortWidth);
  auto* portLabel = new DimLabel(tr("P&ort"), m_hostRow);
  portLabel->setBuddy(m_port);
  row->addWidget(m_host, 1, Qt::AlignTop);
  row->addWidget(portLabel, 0, Qt::AlignTop);
  portLabel->setFixedHeight(m_port->edit()->sizeHint().height());
  row->addWidget(m_port, 0, Qt::AlignTop);
  m_hostRow->setFocusProxy(m_host);
  m_hostRow->setAccessibleName(tr("Host and port"));
  m_grid.addRow(tr("&Host"), m_hostRow);
  m_database = makeField(tr("Database"), "database", &m_grid);
  m_grid.addRow(tr("&Database"), m_database);
  m_user = makeField(tr("User name"), "user", &m_grid);
  m_user->edit()->setPlaceholderText(tr("none"));
  m_grid.addRow(tr("&User name"), m_user);
  m_password = makeSecretField(tr("Password"), "password", &m_grid);
  m_grid.addRow(tr("&Password"), m_password);
  m_keep = addBox(m_grid, tr("Keep the saved password"), "keepPassword");
}

void ConnectionFields::connectFields() {
  // More than one character at a time is a paste or a drop: it is taken apart at once.
  connect(m_address->edit(), &QLineEdit::textEdited, this, [this](const QString& text) {
    const bool pasted = text.size() > m_lastLength + 1;
    takeAddress(pasted ? Take::Whole : Take::Typing);
  });
  connect(m_address->edit(), &QLineEdit::textChanged, this,
          [this](const QString& text) { m_lastLength = text.size(); });
  connect(m_address->edit(), &QLineEdit::editingFinished, this, [this] { takeAddress(Take::Whole); });
  const auto wrote = [this] {
    if (m_isFilling) return;
    writeAddress();
    Q_EMIT edited();
  };
  connect(m_kind, &QComboBox::currentIndexChanged, this, [this, wrote] {
    showEngine();
    wrote();
  });
  for (QLineEdit* edit : {m_file->edit(), m_host->edit(), m_port->edit(), m_database->edit(), m_user->edit()})
    connect(edit, &QLineEdit::textChanged, this, wrote);
  connect(&m_options, &ConnectionOptionFields::edited, this, wrote);
  connect(m_password->edit(), &QLineEdit::textChanged, this, [this](const QString& text) {
    m_keep->setChecked(m_isStored && text.isEmpty());
    Q_EMIT edited();
  });
}

Engine ConnectionFields::engine() const {
  return static_cast<Engine>(m_kind->currentData().toInt());
}

void ConnectionFields::setEngine(Engine engine) {
  choose(*m_kind, static_cast<int>(engine));
}

void ConnectionFields::showEngine() {
  const bool server = isServer(engine());
  m_grid.setRowShown(m_file, !server);
  for (QWidget* part :
       {m_hostRow, static_cast<QWidget*>(m_database), static_cast<QWidget*>(m_user), static_cast<QWidget*>(m_password)})
    m_grid.setRowShown(part, server);
  m_keep->setVisible(server && m_isStored);
  m_port->edit()->setPlaceholderText(usualPort(engine()));
  m_address->edit()->setPlaceholderText(addressExample(engine()));
  m_options.showFor(engine());
  Q_EMIT engineChanged(engine());
}

void ConnectionFields::set(const Connection& connection) {
  fill(connection);
  m_options.set(connection.server);
  writeAddress();
}

void ConnectionFields::setPassword(const QString& password) {
  m_password->edit()->setText(password);
}

void ConnectionFields::setStoredPassword(const QString& place) {
  m_isStored = true;
  m_password->edit()->setPlaceholderText(place);
  m_keep->setChecked(true);
  showEngine();
}

void ConnectionFields::paste(const QString& address) {
  m_address->edit()->setText(address);
  takeAddress(Take::Whole);
}

void ConnectionFields::focusAddress() {
  m_address->edit()->setFocus(Qt::OtherFocusReason);
}

void ConnectionFields::focusPlace() {
  QWidget* place = isServer(engine()) ? m_host->edit() : m_file->edit();
  place->setFocus(Qt::OtherFocusReason);
}

void ConnectionFields::takeAddress(Take take) {
  const QString before = m_address->text();
  if (before.isEmpty()) return;
  const PastedConnection made = PastedConnection::split(before, QDir::currentPath());
  if (made.parts) {
    fill(*made.parts);
    if (made.password) setPassword(*made.password);
    Q_EMIT edited();
  }
  if (take == Take::Typing) return;
  if (!made.parts && made.password) setPassword(*made.password);
  // setText() also drops the line's undo steps, in which the password would still stand.
  if (made.address != before) m_address->edit()->setText(made.address);
  m_address->setError(made.error);
}

void ConnectionFields::fill(const Connection& connection) {
  const QScopedValueRollback filling(m_isFilling, true);
  setEngine(connection.engine);
  const auto write = [](QLineEdit* edit, const QString& text) {
    if (edit->text() != text) edit->setText(text);
  };
  write(m_file->edit(), QDir::toNativeSeparators(connection.file));
  write(m_host->edit(), connection.host);
  write(m_port->edit(), connection.port > 0 ? QString::number(connection.port) : QString());
  write(m_database->edit(), connection.database);
  write(m_user->edit(), connection.user);
  ServerOptions options;
  m_options.read(options);
  for (const ServerOption& option : serverOptionTable()) {
    if (option.isOfAddress() && isServer(connection.engine))
      (void)option.setText(options, option.text(connection.server));
  }
  m_options.set(options);
}

void ConnectionFields::writeAddress() {
  Connection connection;
  read(connection);
  m_options.read(connection.server);
  connection.server = optionsFor(connection.engine, connection.server);
  const QScopedValueRollback filling(m_isFilling, true);
  const QString address = isEmpty() ? QString() : connectionUrl(connection);
  if (address != m_address->text()) m_address->edit()->setText(address);
}

bool ConnectionFields::isEmpty() const {
  if (!isServer(engine())) return m_file->path().isEmpty();
  return m_host->text().isEmpty() && m_database->text().isEmpty() && m_user->text().isEmpty();
}

QWidget* ConnectionFields::check() {
  takeAddress(Take::Whole);
  QWidget* first = m_address->error().isEmpty() ? nullptr : m_address->edit();
  const auto refuse = [&](CheckedField* field, const QString& sentence) {
    field->setError(sentence);
    if (!first) first = field->edit();
  };
  if (!isServer(engine())) {
    if (m_file->path().isEmpty()) {
      refuse(m_file->field(), tr("Choose the database's file."));
    } else if (!QFileInfo(m_file->path()).isFile()) {
      refuse(m_file->field(), tr("There is no file “%1”. Check its path.").arg(m_file->path()));
    }
    return first;
  }
  bool isNumber = false;
  const int port = m_port->text().trimmed().toInt(&isNumber);
  if (!m_port->text().trimmed().isEmpty() && (!isNumber || port < 1 || port > 65535)) refuse(m_port, tr("1 to 65535"));
  const QString host = m_host->text().trimmed();
  if (std::any_of(host.begin(), host.end(), [](QChar one) { return one.isSpace() || one == u',' || one == u'@'; }))
    refuse(m_host, tr("Write one name or address, without spaces, commas or “@”."));
  return first;
}

void ConnectionFields::read(Connection& connection) const {
  const bool server = isServer(engine());
  connection.engine = engine();
  const QString path = m_file->path();
  connection.file = server || path.isEmpty() ? QString() : QDir::cleanPath(QFileInfo(path).absoluteFilePath());
  const QString host = m_host->text().trimmed();
  connection.host = !server ? QString() : host.isEmpty() ? QStringLiteral("localhost") : host;
  connection.port = server ? m_port->text().trimmed().toInt() : 0;
  connection.database = server ? m_database->text().trimmed() : QString();
  connection.user = server ? m_user->text().trimmed() : QString();
}

std::optional<QString> ConnectionFields::password() const {
  if (!isServer(engine())) return QString();
  if (m_isStored && m_keep->isChecked()) return std::nullopt;
  return m_password->text();
}

QString ConnectionFields::suggestedName() const {
  if (!isServer(engine())) return QFileInfo(m_file->path()).completeBaseName();
  return m_database->text().isEmpty() ? m_host->text().trimmed() : m_database->text().trimmed();
}

}  // namespace courier
