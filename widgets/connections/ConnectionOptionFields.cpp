#include "widgets/connections/ConnectionOptionFields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <algorithm>

#include "models/secrets/SecretFields.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/PathField.h"
#include "widgets/common/ProxyControls.h"
#include "widgets/common/Theme.h"
#include "widgets/connections/ConnectionMark.h"

namespace courier {
namespace {

constexpr int kLinesHeight = 64;

}  // namespace

QWidget* ConnectionOptionFields::Row::control() const {
  if (choice) return choice;
  if (number) return number;
  if (yesNo) return yesNo;
  if (text) return text;
  if (path) return path;
  return lines;  // none of a proxy, which has several
}

void ConnectionOptionFields::add(ServerOptionId id, FormGrid& grid, const QString& label) {
  const ServerOption& option = serverOption(id);
  Row row{.option = &option, .grid = &grid};
  makeControl(row, option.key, label);
  if (!row.yesNo && !row.proxy) {
    row.control()->setToolTip(option.nameText());
    row.control()->setAccessibleName(option.nameText());
  }
  m_rows.append(row);
  show(row, {});
  if (id == ServerOptionId::KeyPassphrase) addPassphrase(grid);
}

void ConnectionOptionFields::makeControl(Row& row, const char* objectName, const QString& label) {
  const ServerOption& option = *row.option;
  FormGrid& grid = *row.grid;
  switch (option.kind) {
    case OptionKind::Choice:
      row.choice = makeChoice(objectName, &grid);
      for (const OptionChoice& one : option.choices) {
        const bool isColour = option.id == ServerOptionId::Colour;
        row.choice->addItem(isColour ? markIcon(static_cast<MarkColour>(one.value)) : QIcon(), one.labelText(),
                            one.value);
      }
      connect(row.choice, &QComboBox::currentIndexChanged, this, &ConnectionOptionFields::edited);
      break;
    case OptionKind::Number:
      row.number = makeNumber(objectName, static_cast<int>(option.least), static_cast<int>(option.most),
                              option.unitText(), &grid);
      row.number->setSingleStep(option.step);
      if (option.least == 0) row.number->setSpecialValueText(tr("the server's own"));
      connect(row.number, &QSpinBox::valueChanged, this, &ConnectionOptionFields::edited);
      break;
    case OptionKind::YesNo:
      row.yesNo = addBox(grid, label, objectName);
      connect(row.yesNo, &QCheckBox::toggled, this, &ConnectionOptionFields::edited);
      return;
    case OptionKind::File:
      row.path = new PathField(option.nameText(), objectName, pemFilter(), &grid);
      row.path->edit()->setPlaceholderText(option.id == ServerOptionId::Authority   ? tr("the system's certificates")
                                           : option.id == ServerOptionId::ClientKey ? tr("in the certificate's file")
                                                                                    : tr("none"));
      connect(row.path->edit(), &QLineEdit::textChanged, this, &ConnectionOptionFields::edited);
      break;
    case OptionKind::Lines:
      row.lines = new QPlainTextEdit(&grid);
      row.lines->setObjectName(QString::fromLatin1(objectName));
      row.lines->setFont(monospaceFont());
      row.lines->setFixedHeight(kLinesHeight);
      row.lines->setTabChangesFocus(true);
      connect(row.lines, &QPlainTextEdit::textChanged, this, &ConnectionOptionFields::edited);
      break;
    default:
      if (option.id == ServerOptionId::Proxy) {
        row.proxy = new ProxyControls(grid);
        connect(row.proxy, &ProxyControls::edited, this, &ConnectionOptionFields::edited);
        connect(row.proxy->password()->edit(), &QLineEdit::textEdited, this, &ConnectionOptionFields::secretEdited);
        return;
      }
      row.text = makeField(option.nameText(), objectName, &grid);
      row.text->edit()->setMaxLength(static_cast<int>(option.most));
      if (option.id == ServerOptionId::TimeZone) row.text->edit()->setPlaceholderText(tr("the cluster's"));
      connect(row.text->edit(), &QLineEdit::textChanged, this, &ConnectionOptionFields::edited);
      break;
  }
  grid.addRow(label, row.control());
}

void ConnectionOptionFields::addPassphrase(FormGrid& grid) {
  m_passphrase = makeSecretField(tr("Passphrase of the key"), "passphrase", &grid);
  grid.addRow(tr("Passphrase"), m_passphrase);
  connect(m_passphrase->edit(), &QLineEdit::textEdited, this, &ConnectionOptionFields::secretEdited);
  connect(this, &ConnectionOptionFields::edited, this, &ConnectionOptionFields::showPassphrase);
  showPassphrase();
}

const ConnectionOptionFields::Row* ConnectionOptionFields::rowOf(ServerOptionId id) const {
  const auto found = std::find_if(m_rows.begin(), m_rows.end(), [id](const Row& row) { return row.option->id == id; });
  return found == m_rows.end() ? nullptr : &*found;
}

void ConnectionOptionFields::showPassphrase() {
  const Row* const hasOne = rowOf(ServerOptionId::KeyPassphrase);
  const Row* const certificate = rowOf(ServerOptionId::ClientCertificate);
  if (!hasOne || !certificate) return;
  const bool isShown = hasOne->option->isFor(m_engine) && !certificate->path->path().isEmpty();
  hasOne->yesNo->setVisible(isShown);
  hasOne->grid->setRowShown(m_passphrase, isShown && hasOne->yesNo->isChecked());
}

void ConnectionOptionFields::showFor(Engine engine) {
  m_engine = engine;
  for (const Row& row : m_rows) {
    const bool isShown = row.option->isFor(engine);
    row.proxy ? row.proxy->setShown(isShown) : row.grid->setRowShown(row.control(), isShown);
  }
  showPassphrase();
}

void ConnectionOptionFields::show(const Row& row, const ServerOptions& options) {
  const ServerOption& option = *row.option;
  if (row.choice) choose(*row.choice, static_cast<int>(option.value(options)));
  if (row.number) row.number->setValue(static_cast<int>(option.value(options)));
  if (row.yesNo) row.yesNo->setChecked(option.value(options) != 0);
  if (row.text && row.text->text() != option.text(options)) row.text->edit()->setText(option.text(options));
  if (row.path && row.path->path() != option.text(options)) row.path->edit()->setText(option.text(options));
  if (row.proxy) row.proxy->set(options.proxy);
  if (row.lines && row.lines->toPlainText() != option.text(options)) row.lines->setPlainText(option.text(options));
}

void ConnectionOptionFields::set(const ServerOptions& options) {
  for (const Row& row : m_rows) show(row, options);
}

QWidget* ConnectionOptionFields::check() {
  QWidget* first = nullptr;
  const auto refuse = [&](CheckedField* field, const QString& sentence) {
    field->setError(sentence);
    if (!first) first = field->edit();
  };
  for (const Row& row : m_rows) {
    if (!row.option->isFor(m_engine)) continue;
    if (row.proxy) {
      if (QWidget* wrong = row.proxy->check(); wrong && !first) first = wrong;
    } else if (row.path && !row.path->path().isEmpty()) {
      const QFileInfo file(row.path->path());
      if (!file.isFile() || !file.isReadable())
        refuse(row.path->field(), tr("The file “%1” cannot be read. Check its path.").arg(row.path->path()));
    } else if (row.text) {
      ServerOptions alone;
      if (!row.option->setText(alone, row.text->text().trimmed()))
        refuse(row.text, row.option->refusal(row.option->nameText()).message);
    }
  }
  const Row* const key = rowOf(ServerOptionId::ClientKey);
  const Row* const certificate = rowOf(ServerOptionId::ClientCertificate);
  if (key && key->option->isFor(m_engine) && certificate->path->path().isEmpty() && !key->path->path().isEmpty())
    refuse(certificate->path->field(), tr("The certificate of this key is missing. Choose its file."));
  return first;
}

GivenSecrets ConnectionOptionFields::secrets() const {
  GivenSecrets typed;
  if (m_passphrase && !m_passphrase->text().isEmpty()) typed.insert(secretfields::keyPassphrase, m_passphrase->text());
  const Row* const proxy = rowOf(ServerOptionId::Proxy);
  if (proxy && !proxy->proxy->password()->text().isEmpty())
    typed.insert(secretfields::proxyPassword, proxy->proxy->password()->text());
  return typed;
}

void ConnectionOptionFields::setStored(const QString& place) {
  ServerOptions options;
  read(options);
  if (m_passphrase && options.keyHasPassphrase) m_passphrase->edit()->setPlaceholderText(place);
  if (const Row* const proxy = rowOf(ServerOptionId::Proxy); proxy && !options.proxy.user.isEmpty())
    proxy->proxy->password()->edit()->setPlaceholderText(place);
}

void ConnectionOptionFields::setProxyPassword(const QString& password) {
  if (const Row* const proxy = rowOf(ServerOptionId::Proxy)) proxy->proxy->password()->edit()->setText(password);
}

QWidget* ConnectionOptionFields::showSecretError(const QString& secret, const QString& sentence) {
  const Row* const proxy = rowOf(ServerOptionId::Proxy);
  CheckedField* field = secret == secretfields::keyPassphrase            ? m_passphrase
                        : secret == secretfields::proxyPassword && proxy ? proxy->proxy->password()
                                                                         : nullptr;
  if (!field) return nullptr;
  field->setError(sentence);
  return field->edit();
}

void ConnectionOptionFields::read(ServerOptions& options) const {
  for (const Row& row : m_rows) {
    const ServerOption& option = *row.option;
    if (row.choice) option.setValue(options, row.choice->currentData().toInt());
    if (row.number) option.setValue(options, row.number->value());
    if (row.yesNo) option.setValue(options, row.yesNo->isChecked() ? 1 : 0);
    if (row.text) (void)option.setText(options, row.text->text().trimmed());
    if (row.path) {
      const QString path = row.path->path();
      (void)option.setText(options, path.isEmpty() ? path : QFileInfo(path).absoluteFilePath());
    }
    if (row.lines) (void)option.setText(options, row.lines->toPlainText());
    if (row.proxy) options.proxy = row.proxy->proxy();
  }
  // A tick that is out of sight says nothing.
  if (options.clientCertificateFile.isEmpty()) options.keyHasPassphrase = false;
}

}  // namespace courier
