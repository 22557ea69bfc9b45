#include "widgets/results/ResultTabs.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <algorithm>
#include <utility>

#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"

namespace courier {
namespace {

constexpr qsizetype kMostOfName = 40;

QString shortTabName(const QString& name) {
  return beginningOf(name, kMostOfName).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

}  // namespace

ResultTabs::ResultTabs(QWidget* parent) : QTabBar(parent) {
  setProperty("look", QStringLiteral("sheets"));
  setProperty("hasTabDoubleClick", true);
  setAccessibleName(tr("Results"));
  setExpanding(false);
  setDrawBase(false);
  setUsesScrollButtons(true);
  setElideMode(Qt::ElideRight);
  setIconSize({14, 14});
  connect(this, &QTabBar::currentChanged, this, &ResultTabs::chosen);
  hide();
}

void ResultTabs::beginRun() {
  m_runBegins = true;
}

void ResultTabs::add(std::shared_ptr<ResultStore> result) {
  if (std::exchange(m_runBegins, false)) {
    m_number = 0;
    m_entries.removeIf([](const ResultEntry& entry) { return !entry.isPinned; });
    for (ResultEntry& entry : m_entries) entry.isOfLastRun = false;
  }
  ResultEntry entry;
  entry.result = std::move(result);
  entry.name = tr("Result %1").arg(++m_number);
  // Those of a run stand together, before what was pinned earlier.
  const auto end =
      std::find_if(m_entries.begin(), m_entries.end(), [](const ResultEntry& each) { return !each.isOfLastRun; });
  const auto place = static_cast<int>(end - m_entries.begin());
  m_entries.insert(end, std::move(entry));
  showEntries(place);
}

void ResultTabs::endRun(JobId job, bool incomplete) {
  for (ResultEntry& entry : m_entries) {
    if (!entry.isOfLastRun) continue;
    entry.job = job;
    entry.incomplete = incomplete;
  }
}

void ResultTabs::dropLastRun() {
  m_runBegins = false;
  m_entries.removeIf([](const ResultEntry& entry) { return !entry.isPinned; });
  for (ResultEntry& entry : m_entries) entry.isOfLastRun = false;
  showEntries(0);
}

bool ResultTabs::has(const std::shared_ptr<ResultStore>& result) const {
  return std::any_of(m_entries.begin(), m_entries.end(),
                     [&result](const ResultEntry& entry) { return entry.result == result; });
}

const ResultEntry* ResultTabs::current() const {
  const int index = currentIndex();
  return index >= 0 && index < m_entries.size() ? &m_entries[index] : nullptr;
}

void ResultTabs::keepArrangement(const Arrangement& arrangement) {
  const int index = currentIndex();
  if (index >= 0 && index < m_entries.size()) m_entries[index].arrangement = arrangement;
}

void ResultTabs::showEntries(int current) {
  {
    const QSignalBlocker quiet(this);
    while (count() > m_entries.size()) removeTab(count() - 1);
    while (count() < m_entries.size()) addTab({});
    for (int index = 0; index < m_entries.size(); ++index) {
      const ResultEntry& entry = m_entries[index];
      setTabText(index, shortTabName(entry.name));
      setTabIcon(index, entry.isPinned ? icon(QStringLiteral("pin"), IconTone::Dim) : QIcon());
      setTabToolTip(index, (entry.isPinned ? tr("%1, pinned").arg(entry.name) : entry.name).toHtmlEscaped());
    }
    setCurrentIndex(std::min<int>(current, static_cast<int>(m_entries.size()) - 1));
  }
  setVisible(m_entries.size() > 1 ||
             std::any_of(m_entries.begin(), m_entries.end(), [](const ResultEntry& entry) { return entry.isPinned; }));
  Q_EMIT chosen();
}

void ResultTabs::setPinned(int index, bool pinned) {
  m_entries[index].isPinned = pinned;
  showEntries(currentIndex());
}

void ResultTabs::rename(int index, const QString& name) {
  const QString given = name.simplified();
  if (index < 0 || index >= m_entries.size() || given.isEmpty()) return;
  m_entries[index].name = given;
  showEntries(currentIndex());
}

void ResultTabs::drop(int index) {
  const int current = currentIndex();
  m_entries.removeAt(index);
  showEntries(index < current ? current - 1 : std::min(current, static_cast<int>(m_entries.size()) - 1));
}

void ResultTabs::openMenu(int index, const QPoint& globalAt) {
  if (index < 0 || index >= m_entries.size()) return;
  setCurrentIndex(index);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool pinned = m_entries[index].isPinned;
  menu->addAction(pinned ? tr("&Unpin") : tr("&Pin"), this, [this, index, pinned] { setPinned(index, !pinned); });
  menu->addAction(tr("&Rename…"), QKeySequence(Qt::Key_F2), this, [this, index] { Q_EMIT renameWanted(index); });
  if (m_entries.size() > 1) {
    QMenu* others = menu->addMenu(tr("&Compare with"));
    for (int other = 0; other < m_entries.size(); ++other) {
      if (other == index) continue;
      others->addAction(shortTabName(m_entries[other].name), this,
                        [this, other, index] { Q_EMIT compareWanted(other, index); });
    }
  }
  menu->addSeparator();
  menu->addAction(tr("C&lose"), this, [this, index] { drop(index); });
  menu->popup(globalAt);
}

void ResultTabs::mouseDoubleClickEvent(QMouseEvent* event) {
  const int index = tabAt(event->pos());
  if (index >= 0) Q_EMIT renameWanted(index);
}

void ResultTabs::contextMenuEvent(QContextMenuEvent* event) {
  const int index = event->reason() == QContextMenuEvent::Mouse ? tabAt(event->pos()) : currentIndex();
  openMenu(index, event->globalPos());
}

void ResultTabs::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_F2 && currentIndex() >= 0) {
    Q_EMIT renameWanted(currentIndex());
  } else {
    QTabBar::keyPressEvent(event);
  }
}

}  // namespace courier
