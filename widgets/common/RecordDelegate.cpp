#include "widgets/common/RecordDelegate.h"

#include <QPainter>
#include <algorithm>
#include <optional>

#include "models/base/TableRoles.h"
#include "widgets/common/Fonts.h"

namespace courier {
namespace {

constexpr int kSides = 24;

std::optional<PillContent> pillOf(const QModelIndex& index) {
  PillContent pill;
  switch (static_cast<CellTone>(index.data(ToneRole).toInt())) {
    case CellTone::None:
      return std::nullopt;
    case CellTone::Ok:
      pill.tone = Tone::Ok;
      break;
    case CellTone::Warn:
      pill.tone = Tone::Warn;
      break;
    case CellTone::Bad:
      pill.tone = Tone::Bad;
      break;
    case CellTone::Info:
      pill.tone = Tone::Info;
      break;
    case CellTone::Dim:
      pill.tone = Tone::Dim;
      break;
  }
  pill.text = index.data(Qt::DisplayRole).toString();
  pill.detail = index.data(NoteRole).toString();
  return pill;
}

void wear(CellLook& look, const QModelIndex& index, const Theme& theme) {
  look.detail = index.data(NoteRole).toString();
  switch (static_cast<Face>(index.data(FaceRole).toInt())) {
    case Face::Plain:
      break;
    case Face::Strong:
      look.font = semibold(look.font);
      break;
    case Face::Mono:
      look.font = monospaceFont();
      break;
    case Face::Faint:
      look.color = theme.dim;
      break;
  }
}

}  // namespace

RecordDelegate::RecordDelegate(QObject* parent) : CellDelegate(parent, &wear) {}

void RecordDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const auto pill = pillOf(index);
  if (!pill) return CellDelegate::paint(painter, option, index);
  painter->save();
  const QRect content = paintFrame(painter, option, index);
  paintPill(*painter, content, *pill, Theme::of(option.palette), option.font, groundOf(option));
  painter->restore();
}

QSize RecordDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QSize base = CellDelegate::sizeHint(option, index);
  const auto pill = pillOf(index);
  return pill ? QSize(std::max(base.width(), pillWidth(*pill, option.font) + kSides + 2), base.height()) : base;
}

}  // namespace courier
