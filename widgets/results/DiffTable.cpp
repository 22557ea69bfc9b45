#include "widgets/results/DiffTable.h"

#include <QKeyEvent>
#include <QStringList>

#include "models/base/TableRoles.h"
#include "widgets/common/Theme.h"
#include "widgets/results/CellDialog.h"

namespace courier {
namespace {

RowChange changeOf(const QModelIndex& index) {
  return static_cast<RowChange>(index.data(DiffTableModel::ChangeRole).toInt());
}

Tone toneOf(RowChange change) {
  switch (change) {
    case RowChange::Added:
      return Tone::Ok;
    case RowChange::Removed:
      return Tone::Bad;
    case RowChange::Changed:
      break;
  }
  return Tone::Warn;
}

bool isFilled(const QModelIndex& index) {
  return changeOf(index) != RowChange::Changed || index.column() == 0 ||
         index.data(DiffTableModel::ValueChangedRole).toBool();
}

/// A cell of a comparison: rows that came or went on a soft fill, of changed rows the values that changed; the word in
/// the first column says the same. Numbers as in a result's grid.
class DiffDelegate final : public ResultDelegate {
 public:
  using ResultDelegate::ResultDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyleOptionViewItem cell = option;
    if (isFilled(index)) cell.backgroundBrush = Theme::of(option.palette).toneFill(toneOf(changeOf(index)));
    ResultDelegate::paint(painter, cell, index);
  }

 protected:
  [[nodiscard]] CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    CellLook cell = ResultDelegate::look(option, index);
    const Theme& theme = Theme::of(option.palette);
    if (index.column() == 0) {
      cell.color = theme.toneText(toneOf(changeOf(index)));
      cell.detail = index.data(NoteRole).toString();
      return cell;
    }
    // The faint colours are made for the plain ground.
    if (isFilled(index)) cell.color = theme.text;
    if (index.data(DiffTableModel::ValueChangedRole).toBool() && isNumberColumn(index)) {
      const QString arrow = QStringLiteral(" → ");
      QStringList both = cell.text.split(arrow);
      for (QString& number : both) number = groupedNumber(number, option.locale);
      cell.text = both.join(arrow);
      cell.alignment = Qt::AlignRight;
    }
    return cell;
  }
};

}  // namespace

DiffTable::DiffTable(QWidget* parent) : ResultTable(parent), m_model(new DiffTableModel(this)) {
  setAccessibleName(tr("Rows that differ"));
  setItemDelegate(new DiffDelegate(this));
  setSelectionMode(QAbstractItemView::SingleSelection);
  setModel(m_model);
  connect(this, &QAbstractItemView::doubleClicked, this, &DiffTable::openCell);
}

void DiffTable::setDiff(std::shared_ptr<ResultStore> older, std::shared_ptr<ResultStore> newer,
                        std::shared_ptr<const ResultDiff> diff) {
  m_model->setDiff(std::move(older), std::move(newer), std::move(diff));
  fitColumns();
  scrollToTop();
}

void DiffTable::openCell() {
  const QModelIndex at = currentIndex();
  if (!at.isValid() || at.column() == 0) return;
  auto* dialog = new CellDialog(at, this);
  const QString column = m_model->headerData(at.column(), Qt::Horizontal, Qt::DisplayRole).toString();
  dialog->setHeading(QStringLiteral("%1, %2").arg(at.siblingAtColumn(0).data(NoteRole).toString(), column));
  dialog->open();
}

void DiffTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    openCell();
    return;
  }
  ResultTable::keyPressEvent(event);
}

QString diffCounts(const ResultDiff& diff) {
  const auto count = [](qint64 rows) { return static_cast<int>(rows); };
  const QString same = DiffTable::tr("%Ln row(s) are the same.", nullptr, count(diff.same));
  if (diff.rows.empty()) return DiffTable::tr("No row differs: %1", "then how many are the same").arg(same);
  QStringList parts;
  if (diff.added > 0) parts.append(DiffTable::tr("%Ln row(s) added", nullptr, count(diff.added)));
  if (diff.removed > 0) parts.append(DiffTable::tr("%Ln row(s) removed", nullptr, count(diff.removed)));
  if (diff.changed > 0) parts.append(DiffTable::tr("%Ln row(s) changed", nullptr, count(diff.changed)));
  return DiffTable::tr("%1; %2", "what differs, then how many rows are the same")
      .arg(parts.join(QStringLiteral(", ")), same);
}

}  // namespace courier
