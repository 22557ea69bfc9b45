#include "widgets/schedules/SqlFields.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "widgets/common/FormGrid.h"
#include "widgets/common/Note.h"
#include "widgets/query/ConnectionBox.h"
#include "widgets/query/SqlEditor.h"

namespace courier {
namespace {

constexpr int kStatementHeight = 132;

}  // namespace

SqlFields::SqlFields(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* grid = new FormGrid(this);
  layout->addWidget(grid);
  m_connections = new ConnectionBox(grid);
  m_connections->setOffersFiles(false);
  m_connections->setObjectName(QStringLiteral("connection"));
  m_connections->setToolTip(tr("The connection that the schedule runs on"));
  grid->addRow(tr("&Connection"), m_connections);
  m_editor = new SqlEditor(grid);
  m_editor->setFixedHeight(kStatementHeight);
  m_editor->setProperty("form", true);
  m_editor->setFrameShape(QFrame::StyledPanel);
  m_editor->installEventFilter(this);
  grid->addRow(tr("&Query"), m_editor);
  m_error = new Note(grid);
  m_error->setObjectName(QStringLiteral("sqlError"));
  grid->addWide(m_error);
  connect(m_editor, &SqlEditor::edited, this, [this] {
    m_error->clear();
    Q_EMIT changed();
  });
  connect(m_connections, &ConnectionBox::connectionChanged, m_error, &Note::clear);
}

void SqlFields::setConnections(const QVector<Connection>& connections) {
  m_connections->setConnections(connections);
  if (!m_connections->chosen().isValid() && connections.size() == 1) m_connections->choose(connections.first().id);
}

void SqlFields::set(const QString& sql, ConnectionId connection) {
  m_editor->load(sql, 0);
  m_connections->choose(connection);
  Q_EMIT changed();
}

QString SqlFields::sql() const {
  return m_editor->sql();
}

ConnectionId SqlFields::connection() const {
  return m_connections->chosen();
}

bool SqlFields::check() {
  m_error->clear();
  if (!m_connections->connection().id.isValid()) {
    m_error->say(Tone::Bad, tr("No connection is chosen: choose the database that the query runs on."));
    m_connections->setFocus(Qt::OtherFocusReason);
    return false;
  }
  if (!m_editor->sql().trimmed().isEmpty()) return true;
  m_error->say(Tone::Bad, tr("The query is empty: write a statement."));
  m_editor->setFocus(Qt::OtherFocusReason);
  return false;
}

void SqlFields::setError(const Error& error) {
  m_error->say(Tone::Bad, error.message);
  if (!error.position) return;
  m_editor->markError(error.position->offset);
  m_editor->setCursorOffset(error.position->offset);
  m_editor->setFocus(Qt::OtherFocusReason);
}

// In a form, Tab goes to the next field, and Escape is the window's.
bool SqlFields::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_editor || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
    return QWidget::eventFilter(watched, event);
  auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_Escape && event->type() == QEvent::KeyPress && !m_editor->isListActive())
    return QCoreApplication::sendEvent(window(), key);
  const bool isTab = key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier;
  const bool isBack = key->key() == Qt::Key_Backtab;
  if (!isTab && !isBack) return QWidget::eventFilter(watched, event);
  if (event->type() == QEvent::KeyPress) focusNextPrevChild(isTab);
  return true;
}

}  // namespace courier
