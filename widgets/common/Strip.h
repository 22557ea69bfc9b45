#pragma once

#include <QFlags>
#include <QWidget>

namespace courier {

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
