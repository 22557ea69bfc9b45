#include "widgets/schedules/SwitchDelegate.h"

#include <QPainter>

namespace courier {
namespace {

constexpr QSize kTrack(26, 14);
constexpr int kKnob = 10;

}  // namespace

SwitchDelegate::SwitchDelegate(IsOn isOn, QObject* parent) : CellDelegate(parent), m_isOn(std::move(isOn)) {}

void SwitchDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  paintFrame(painter, option, index);
  const Theme& theme = Theme::of(option.palette);
  const bool isOn = m_isOn(index);
  QRectF track(QPointF(0, 0), QSizeF(kTrack));
  track.moveCenter(QRectF(option.rect).center());
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(isOn ? QPen(Qt::NoPen) : QPen(theme.null, 1.2));
  painter->setBrush(isOn ? theme.accent : theme.panel);
  painter->drawRoundedRect(track, track.height() / 2, track.height() / 2);
  QRectF knob(0, 0, kKnob, kKnob);
  const double inset = (track.height() - kKnob) / 2;
  knob.moveCenter(
      {isOn ? track.right() - inset - kKnob / 2.0 : track.left() + inset + kKnob / 2.0, track.center().y()});
  painter->setPen(Qt::NoPen);
  painter->setBrush(isOn ? theme.onAccent : theme.dim);
  painter->drawEllipse(knob);
  painter->restore();
}

}  // namespace courier
