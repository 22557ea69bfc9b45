#include "models/files/FileLayout.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <algorithm>

#include "models/files/CsvGuess.h"

namespace courier {
namespace {

struct FileLayoutTr {
  Q_DECLARE_TR_FUNCTIONS(FileLayout)
};

constexpr size_t kHeadBytes = size_t{1} << 20;
constexpr size_t kHeadRows = 10'240;
constexpr qint64 kWindows = 40;
constexpr qint64 kWindowBytes = 64 << 10;
constexpr size_t kWindowRows = 256;
constexpr size_t kShownRows = 100;

/// The name without ".gz", in lower case.
QString plainName(const QString& path) {
  QString name = QFileInfo(path).fileName().toLower();
  if (name.endsWith(QStringLiteral(".gz"))) name.chop(3);
  return name;
}

bool endsWithAny(const QString& name, std::initializer_list<const char16_t*> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](const char16_t* ending) { return name.endsWith(QStringView(ending)); });
}

/// Never null.
QString shownText(std::string_view text) {
  return text.empty() ? QStringLiteral("") : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

void chooseTypes(const FileSource& source, FileColumns& columns) {
  for (const auto& [name, type] : source.types) {
    for (FileColumn& column : columns) {
      if (column.name != name) continue;
      column.type = cellTypeOf(type).value_or(CellType::Text);
      column.isChosen = true;
    }
  }
}

/// What a file is looked at by: its beginning, and pieces all over it.
class FileGuess {
 public:
  FileGuess(const FileSource& source, FileBytes bytes, const QLocale& locale)
      : m_source(source), m_bytes(std::move(bytes)), m_locale(locale) {}

  Expected<FileLayout> guess() {
    const auto more = m_bytes.read(kHeadBytes, m_rawHead);
    if (!more) return more.error();
    m_isWhole = !*more;
    m_layout.bytes = m_bytes.size();
    m_layout.isPacked = m_bytes.isPacked();
    if (auto read = readWindows(); !read) return read.error();
    if (auto decoded = decode(); !decoded) return decoded.error();
    if (m_head.find_first_not_of(" \t\r\n") == std::string::npos) return nothingInIt();
    m_layout.form = guessedForm();
    return m_layout.form == FileForm::Csv ? guessCsv() : guessJson();
  }

 private:
  [[nodiscard]] QString fileName() const { return QFileInfo(m_source.path).fileName(); }
  [[nodiscard]] Error nothingInIt() const {
    return Error::invalidInput(
        FileLayoutTr::tr("“%1” is empty: there is nothing to make a table of. Choose a file with rows.")
            .arg(fileName()));
  }
  Expected<void> readWindows() {
    const qint64 rest = m_bytes.size() - static_cast<qint64>(m_rawHead.size());
    if (m_isWhole || m_bytes.isPacked() || rest <= 0) return {};
    for (qint64 number = 1; number <= kWindows; ++number) {
      // Of even places, for UTF-16.
      const qint64 at = (static_cast<qint64>(m_rawHead.size()) + rest * number / (kWindows + 1)) & ~qint64{1};
      auto window = m_bytes.window(at, kWindowBytes);
      if (!window) return window.error();
      m_rawWindows.push_back(std::move(*window));
    }
    return {};
  }
  Expected<void> decode() {
    if (m_source.encoding.isEmpty()) {
      std::vector<std::string_view> samples{m_rawHead};
      samples.insert(samples.end(), m_rawWindows.begin(), m_rawWindows.end());
      m_layout.csv.encoding = guessedEncoding(samples, oldCodePageOf(m_locale.name()));
    } else {
      m_layout.csv.encoding = m_source.encoding;
    }
    auto decoder = TextDecoder::of(m_layout.csv.encoding);
    if (!decoder) return decoder.error();
    decoder->decode(m_rawHead, m_isWhole, m_head);
    return {};
  }
  [[nodiscard]] FileForm guessedForm() const {
    const char first = m_head[m_head.find_first_not_of(" \t\r\n")];
    const FileForm json = first == '[' ? FileForm::JsonArray : FileForm::JsonLines;
    if (m_source.form == u"csv") return FileForm::Csv;
    if (m_source.form == u"jsonl") return FileForm::JsonLines;
    if (m_source.form == u"json") return json;
    const QString name = plainName(m_source.path);
    if (endsWithAny(name, {u".jsonl", u".ndjson"})) return FileForm::JsonLines;
    if (name.endsWith(QStringLiteral(".json"))) return json;
    if (endsWithAny(name, {u".csv", u".tsv", u".tab", u".psv"})) return FileForm::Csv;
    const size_t second = m_head.find_first_not_of(" \t\r\n", m_head.find(first) + 1);
    const char next = second == std::string::npos ? '\0' : m_head[second];
    const bool isJson = first == '{' ? next == '"' : first == '[' && next == '{';
    return isJson ? json : FileForm::Csv;
  }

  Expected<FileLayout> guessCsv() {
    size_t at = 0;
    KnownDialect known = knownDialect();
    if (const auto separator = separatorLine(m_head)) {
      m_layout.csv.hasSeparatorLine = true;
      at = separator->end;
      if (!known.delimiter) known.delimiter = separator->delimiter;
    }
    const CsvDialect dialect = guessedDialect(m_head, at, m_isWhole, known);
    m_layout.csv.dialect = dialect;
    m_layout.csv.nulls = m_source.nulls;
    const NumberForm form = dialect.decimalComma ? NumberForm::Comma : NumberForm::Point;
    std::vector<SampleRow> rows = sampleRows(m_head, at, m_isWhole, dialect, kHeadRows);
    if (rows.empty()) return m_isWhole ? nothingInIt() : noRow();
    m_layout.csv.hasHeader = m_source.header.isEmpty() ? hasHeader(rows, form) : m_source.header == u"on";
    const size_t from = m_layout.csv.hasHeader ? 1 : 0;
    size_t fields = usualFields(rows);
    if (from == 1) fields = std::max(fields, rows.front().size());
    if (fields > static_cast<size_t>(mostFileColumns)) return tooManyColumns(m_source, static_cast<qsizetype>(fields));
    std::vector<SampleKinds> kinds(fields);
    addSampleKinds(rows, from, form, m_source.nulls, kinds);
    for (const std::string& window : m_rawWindows) addWindow(window, form, kinds);
    setColumns(from == 1 ? rows.front() : SampleRow(), kinds);
    for (size_t number = from; number < rows.size() && !isShownEnough(); ++number) show(rows[number]);
    return m_layout;
  }
  [[nodiscard]] Error noRow() const {
    return Error::invalidInput(FileLayoutTr::tr("“%1” has not one line in its first megabyte that is a row. Check that "
                                                "it is a table, and its delimiter and quotes.")
                                   .arg(fileName()));
  }
  [[nodiscard]] KnownDialect knownDialect() const {
    KnownDialect known;
    if (!m_source.delimiter.isEmpty()) known.delimiter = m_source.delimiter[0].toLatin1();
    if (!m_source.quote.isEmpty()) known.quote = m_source.quote == u"none" ? '\0' : m_source.quote[0].toLatin1();
    if (!m_source.escape.isEmpty()) known.backslash = m_source.escape == u"backslash";
    if (!m_source.decimal.isEmpty()) known.decimalComma = m_source.decimal == u",";
    known.prefersTab = endsWithAny(plainName(m_source.path), {u".tsv", u".tab"});
    known.localeHasComma = m_locale.decimalPoint() == u",";
    return known;
  }
  /// Rows from the first line that begins in the window, where they look like rows.
  void addWindow(const std::string& raw, NumberForm form, std::vector<SampleKinds>& kinds) const {
    auto decoder = TextDecoder::of(m_layout.csv.encoding);
    std::string text;
    decoder->decode(raw, false, text);
    const size_t newline = text.find_first_of("\r\n");
    if (newline == std::string::npos) return;
    const size_t at = text[newline] == '\r' && text[newline + 1] == '\n' ? newline + 2 : newline + 1;
    const std::vector<SampleRow> rows = sampleRows(text, at, false, m_layout.csv.dialect, kWindowRows);
    // It may have begun between quotes.
    const bool isLikely =
        std::all_of(rows.begin(), rows.end(), [&](const SampleRow& row) { return row.size() == kinds.size(); });
    if (isLikely) addSampleKinds(rows, 0, form, m_source.nulls, kinds);
  }
  void setColumns(const SampleRow& header, const std::vector<SampleKinds>& kinds) {
    QStringList originals;
    for (size_t index = 0; index < kinds.size(); ++index)
      originals.append(index < header.size() ? QString::fromStdString(header[index].text) : QString());
    const QStringList names = columnNames(originals);
    const std::vector<CellType> types = sampleTypes(kinds);
    for (qsizetype index = 0; index < names.size(); ++index) {
      FileColumn column;
      column.name = names[index];
      if (m_layout.csv.hasHeader && originals[index] != names[index]) column.original = originals[index];
      column.type = types[static_cast<size_t>(index)];
      column.isKnown = kinds[static_cast<size_t>(index)].kinds != cellkind::none;
      m_layout.columns.append(column);
    }
    chooseTypes(m_source, m_layout.columns);
  }
  [[nodiscard]] bool isShownEnough() const { return m_layout.firstRows.size() == static_cast<qsizetype>(kShownRows); }
  /// But for one that would be set apart.
  void show(const SampleRow& row) {
    for (auto index = static_cast<size_t>(m_layout.columns.size()); index < row.size(); ++index) {
      if (!row[index].isNull()) return;
    }
    QStringList texts;
    for (qsizetype index = 0; index < m_layout.columns.size(); ++index) {
      const auto at = static_cast<size_t>(index);
      const bool isNull = at >= row.size() || row[at].isNull() ||
                          (!row[at].isQuoted && m_source.nulls.contains(QString::fromStdString(row[at].text)));
      texts.append(isNull ? QString() : shownText(row[at].text));
    }
    m_layout.firstRows.append(texts);
  }

  /// Looks at the beginning for the columns, then reads it again for the rows.
  Expected<FileLayout> guessJson() {
    if (beginsAsOneObject()) return noObjects();
    auto look = openRows(m_source, m_layout, FileRows::Mode::Look);
    if (!look) return look.error();
    RowBatch batch;
    bool isMore = true;
    while (isMore && (*look)->position() <= static_cast<qint64>(kHeadBytes)) {
      const auto next = (*look)->next(batch);
      if (!next) return next.error();
      isMore = *next;
    }
    const RowFindings findings = (*look)->findings();
    if (findings.rows == 0 && findings.rejected > 0) return noObjects();
    const FileColumns columns = (*look)->columnsFound();
    if (columns.isEmpty()) return nothingInIt();
    if (columns.size() > mostFileColumns) return tooManyColumns(m_source, columns.size());
    m_layout.columns = jsonColumns(m_source, columns);
    if (auto shown = showJson(); !shown) return shown.error();
    return m_layout;
  }
  /// Not a list, nor an object a line, though its name says neither.
  [[nodiscard]] bool beginsAsOneObject() const {
    if (m_layout.form != FileForm::JsonLines || m_source.form == u"jsonl") return false;
    if (endsWithAny(plainName(m_source.path), {u".jsonl", u".ndjson"})) return false;
    const size_t from = m_head.find_first_not_of(" \t\r\n");
    const size_t end = m_head.find('\n', from);
    if (end == std::string::npos) return false;
    const QByteArray line(m_head.data() + from, static_cast<qsizetype>(end - from));
    return !QJsonDocument::fromJson(line).isObject();
  }
  [[nodiscard]] Error noObjects() const {
    return Error::invalidInput(FileLayoutTr::tr("Nothing in “%1” is a JSON object. Give a list of objects, or one "
                                                "object a line.")
                                   .arg(fileName()));
  }
  Expected<void> showJson() {
    FileLayout asTexts = m_layout;
    for (FileColumn& column : asTexts.columns) {
      column.type = CellType::Text;
      column.isChosen = true;
    }
    auto rows = openRows(m_source, asTexts, FileRows::Mode::Load);
    if (!rows) return rows.error();
    RowBatch batch;
    bool isMore = true;
    while (isMore && !isShownEnough() && (*rows)->position() <= static_cast<qint64>(kHeadBytes)) {
      const auto next = (*rows)->next(batch);
      if (!next) return next.error();
      isMore = *next;
      const auto columns = static_cast<size_t>(batch.columns);
      for (size_t at = 0; at < batch.cells.size(); at += columns) {
        if (isShownEnough()) break;
        showRow(batch, at);
      }
    }
    return {};
  }
  void showRow(const RowBatch& batch, size_t at) {
    QStringList texts;
    for (size_t index = at; index < at + static_cast<size_t>(batch.columns); ++index) {
      const LoadedCell& cell = batch.cells[index];
      if (cell.kind == LoadedCell::Kind::Null) {
        texts.append(QString());
      } else {
        texts.append(shownText(std::string_view(batch.text).substr(cell.begin, cell.length)));
      }
    }
    m_layout.firstRows.append(texts);
  }

  const FileSource& m_source;
  FileBytes m_bytes;
  const QLocale& m_locale;
  std::string m_rawHead;
  std::vector<std::string> m_rawWindows;
  std::string m_head;  ///< UTF-8
  bool m_isWhole = false;
  FileLayout m_layout;
};

}  // namespace

Expected<FileLayout> guessLayout(const FileSource& source, const QLocale& locale) {
  auto bytes = FileBytes::open(source.path);
  if (!bytes) return bytes.error();
  return FileGuess(source, std::move(*bytes), locale).guess();
}

Expected<FileSource> settledSource(const FileSource& source, const QLocale& locale) {
  const auto here = guessLayout(source, locale);
  if (!here) return here.error();
  const auto elsewhere = guessLayout(source, QLocale::c());
  if (!elsewhere) return elsewhere.error();
  FileSource settled = source;
  // What is windows-1252 here too may be something else in a third place.
  const bool isOldCode = !here->csv.encoding.startsWith(u"utf-");
  if (settled.encoding.isEmpty() && isOldCode) settled.encoding = here->csv.encoding;
  const bool isComma = here->csv.dialect.decimalComma;
  if (settled.decimal.isEmpty() && isComma != elsewhere->csv.dialect.decimalComma)
    settled.decimal = isComma ? QStringLiteral(",") : QStringLiteral(".");
  return settled;
}

QString languageKey(const FileSource& source, const QLocale& locale) {
  return (source.encoding.isEmpty() ? oldCodePageOf(locale.name()) : QString()) + u' ' +
         (source.decimal.isEmpty() ? locale.decimalPoint() : QString());
}

FileColumns jsonColumns(const FileSource& source, FileColumns found) {
  QStringList keys;
  for (const FileColumn& column : std::as_const(found)) keys.append(column.original);
  const QStringList names = columnNames(keys);
  for (qsizetype index = 0; index < found.size(); ++index) found[index].name = names[index];
  chooseTypes(source, found);
  return found;
}

Expected<std::unique_ptr<FileRows>> openRows(const FileSource& source, const FileLayout& layout, FileRows::Mode mode) {
  auto bytes = FileBytes::open(source.path);
  if (!bytes) return bytes.error();
  auto decoder = TextDecoder::of(layout.csv.encoding);
  if (!decoder) return decoder.error();
  if (layout.form == FileForm::Csv)
    return std::unique_ptr<FileRows>(
        std::make_unique<CsvFileRows>(std::move(*bytes), std::move(*decoder), layout.csv, layout.columns, mode));
  const auto shape = layout.form == FileForm::JsonArray ? JsonFileRows::Shape::Array : JsonFileRows::Shape::Lines;
  return std::unique_ptr<FileRows>(std::make_unique<JsonFileRows>(
      std::move(*bytes), std::move(*decoder), shape, layout.columns, mode, QFileInfo(source.path).fileName()));
}

Error tooManyColumns(const FileSource& source, qsizetype columns) {
  return Error::invalidInput(FileLayoutTr::tr("“%1” has %2 columns, and a table here holds %3. Check the delimiter, or "
                                              "leave columns out of the file.")
                                 .arg(QFileInfo(source.path).fileName())
                                 .arg(columns)
                                 .arg(mostFileColumns));
}

QString tableNameFor(const FileSource& source, const QStringList& taken) {
  QString name = source.table;
  if (name.isEmpty()) {
    name = QFileInfo(source.path).fileName();
    if (name.endsWith(QStringLiteral(".gz"), Qt::CaseInsensitive)) name.chop(3);
    const qsizetype point = name.lastIndexOf(u'.');
    if (point > 0) name.truncate(point);
    for (QChar& letter : name) {
      if (letter.category() == QChar::Other_Control) letter = u' ';
    }
  }
  // SQLite keeps these names for itself.
  if (name.startsWith(QStringLiteral("sqlite_"), Qt::CaseInsensitive)) name.prepend(u'_');
  QString free = name;
  for (int number = 2; taken.contains(free, Qt::CaseInsensitive); ++number)
    free = QStringLiteral("%1_%2").arg(name).arg(number);
  return free;
}

}  // namespace courier
