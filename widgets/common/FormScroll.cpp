#include "widgets/common/FormScroll.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QScreen>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace courier {
namespace {

constexpr int kAround = 220;  ///< what a dialog has above and below, and the desktop around it
constexpr int kLeast = 160;
constexpr int kMargin = 40;  ///< what else is in sight around the focus

}  // namespace

FormScroll::FormScroll(QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  auto* form = new QWidget;
  m_content = new QVBoxLayout(form);
  m_content->setContentsMargins(0, 0, 0, 0);
  m_content->setSpacing(12);
  setWidget(form);
  form->setAutoFillBackground(false);
  viewport()->setAutoFillBackground(false);
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
    if (now && widget() && widget()->isAncestorOf(now)) reveal(now);
  });
}

void FormScroll::tameWheel() {
  for (QWidget* field : widget()->findChildren<QWidget*>()) {
    if (!qobject_cast<QComboBox*>(field) && !qobject_cast<QAbstractSpinBox*>(field)) continue;
    field->setFocusPolicy(Qt::StrongFocus);
    field->installEventFilter(this);
  }
}

void FormScroll::reveal(QWidget* part) {
  ensureWidgetVisible(part, 0, kMargin);
  QTimer::singleShot(0, part, [this, part] { ensureWidgetVisible(part, 0, kMargin); });
}

QSize FormScroll::sizeHint() const {
  const QSize form = widget()->sizeHint();
  const int most = qMax(kLeast, screen()->availableGeometry().height() - kAround);
  int height = form.height();
  if (m_content->hasHeightForWidth()) height = m_content->totalHeightForWidth(qMax(form.width(), width()));
  const int bar = height > most ? verticalScrollBar()->sizeHint().width() : 0;
  return {form.width() + bar, qMin(height, most)};
}

QSize FormScroll::minimumSizeHint() const {
  const QSize form = widget()->minimumSizeHint();
  return {form.width() + verticalScrollBar()->sizeHint().width(), qMin(form.height(), kLeast)};
}

bool FormScroll::eventFilter(QObject* watched, QEvent* event) {
  auto* field = qobject_cast<QWidget*>(watched);
  if (event->type() == QEvent::Wheel && field && field != widget() && !field->hasFocus()) {
    event->ignore();
    return true;
  }
  const bool filtered = QScrollArea::eventFilter(watched, event);
  if (watched == widget() && event->type() == QEvent::LayoutRequest) {
    keepHeight();
    updateGeometry();
  }
  return filtered;
}

void FormScroll::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  keepHeight();
}

// What does not fit is scrolled to: words are never cut because the area is low.
void FormScroll::keepHeight() {
  if (m_content->hasHeightForWidth()) widget()->setMinimumHeight(m_content->totalHeightForWidth(viewport()->width()));
}

}  // namespace courier
