#pragma once

#include <QFlags>
#include <QFrame>
#include <QWidget>

class QSplitter;
class QVBoxLayout;

namespace courier {

/// A panel with a 1-px line and round corners that cut what lies in it, tables included.
class Card final : public QFrame {
  Q_OBJECT
 public:
  explicit Card(QWidget* parent = nullptr);
  /// Where its content goes; no margins, no spacing.
  [[nodiscard]] QVBoxLayout* content() const { return m_content; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void childEvent(QChildEvent* event) override;

 private:
  QVBoxLayout* m_content;
  QWidget* m_corners = nullptr;
};

/// Splits a page between cards, side by side: the ground between them is the handle.
[[nodiscard]] QSplitter* newCardSplitter(QWidget* parent);

/// A bar across a page in one of the two background colours, with 1-px lines at its edges.
class Strip final : public QWidget {
  Q_OBJECT
 public:
  enum class Fill { Background, Panel };
  enum Line { NoLine = 0, TopLine = 1, BottomLine = 2, RightLine = 4 };
  Q_DECLARE_FLAGS(Lines, Line)
  Strip(Fill fill, Lines lines, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Fill m_fill;
  Lines m_lines;
};

}  // namespace courier

// Outside the namespace, where it hides none of Qt's own.
Q_DECLARE_OPERATORS_FOR_FLAGS(courier::Strip::Lines)
