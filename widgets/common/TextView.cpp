#include "widgets/common/TextView.h"

#include <QEvent>
#include <QTextDocument>

#include "widgets/common/Theme.h"

namespace courier {

TextView::TextView(const QString& name, QWidget* parent) : QPlainTextEdit(parent) {
  setAccessibleName(name);
  setReadOnly(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  setFont(monospaceFont());
  setLineWrapMode(QPlainTextEdit::WidgetWidth);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  setTabChangesFocus(true);
  setUndoRedoEnabled(false);
  document()->setDocumentMargin(8);
  recolor();
}

void TextView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) recolor();
  QPlainTextEdit::changeEvent(event);
}

void TextView::recolor() {
  const QString wanted = QStringLiteral(
                             "courier--TextView { background: %1; border: 1px solid %1; }"
                             "courier--TextView:focus { border-color: %2; }")
                             .arg(Theme::of(palette()).bg.name(), Theme::of(palette()).accent.name());
  if (styleSheet() != wanted) setStyleSheet(wanted);
}

}  // namespace courier
