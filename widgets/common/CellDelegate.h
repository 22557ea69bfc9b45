#pragma once

#include <QColor>
#include <QFont>
#include <QStyledItemDelegate>
#include <functional>

#include "widgets/common/Pill.h"

namespace courier {

inline constexpr int kCellSide = 12;  ///< px between a cell's edge and what stands in it, as in column heads

/// Marks in a cell's text that stand for what has no look of its own: drawn dim.
inline constexpr QChar kLineBreakMark(u'\u21B5');
inline constexpr QChar kTabMark(u'\u21E5');
inline constexpr QChar kControlMark(u'\u00B7');

/// How one cell's text is drawn.
struct CellLook {
  QString text;
  QString detail;  ///< dim, behind the text
  QColor color;
  QFont font;
  Qt::Alignment alignment = Qt::AlignLeft;
};

/// A table cell of this program: soft selection with normal text, a 1-px line below, 12 px at the sides, a thin frame
/// at the cell the keyboard is on. What it shows comes from the model's display role; `adjust` may change it.
class CellDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using Adjust = std::function<void(CellLook& look, const QModelIndex& index, const Theme& theme)>;
  explicit CellDelegate(QObject* parent = nullptr, Adjust adjust = {});

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  /// Fill, selection, line and keyboard frame; gives the rectangle for the content.
  QRect paintFrame(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
  [[nodiscard]] static PillGround groundOf(const QStyleOptionViewItem& option);
  [[nodiscard]] virtual CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const;

 private:
  Adjust m_adjust;
};

/// `text` with the locale's groups when it is an optional sign and digits alone, else unchanged. Exact for any length.
[[nodiscard]] QString groupedNumber(const QString& text, const QLocale& locale);

}  // namespace courier
