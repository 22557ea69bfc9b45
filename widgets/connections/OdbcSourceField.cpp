#include "widgets/connections/OdbcSourceField.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/Button.h"
#include "widgets/common/CheckedField.h"
#include "widgets/common/Labels.h"
#include "widgets/common/OptionControls.h"

namespace courier {

OdbcSourceField::OdbcSourceField(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  m_field = makeField(tr("Data source"), "source", this);
  m_field->edit()->setPlaceholderText(tr("its name, or Driver={…};Server=…"));
  row->addWidget(m_field, 1);
  m_choose = new Button(tr("Choose…"), ButtonKind::Plain, this);
  m_choose->setObjectName(QStringLiteral("chooseSource"));
  m_choose->setAccessibleName(tr("Choose a data source of this computer"));
  m_menu = new QMenu(m_choose);
  connect(m_choose, &Button::clicked, this,
          [this] { m_menu->popup(m_choose->mapToGlobal(QPoint(0, m_choose->height()))); });
  m_choose->hide();
  row->addWidget(m_choose, 0, Qt::AlignTop);
  layout->addLayout(row);
  m_words = new DimLabel({}, this);
  m_words->setObjectName(QStringLiteral("odbcWords"));
  m_words->setWordWrap(true);
  layout->addWidget(m_words);
  setFocusProxy(m_field);
  setAccessibleName(tr("Data source"));
  connect(m_field->edit(), &QLineEdit::textEdited, this, [this](const QString& text) {
    if (text.size() > m_lastLength + 1) Q_EMIT entered();
  });
  connect(m_field->edit(), &QLineEdit::textChanged, this, [this](const QString& text) {
    m_lastLength = text.size();
    showWords();
    Q_EMIT edited();
  });
  connect(m_field->edit(), &QLineEdit::editingFinished, this, &OdbcSourceField::entered);
  showWords();
}

void OdbcSourceField::setWanted(bool wanted) {
  if (!wanted || m_wasRead) return;
  m_wasRead = true;
  whenDone(runInBackground([] { return odbcDataSources(); }), this,
           [this](const Expected<QVector<OdbcDataSource>>& sources) { showSources(sources); });
}

void OdbcSourceField::showSources(const Expected<QVector<OdbcDataSource>>& sources) {
  if (!sources) {
    m_missing = sources.error().message;
    return showWords();
  }
  m_sources = *sources;
  for (const OdbcDataSource& source : m_sources) {
    const QString shown = source.driver.isEmpty() ? source.name : tr("%1 – %2").arg(source.name, source.driver);
    m_menu->addAction(QString(shown).replace(u'&', QStringLiteral("&&")), this, [this, name = source.name] {
      setText(name);
      Q_EMIT entered();
    });
  }
  m_choose->setVisible(!m_sources.isEmpty());
  showWords();
}

void OdbcSourceField::showWords() {
  QStringList lines;
  if (!m_missing.isEmpty()) lines += m_missing;
  if (m_wasRead && m_missing.isEmpty() && m_sources.isEmpty())
    lines += tr("No data source is set up on this computer: write a connection string, without its password.");
  const QString driver = odbcDriverOf(text(), m_sources);
  if (!driver.isEmpty()) {
    lines += tr("The driver %1:").arg(driver);
    lines += driverLosses(driver);
  }
  lines += tr("Encryption is the driver's matter: Query Courier cannot check it.");
  m_words->setText(lines.join(u'\n'));
}

void OdbcSourceField::setText(const QString& text) {
  if (m_field->text() != text) m_field->edit()->setText(text);
}

QString OdbcSourceField::text() const {
  return m_field->text().trimmed();
}

QLineEdit* OdbcSourceField::edit() const {
  return m_field->edit();
}

void OdbcSourceField::setError(const QString& sentence) {
  m_field->setError(sentence);
}

QString OdbcSourceField::error() const {
  return m_field->error();
}

}  // namespace courier
