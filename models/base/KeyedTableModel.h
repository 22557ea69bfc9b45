#pragma once

#include <QAbstractTableModel>
#include <QPair>
#include <QSet>
#include <QVector>

#include "models/base/TableRoles.h"

namespace courier {

/// What one cell of a KeyedTableModel shows.
struct TableCell {
  QString text;
  QString note;  ///< dim, behind the text
  Tone tone = Tone::None;
  Face face = Face::Plain;
  Qt::Alignment alignment = Qt::AlignLeft;
  QString hint;  ///< the tool tip, "" for none
};

/// A table whose rows each have a key. A new list is merged into the old one, so that views keep selection, current row
/// and scroll position over a reload. Subclasses decide only what a cell shows.
template <class Row>
class KeyedTableModel : public QAbstractTableModel {
 public:
  using Key = QPair<qint64, qint64>;
  using QAbstractTableModel::QAbstractTableModel;

  [[nodiscard]] const Row& at(int row) const { return m_rows[row]; }
  [[nodiscard]] const QVector<Row>& rows() const { return m_rows; }
  /// The row with this key, -1 where there is none.
  [[nodiscard]] int rowOf(const Key& key) const {
    for (int row = 0; row < m_rows.size(); ++row) {
      if (keyOf(m_rows[row]) == key) return row;
    }
    return -1;
  }

  /// Shows `rows`, in their order. Keys are unique.
  void setRows(const QVector<Row>& rows) {
    QSet<Key> wanted;
    for (const Row& row : rows) wanted.insert(keyOf(row));
    removeUnless([&](const Row& row) { return wanted.contains(keyOf(row)); });
    int place = 0;
    while (place < rows.size()) {
      int end = place;
      while (end < rows.size() && !(place < m_rows.size() && keyOf(m_rows[place]) == keyOf(rows[end]))) ++end;
      if (end == place) {
        m_rows[place] = rows[place];
        ++place;
        continue;
      }
      beginInsertRows({}, place, end - 1);
      m_rows.insert(place, end - place, Row{});
      for (int row = place; row < end; ++row) m_rows[row] = rows[row];
      endInsertRows();
      place = end;
    }
    // Rows that changed their place were inserted anew above; the old ones are left over at the end.
    if (m_rows.size() > rows.size()) {
      beginRemoveRows({}, static_cast<int>(rows.size()), static_cast<int>(m_rows.size()) - 1);
      m_rows.resize(rows.size());
      endRemoveRows();
    }
    refresh();
  }

  /// Says that every cell may read differently now.
  void refresh() {
    if (m_rows.isEmpty()) return;
    Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, columnCount() - 1));
  }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    switch (role) {
      case Qt::DisplayRole:
      case Qt::AccessibleTextRole:
      case Qt::ToolTipRole:
      case Qt::TextAlignmentRole:
      case ToneRole:
      case NoteRole:
      case FaceRole:
        return value(cell(m_rows[index.row()], index.column()), role);
      default:
        return {};
    }
  }

 protected:
  [[nodiscard]] virtual Key keyOf(const Row& row) const = 0;
  [[nodiscard]] virtual TableCell cell(const Row& row, int column) const = 0;
  QVector<Row>& mutableRows() { return m_rows; }

 private:
  template <class Keep>
  void removeUnless(Keep keep) {
    for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0;) {
      int first = last;
      while (first >= 0 && !keep(m_rows[first])) --first;
      if (first < last) {
        beginRemoveRows({}, first + 1, last);
        m_rows.remove(first + 1, last - first);
        endRemoveRows();
      }
      last = first - 1;
    }
  }
  [[nodiscard]] static QVariant value(const TableCell& cell, int role) {
    switch (role) {
      case Qt::DisplayRole:
        return cell.text;
      case Qt::AccessibleTextRole:
        return cell.note.isEmpty() ? cell.text : cell.text + QLatin1Char(' ') + cell.note;
      case Qt::ToolTipRole:
        return cell.hint.isEmpty() ? QVariant() : QVariant(cell.hint);
      case Qt::TextAlignmentRole:
        return static_cast<int>(cell.alignment | Qt::AlignVCenter);
      case ToneRole:
        return static_cast<int>(cell.tone);
      case NoteRole:
        return cell.note;
      default:
        return static_cast<int>(cell.face);
    }
  }

  QVector<Row> m_rows;
};

}  // namespace courier
