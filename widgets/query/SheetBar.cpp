#include "widgets/query/SheetBar.h"

#include <QLineEdit>
#include <QMouseEvent>
#include <QShortcut>
#include <algorithm>

namespace courier {
namespace {

constexpr int kLongestName = 120;

}  // namespace

SheetBar::SheetBar(QWidget* parent) : QTabBar(parent), m_edit(new QLineEdit(this)) {
  setProperty("look", QStringLiteral("sheets"));
  setAccessibleName(tr("Queries"));
  setTabsClosable(true);
  setMovable(true);
  setExpanding(false);
  setDrawBase(false);
  setUsesScrollButtons(true);
  setElideMode(Qt::ElideRight);
  setSelectionBehaviorOnRemove(QTabBar::SelectPreviousTab);
  m_edit->setAccessibleName(tr("Name of the query"));
  m_edit->setMaxLength(kLongestName);
  m_edit->hide();
  auto* escape = new QShortcut(Qt::Key_Escape, m_edit);
  escape->setContext(Qt::WidgetShortcut);
  connect(escape, &QShortcut::activated, this, [this] {
    m_renaming = -1;
    m_edit->hide();
  });
  connect(m_edit, &QLineEdit::editingFinished, this, [this] {
    const int index = m_renaming;
    m_renaming = -1;
    m_edit->hide();
    const QString name = m_edit->text().simplified();
    if (index >= 0 && index < count() && !name.isEmpty()) Q_EMIT renamed(index, name);
  });
}

void SheetBar::beginRename(int index, const QString& name) {
  if (index < 0 || index >= count()) return;
  setCurrentIndex(index);
  m_renaming = index;
  const QRect tab = tabRect(index);
  m_edit->setGeometry(tab.adjusted(2, 1, -2, -1));
  m_edit->setText(name);
  m_edit->selectAll();
  m_edit->show();
  m_edit->raise();
  m_edit->setFocus(Qt::OtherFocusReason);
}

void SheetBar::mouseDoubleClickEvent(QMouseEvent* event) {
  const int index = tabAt(event->pos());
  if (index >= 0) {
    Q_EMIT renameWanted(index);
  } else {
    QTabBar::mouseDoubleClickEvent(event);
  }
}

QSize SheetBar::minimumTabSizeHint(int index) const {
  QSize size = QTabBar::minimumTabSizeHint(index);
  size.setWidth(std::max(size.width(), 72));
  return size;
}

}  // namespace courier
