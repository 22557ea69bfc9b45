#include "widgets/common/CheckedField.h"

#include <QEvent>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>

#include "widgets/common/Theme.h"

namespace courier {

CheckedField::CheckedField(const QString& name, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  m_edit = new QLineEdit(this);
  m_edit->setAccessibleName(name);
  m_error = new QLabel(this);
  m_error->setTextFormat(Qt::PlainText);
  m_error->setWordWrap(true);
  m_error->hide();
  layout->addWidget(m_edit);
  layout->addWidget(m_error);
  setFocusProxy(m_edit);
  setAccessibleName(name);
  connect(m_edit, &QLineEdit::textChanged, this, [this] { setError({}); });
  recolor();
}

void CheckedField::setError(const QString& sentence) {
  if (m_error->text() == sentence) return;
  m_error->setText(sentence);
  m_error->setVisible(!sentence.isEmpty());
  m_edit->setAccessibleDescription(sentence);
  m_edit->setProperty("invalid", !sentence.isEmpty());
  m_edit->style()->unpolish(m_edit);
  m_edit->style()->polish(m_edit);
}

QString CheckedField::error() const {
  return m_error->text();
}

void CheckedField::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && m_error) recolor();
  QWidget::changeEvent(event);
}

void CheckedField::recolor() {
  QPalette colors = m_error->palette();
  const QColor wanted = Theme::of(palette()).bad;
  if (colors.color(QPalette::WindowText) == wanted) return;
  colors.setColor(QPalette::WindowText, wanted);
  m_error->setPalette(colors);
}

}  // namespace courier
