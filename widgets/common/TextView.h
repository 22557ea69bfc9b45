#pragma once

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include "widgets/common/TextRows.h"

class QTextLayout;

namespace courier {

/// Text to read and copy, in the fixed font, as it is: never rendered as anything else. Lays out the rows in sight and
/// no others, so ten megabytes in one line open at once; that line goes on in the next row. Control characters are
/// drawn as their symbols. Selected by mouse and keyboard; screen readers see its text. Main thread.
class TextView final : public QAbstractScrollArea {
  Q_OBJECT
  Q_PROPERTY(QString plainText READ toPlainText WRITE setPlainText)
 public:
  /// Where a line goes on in the next row: at the view's edge, or only where no screen is wide enough.
  enum class Wrap { AtEdge, FarOut };
  enum class Ground { Box, Panel };  ///< a box of its own in a form, or the page's own ground without a frame

  /// `name`: its accessible name.
  explicit TextView(const QString& name, QWidget* parent = nullptr);

  void setWrap(Wrap wrap);
  void setGround(Ground ground);
  void setPlainText(const QString& text);
  void clear() { setPlainText({}); }
  /// A line below the others. What is in sight stays, or is the end where that was in sight.
  void appendLine(const QString& line);
  [[nodiscard]] QString toPlainText() const { return m_text; }

  void selectAll();
  void select(qsizetype anchor, qsizetype cursor);
  [[nodiscard]] QString selectedText() const;
  [[nodiscard]] qsizetype selectionBegin() const { return qMin(m_anchor, m_cursor); }
  [[nodiscard]] qsizetype selectionEnd() const { return qMax(m_anchor, m_cursor); }
  [[nodiscard]] qsizetype cursor() const { return m_cursor; }
  void copy() const;
  /// The offset nearest to a point of the viewport, and the rectangle of the character at an offset.
  [[nodiscard]] qsizetype offsetAt(QPoint point) const;
  [[nodiscard]] QRect rectOf(qsizetype offset) const;
  [[nodiscard]] const TextRows& rows() const { return m_rows; }
  [[nodiscard]] int rowHeight() const { return m_rowHeight; }
  void reveal(qsizetype offset);

 protected:
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void timerEvent(QTimerEvent* event) override;

 private:
  void recolor();
  void takeFont();
  [[nodiscard]] int columns() const;
  void refit();
  void fitBars();
  /// Lays the row out on one line; gives its left edge in the viewport.
  qreal layOut(int row, QTextLayout& layout) const;
  [[nodiscard]] qsizetype moved(const QKeyEvent& event) const;
  [[nodiscard]] qsizetype movedByRows(int rows) const;
  [[nodiscard]] qsizetype movedByWord(bool forward) const;
  void moveTo(qsizetype offset, bool selects);

  QString m_text;
  TextRows m_rows;
  Wrap m_wrap = Wrap::AtEdge;
  Ground m_ground = Ground::Box;
  qsizetype m_anchor = 0;
  qsizetype m_cursor = 0;
  int m_rowHeight = 1;
  int m_ascent = 0;
  qreal m_cell = 1;
  int m_widestDrawn = 0;
  QBasicTimer m_scrolling;  ///< while the mouse drags a selection beyond the edge
};

}  // namespace courier
