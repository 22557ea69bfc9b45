#pragma once

#include <QIcon>
#include <QWidget>

#include "models/query/Connection.h"
#include "widgets/common/Theme.h"

namespace courier {

/// How a person marks a connection, so that nobody runs something on the wrong database: a colour and a word. The word
/// says it without the colour.

struct MarkColors {
  QColor fill;
  QColor onFill;  ///< words on it, with a contrast of at least 4.5:1
};
/// In this scheme; of None the quiet colours of a panel.
[[nodiscard]] MarkColors markColors(MarkColour colour, const Theme& theme);
/// A small square in that colour; a null icon for None. Follows a change of scheme by itself.
[[nodiscard]] QIcon markIcon(MarkColour colour);

/// The label of a connection on its colour; hidden where it has no label.
class MarkPill final : public QWidget {
  Q_OBJECT
 public:
  explicit MarkPill(QWidget* parent = nullptr);
  void setMark(const QString& label, MarkColour colour);
  [[nodiscard]] QString label() const { return m_label; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_label;
  MarkColour m_colour = MarkColour::None;
};

/// An edge in a connection's colour along the top of what works on it, with its label, its name and whether it is
/// read-only in words; without a label a narrow one; hidden where it has neither.
class MarkEdge final : public QWidget {
  Q_OBJECT
 public:
  explicit MarkEdge(QWidget* parent = nullptr);
  void setConnection(const Connection& connection);
  [[nodiscard]] QString text() const { return m_text; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
  MarkColour m_colour = MarkColour::None;
};

}  // namespace courier
