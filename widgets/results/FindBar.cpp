#include "widgets/results/FindBar.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QShortcut>
#include <algorithm>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "widgets/common/Button.h"
#include "widgets/common/Icons.h"
#include "widgets/common/Labels.h"
#include "widgets/results/ResultGrid.h"

namespace courier {
namespace {

constexpr int kSearchAfterMs = 250;
constexpr int kSearchWidth = 240;
constexpr int kLeastSearchWidth = 160;

}  // namespace

FindBar::FindBar(ResultGrid& grid, QWidget* parent) : QWidget(parent), m_grid(grid) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 6, 12, 6);
  layout->setSpacing(8);
  m_text = new QLineEdit(this);
  m_text->setPlaceholderText(tr("Find in the rows…"));
  m_text->setAccessibleName(tr("Find in the rows"));
  m_text->setClearButtonEnabled(true);
  m_text->setMinimumWidth(kLeastSearchWidth);
  m_text->setMaximumWidth(kSearchWidth);
  layout->addWidget(m_text, 1);
  const auto addButton = [&](const QString& picture, const QString& name, const QKeySequence& keys, auto slot) {
    auto* button = new Button({}, ButtonKind::Quiet, this);
    button->setIcon(icon(picture, IconTone::Text));
    button->setAccessibleName(name);
    button->setToolTip(keys.isEmpty() ? name
                                      : QStringLiteral("%1 (%2)").arg(name, keys.toString(QKeySequence::NativeText)));
    connect(button, &QPushButton::clicked, this, slot);
    layout->addWidget(button);
  };
  addButton(QStringLiteral("chevron-up"), tr("The one before"), Qt::SHIFT | Qt::Key_F3, [this] { findNext(true); });
  addButton(QStringLiteral("chevron-down"), tr("The next one"), Qt::Key_F3, [this] { findNext(false); });
  m_count = new DimLabel({}, this);
  layout->addWidget(m_count);
  layout->addStretch(2);
  m_matchesCase = new QCheckBox(tr("&Match case"), this);
  layout->addWidget(m_matchesCase);
  m_inColumn = new QCheckBox(tr("In this &column only"), this);
  layout->addWidget(m_inColumn);
  addButton(QStringLiteral("close"), tr("Close the find bar"), {}, [this] { close(); });
  m_typed.setSingleShot(true);
  m_typed.setInterval(kSearchAfterMs);
  connect(m_text, &QLineEdit::textEdited, this, [this] { m_typed.start(); });
  const auto again = [this] {
    search(from(), false);
    count();
  };
  connect(&m_typed, &QTimer::timeout, this, again);
  connect(m_matchesCase, &QCheckBox::toggled, this, again);
  connect(m_inColumn, &QCheckBox::toggled, this, again);
  connect(&m_grid, &ResultGrid::arrangementChanged, this, [this] {
    if (isVisible()) count();
  });
  for (const bool backwards : {false, true}) {
    auto* keys = new QShortcut(backwards ? QKeySequence(Qt::SHIFT | Qt::Key_F3) : QKeySequence(Qt::Key_F3),
                               parent ? parent : this);
    keys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keys, &QShortcut::activated, this, [this, backwards] { findNext(backwards); });
  }
  hide();
}

FindBar::~FindBar() {
  stop();
}

void FindBar::stop() {
  m_cancelSearch.cancel();
  m_cancelCount.cancel();
  ++m_turn;
}

void FindBar::begin() {
  show();
  m_text->setFocus(Qt::OtherFocusReason);
  m_text->selectAll();
  count();
}

void FindBar::close() {
  stop();
  m_typed.stop();
  m_grid.setFocus(Qt::OtherFocusReason);
  hide();
}

SearchText FindBar::wanted() const {
  SearchText text;
  text.text = m_text->text();
  text.matchesCase = m_matchesCase->isChecked();
  if (m_inColumn->isChecked() && m_grid.currentIndex().isValid()) text.column = m_grid.currentIndex().column();
  return text;
}

ShownCell FindBar::from() const {
  const QModelIndex at = m_grid.currentIndex();
  return at.isValid() ? ShownCell{at.row(), at.column()} : ShownCell{0, 0};
}

void FindBar::findNext(bool backwards) {
  if (isHidden() || m_text->text().isEmpty()) return begin();
  m_typed.stop();
  search(from(), backwards);
}

void FindBar::search(ShownCell from, bool backwards) {
  m_cancelSearch.cancel();
  m_cancelSearch = CancelToken();
  const quint64 turn = ++m_turn;
  const auto& rows = *m_grid.resultModel();
  if (m_text->text().isEmpty() || !rows.store() || rows.rowCount() == 0) return;
  whenDone(runInBackground(
               [result = rows.store(), list = rows.rows(), text = wanted(), from, backwards, cancel = m_cancelSearch] {
                 RowProgress progress;
                 return findCell(*result, list, text, from, backwards, cancel, progress);
               }),
           this, [this, turn](const Expected<std::optional<ShownCell>>& found) {
             if (turn == m_turn) take(found);
           });
}

void FindBar::take(const Expected<std::optional<ShownCell>>& found) {
  if (!found) {
    if (found.error().kind != ErrorKind::Cancelled) m_count->setText(found.error().message);
    return;
  }
  if (!*found || (*found)->place >= m_grid.resultModel()->rowCount()) return;
  const QModelIndex at = m_grid.resultModel()->index(static_cast<int>((*found)->place), (*found)->column);
  if (m_grid.isColumnHidden(at.column())) m_grid.setColumnHidden(at.column(), false);
  m_grid.setCurrentIndex(at);
  m_grid.scrollTo(at, QAbstractItemView::EnsureVisible);
}

void FindBar::count() {
  m_cancelCount.cancel();
  m_cancelCount = CancelToken();
  const auto& rows = *m_grid.resultModel();
  if (m_text->text().isEmpty() || !rows.store()) return m_count->clear();
  m_count->setText(tr("Counting…"));
  whenDone(runInBackground([result = rows.store(), list = rows.rows(), text = wanted(), cancel = m_cancelCount] {
             RowProgress progress;
             return countCells(*result, list, text, cancel, progress);
           }),
           this, [this, cancel = m_cancelCount](const Expected<qint64>& cells) {
             if (cancel.isCancelled()) return;
             if (!cells) return m_count->setText(cells.error().message);
             const int shown = static_cast<int>(std::min<qint64>(*cells, 2'000'000'000));
             m_count->setText(*cells == 0 ? tr("Not found") : tr("In %Ln cell(s)", nullptr, shown));
           });
}

QString FindBar::countText() const {
  return m_count->text();
}

void FindBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return close();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
    return findNext(event->modifiers().testFlag(Qt::ShiftModifier));
  QWidget::keyPressEvent(event);
}

}  // namespace courier
