#include "models/write/BodyColumnsModel.h"

#include <QSet>

namespace courier {

QVector<BodyColumnLine> bodyColumnLines(const BodyPreview& body) {
  QVector<BodyColumnLine> lines;
  for (qsizetype column = 0; column < body.columns.size(); ++column) {
    const Column& sent = body.columns[column];
    BodyColumnLine line;
    line.column = column;
    line.name = sent.name.isEmpty() ? BodyColumnsModel::tr("(no name)") : sent.name;
    line.databaseType = sent.databaseType;
    line.bodyType = columnTypeName(sent.type, sent.element);
    const QStringList remarks = columnRemarks(column, body.declared, body.columns, body.findings[column], body.form);
    line.remark = remarks.value(0);
    lines.append(line);
    for (qsizetype further = 1; further < remarks.size(); ++further) {
      lines.append({column, further, {}, {}, {}, remarks[further]});
    }
  }
  return lines;
}

int oddColumns(const QVector<BodyColumnLine>& lines) {
  QSet<qint64> odd;
  for (const BodyColumnLine& line : lines) {
    if (!line.remark.isEmpty()) odd.insert(line.column);
  }
  return static_cast<int>(odd.size());
}

int BodyColumnsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant BodyColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)) return {};
  switch (section) {
    case NameColumn:
      return tr("Column");
    case DatabaseColumn:
      return tr("Database", "heading: the type of a column there");
    case BodyColumn:
      return tr("Body", "heading: the type of a column there");
    case RemarkColumn:
      return tr("What is odd");
    default:
      return {};
  }
}

TableCell BodyColumnsModel::cell(const BodyColumnLine& line, int column) const {
  switch (column) {
    case NameColumn:
      return {.text = line.name, .note = {}, .hint = line.name};
    case DatabaseColumn:
      return {.text = line.databaseType, .note = {}, .hint = line.databaseType};
    case BodyColumn:
      return {.text = line.bodyType, .note = {}, .hint = {}};
    default:
      return {.text = line.remark, .note = {}, .hint = line.remark};
  }
}

}  // namespace courier
