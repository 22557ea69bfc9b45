#include "widgets/common/DataTable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QTimer>
#include <QVariantList>
#include <algorithm>
#include <optional>

#include "models/base/TableRoles.h"
#include "models/storage/Settings.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kWidthsKeptMs = 500;
constexpr int kMostKeptWidth = 2000;

/// Column heads of a list: small, dim, semibold, aligned as the model says, in line with the cells below.
class RecordHeader final : public QHeaderView {
 public:
  explicit RecordHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(false);
    setSectionsMovable(false);
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), Theme::of(palette()).line);
  }

  void paintSection(QPainter* painter, const QRect& rect, int section) const override {
    const Theme& theme = Theme::of(palette());
    const QFont words = semibold(smallFont());
    const int asked = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
    const QRect inside = rect.adjusted(kCellSide, 0, -kCellSide, -1);
    painter->save();
    painter->fillRect(rect, theme.bg);
    painter->setFont(words);
    painter->setPen(theme.dim);
    painter->drawText(inside,
                      Qt::AlignVCenter | Qt::TextSingleLine | (asked & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft),
                      QFontMetrics(words).elidedText(title(section), Qt::ElideRight, inside.width()));
    painter->restore();
  }

  [[nodiscard]] QSize sectionSizeFromContents(int section) const override {
    return {QFontMetrics(semibold(smallFont())).horizontalAdvance(title(section)) + 2 * kCellSide + 2, kRecordHeight};
  }

 private:
  [[nodiscard]] QString title(int section) const {
    return model() ? model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString() : QString();
  }
};

std::optional<PillContent> pillOf(const QModelIndex& index) {
  const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
  if (tone == Tone::None) return std::nullopt;
  return PillContent{tone, index.data(Qt::DisplayRole).toString(), index.data(NoteRole).toString()};
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

/// Draws a cell as its TableRoles say.
class RecordDelegate final : public CellDelegate {
 public:
  explicit RecordDelegate(QObject* parent) : CellDelegate(parent, &wear) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto pill = pillOf(index);
    if (!pill) return CellDelegate::paint(painter, option, index);
    painter->save();
    const QRect content = paintFrame(painter, option, index);
    paintPill(*painter, content, *pill, Theme::of(option.palette), option.font, groundOf(option));
    painter->restore();
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QSize base = CellDelegate::sizeHint(option, index);
    const auto pill = pillOf(index);
    return pill ? QSize(std::max(base.width(), pillWidth(*pill, option.font) + 2 * kCellSide + 2), base.height())
                : base;
  }
};

}  // namespace

void prepareTable(QTableView& table, int rowHeight) {
  table.setShowGrid(false);
  table.setFrameShape(QFrame::NoFrame);
  table.setWordWrap(false);
  table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.setTabKeyNavigation(false);
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table.verticalHeader()->setMinimumSectionSize(rowHeight);
  table.verticalHeader()->setDefaultSectionSize(rowHeight);
  table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table.horizontalHeader()->setHighlightSections(false);
  table.horizontalHeader()->setMinimumSectionSize(48);
}

DataTable::DataTable(const QString& name, QWidget* parent) : QTableView(parent) {
  setHorizontalHeader(new RecordHeader(this));
  prepareTable(*this, kRecordHeight);
  setItemDelegate(new RecordDelegate(this));
  setAccessibleName(name);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  verticalHeader()->hide();
  horizontalHeader()->setFixedHeight(kRecordHeight);
  horizontalHeader()->setStretchLastSection(true);
}

void DataTable::keepColumnWidths(Settings& settings, const QString& key, const QVector<int>& first) {
  QHeaderView* columns = horizontalHeader();
  const QVariantList kept = settings.value(key).toList();
  for (int column = 0; column < first.size() && column < columns->count(); ++column) {
    const int width = column < kept.size() ? kept[column].toInt() : 0;
    columns->resizeSection(column, width > 0 ? qMin(width, kMostKeptWidth) : first[column]);
  }
  auto* later = new QTimer(columns);
  later->setSingleShot(true);
  later->setInterval(kWidthsKeptMs);
  connect(later, &QTimer::timeout, columns, [columns, &settings, key] {
    // A column that gave way keeps the width that it had.
    const QVariantList before = settings.value(key).toList();
    QVariantList widths;
    for (int column = 0; column < columns->count(); ++column) {
      widths.append(columns->isSectionHidden(column) ? before.value(column) : QVariant(columns->sectionSize(column)));
    }
    if (settings.value(key).toList() != widths) settings.setValue(key, widths);
  });
  connect(columns, &QHeaderView::sectionResized, later, qOverload<>(&QTimer::start));
}

void DataTable::giveWay(const QVector<int>& order) {
  m_giveWay = order;
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int, int, int) { fitIn(); });
  fitIn();
}

int DataTable::needed(int column) const {
  const QHeaderView* columns = horizontalHeader();
  if (columns->isSectionHidden(column)) return m_needs.value(column);
  const bool isLast = columns->stretchLastSection() && columns->visualIndex(column) == columns->count() - 1;
  if (!isLast && columns->sectionResizeMode(column) != QHeaderView::Stretch) return columns->sectionSize(column);
  return std::max(sizeHintForColumn(column), columns->sectionSizeHint(column));
}

void DataTable::fitIn() {
  if (m_giveWay.isEmpty() || m_isFitting || !model()) return;
  m_isFitting = true;
  int total = 0;
  for (int column = 0; column < model()->columnCount(); ++column) total += needed(column);
  for (const int column : std::as_const(m_giveWay)) {
    const bool gives = total > viewport()->width();
    const int need = needed(column);
    if (gives) total -= need;
    if (gives == isColumnHidden(column)) continue;
    m_needs.insert(column, need);
    setColumnHidden(column, gives);
  }
  m_isFitting = false;
}

void DataTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitIn();
}

void DataTable::dropModel() {
  if (selectionModel()) selectionModel()->disconnect();
  setModel(nullptr);
}

void DataTable::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
    Q_EMIT activated(currentIndex());
    return;
  }
  QTableView::keyPressEvent(event);
}

}  // namespace courier
