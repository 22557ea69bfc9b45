#include "widgets/common/FormScroll.h"

#include <QApplication>
#include <QEvent>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace courier {
namespace {

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

void FormScroll::reveal(QWidget* part) {
  ensureWidgetVisible(part, 0, kMargin);
  QTimer::singleShot(0, part, [this, part] { ensureWidgetVisible(part, 0, kMargin); });
}

int FormScroll::heightAt(int width) const {
  if (!m_content->hasHeightForWidth()) return widget()->sizeHint().height();
  return m_content->totalHeightForWidth(width);
}

QSize FormScroll::sizeHint() const {
  const int wide = widget()->sizeHint().width();
  return {wide, heightAt(qMax(wide, width()))};
}

QSize FormScroll::minimumSizeHint() const {
  const QSize form = widget()->minimumSizeHint();
  return {form.width() + verticalScrollBar()->sizeHint().width(), qMin(form.height(), kLeast)};
}

bool FormScroll::eventFilter(QObject* watched, QEvent* event) {
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
