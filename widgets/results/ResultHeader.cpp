#include "widgets/results/ResultHeader.h"

#include <QAbstractItemView>
#include <QItemSelectionModel>
#include <QPainter>
#include <algorithm>

#include "models/data/ResultTableModel.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/Fonts.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kResultHeaderSide = 12;
constexpr int kResultHeaderGap = 6;
constexpr int kResultHeaderHeight = 31;

bool isNumberType(const QString& type) {
  return type == QStringLiteral("long") || type == QStringLiteral("int") || type == QStringLiteral("double") ||
         type == QStringLiteral("float");
}

}  // namespace

ResultHeader::ResultHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(true);
  setSectionsMovable(false);
  setFixedHeight(kResultHeaderHeight);
}

void ResultHeader::paintEvent(QPaintEvent* event) {
  QHeaderView::paintEvent(event);
  QPainter painter(viewport());
  painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), Theme::of(palette()).line);
}

void ResultHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Theme& theme = Theme::of(palette());
  painter->save();
  painter->fillRect(rect, theme.bg);
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
  const QString name = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
  const QString type = model()->headerData(section, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
  const QFont nameFont = semibold(font());
  const QFont typeFont = smallFont();
  const QFontMetrics nameMetrics(nameFont);
  const QFontMetrics typeMetrics(typeFont);
  const QRect inside = rect.adjusted(kResultHeaderSide, 0, -kResultHeaderSide, -1);
  const int typeWidth = type.isEmpty() ? 0 : typeMetrics.horizontalAdvance(type) + kResultHeaderGap;
  const bool bothFit = nameMetrics.horizontalAdvance(name) + typeWidth <= inside.width();
  const QString shownName = nameMetrics.elidedText(name, Qt::ElideRight, inside.width());
  const int nameWidth = nameMetrics.horizontalAdvance(shownName);
  int left = inside.left();
  if (isNumberType(type)) left = std::max(left, inside.right() + 1 - nameWidth - (bothFit ? typeWidth : 0));
  painter->setFont(nameFont);
  painter->setPen(theme.dim);
  painter->drawText(QRect(left, inside.top(), nameWidth + 1, inside.height()),
                    Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shownName);
  if (bothFit && typeWidth > 0) {
    painter->setFont(typeFont);
    painter->setPen(theme.null);
    painter->drawText(QRect(left + nameWidth + kResultHeaderGap, inside.top(), typeWidth, inside.height()),
                      Qt::AlignVCenter | Qt::AlignLeft, type);
  }
  painter->restore();
}

QSize ResultHeader::sectionSizeFromContents(int section) const {
  const QString name = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
  const QString type = model()->headerData(section, Qt::Horizontal, ResultTableModel::TypeNameRole).toString();
  const int width = QFontMetrics(semibold(font())).horizontalAdvance(name) + kResultHeaderGap +
                    QFontMetrics(smallFont()).horizontalAdvance(type) + 2 * kResultHeaderSide + 2;
  return {width, kResultHeaderHeight};
}

RowNumbers::RowNumbers(QWidget* parent) : QHeaderView(Qt::Vertical, parent) {
  setObjectName(QStringLiteral("rowNumbers"));
  setSectionResizeMode(QHeaderView::Fixed);
  setSectionsClickable(true);
  fitTo(0);
}

void RowNumbers::fitTo(qint64 rows) {
  const QString widest(std::max<qsizetype>(2, groupedNumber(QString::number(rows), locale()).size()), QLatin1Char('0'));
  setFixedWidth(std::max(44, QFontMetrics(font()).horizontalAdvance(widest) + 2 * kResultHeaderSide));
}

void RowNumbers::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Theme& theme = Theme::of(palette());
  painter->save();
  const auto* view = qobject_cast<const QAbstractItemView*>(parentWidget());
  const bool selected =
      view && view->selectionModel() && view->selectionModel()->rowIntersectsSelection(section, QModelIndex());
  painter->fillRect(rect, selected ? theme.accentSoft : theme.panel);
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
  painter->setPen(theme.null);
  painter->drawText(rect.adjusted(0, 0, -kResultHeaderSide, -1), Qt::AlignVCenter | Qt::AlignRight,
                    groupedNumber(QString::number(section + 1), locale()));
  painter->restore();
}

}  // namespace courier
