#include "widgets/common/TextView.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QTextLayout>
#include <QTimerEvent>
#include <algorithm>

#include "widgets/common/TextViewAccess.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kBoxMargin = 8;
constexpr int kPanelMargin = 12;
constexpr int kRowGap = 2;
/// Cells of a row that no screen is wide enough for.
constexpr int kFarOut = 500;
constexpr int kDragScrollMs = 50;
/// How far a word is looked for.
constexpr qsizetype kWordReach = 1000;

/// One symbol for each character that would not be seen, or would break the row.
QString drawable(QStringView text) {
  QString shown = text.toString();
  for (QChar& character : shown) {
    const char16_t code = character.unicode();
    if (code == u'\t' || (code >= 0x20 && code != 0x7F && code != 0x2028 && code != 0x2029)) continue;
    character = code < 0x20 ? QChar(static_cast<char16_t>(0x2400 + code)) : QChar(code == 0x7F ? u'␡' : u'␤');
  }
  return shown;
}

bool isWordPart(QChar character) {
  return character.isLetterOrNumber() || character == u'_' || character.isMark() || character.isSurrogate();
}

}  // namespace

TextView::TextView(const QString& name, QWidget* parent) : QAbstractScrollArea(parent) {
  TextViewAccess::install();
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setFont(monospaceFont());
  viewport()->setCursor(Qt::IBeamCursor);
  viewport()->setBackgroundRole(QPalette::NoRole);
  takeFont();
  recolor();
}

void TextView::setWrap(Wrap wrap) {
  m_wrap = wrap;
  refit();
}

void TextView::setGround(Ground ground) {
  m_ground = ground;
  recolor();
  refit();
}

void TextView::setPlainText(const QString& text) {
  m_text = text;
  m_anchor = m_cursor = 0;
  m_widestDrawn = 0;
  m_rows.fit(m_text, columns());
  fitBars();
  verticalScrollBar()->setValue(0);
  horizontalScrollBar()->setValue(0);
  viewport()->update();
  TextViewAccess::tellText(this);
}

void TextView::appendLine(const QString& line) {
  const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
  if (!m_text.isEmpty()) m_text += u'\n';
  m_text += line;
  m_rows.extend(m_text);
  fitBars();
  if (atEnd) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
  viewport()->update();
  TextViewAccess::tellText(this);
}

void TextView::selectAll() {
  m_anchor = 0;
  m_cursor = m_text.size();
  viewport()->update();
  TextViewAccess::tellCursor(this);
}

void TextView::select(qsizetype anchor, qsizetype cursor) {
  m_anchor = std::clamp<qsizetype>(anchor, 0, m_text.size());
  moveTo(std::clamp<qsizetype>(cursor, 0, m_text.size()), true);
}

QString TextView::selectedText() const {
  return m_text.mid(selectionBegin(), selectionEnd() - selectionBegin());
}

void TextView::copy() const {
  if (m_anchor != m_cursor) QGuiApplication::clipboard()->setText(selectedText());
}

void TextView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) recolor();
  if (event->type() == QEvent::FontChange) {
    takeFont();
    refit();
  }
  QAbstractScrollArea::changeEvent(event);
}

void TextView::recolor() {
  const Theme& theme = Theme::of(palette());
  const QString wanted = m_ground == Ground::Panel
                             ? QStringLiteral("courier--TextView { background: %1; border: none; border-radius: 0; }")
                                   .arg(theme.panel.name())
                             : QStringLiteral(
                                   "courier--TextView { background: %1; border: 1px solid %1; border-radius: 6px; }"
                                   "courier--TextView:focus { border-color: %2; }")
                                   .arg(theme.bg.name(), theme.accent.name());
  if (styleSheet() != wanted) setStyleSheet(wanted);
}

void TextView::takeFont() {
  const QFontMetricsF metrics(font());
  m_rowHeight = std::max(1, qCeil(metrics.lineSpacing()) + kRowGap);
  m_ascent = qCeil(metrics.ascent()) + kRowGap / 2;
  m_cell = std::max({qreal{1}, metrics.horizontalAdvance(u'0'), metrics.horizontalAdvance(u'W')});
}

int TextView::columns() const {
  if (m_wrap == Wrap::FarOut) return kFarOut;
  // The bar's room is left free, there or not: else it would come and go with the rows that it makes.
  const int margin = m_ground == Ground::Box ? kBoxMargin : kPanelMargin;
  const int room = contentsRect().width() - 2 * margin - verticalScrollBar()->sizeHint().width();
  return std::max(8, static_cast<int>(room / m_cell));
}

void TextView::refit() {
  const qsizetype top = m_rows.at(std::min(verticalScrollBar()->value(), m_rows.count() - 1), m_text).begin;
  m_rows.fit(m_text, columns());
  fitBars();
  verticalScrollBar()->setValue(m_rows.rowOf(top));
  viewport()->update();
}

void TextView::fitBars() {
  const int margin = m_ground == Ground::Box ? kBoxMargin : kPanelMargin;
  const int whole = std::max(1, (viewport()->height() - 2 * margin) / m_rowHeight);
  verticalScrollBar()->setRange(0, std::max(0, m_rows.count() - whole));
  verticalScrollBar()->setPageStep(whole);
  const int counted = m_wrap == Wrap::FarOut ? qCeil(m_rows.widest() * m_cell) : 0;
  const int wide = std::max(counted, m_widestDrawn) + 2 * margin;
  horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
  horizontalScrollBar()->setPageStep(viewport()->width());
  horizontalScrollBar()->setSingleStep(qCeil(m_cell * 4));
}

qreal TextView::layOut(int row, QTextLayout& layout) const {
  const TextRows::Row place = m_rows.at(row, m_text);
  const int margin = m_ground == Ground::Box ? kBoxMargin : kPanelMargin;
  layout.setText(drawable(QStringView(m_text).sliced(place.begin, place.end - place.begin)));
  layout.setFont(font());
  QTextOption option;
  option.setWrapMode(QTextOption::NoWrap);
  option.setTabStopDistance(8 * m_cell);
  option.setTextDirection(place.isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
  option.setUseDesignMetrics(false);
  layout.setTextOption(option);
  layout.beginLayout();
  QTextLine line = layout.createLine();
  if (line.isValid()) line.setLineWidth(1e6);
  layout.endLayout();
  if (!line.isValid()) return margin - horizontalScrollBar()->value();
  const qreal width = line.naturalTextWidth();
  line.setPosition({0, m_ascent - line.ascent()});
  const qreal room = viewport()->width() - 2 * margin;
  const qreal left = place.isRightToLeft ? std::max<qreal>(0, room - width) : 0;
  return margin + left - horizontalScrollBar()->value();
}

void TextView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  const Theme& theme = Theme::of(palette());
  const int margin = m_ground == Ground::Box ? kBoxMargin : kPanelMargin;
  const bool isSelected = m_anchor != m_cursor;
  int widest = 0;
  int row = verticalScrollBar()->value();
  for (int top = margin; top < event->rect().bottom() + 1 && row < m_rows.count(); top += m_rowHeight, ++row) {
    if (top + m_rowHeight <= event->rect().top()) continue;
    const TextRows::Row place = m_rows.at(row, m_text);
    QTextLayout layout;
    const qreal left = layOut(row, layout);
    const QTextLine line = layout.lineAt(0);
    const qreal width = line.isValid() ? line.naturalTextWidth() : 0;
    widest = std::max(widest, qCeil(width));
    QVector<QTextLayout::FormatRange> marked;
    if (isSelected && selectionBegin() < place.end && selectionEnd() > place.begin) {
      QTextLayout::FormatRange range;
      range.start = static_cast<int>(std::max<qsizetype>(0, selectionBegin() - place.begin));
      range.length = static_cast<int>(std::min(selectionEnd(), place.end) - place.begin) - range.start;
      range.format.setBackground(theme.selection);
      marked.append(range);
    }
    // A selected line end is seen, else an empty line in a selection would not be.
    if (isSelected && place.endsLine && selectionBegin() <= place.end && selectionEnd() > place.end) {
      painter.fillRect(QRectF(left + width, top, m_cell / 2, m_rowHeight), theme.selection);
    }
    painter.setPen(theme.text);
    layout.draw(&painter, {left, qreal(top)}, marked);
    const bool endsHere = m_cursor == place.end && (place.endsLine || row + 1 == m_rows.count());
    if (hasFocus() && m_cursor >= place.begin && (m_cursor < place.end || endsHere)) {
      const qreal x = line.isValid() ? line.cursorToX(static_cast<int>(m_cursor - place.begin)) : 0;
      painter.fillRect(QRectF(left + x, top + kRowGap / 2, 1, m_rowHeight - kRowGap), theme.text);
    }
  }
  if (widest <= m_widestDrawn) return;
  // Some letters of other fonts are wider than their cells.
  m_widestDrawn = widest;
  QMetaObject::invokeMethod(this, &TextView::fitBars, Qt::QueuedConnection);
}

void TextView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  if (m_wrap == Wrap::AtEdge && event->oldSize().width() != event->size().width()) {
    refit();
  } else {
    fitBars();
  }
}

qsizetype TextView::offsetAt(QPoint point) const {
  const int margin = m_ground == Ground::Box ? kBoxMargin : kPanelMargin;
  const int below = std::max(0, point.y() - margin) / m_rowHeight;
  const int row = std::min(verticalScrollBar()->value() + below, m_rows.count() - 1);
  if (point.y() < 0 && row == 0) return 0;
  QTextLayout layout;
  const qreal left = layOut(row, layout);
  const qsizetype begin = m_rows.at(row, m_text).begin;
  return layout.lineCount() > 0 ? begin + layout.lineAt(0).xToCursor(point.x() - left) : begin;
}

QRect TextView::rectOf(qsizetype offset) const {
  const int margin = m_ground == Ground::Box ? kBoxMargin : kPanelMargin;
  const int row = m_rows.rowOf(offset);
  const TextRows::Row place = m_rows.at(row, m_text);
  QTextLayout layout;
  const qreal left = layOut(row, layout);
  const auto within = static_cast<int>(std::min(offset, place.end) - place.begin);
  const qreal x = layout.lineCount() > 0 ? layout.lineAt(0).cursorToX(within) : 0;
  return {qRound(left + x), margin + (row - verticalScrollBar()->value()) * m_rowHeight, qCeil(m_cell), m_rowHeight};
}

void TextView::reveal(qsizetype offset) {
  const int row = m_rows.rowOf(offset);
  const int top = verticalScrollBar()->value();
  if (row < top) verticalScrollBar()->setValue(row);
  if (row >= top + verticalScrollBar()->pageStep()) {
    verticalScrollBar()->setValue(row + 1 - verticalScrollBar()->pageStep());
  }
  if (horizontalScrollBar()->maximum() == 0) return;
  const int x = rectOf(offset).x();
  if (x < 0 || x > viewport()->width() - kPanelMargin) {
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + x - viewport()->width() / 2);
  }
}

void TextView::moveTo(qsizetype offset, bool selects) {
  m_cursor = offset;
  if (!selects) m_anchor = offset;
  reveal(offset);
  viewport()->update();
  TextViewAccess::tellCursor(this);
}

qsizetype TextView::movedByRows(int rows) const {
  const int row = std::clamp(m_rows.rowOf(m_cursor) + rows, 0, m_rows.count() - 1);
  QTextLayout layout;
  const qreal left = layOut(row, layout);
  const TextRows::Row place = m_rows.at(row, m_text);
  if (layout.lineCount() == 0) return place.begin;
  const qsizetype there = place.begin + layout.lineAt(0).xToCursor(rectOf(m_cursor).x() - left);
  // The end of a row that goes on is the beginning of the next one.
  return place.endsLine || there < place.end ? there : std::max(place.begin, place.end - 1);
}

qsizetype TextView::movedByWord(bool forward) const {
  qsizetype at = m_cursor;
  const auto inWord = [this](qsizetype place) { return isWordPart(m_text[place]); };
  if (forward) {
    const qsizetype end = std::min(m_text.size(), at + kWordReach);
    while (at < end && inWord(at)) ++at;
    while (at < end && !inWord(at)) ++at;
  } else {
    const qsizetype end = std::max<qsizetype>(0, at - kWordReach);
    while (at > end && !inWord(at - 1)) --at;
    while (at > end && inWord(at - 1)) --at;
  }
  return at;
}

/// Where the key leads; -1 for a key that leads nowhere.
qsizetype TextView::moved(const QKeyEvent& event) const {
  const bool control = event.modifiers().testFlag(Qt::ControlModifier);
  const auto byCharacter = [this](bool forward) -> qsizetype {
    const qsizetype from = std::max<qsizetype>(0, m_cursor - kWordReach);
    const QStringView around = QStringView(m_text).sliced(from, std::min(m_text.size(), m_cursor + kWordReach) - from);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, around);
    finder.setPosition(m_cursor - from);
    const qsizetype there = forward ? finder.toNextBoundary() : finder.toPreviousBoundary();
    return there < 0 ? m_cursor : from + there;
  };
  const TextRows::Row here = m_rows.at(m_rows.rowOf(m_cursor), m_text);
  switch (event.key()) {
    case Qt::Key_Left:
      return control ? movedByWord(false) : byCharacter(false);
    case Qt::Key_Right:
      return control ? movedByWord(true) : byCharacter(true);
    case Qt::Key_Up:
      return movedByRows(-1);
    case Qt::Key_Down:
      return movedByRows(1);
    case Qt::Key_PageUp:
      return movedByRows(-verticalScrollBar()->pageStep());
    case Qt::Key_PageDown:
      return movedByRows(verticalScrollBar()->pageStep());
    case Qt::Key_Home:
      return control ? 0 : here.begin;
    case Qt::Key_End:
      return control ? m_text.size() : here.endsLine ? here.end : std::max(here.begin, here.end - 1);
    default:
      return -1;
  }
}

void TextView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy();
  if (event->matches(QKeySequence::SelectAll)) return selectAll();
  const qsizetype there = event->modifiers().testFlag(Qt::AltModifier) ? -1 : moved(*event);
  if (there < 0) return event->ignore();
  moveTo(there, event->modifiers().testFlag(Qt::ShiftModifier));
}

void TextView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  moveTo(offsetAt(event->pos()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void TextView::mouseMoveEvent(QMouseEvent* event) {
  if (!event->buttons().testFlag(Qt::LeftButton)) return;
  m_cursor = offsetAt(event->pos());
  viewport()->update();
  const bool isOutside = event->pos().y() < 0 || event->pos().y() > viewport()->height();
  if (!isOutside) {
    m_scrolling.stop();
  } else if (!m_scrolling.isActive()) {
    m_scrolling.start(kDragScrollMs, this);
  }
}

void TextView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_scrolling.stop();
  QClipboard* clipboard = QGuiApplication::clipboard();
  if (m_anchor != m_cursor && clipboard->supportsSelection()) clipboard->setText(selectedText(), QClipboard::Selection);
  TextViewAccess::tellCursor(this);
}

void TextView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const qsizetype at = offsetAt(event->pos());
  qsizetype begin = at;
  qsizetype end = at;
  while (begin > 0 && at - begin < kWordReach && isWordPart(m_text[begin - 1])) --begin;
  while (end < m_text.size() && end - at < kWordReach && isWordPart(m_text[end])) ++end;
  select(begin, end);
}

void TextView::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* copying = menu->addAction(tr("&Copy"), QKeySequence::Copy, this, &TextView::copy);
  copying->setEnabled(m_anchor != m_cursor);
  menu->addAction(tr("Select &all"), QKeySequence::SelectAll, this, &TextView::selectAll)
      ->setEnabled(!m_text.isEmpty());
  menu->popup(event->globalPos());
}

void TextView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void TextView::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

void TextView::timerEvent(QTimerEvent* event) {
  if (event->timerId() != m_scrolling.timerId()) return QAbstractScrollArea::timerEvent(event);
  const QPoint mouse = viewport()->mapFromGlobal(QCursor::pos());
  verticalScrollBar()->setValue(verticalScrollBar()->value() + (mouse.y() < 0 ? -1 : 1));
  m_cursor = offsetAt(mouse);
  viewport()->update();
}

}  // namespace courier
