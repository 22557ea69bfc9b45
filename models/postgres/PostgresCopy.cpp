#include "models/postgres/PostgresCopy.h"

#include <QStringList>

#include "models/query/ReadOnlyWords.h"
#include "models/query/SqlText.h"

namespace courier {

bool isCopyable(QStringView statement) {
  const SqlDialect dialect = SqlDialect::postgreSql();
  const QString first = sqltext::firstWords(statement, 1, dialect).value(0);
  const bool isQuery = first == u"SELECT" || first == u"WITH" || first == u"VALUES" || first == u"TABLE";
  return isQuery && beginsAsReading(statement, dialect);
}

QByteArray copyText(QStringView statement) {
  // The statement may end with a comment.
  return "COPY (" + statement.toUtf8() + "\n) TO STDOUT";
}

bool PostgresCopyLine::take(std::string_view line, ColumnBatchBuilder& row) {
  const bool hasEscapes = line.find('\\') != std::string_view::npos;
  const int count = static_cast<int>(m_types.size());
  for (int column = 0; column < count; ++column) {
    const size_t tab = line.find('\t');
    const bool isLast = column + 1 == count;
    if ((tab == std::string_view::npos) != isLast) return false;
    const std::string_view field = line.substr(0, tab);
    if (!hasEscapes) {
      appendPostgresValue(row, column, m_types[column], field);
    } else if (field == "\\N") {
      row.appendNull(column);
    } else {
      appendPostgresValue(row, column, m_types[column], unescaped(field));
    }
    if (!isLast) line.remove_prefix(tab + 1);
  }
  return true;
}

std::string_view PostgresCopyLine::unescaped(std::string_view field) {
  if (field.find('\\') == std::string_view::npos) return field;
  m_field.clear();
  for (size_t at = 0; at < field.size(); ++at) {
    if (field[at] != '\\' || at + 1 == field.size()) {
      m_field.push_back(field[at]);
      continue;
    }
    switch (const char code = field[++at]) {
      case 'b':
        m_field.push_back('\b');
        break;
      case 'f':
        m_field.push_back('\f');
        break;
      case 'n':
        m_field.push_back('\n');
        break;
      case 'r':
        m_field.push_back('\r');
        break;
      case 't':
        m_field.push_back('\t');
        break;
      case 'v':
        m_field.push_back('\v');
        break;
      default:
        m_field.push_back(code);
    }
  }
  return {m_field.data(), m_field.size()};
}

}  // namespace courier
