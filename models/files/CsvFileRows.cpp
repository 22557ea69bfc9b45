#include <QCoreApplication>
#include <algorithm>
#include <utility>

#include "models/files/FileRows.h"

namespace courier {
namespace {

struct CsvRowsTr {
  Q_DECLARE_TR_FUNCTIONS(FileRows)
};

constexpr size_t kReadBytes = size_t{256} << 10;
constexpr size_t kBatchBytes = size_t{1} << 20;
constexpr size_t kMostRaw = size_t{1} << 20;

}  // namespace

CsvFileRows::CsvFileRows(FileBytes bytes, TextDecoder decoder, const CsvReading& reading, FileColumns columns,
                         Mode mode)
    : FileRows(std::move(columns), mode),
      m_bytes(std::move(bytes)),
      m_decoder(std::move(decoder)),
      m_dialect(reading.dialect),
      m_form(reading.dialect.decimalComma ? NumberForm::Comma : NumberForm::Point),
      m_splitter(reading.dialect),
      m_linesToPass((reading.hasSeparatorLine ? 1 : 0) + (reading.hasHeader ? 1 : 0)) {
  for (const QString& word : reading.nulls) m_nulls.push_back(word.toStdString());
}

RowFindings CsvFileRows::findings() const {
  RowFindings findings = m_findings;
  findings.replaced = m_decoder.replaced();
  findings.misfits = m_misfits;
  return findings;
}

Expected<void> CsvFileRows::readOn(std::string& text) {
  std::string raw;
  const auto more = m_bytes.read(kReadBytes, raw);
  if (!more) return more.error();
  m_isLast = !*more;
  const size_t before = text.size();
  m_decoder.decode(raw, m_isLast, text);
  if (text.find('\0', before) != std::string::npos)
    m_findings.zeroBytes += std::count(text.begin() + static_cast<std::ptrdiff_t>(before), text.end(), '\0');
  return {};
}

Expected<bool> CsvFileRows::next(RowBatch& batch) {
  batch = {};
  batch.columns = columnCount();
  batch.text.reserve(m_rest.size() + kBatchBytes + kReadBytes);
  batch.text = std::exchange(m_rest, {});
  size_t at = 0;
  do {
    while (batch.text.size() < kBatchBytes && !m_isLast) {
      if (auto read = readOn(batch.text); !read) return read.error();
    }
    takeRows(batch, at);
    if (at > 0 || m_isLast) break;
    // Not one row is whole: a long one.
    if (batch.text.size() > longestLine || m_isSkipping) {
      skipLine(batch, at);
      break;
    }
    if (auto read = readOn(batch.text); !read) return read.error();
  } while (true);
  m_rest.assign(batch.text, at);
  m_textAt += static_cast<qint64>(at);
  static_cast<void>(m_decoder.sourceOf(m_textAt));  // what lies before is not asked for any more
  return !m_isLast || !m_rest.empty() || !batch.cells.empty() || !batch.rejected.empty();
}

void CsvFileRows::takeRows(RowBatch& batch, size_t& at) {
  while (at < batch.text.size()) {
    if (m_isSkipping) return skipLine(batch, at);
    if (batch.cells.size() >= mostBatchCells) return;
    const auto outcome = m_splitter.next(batch.text, at, m_isLast);
    if (outcome == CsvSplitter::Outcome::MoreWanted) return;
    const size_t end = m_splitter.end();
    const qint64 lines = m_splitter.lines();
    noteReplaced(batch.text, at, end);
    const bool isBlank = outcome == CsvSplitter::Outcome::Blank && columnCount() != 1;
    if (m_linesToPass > 0 && outcome == CsvSplitter::Outcome::Row) {
      --m_linesToPass;
    } else if (outcome == CsvSplitter::Outcome::BrokenQuotes) {
      reject(batch, at, end, CsvRowsTr::tr("a quote is not closed, or something follows a closing quote"));
    } else if (!isBlank && m_linesToPass == 0) {
      takeRow(batch, at);
    }
    m_line += lines;
    at = end;
  }
}

void CsvFileRows::takeRow(RowBatch& batch, size_t at) {
  const std::vector<CsvCell>& cells = m_splitter.cells();
  const auto columns = static_cast<size_t>(batch.columns);
  if (cells.size() > columns) {
    // A delimiter at the end of each line is no value.
    const bool isEmpty = std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(columns), cells.end(),
                                     [](const CsvCell& cell) { return cell.length == 0 && !cell.isQuoted; });
    if (!isEmpty) {
      reject(batch, at, m_splitter.end(), CsvRowsTr::tr("%1 values for %2 columns").arg(cells.size()).arg(columns));
      return;
    }
  }
  const size_t before = batch.cells.size();
  const size_t present = std::min(cells.size(), columns);
  for (size_t index = 0; index < present; ++index) {
    const CsvCell& cell = cells[index];
    const std::string_view text = csvText(batch.text, cell, m_dialect);
    const bool isMissing = !cell.isQuoted && (text.empty() || (!m_nulls.empty() && isNull(text)));
    batch.cells.push_back(isMissing ? LoadedCell{} : cellOf(index, text, cell.begin, m_form));
  }
  if (present < columns) {
    ++m_findings.shortRows;
    batch.cells.resize(before + columns);
  }
  ++m_findings.rows;
  if (onlyLooks()) batch.cells.resize(before);
}

bool CsvFileRows::isNull(std::string_view text) const {
  return std::find(m_nulls.begin(), m_nulls.end(), text) != m_nulls.end();
}

void CsvFileRows::reject(RowBatch& batch, size_t at, size_t end, const QString& reason) {
  ++m_findings.rejected;
  if (onlyLooks()) return;
  size_t size = end - at;
  while (size > 0 && (batch.text[at + size - 1] == '\n' || batch.text[at + size - 1] == '\r')) --size;
  batch.rejected.push_back({m_line, m_decoder.sourceOf(m_textAt + static_cast<qint64>(at)), reason,
                            batch.text.substr(at, std::min(size, kMostRaw))});
}

void CsvFileRows::skipLine(RowBatch& batch, size_t& at) {
  if (!std::exchange(m_isSkipping, true))
    reject(batch, at, batch.text.size(), CsvRowsTr::tr("the line is longer than 16 MB"));
  size_t end = batch.text.find_first_of("\r\n", at);
  // A CR at the very end may be half of a line end.
  const bool isWhole = end != std::string::npos && (batch.text[end] == '\n' || end + 1 < batch.text.size() || m_isLast);
  if (!isWhole) {
    at = end == std::string::npos ? batch.text.size() : end;
    return;
  }
  if (batch.text[end] == '\r' && end + 1 < batch.text.size() && batch.text[end + 1] == '\n') ++end;
  at = end + 1;
  ++m_line;
  m_isSkipping = false;
}

void CsvFileRows::noteReplaced(const std::string& text, size_t at, size_t end) {
  const auto first = m_decoder.firstReplaced();
  if (!first || m_findings.firstReplaced != 0 || *first >= m_textAt + static_cast<qint64>(end)) return;
  const auto from = text.begin() + static_cast<std::ptrdiff_t>(at);
  const auto to = text.begin() + static_cast<std::ptrdiff_t>(std::max<qint64>(*first - m_textAt, 0));
  m_findings.firstReplaced = m_line + (to > from ? std::count(from, to, '\n') : 0);
}

}  // namespace courier
