#include "models/files/FileRows.h"

#include <utility>

namespace courier {

FileRows::FileRows(FileColumns columns, Mode mode) : m_onlyLooks(mode == Mode::Look) {
  for (const FileColumn& column : std::as_const(columns)) addColumn(column);
}

void FileRows::addColumn(const FileColumn& column) {
  m_columns.append(column);
  m_traits.emplace_back();
  settle(m_traits.size() - 1);
}

void FileRows::removeColumnsFrom(size_t count) {
  m_columns.resize(static_cast<qsizetype>(count));
  m_traits.resize(count);
}

void FileRows::settle(size_t index) {
  const FileColumn& column = m_columns[static_cast<qsizetype>(index)];
  m_traits[index].isPlainText = column.type == CellType::Text && (column.isChosen || column.isKnown);
}

LoadedCell FileRows::textOnly(size_t index, std::string_view text, std::uint64_t begin) {
  const FileColumn& column = m_columns[static_cast<qsizetype>(index)];
  m_traits[index].kinds |= cellkind::text;
  if (column.type != CellType::Text) {
    if (column.isChosen) {
      ++m_misfits;
    } else {
      m_hasMisfit = m_onlyLooks = true;
    }
  }
  return textCell(text, begin);
}

LoadedCell FileRows::typedCell(size_t index, std::string_view text, std::uint64_t begin, NumberForm form) {
  const FileColumn& column = m_columns[static_cast<qsizetype>(index)];
  const CellValue value = text.empty() ? CellValue{} : cellValue(text, form);
  m_traits[index].kinds |= value.kind;
  const bool isInteger = (value.kind & (cellkind::integer | cellkind::wideInteger)) != 0;
  LoadedCell cell;
  switch (column.type) {
    case CellType::Integer:
      if (!isInteger) break;
      cell.kind = LoadedCell::Kind::Integer;
      cell.integer = value.integer;
      return cell;
    case CellType::Real:
      if ((value.kind & (cellkind::text | cellkind::wideInteger)) != 0) break;
      cell.kind = LoadedCell::Kind::Real;
      cell.real = value.real;
      return cell;
    case CellType::Text:
      return textCell(text, begin);
  }
  if (column.isChosen) {
    ++m_misfits;
  } else {
    m_hasMisfit = m_onlyLooks = true;
  }
  return textCell(text, begin);
}

FileColumns FileRows::columnsFound() const {
  FileColumns columns = m_columns;
  for (qsizetype index = 0; index < columns.size(); ++index) {
    FileColumn& column = columns[index];
    const Traits& traits = m_traits[static_cast<size_t>(index)];
    if (column.isChosen || traits.isPlainText) continue;
    column.type = typeOfKinds(traits.kinds);
    column.isKnown = true;
  }
  return columns;
}

}  // namespace courier
