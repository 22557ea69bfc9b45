#include "models/files/CsvGuess.h"

#include <QSet>
#include <algorithm>
#include <map>
#include <set>

namespace courier {
namespace {

constexpr size_t kMostSniffed = size_t{128} << 10;
constexpr size_t kRowsSniffed = 1000;
constexpr std::string_view kDelimiters = ",;\t|";

/// How well a dialect fits.
struct Fit {
  CsvDialect dialect;
  size_t fields = 0;
  /// Share of rows that have as many fields as most, of all, broken ones too; without those that hold a value between
  /// quotes of the other kind.
  double sameFields = 0;
  double dirty = 0;  ///< share of unquoted values that hold another delimiter or a quote, and are no number
  bool hasQuoted = false;
};

bool isDirty(const SampleCell& cell, const CsvDialect& dialect) {
  if (cell.isQuoted || cell.text.empty()) return false;
  const bool holdsQuote = dialect.quote != '"' && cell.text.find('"') != std::string::npos;
  const bool holdsOther = std::any_of(kDelimiters.begin(), kDelimiters.end(), [&](char other) {
    return other != dialect.delimiter && cell.text.find(other) != std::string::npos;
  });
  if (!holdsQuote && !holdsOther) return false;
  return (cellValue(cell.text, NumberForm::Comma).kind & cellkind::text) != 0;
}

bool isWrapped(const SampleCell& cell, const CsvDialect& dialect) {
  if (cell.isQuoted || cell.text.size() < 3 || cell.text.front() != cell.text.back()) return false;
  return (cell.text.front() == '"' || cell.text.front() == '\'') && cell.text.front() != dialect.quote;
}

Fit fitOf(const std::string& text, bool isWhole, const CsvDialect& dialect) {
  Fit fit;
  fit.dialect = dialect;
  CsvSplitter splitter(dialect);
  std::map<size_t, size_t> counts;
  size_t rows = 0;
  size_t cells = 0;
  size_t dirty = 0;
  size_t wrappedRows = 0;
  std::string copy = text;
  for (size_t at = 0; at < text.size() && rows < kRowsSniffed; at = splitter.end()) {
    const auto outcome = splitter.next(text, at, isWhole);
    if (outcome == CsvSplitter::Outcome::MoreWanted) {
      // A quote that is open to the end of what is looked at: as broken as one that never closes.
      if (at + kMostSniffed / 4 < text.size()) ++rows;
      break;
    }
    if (outcome == CsvSplitter::Outcome::Blank) continue;
    ++rows;
    if (outcome == CsvSplitter::Outcome::BrokenQuotes) continue;
    ++counts[splitter.cells().size()];
    bool holdsWrapped = false;
    for (const CsvCell& cell : splitter.cells()) {
      ++cells;
      const SampleCell value{std::string(csvText(copy, cell, dialect)), cell.isQuoted};
      fit.hasQuoted |= cell.isQuoted;
      holdsWrapped |= isWrapped(value, dialect);
      if (isDirty(value, dialect)) ++dirty;
    }
    if (holdsWrapped) ++wrappedRows;
  }
  size_t most = 0;
  for (const auto& [fields, count] : counts) {
    if (count < most) continue;
    most = count;
    fit.fields = fields;
  }
  if (rows > 0)
    fit.sameFields = (static_cast<double>(most) - static_cast<double>(wrappedRows)) / static_cast<double>(rows);
  if (cells > 0) fit.dirty = static_cast<double>(dirty) / static_cast<double>(cells);
  return fit;
}

bool isBetter(const Fit& one, const Fit& other) {
  // One field a row always fits: only where nothing else does half the time.
  const auto isTable = [](const Fit& fit) { return fit.fields > 1 && fit.sameFields > 0.5; };
  if (isTable(one) != isTable(other)) return isTable(one);
  if (one.sameFields != other.sameFields) return one.sameFields > other.sameFields;
  if (one.dirty != other.dirty) return one.dirty < other.dirty;
  if (one.fields != other.fields) return one.fields > other.fields;
  return one.hasQuoted && !other.hasQuoted;
}

std::vector<CsvDialect> candidates(const KnownDialect& known) {
  std::vector<CsvDialect> all;
  const std::string_view delimiters = known.delimiter ? std::string_view(&*known.delimiter, 1) : kDelimiters;
  for (const char delimiter : delimiters) {
    for (const char quote : {'"', '\'', '\0'}) {
      if (known.quote && *known.quote != quote && quote != '"') continue;
      for (const bool backslash : {false, true}) {
        if (known.backslash ? *known.backslash != backslash : backslash && quote == '\0') continue;
        CsvDialect dialect;
        dialect.delimiter = delimiter;
        dialect.quote = known.quote.value_or(quote);
        dialect.backslash = backslash;
        all.push_back(dialect);
      }
    }
  }
  return all;
}

/// 1,5 beside no 1.5; where only groups like 1,234 are there, the locale's word.
bool guessedDecimalComma(const std::vector<SampleRow>& rows, bool localeHasComma) {
  bool hasComma = false;
  bool hasGroups = false;
  for (const SampleRow& row : rows) {
    for (const SampleCell& cell : row) {
      if (cell.text.empty()) continue;
      const bool isGrouped = cellValue(cell.text, NumberForm::Comma).kind == cellkind::grouped;
      if (!isGrouped && cellValue(cell.text, NumberForm::Point).kind == cellkind::real) return false;
      if (cell.text.find(',') == std::string::npos) continue;
      if (cellValue(cell.text, NumberForm::Comma).kind != cellkind::real) continue;
      const bool isGroup = cell.text.size() - cell.text.find(',') == 4 && cell.text.find('.') == std::string::npos &&
                           cell.text.find_first_not_of("-0") != cell.text.find(',');
      (isGroup ? hasGroups : hasComma) = true;
    }
  }
  return hasComma || (hasGroups && localeHasComma);
}

}  // namespace

std::optional<SeparatorLine> separatorLine(const std::string& text) {
  std::string_view line = std::string_view(text).substr(0, text.find_first_of("\r\n"));
  const size_t length = line.size();
  if (line.size() > 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || QString::fromLatin1(line.data(), 4).compare(QLatin1String("sep="), Qt::CaseInsensitive) != 0)
    return std::nullopt;
  SeparatorLine found;
  found.delimiter = line[4];
  found.end = length;
  if (found.end < text.size() && text[found.end] == '\r') ++found.end;
  if (found.end < text.size() && text[found.end] == '\n') ++found.end;
  return found;
}

CsvDialect guessedDialect(const std::string& text, size_t at, bool isWhole, const KnownDialect& known) {
  const std::string sample = text.substr(at, kMostSniffed);
  const bool isAll = isWhole && sample.size() == text.size() - at;
  std::optional<Fit> best;
  for (const CsvDialect& dialect : candidates(known)) {
    const Fit fit = fitOf(sample, isAll, dialect);
    const bool isPreferred = known.prefersTab && dialect.delimiter == '\t' && fit.fields > 1;
    const bool isBestPreferred = known.prefersTab && best && best->dialect.delimiter == '\t' && best->fields > 1;
    if (!best || (isPreferred && !isBestPreferred) || (isPreferred == isBestPreferred && isBetter(fit, *best)))
      best = fit;
  }
  CsvDialect dialect = best->dialect;
  if (best->fields < 2 && !known.delimiter) dialect.delimiter = known.prefersTab ? '\t' : ',';
  // Nothing quoted: as most files would be, were something to be quoted later.
  if (!best->hasQuoted && !known.quote && best->dirty == 0) dialect.quote = '"';
  if (!best->hasQuoted && !known.backslash) dialect.backslash = false;
  if (known.decimalComma) {
    dialect.decimalComma = *known.decimalComma;
  } else if (dialect.delimiter != ',') {
    dialect.decimalComma =
        guessedDecimalComma(sampleRows(sample, 0, isAll, dialect, kRowsSniffed), known.localeHasComma);
  }
  return dialect;
}

std::vector<SampleRow> sampleRows(std::string text, size_t at, bool isWhole, const CsvDialect& dialect,
                                  size_t mostRows) {
  std::vector<SampleRow> rows;
  CsvSplitter splitter(dialect);
  for (; at < text.size() && rows.size() < mostRows; at = splitter.end()) {
    const auto outcome = splitter.next(text, at, isWhole);
    if (outcome == CsvSplitter::Outcome::MoreWanted) break;
    if (outcome != CsvSplitter::Outcome::Row) continue;
    SampleRow row;
    row.reserve(splitter.cells().size());
    for (const CsvCell& cell : splitter.cells())
      row.push_back({std::string(csvText(text, cell, dialect)), cell.isQuoted});
    rows.push_back(std::move(row));
  }
  return rows;
}

size_t usualFields(const std::vector<SampleRow>& rows) {
  std::map<size_t, size_t> counts;
  for (const SampleRow& row : rows) ++counts[row.size()];
  size_t fields = 0;
  size_t most = 0;
  for (const auto& [size, count] : counts) {
    if (count < most) continue;
    most = count;
    fields = size;
  }
  return fields;
}

bool hasHeader(const std::vector<SampleRow>& rows, NumberForm form) {
  if (rows.empty()) return false;
  const SampleRow& first = rows.front();
  std::set<std::string> names;
  bool isComplete = true;
  for (const SampleCell& cell : first) {
    if (cell.text.empty()) {
      isComplete = false;
    } else if (cellValue(cell.text, form).kind != cellkind::text) {
      return false;
    } else if (!names.insert(cell.text).second) {
      isComplete = false;
    }
  }
  if (isComplete) return true;
  std::vector<SampleKinds> kinds(first.size());
  addSampleKinds(rows, 1, form, {}, kinds);
  for (size_t index = 0; index < first.size(); ++index) {
    if (!first[index].text.empty() && typeOfKinds(kinds[index].kinds) != CellType::Text) return true;
  }
  return false;
}

void addSampleKinds(const std::vector<SampleRow>& rows, size_t from, NumberForm form, const QStringList& nulls,
                    std::vector<SampleKinds>& kinds) {
  std::set<std::string> nullWords;
  for (const QString& word : nulls) nullWords.insert(word.toStdString());
  for (size_t number = from; number < rows.size(); ++number) {
    const SampleRow& row = rows[number];
    if (row.size() > kinds.size()) continue;
    for (size_t index = 0; index < row.size(); ++index) {
      const SampleCell& cell = row[index];
      if (cell.isNull() || (!cell.isQuoted && nullWords.count(cell.text) > 0)) continue;
      kinds[index].kinds |= cell.text.empty() ? cellkind::text : cellValue(cell.text, form).kind;
      kinds[index].hasPlain |= !cell.isQuoted;
    }
  }
}

std::vector<CellType> sampleTypes(const std::vector<SampleKinds>& kinds) {
  const bool somePlain = std::any_of(kinds.begin(), kinds.end(), [](const SampleKinds& one) { return one.hasPlain; });
  std::vector<CellType> types;
  for (const SampleKinds& one : kinds)
    types.push_back(somePlain && !one.hasPlain ? CellType::Text : typeOfKinds(one.kinds));
  return types;
}

QStringList columnNames(const QStringList& originals) {
  QStringList names;
  QSet<QString> taken;
  for (const QString& original : originals) {
    QString name = original;
    for (QChar& letter : name) {
      if (letter.category() == QChar::Other_Control) letter = u' ';
    }
    name = name.trimmed();
    if (name.isEmpty()) name = QStringLiteral("column%1").arg(names.size() + 1);
    // A name that comes later as it is keeps it.
    QString free = name;
    for (int number = 2; taken.contains(free.toLower()); ++number) free = QStringLiteral("%1_%2").arg(name).arg(number);
    taken.insert(free.toLower());
    names.append(free);
  }
  return names;
}

}  // namespace courier
