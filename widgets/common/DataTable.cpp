#include "widgets/common/DataTable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QTimer>
#include <QVariantList>
#include <algorithm>
#include <optional>
#include <utility>

#include "models/base/TableRoles.h"
#include "models/storage/Settings.h"
#include "widgets/common/CellDelegate.h"
#include "widgets/common/Theme.h"

namespace courier {
namespace {

constexpr int kWidthsKeptMs = 500;
constexpr int kMostKeptWidth = 2000;
constexpr int kRowsMeasuredForShare = 100;
constexpr int kMostContent = 480;

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
  m_shareSoon.setSingleShot(true);
  m_shareSoon.setInterval(0);
  connect(&m_shareSoon, &QTimer::timeout, this, &DataTable::share);
}

void DataTable::shareWidth(const QVector<ColumnShare>& order) {
  m_shares = order;
  horizontalHeader()->setStretchLastSection(false);
  for (ColumnShare& each : m_shares) {
    const int kept = m_kept.value(each.column, 0);
    each.isDrawn = kept > 0;
    each.best = std::max(kept > 0 ? kept : each.best, each.least);
  }
  const auto soon = qOverload<>(&QTimer::start);
  for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
    connect(model(), signal, &m_shareSoon, soon);
  }
  connect(model(), &QAbstractItemModel::dataChanged, &m_shareSoon, soon);
  connect(model(), &QAbstractItemModel::modelReset, &m_shareSoon, soon);
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int, int width) {
    if (m_isSharing || width == 0) return;
    for (ColumnShare& each : m_shares) {
      if (each.column != column) continue;
      each.best = std::max(each.least, width);
      each.isDrawn = true;
    }
    m_shareSoon.start();
  });
  share();
}

DataTable::Needs DataTable::needsOf(int column) const {
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  Needs needs{horizontalHeader()->sectionSizeHint(column), 0};
  const int rows = std::min(model()->rowCount(), kRowsMeasuredForShare);
  for (int row = 0; row < rows; ++row) {
    const QModelIndex index = model()->index(row, column);
    needs.whole = std::max(needs.whole, itemDelegateForIndex(index)->sizeHint(option, index).width());
    auto pill = pillOf(index);
    if (!pill) continue;
    pill->detail.clear();
    needs.pills = std::max(needs.pills, pillWidth(*pill, option.font) + 2 * kCellSide + 2);
  }
  return needs;
}

void DataTable::share() {
  if (m_shares.isEmpty() || model() == nullptr) return;
  const QScopedValueRollback sharing(m_isSharing, true);
  QHeaderView* columns = horizontalHeader();
  // What is hidden has no heading to measure.
  for (const ColumnShare& each : std::as_const(m_shares)) columns->setSectionHidden(each.column, false);
  int room = viewport()->width();
  for (int column = 0; column < columns->count(); ++column) {
    const bool isShared = std::any_of(m_shares.cbegin(), m_shares.cend(),
                                      [column](const ColumnShare& each) { return each.column == column; });
    if (!isShared) room -= columns->sectionSize(column);
  }
  QVector<int> widths;
  QVector<int> least;
  for (const ColumnShare& each : std::as_const(m_shares)) {
    const bool isRest = each.need == ColumnShare::Need::Rest;
    const Needs needs = isRest || each.isDrawn ? Needs{each.best, 0} : needsOf(each.column);
    const int most = each.need == ColumnShare::Need::Content ? std::max(each.best, kMostContent) : each.best;
    widths.append(std::max(std::min(needs.whole, most), columns->minimumSectionSize()));
    least.append(std::max(each.least, std::min(needs.pills, most)));
    room -= widths.last();
  }
  // What a person drew is the last to be narrower.
  for (const bool isDrawn : {false, true}) {
    for (qsizetype at = 0; at < widths.size() && room < 0; ++at) {
      if (m_shares[at].isDrawn != isDrawn) continue;
      const int given = std::min(-room, std::max(0, widths[at] - least[at]));
      widths[at] -= given;
      room += given;
    }
  }
  for (qsizetype at = 0; at < widths.size() && room < 0; ++at) {
    if (!m_shares[at].mayGo) continue;
    room += widths[at];
    widths[at] = 0;
  }
  for (qsizetype at = 0; at < widths.size(); ++at) {
    const ColumnShare& each = m_shares[at];
    if (each.need == ColumnShare::Need::Rest) widths[at] += std::max(0, room);
    columns->setSectionHidden(each.column, widths[at] == 0);
    if (widths[at] > 0) columns->resizeSection(each.column, widths[at]);
  }
}

void DataTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  if (event->size().width() != event->oldSize().width()) share();
}

void DataTable::keepColumnWidths(Settings& settings, const QString& key, const QVector<int>& first) {
  QHeaderView* columns = horizontalHeader();
  const QVariantList kept = settings.value(key).toList();
  for (int column = 0; column < first.size() && column < columns->count(); ++column) {
    const int width = column < kept.size() ? kept[column].toInt() : 0;
    if (width > 0) m_kept.insert(column, qMin(width, kMostKeptWidth));
    columns->resizeSection(column, m_kept.value(column, first[column]));
  }
  auto* later = new QTimer(columns);
  later->setSingleShot(true);
  later->setInterval(kWidthsKeptMs);
  connect(later, &QTimer::timeout, columns, [this, columns, &settings, key] {
    QVariantList widths;
    for (int column = 0; column < columns->count(); ++column) widths.append(columns->sectionSize(column));
    // 0: as it comes.
    for (const ColumnShare& each : std::as_const(m_shares)) widths[each.column] = each.isDrawn ? each.best : 0;
    if (settings.value(key).toList() != widths) settings.setValue(key, widths);
  });
  connect(columns, &QHeaderView::sectionResized, later, [this, later] {
    if (!m_isSharing) later->start();
  });
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
