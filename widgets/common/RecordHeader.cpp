#include "widgets/common/RecordHeader.h"

#include <QPainter>

#include "widgets/common/Fonts.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kRecordHeaderSide = 12;
constexpr int kHeight = 31;

}  // namespace

RecordHeader::RecordHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(false);
  setSectionsMovable(false);
}

void RecordHeader::paintEvent(QPaintEvent* event) {
  QHeaderView::paintEvent(event);
  QPainter painter(viewport());
  painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), Theme::of(palette()).line);
}

void RecordHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Theme& theme = Theme::of(palette());
  const QFont words = semibold(smallFont());
  const int asked = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
  const QRect inside = rect.adjusted(kRecordHeaderSide, 0, -kRecordHeaderSide, -1);
  painter->save();
  painter->fillRect(rect, theme.bg);
  painter->setFont(words);
  painter->setPen(theme.dim);
  painter->drawText(inside,
                    Qt::AlignVCenter | Qt::TextSingleLine | (asked & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft),
                    QFontMetrics(words).elidedText(title(section), Qt::ElideRight, inside.width()));
  painter->restore();
}

QSize RecordHeader::sectionSizeFromContents(int section) const {
  return {QFontMetrics(semibold(smallFont())).horizontalAdvance(title(section)) + 2 * kRecordHeaderSide + 2, kHeight};
}

QString RecordHeader::title(int section) const {
  return model() ? model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString() : QString();
}

}  // namespace courier
