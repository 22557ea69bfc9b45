#include "widgets/query/QueryTabs.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Panels.h"
#include "widgets/common/Theme.h"
#include "widgets/query/QueryTab.h"

namespace courier {
namespace {

constexpr int kLongestName = 120;
/// A tab that has to give way still shows the beginning of its name.
constexpr int kLeastTab = 132;
constexpr int kMostTab = 260;
constexpr int kDotRoom = 12;

}  // namespace

/// Before a tab's name while that is not on the disk.
class UnsavedDot final : public QWidget {
 public:
  explicit UnsavedDot(QWidget* parent) : QWidget(parent) {
    setFixedSize(kDotRoom, kDotRoom);
    setAttribute(Qt::WA_TransparentForMouseEvents);
  }
  void setShown(bool shown) {
    m_shown = shown;
    update();
  }
  [[nodiscard]] bool isShown() const { return m_shown; }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (!m_shown) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(QGuiApplication::palette()).dim);
    painter.drawEllipse(QRectF(rect()).center(), 2.5, 2.5);
  }

 private:
  bool m_shown = false;
};

SheetBar::SheetBar(QWidget* parent) : QTabBar(parent), m_edit(new QLineEdit(this)) {
  setProperty("look", QStringLiteral("sheets"));
  setProperty("hasTabDoubleClick", true);
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
  connect(escape, &QShortcut::activated, this, [this] { endRename(false); });
  connect(m_edit, &QLineEdit::editingFinished, this, [this] { endRename(true); });
}

void SheetBar::endRename(bool takes) {
  if (m_renaming < 0) return;
  const int index = m_renaming;
  m_renaming = -1;
  const QString name = m_edit->text().simplified();
  // Hidden with the focus it would hand that to the next control.
  const bool hadFocus = m_edit->hasFocus();
  if (takes && index < count() && !name.isEmpty()) Q_EMIT renamed(index, name);
  if (hadFocus) Q_EMIT renameEnded();
  m_edit->hide();
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
  size.setWidth(std::min(tabSizeHint(index).width(), kLeastTab));
  return size;
}

QSize SheetBar::tabSizeHint(int index) const {
  QSize size = QTabBar::tabSizeHint(index);
  size.setWidth(std::min(size.width(), kMostTab));
  return size;
}

void SheetBar::tabInserted(int index) {
  QTabBar::tabInserted(index);
  setTabButton(index, QTabBar::LeftSide, new UnsavedDot(this));
}

void SheetBar::setUnsaved(int index, bool unsaved) {
  if (UnsavedDot* dot = dotAt(index)) dot->setShown(unsaved);
}

bool SheetBar::isUnsaved(int index) const {
  const UnsavedDot* dot = dotAt(index);
  return dot && dot->isShown();
}

UnsavedDot* SheetBar::dotAt(int index) const {
  return static_cast<UnsavedDot*>(tabButton(index, QTabBar::LeftSide));
}

QueryTabs::QueryTabs(QueryStore& queries, MakeTab makeTab, QWidget* parent)
    : QWidget(parent), m_queries(queries), m_makeTab(std::move(makeTab)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* strip = new Strip(Strip::Fill::Background, Strip::BottomLine, this);
  strip->setFixedHeight(42);
  auto* head = new QHBoxLayout(strip);
  head->setContentsMargins(12, 8, 12, 0);
  head->setSpacing(2);
  m_bar = new SheetBar(strip);
  head->addWidget(m_bar, 0, Qt::AlignBottom);
  auto* add = new QToolButton(strip);
  add->setIcon(icon(QStringLiteral("plus"), IconTone::Dim));
  add->setAccessibleName(tr("New query"));
  add->setToolTip(tr("New query (%1)").arg(QKeySequence(Qt::CTRL | Qt::Key_T).toString(QKeySequence::NativeText)));
  add->setFocusPolicy(Qt::TabFocus);
  head->addWidget(add);
  head->addStretch(1);
  layout->addWidget(strip);
  m_stack = new QStackedWidget(this);
  layout->addWidget(m_stack, 1);

  connect(add, &QToolButton::clicked, this, &QueryTabs::newTab);
  connect(m_bar, &QTabBar::currentChanged, this, [this](int index) {
    QueryTab* tab = at(index);
    if (!tab) return;
    m_stack->setCurrentWidget(tab);
    Q_EMIT currentChanged(tab);
  });
  connect(m_bar, &QTabBar::tabCloseRequested, this, &QueryTabs::closeTab);
  connect(m_bar, &QTabBar::tabMoved, this, [this](int from, int to) {
    m_tabs.move(from, to);
    renumber();
  });
  connect(m_bar, &SheetBar::renameWanted, this, &QueryTabs::beginRename);
  connect(m_bar, &SheetBar::renamed, this, [this](int index, const QString& name) {
    if (QueryTab* tab = at(index)) tab->rename(name);
  });
  connect(m_bar, &SheetBar::renameEnded, this, [this] {
    if (QueryTab* tab = current()) tab->focusEditor();
  });
}

void QueryTabs::restore() {
  whenDone(m_queries.openDrafts(), this, [this](const Expected<QVector<QueryDraft>>& drafts) {
    if (!drafts) Q_EMIT failed(drafts.error().message);
    const int found = drafts ? static_cast<int>(drafts->size()) : 0;
    if (drafts) {
      for (const QueryDraft& draft : *drafts) addTab(draft);
    }
    if (m_tabs.isEmpty()) newTab();
    m_bar->setCurrentIndex(0);
    Q_EMIT restored(found);
  });
}

QueryTab* QueryTabs::addTab(const QueryDraft& draft) {
  QueryTab* tab = m_makeTab();
  m_stack->addWidget(tab);
  m_tabs.append(tab);
  connect(tab, &QueryTab::titleChanged, this, [this, tab] { showTitle(tab); });
  {
    // The bar speaks only once the tab is complete.
    const QSignalBlocker quiet(m_bar);
    m_bar->addTab(draft.name);
  }
  tab->load(draft);
  renumber();
  const auto index = static_cast<int>(m_tabs.size()) - 1;
  if (m_bar->currentIndex() == index) {
    m_stack->setCurrentWidget(tab);
    Q_EMIT currentChanged(tab);
  } else {
    m_bar->setCurrentIndex(index);
  }
  return tab;
}

void QueryTabs::newTab() {
  QueryDraft draft;
  draft.name = freeName();
  QueryTab* before = current();
  if (before) draft.connectionId = before->connectionId();
  addTab(draft)->focusEditor();
}

void QueryTabs::closeTab(int index) {
  QueryTab* tab = at(index);
  if (!tab) return;
  tab->stop();
  m_tabs.removeAt(index);
  m_bar->removeTab(index);
  m_stack->removeWidget(tab);
  tab->hide();
  if (tab->isBlank()) {
    tab->deleteLater();
  } else {
    // It lives on, unseen, until it is on the disk.
    connect(tab, &QueryTab::titleChanged, tab, [tab] {
      if (tab->isSaved()) tab->deleteLater();
    });
    tab->saveClosed();
  }
  if (m_tabs.isEmpty()) newTab();
  renumber();
  if (QueryTab* shown = current()) {
    m_stack->setCurrentWidget(shown);
    shown->focusEditor();
    Q_EMIT currentChanged(shown);
  }
}

void QueryTabs::saveAll() {
  for (QueryTab* tab : std::as_const(m_tabs)) tab->saveNow();
}

QueryTab* QueryTabs::current() const {
  return at(m_bar->currentIndex());
}

QueryTab* QueryTabs::at(int index) const {
  return index >= 0 && index < m_tabs.size() ? m_tabs[index] : nullptr;
}

int QueryTabs::count() const {
  return static_cast<int>(m_tabs.size());
}

void QueryTabs::closeCurrent() {
  closeTab(m_bar->currentIndex());
}

void QueryTabs::reopenLast() {
  whenDone(m_queries.reopenLast(), this, [this](const Expected<QueryDraft>& draft) {
    if (draft) {
      addTab(*draft)->focusEditor();
    } else if (draft.error().kind != ErrorKind::NotFound) {
      Q_EMIT failed(draft.error().message);
    }
  });
}

void QueryTabs::showNext() {
  m_bar->setCurrentIndex((m_bar->currentIndex() + 1) % std::max(1, count()));
}

void QueryTabs::showPrevious() {
  const int total = std::max(1, count());
  m_bar->setCurrentIndex((m_bar->currentIndex() + total - 1) % total);
}

void QueryTabs::beginRename(int index) {
  if (const QueryTab* tab = at(index)) m_bar->beginRename(index, tab->name());
}

void QueryTabs::showTitle(QueryTab* tab) {
  const int index = indexOf(tab);
  if (index < 0) return;
  // An ampersand in a name is no mnemonic.
  QString title = tab->name();
  title.replace(QLatin1Char('&'), QStringLiteral("&&"));
  m_bar->setTabText(index, title);
  m_bar->setUnsaved(index, !tab->isSaved());
  m_bar->setTabToolTip(index, tab->isSaved() ? tab->name() : tr("%1 (not yet saved)").arg(tab->name()));
}

void QueryTabs::renumber() {
  for (int index = 0; index < count(); ++index) m_tabs[index]->setPosition(index);
}

QString QueryTabs::freeName() const {
  for (int number = 1;; ++number) {
    const QString name = tr("Query %L1").arg(number);
    bool taken = false;
    for (const QueryTab* tab : m_tabs) taken = taken || tab->name() == name;
    if (!taken) return name;
  }
}

int QueryTabs::indexOf(QueryTab* tab) const {
  return static_cast<int>(m_tabs.indexOf(tab));
}

}  // namespace courier
