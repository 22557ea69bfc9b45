#include "widgets/common/TextViewAccess.h"

#include <QAccessible>
#include <QTextBoundaryFinder>

#include "widgets/common/TextView.h"

namespace courier {
namespace {

QAccessibleInterface* newTextViewAccess(const QString&, QObject* object) {
  auto* view = qobject_cast<TextView*>(object);
  return view ? new TextViewAccess(*view) : nullptr;
}

}  // namespace

TextViewAccess::TextViewAccess(TextView& view) : QAccessibleWidget(&view, QAccessible::EditableText) {}

void TextViewAccess::install() {
  static const bool once = [] {
    QAccessible::installFactory(newTextViewAccess);
    return true;
  }();
  Q_UNUSED(once)
}

void TextViewAccess::tellText(TextView* view) {
  if (!QAccessible::isActive()) return;
  QAccessibleEvent event(view, QAccessible::VisibleDataChanged);
  QAccessible::updateAccessibility(&event);
}

void TextViewAccess::tellCursor(TextView* view) {
  if (!QAccessible::isActive()) return;
  QAccessibleTextSelectionEvent event(view, static_cast<int>(view->selectionBegin()),
                                      static_cast<int>(view->selectionEnd()));
  event.setCursorPosition(static_cast<int>(view->cursor()));
  QAccessible::updateAccessibility(&event);
}

TextView& TextViewAccess::view() const {
  return *static_cast<TextView*>(widget());
}

QAccessible::State TextViewAccess::state() const {
  QAccessible::State state = QAccessibleWidget::state();
  state.readOnly = true;
  state.multiLine = true;
  state.selectableText = true;
  return state;
}

QString TextViewAccess::text(QAccessible::Text kind) const {
  return kind == QAccessible::Value ? view().toPlainText() : QAccessibleWidget::text(kind);
}

void* TextViewAccess::interface_cast(QAccessible::InterfaceType type) {
  if (type == QAccessible::TextInterface) return static_cast<QAccessibleTextInterface*>(this);
  return QAccessibleWidget::interface_cast(type);
}

void TextViewAccess::selection(int index, int* begin, int* end) const {
  const bool isThere = index == 0 && selectionCount() > 0;
  *begin = isThere ? static_cast<int>(view().selectionBegin()) : 0;
  *end = isThere ? static_cast<int>(view().selectionEnd()) : 0;
}

int TextViewAccess::selectionCount() const {
  return view().selectionBegin() < view().selectionEnd() ? 1 : 0;
}

void TextViewAccess::addSelection(int begin, int end) {
  view().select(begin, end);
}

void TextViewAccess::removeSelection(int index) {
  if (index == 0) view().select(view().cursor(), view().cursor());
}

void TextViewAccess::setSelection(int index, int begin, int end) {
  if (index == 0) view().select(begin, end);
}

int TextViewAccess::cursorPosition() const {
  return static_cast<int>(view().cursor());
}

void TextViewAccess::setCursorPosition(int position) {
  view().select(position, position);
}

QString TextViewAccess::text(int begin, int end) const {
  return view().toPlainText().mid(begin, end - begin);
}

QString TextViewAccess::textAtOffset(int offset, QAccessible::TextBoundaryType boundary, int* begin, int* end) const {
  *begin = *end = -1;
  const QString all = view().toPlainText();
  const int at = offset == -1 ? static_cast<int>(all.size()) : offset == -2 ? cursorPosition() : offset;
  if (at < 0 || at > all.size()) return {};
  // Of a line of megabytes a reader gets the row: no more is looked through.
  const TextRows::Row row = view().rows().at(view().rows().rowOf(at), all);
  *begin = static_cast<int>(row.begin);
  *end = static_cast<int>(row.endsLine && row.end < all.size() ? all.indexOf(u'\n', row.end) + 1 : row.end);
  if (boundary == QAccessible::CharBoundary || boundary == QAccessible::WordBoundary) {
    const bool isWord = boundary == QAccessible::WordBoundary;
    QTextBoundaryFinder finder(isWord ? QTextBoundaryFinder::Word : QTextBoundaryFinder::Grapheme,
                               QStringView(all).sliced(*begin, *end - *begin));
    finder.setPosition(at - *begin);
    const int rowBegin = *begin;
    const qsizetype from = finder.isAtBoundary() ? finder.position() : finder.toPreviousBoundary();
    finder.setPosition(at - rowBegin);
    const qsizetype to = finder.toNextBoundary();
    *begin = rowBegin + static_cast<int>(std::max<qsizetype>(0, from));
    if (to >= 0) *end = rowBegin + static_cast<int>(to);
  }
  return all.mid(*begin, *end - *begin);
}

int TextViewAccess::characterCount() const {
  return static_cast<int>(view().toPlainText().size());
}

QRect TextViewAccess::characterRect(int offset) const {
  return view().rectOf(offset).translated(view().viewport()->mapToGlobal(QPoint()));
}

int TextViewAccess::offsetAtPoint(const QPoint& point) const {
  return static_cast<int>(view().offsetAt(view().viewport()->mapFromGlobal(point)));
}

void TextViewAccess::scrollToSubstring(int begin, int end) {
  view().reveal(end);
  view().reveal(begin);
}

QString TextViewAccess::attributes(int offset, int* begin, int* end) const {
  *begin = 0;
  *end = characterCount();
  return offset >= 0 && offset <= *end ? QStringLiteral("font-family:\"monospace\";") : QString();
}

}  // namespace courier
