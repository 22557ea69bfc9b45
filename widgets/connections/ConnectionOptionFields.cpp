#include "widgets/connections/ConnectionOptionFields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QPlainTextEdit>
#include <QSpinBox>

#include "widgets/common/CheckedField.h"
#include "widgets/common/FormGrid.h"
#include "widgets/common/OptionControls.h"
#include "widgets/common/PathField.h"
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
  return lines;
}

void ConnectionOptionFields::add(ServerOptionId id, FormGrid& grid, const QString& label) {
  const ServerOption& option = serverOption(id);
  Row row{.option = &option, .grid = &grid};
  makeControl(row, option.key, label);
  if (!row.yesNo) {
    row.control()->setToolTip(option.nameText());
    row.control()->setAccessibleName(option.nameText());
  }
  m_rows.append(row);
  show(row, {});
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
      row.path->edit()->setPlaceholderText(tr("the system's certificates"));
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
      row.text = makeField(option.nameText(), objectName, &grid);
      row.text->edit()->setMaxLength(static_cast<int>(option.most));
      connect(row.text->edit(), &QLineEdit::textChanged, this, &ConnectionOptionFields::edited);
      break;
  }
  grid.addRow(label, row.control());
}

void ConnectionOptionFields::showFor(Engine engine) {
  for (const Row& row : m_rows) row.grid->setRowShown(row.control(), row.option->isFor(engine));
}

void ConnectionOptionFields::show(const Row& row, const ServerOptions& options) {
  const ServerOption& option = *row.option;
  if (row.choice) choose(*row.choice, static_cast<int>(option.value(options)));
  if (row.number) row.number->setValue(static_cast<int>(option.value(options)));
  if (row.yesNo) row.yesNo->setChecked(option.value(options) != 0);
  if (row.text && row.text->text() != option.text(options)) row.text->edit()->setText(option.text(options));
  if (row.path && row.path->path() != option.text(options)) row.path->edit()->setText(option.text(options));
  if (row.lines && row.lines->toPlainText() != option.text(options)) row.lines->setPlainText(option.text(options));
}

void ConnectionOptionFields::set(const ServerOptions& options) {
  for (const Row& row : m_rows) show(row, options);
}

QWidget* ConnectionOptionFields::check() {
  for (const Row& row : m_rows) {
    if (!row.path || row.path->isHidden() || row.path->path().isEmpty()) continue;
    const QFileInfo file(row.path->path());
    if (file.isFile() && file.isReadable()) continue;
    row.path->field()->setError(tr("The file “%1” cannot be read. Check its path.").arg(row.path->path()));
    return row.path->edit();
  }
  return nullptr;
}

void ConnectionOptionFields::read(ServerOptions& options) const {
  for (const Row& row : m_rows) {
    const ServerOption& option = *row.option;
    if (row.choice) option.setValue(options, row.choice->currentData().toInt());
    if (row.number) option.setValue(options, row.number->value());
    if (row.yesNo) option.setValue(options, row.yesNo->isChecked() ? 1 : 0);
    if (row.text) (void)option.setText(options, row.text->text().trimmed());
    if (row.path) {
      const QString& path = row.path->path();
      (void)option.setText(options, path.isEmpty() ? path : QFileInfo(path).absoluteFilePath());
    }
    if (row.lines) (void)option.setText(options, row.lines->toPlainText());
  }
}

}  // namespace courier
