#include "widgets/common/ViewTabs.h"

#include <QGuiApplication>
#include <QPainter>

#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kBetweenTabs = 18;  ///< between two names
constexpr int kTabHeight = 36;
constexpr int kUnderline = 2;

}  // namespace

ViewTabs::ViewTabs(const QString& name, QWidget* parent) : QTabBar(parent) {
  setAccessibleName(name);
  setExpanding(false);
  setDrawBase(false);
  setUsesScrollButtons(false);
  setElideMode(Qt::ElideRight);
  setFixedHeight(kTabHeight);
}

QSize ViewTabs::tabSizeHint(int index) const {
  return {QFontMetrics(semibold(font())).size(Qt::TextShowMnemonic, tabText(index)).width() + kBetweenTabs, kTabHeight};
}

void ViewTabs::paintEvent(QPaintEvent*) {
  // The style sheet leaves the bar's own palette without a ground.
  const Theme& theme = Theme::of(QGuiApplication::palette());
  const QPoint mouse = underMouse() ? mapFromGlobal(QCursor::pos()) : QPoint(-1, -1);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int index = 0; index < count(); ++index) {
    const QRect place = tabRect(index).adjusted(0, 0, -kBetweenTabs, 0);
    const bool isChosen = index == currentIndex();
    painter.setFont(isChosen ? semibold(font()) : font());
    painter.setPen(isChosen || tabRect(index).contains(mouse) ? theme.text : theme.dim);
    painter.drawText(
        place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic,
        painter.fontMetrics().elidedText(tabText(index), Qt::ElideRight, place.width() + 1, Qt::TextShowMnemonic));
    if (!isChosen) continue;
    painter.fillRect(QRect(place.left(), height() - kUnderline, place.width(), kUnderline), theme.accent);
    if (!hasFocus()) continue;
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRoundedRect(QRectF(place).adjusted(-kBetweenTabs / 3 + 1, 5, kBetweenTabs / 3 - 1, -5), 5, 5);
  }
}

}  // namespace courier
