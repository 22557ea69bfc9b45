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
#include "models/query/OdbcAddress.h"
#include "models/query/PastedConnection.h"
#include "models/query/TreasureDataRegion.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/Labels.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/PathField.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionOptionFields.h"
#include "widgets/connections/OdbcSourceField.h"

namespace courier {
namespace {

constexpr int kPortWidth = 88;

QString addressExample(Engine engine) {
  switch (engine) {
    case Engine::PostgreSql:
      return QStringLiteral("postgresql://ann@db.example.org/shop");
    case Engine::MariaDb:
      return QStringLiteral("mysql://ann@db.example.org/shop");
    case Engine::Odbc:
      return QStringLiteral("odbc:Sales");
    case Engine::Trino:
      return QStringLiteral("trino://ann@trino.example.org/hive/sales");
    case Engine::TreasureData:
      return QStringLiteral("td://tokyo/sales");
    case Engine::Files:
      return QStringLiteral("file:/data/sales.csv");
    case Engine::Sqlite:
      break;
  }
  return QStringLiteral("sqlite:/data/shop.db");
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
  addKind(tr("Trino or Presto"), Engine::Trino);
  addKind(QStringLiteral("Treasure Data"), Engine::TreasureData);
  addKind(tr("ODBC data source"), Engine::Odbc);
  m_grid.addRow(tr("&Kind"), m_kind);
  m_address = makeField(tr("Address"), "address", &m_grid);
  m_address->edit()->setFont(monospaceFont());
  m_grid.addRow(tr("&Address"), m_address);
  addPlaces();
  addSignIn();
}

void ConnectionFields::addSignIn() {
  m_options.add(ServerOptionId::SignIn, m_grid, tr("Sign &in with"));
  m_user = makeField(tr("User name"), "user", &m_grid);
  m_user->edit()->setPlaceholderText(tr("none"));
  m_grid.addRow(tr("&User name"), m_user);
  m_password = makeSecretField(tr("Password"), "password", &m_grid);
  m_passwordLabel = m_grid.addRow(tr("&Password"), m_password);
  m_keep = addBox(m_grid, tr("Keep the saved password"), "keepPassword");
}

void ConnectionFields::addPlaces() {
  m_file = new PathField(tr("Database file"), "file",
                         tr("SQLite databases (*.db *.sqlite *.sqlite3 *.db3);;All files (*)"), &m_grid);
  m_grid.addRow(tr("&File"), m_file);
  addRegion();
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
  m_catalog = makeField(tr("Catalog"), "catalog", &m_grid);
  m_catalog->edit()->setPlaceholderText(tr("all"));
  m_grid.addRow(tr("Catalo&g"), m_catalog);
  m_schema = makeField(tr("Schema"), "schema", &m_grid);
  m_schema->edit()->setPlaceholderText(tr("all"));
  m_grid.addRow(tr("Sche&ma"), m_schema);
  m_database = makeField(tr("Database"), "database", &m_grid);
  m_grid.addRow(tr("&Database"), m_database);
  m_source = new OdbcSourceField(&m_grid);
  // Its words make it tall: the label stays beside the line.
  m_grid.addRow(tr("Data &source"), m_source)->setMinimumHeight(m_source->edit()->sizeHint().height());
}

void ConnectionFields::addRegion() {
  m_region = makeChoice("region", &m_grid);
  m_region->setAccessibleName(tr("Region"));
  for (const TreasureDataRegion& region : treasureDataRegions())
    m_region->addItem(QStringLiteral("%1 (%2)").arg(region.nameText(), QLatin1String(region.key)),
                      QString::fromLatin1(region.key));
  m_region->addItem(tr("Another address…"), QString());
  m_grid.addRow(tr("R&egion"), m_region);
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
  connect(m_region, &QComboBox::currentIndexChanged, this, [this, wrote] {
    showEngine();
    wrote();
  });
  for (QLineEdit* edit : {m_file->edit(), m_host->edit(), m_port->edit(), m_catalog->edit(), m_schema->edit(),
                          m_database->edit(), m_user->edit()})
    connect(edit, &QLineEdit::textChanged, this, wrote);
  connect(m_source, &OdbcSourceField::edited, this, wrote);
  connect(m_source, &OdbcSourceField::entered, this, &ConnectionFields::takeSource);
  connect(&m_options, &ConnectionOptionFields::edited, this, [this, wrote] {
    showSecretWords();
    wrote();
  });
  connect(m_password->edit(), &QLineEdit::textChanged, this, [this](const QString& text) {
    m_keep->setChecked(isStored() && text.isEmpty());
    Q_EMIT edited();
  });
}

Engine ConnectionFields::engine() const {
  return static_cast<Engine>(m_kind->currentData().toInt());
}

void ConnectionFields::setEngine(Engine engine) {
  // Files have a dialog of their own, which shows their rows first.
  if (engine == Engine::Files && m_kind->findData(static_cast<int>(engine)) < 0)
    m_kind->addItem(tr("CSV or JSON files"), static_cast<int>(engine));
  choose(*m_kind, static_cast<int>(engine));
}

QString ConnectionFields::region() const {
  return m_region->currentData().toString();
}

void ConnectionFields::showEngine() {
  const Engine chosen = engine();
  const bool isTrino = chosen == Engine::Trino;
  const bool isTreasureData = chosen == Engine::TreasureData;
  m_grid.setRowShown(m_file, chosen == Engine::Sqlite);
  m_grid.setRowShown(m_source, chosen == Engine::Odbc);
  m_source->setWanted(chosen == Engine::Odbc);
  m_grid.setRowShown(m_region, isTreasureData);
  m_grid.setRowShown(m_hostRow, isTreasureData ? region().isEmpty() : isServer(chosen));
  m_grid.setRowShown(m_catalog, isTrino);
  m_grid.setRowShown(m_schema, isTrino);
  m_grid.setRowShown(m_database, isServer(chosen) && !isTrino);
  m_grid.setRowShown(m_user, hasUser(chosen));
  m_grid.setRowShown(m_password, signsIn(chosen));
  m_host->edit()->setPlaceholderText(isTreasureData ? QStringLiteral("td.example.org") : QStringLiteral("localhost"));
  m_address->edit()->setPlaceholderText(addressExample(chosen));
  m_options.showFor(chosen);
  showSecretWords();
  Q_EMIT engineChanged(chosen);
}

void ConnectionFields::showSecretWords() {
  Connection connection;
  read(connection);
  m_options.read(connection.server);
  m_port->edit()->setPlaceholderText(QString::number(usualPort(connection)));
  m_passwordKind = passwordKind(connection);
  const bool isKey = m_passwordKind == PasswordKind::ApiKey;
  const bool isToken = m_passwordKind == PasswordKind::Token;
  m_password->edit()->setPlaceholderText(isStored() ? m_storedAt : QString());
  m_keep->setVisible(signsIn(engine()) && isStored());
  m_passwordLabel->setText(isKey ? tr("AP&I key") : isToken ? tr("To&ken") : tr("&Password"));
  m_password->edit()->setAccessibleName(isKey ? tr("API key") : isToken ? tr("Token") : tr("Password"));
  m_keep->setText(isKey     ? tr("Keep the saved key")
                  : isToken ? tr("Keep the saved token")
                            : tr("Keep the saved password"));
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
  m_storedAt = place;
  m_storedKind = m_passwordKind;
  m_options.setStored(place);
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
  QWidget* place = m_host->edit();
  if (engine() == Engine::TreasureData) place = m_region;
  if (engine() == Engine::Odbc) place = m_source->edit();
  if (engine() == Engine::Sqlite) place = m_file->edit();
  place->setFocus(Qt::OtherFocusReason);
}

void ConnectionFields::takeAddress(Take take) {
  const QString before = m_address->text();
  // What the fields have written is theirs: a mistake in it is said at the field.
  if (before.isEmpty() || before == m_written) return;
  const PastedConnection made = PastedConnection::split(before, QDir::currentPath());
  if (made.parts) {
    fill(*made.parts);
    if (made.password) setPassword(*made.password);
    if (made.proxyPassword) m_options.setProxyPassword(*made.proxyPassword);
    Q_EMIT edited();
  }
  if (take == Take::Typing) return;
  if (!made.parts && made.password) setPassword(*made.password);
  // setText() also drops the line's undo steps, in which the password would still stand.
  if (made.address != before) m_address->edit()->setText(made.address);
  m_address->setError(made.error);
}

void ConnectionFields::takeSource() {
  const QString text = m_source->text();
  if (engine() != Engine::Odbc || text.isEmpty()) return;
  const auto parsed = odbcConnection(text);
  if (!parsed) return m_source->setError(parsed.error().message);
  m_source->setText(parsed->connection.file);
  if (!parsed->connection.user.isEmpty()) m_user->edit()->setText(parsed->connection.user);
  if (!parsed->password.isEmpty()) setPassword(parsed->password);
}

void ConnectionFields::fill(const Connection& connection) {
  const QScopedValueRollback filling(m_isFilling, true);
  setEngine(connection.engine);
  const auto write = [](QLineEdit* edit, const QString& text) {
    if (edit->text() == text) return;
    edit->setText(text);
    edit->setCursorPosition(0);
  };
  m_files = connection.files;
  if (connection.engine == Engine::Sqlite) write(m_file->edit(), QDir::toNativeSeparators(connection.file));
  if (connection.engine == Engine::Odbc) m_source->setText(connection.file);
  const TreasureDataRegion* const region =
      connection.engine == Engine::TreasureData ? treasureDataRegion(connection.host) : nullptr;
  const QString key = region ? QString::fromLatin1(region->key) : QString();
  if (connection.engine == Engine::TreasureData) m_region->setCurrentIndex(m_region->findData(key));
  write(m_host->edit(), region ? QString() : connection.host);
  write(m_port->edit(), connection.port > 0 ? QString::number(connection.port) : QString());
  write(m_database->edit(), connection.database);
  write(m_catalog->edit(), connection.engine == Engine::Trino ? connection.database : QString());
  write(m_schema->edit(), connection.schema);
  write(m_user->edit(), connection.user);
  ServerOptions options;
  m_options.read(options);
  for (const ServerOption& option : serverOptionTable()) {
    // The scheme of an address says whose headers.
    const bool isSaid = option.isOfAddress() || option.id == ServerOptionId::Headers;
    if (isSaid && isServer(connection.engine)) (void)option.setText(options, option.text(connection.server));
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
  m_written = address;
  if (address == m_address->text()) return;
  m_address->edit()->setText(address);
  // Its beginning says more than its end.
  m_address->edit()->setCursorPosition(0);
}

bool ConnectionFields::isEmpty() const {
  if (engine() == Engine::Files) return m_files.isEmpty();
  if (engine() == Engine::Odbc) return m_source->text().isEmpty();
  if (engine() == Engine::Sqlite) return m_file->path().isEmpty();
  if (engine() == Engine::TreasureData) return m_database->text().isEmpty();
  if (engine() == Engine::Trino && !(m_catalog->text() + m_schema->text()).isEmpty()) return false;
  return m_host->text().isEmpty() && m_database->text().isEmpty() && m_user->text().isEmpty();
}

QWidget* ConnectionFields::check() {
  takeAddress(Take::Whole);
  QWidget* first = m_address->error().isEmpty() ? nullptr : m_address->edit();
  const auto refuse = [&](CheckedField* field, const QString& sentence) {
    field->setError(sentence);
    if (!first) first = field->edit();
  };
  if (engine() == Engine::Files) {
    if (m_files.isEmpty()) refuse(m_address, tr("Write file:/path/sales.csv."));
    return first;
  }
  if (engine() == Engine::Odbc) {
    takeSource();
    if (m_source->text().isEmpty()) m_source->setError(tr("Choose a data source, or write a connection string."));
    if (!m_source->error().isEmpty() && !first) first = m_source->edit();
    return first;
  }
  if (engine() == Engine::Sqlite) {
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
  Connection connection;
  read(connection);
  if (engine() == Engine::TreasureData) {
    if (const auto fine = checkTreasureDataHost(connection.host); !fine) {
      refuse(m_host, fine.error().message);
    } else if (const auto named = checkTreasureData(connection); !named) {
      refuse(m_database, named.error().message);
    }
    const auto key = password();
    if (key && key->isEmpty()) refuse(m_password, tr("Enter the API key."));
  }
  if (engine() == Engine::Trino && connection.database.isEmpty() && !connection.schema.isEmpty())
    refuse(m_catalog, tr("Name the schema's catalog as well."));
  return first;
}

void ConnectionFields::read(Connection& connection) const {
  const bool server = isServer(engine());
  connection.engine = engine();
  const QString path = m_file->path();
  connection.files = engine() == Engine::Files ? m_files : FileSources();
  connection.file.clear();
  if (engine() == Engine::Sqlite && !path.isEmpty())
    connection.file = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
  if (engine() == Engine::Odbc) connection.file = m_source->text();
  if (!connection.files.isEmpty()) connection.file = connection.files.first().path;
  const QString host = m_host->text().trimmed();
  const bool isTrino = engine() == Engine::Trino;
  const bool isRegion = engine() == Engine::TreasureData && !region().isEmpty();
  connection.host = !server                               ? QString()
                    : isRegion                            ? region()
                    : host.isEmpty() && hasUser(engine()) ? QStringLiteral("localhost")
                                                          : host;
  connection.port = server && !isRegion ? m_port->text().trimmed().toInt() : 0;
  connection.database = !server ? QString() : (isTrino ? m_catalog : m_database)->text().trimmed();
  connection.schema = isTrino ? m_schema->text().trimmed() : QString();
  connection.user = hasUser(engine()) ? m_user->text().trimmed() : QString();
}

std::optional<QString> ConnectionFields::password() const {
  if (!signsIn(engine())) return QString();
  if (isStored() && m_keep->isChecked()) return std::nullopt;
  // What is pasted may have brought a space along; only a password may have one.
  return m_passwordKind == PasswordKind::Password ? m_password->text() : m_password->text().trimmed();
}

void ConnectionFields::setPasswordError(const QString& sentence) {
  m_password->setError(sentence);
  m_password->edit()->setFocus(Qt::OtherFocusReason);
}

QString ConnectionFields::suggestedName() const {
  if (engine() == Engine::Files) return m_files.isEmpty() ? QString() : QFileInfo(m_files.first().path).baseName();
  if (engine() == Engine::Odbc) return isOdbcString(m_source->text()) ? QStringLiteral("odbc") : m_source->text();
  if (engine() == Engine::Sqlite) return QFileInfo(m_file->path()).completeBaseName();
  if (engine() == Engine::Trino && !m_catalog->text().isEmpty()) return m_catalog->text().trimmed();
  return m_database->text().isEmpty() ? m_host->text().trimmed() : m_database->text().trimmed();
}

}  // namespace courier
