#include "models/export/ExportRows.h"

#include <QCoreApplication>
#include <QFile>
#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "models/base/FileSync.h"
#include "models/base/Utf8.h"
#include "models/base/WholeFile.h"
#include "models/export/ExportWriter.h"
#include "models/export/TextEncoder.h"

namespace courier {
namespace {

struct ExportRowsTr {
  Q_DECLARE_TR_FUNCTIONS(ExportRows)
};

/// Between two readings of the rows the source may have been given other ones.
Error otherRows() {
  return Error::of(
      ErrorKind::Busy,
      ExportRowsTr::tr("The query was run again while its rows were being written. Write the new result."));
}

Error stoppedExport() {
  return Error::of(ErrorKind::Cancelled, ExportRowsTr::tr("Stopped."));
}

ExportWriterPtr makeWriter(const Columns& columns, const ExportOptions& options, const CancelToken& cancel) {
  switch (options.format) {
    case ExportFormat::Csv:
      return makeCsvExport(columns, options);
    case ExportFormat::Tsv:
      return makeTsvExport(columns, options);
    case ExportFormat::Json:
    case ExportFormat::JsonLines:
      return makeJsonExport(columns, options);
    case ExportFormat::Xlsx:
      return makeXlsxExport(columns, options, cancel);
    case ExportFormat::Markdown:
      return makeMarkdownExport(columns, options);
    case ExportFormat::Html:
      return makeHtmlExport(columns, options);
    case ExportFormat::Sql:
      return makeSqlExport(columns, options);
    case ExportFormat::InList:
      return makeInListExport(columns, options);
    case ExportFormat::Table:
      break;
  }
  return makeTableExport(columns, options);
}

/// Only text has an encoding; the other formats say themselves which it is.
TextEncoding encodingOf(const ExportOptions& options) {
  const bool isChosen = options.format == ExportFormat::Csv || options.format == ExportFormat::Tsv;
  return isChosen ? options.encoding : TextEncoding::Utf8;
}

}  // namespace

/// Brings pages to a device.
class ExportDevicePage final : public ExportPage {
 public:
  ExportDevicePage(QIODevice& device, const ExportOptions& options)
      : m_device(device),
        m_file(qobject_cast<QFile*>(&device)),
        m_encoder(encodingOf(options)),
        m_isText(options.format != ExportFormat::Xlsx) {}

  Expected<void> begin() {
    if (!m_isText) return {};
    return write(m_encoder.mark());
  }
  Expected<void> flush() override {
    if (m_encoder.isPlain()) {
      auto written = write(m_text);
      m_text.clear();
      giveBack(m_text);
      return written;
    }
    m_encoded.clear();
    m_encoder.encode(m_text, m_encoded);
    m_text.clear();
    giveBack(m_text);
    return write(m_encoded);
  }
  [[nodiscard]] qint64 bytes() const { return m_bytes; }
  [[nodiscard]] qint64 lostCharacters() const { return m_encoder.lostCharacters(); }

 private:
  /// What one huge value has blown up.
  static void giveBack(std::string& text) {
    constexpr size_t keptCapacity = size_t{8} << 20;
    if (text.capacity() > keptCapacity) text.shrink_to_fit();
  }
  Expected<void> write(std::string_view bytes) {
    const auto size = static_cast<qint64>(bytes.size());
    if (m_device.write(bytes.data(), size) != size) {
      return Error::of(ErrorKind::Storage,
                       ExportRowsTr::tr("The rows could not be written (%1). Make sure that the place they are written "
                                        "to still exists and has room.")
                           .arg(m_device.errorString()),
                       m_device.errorString());
    }
    if (m_file != nullptr) startWriting(*m_file, m_bytes, size);
    m_bytes += size;
    return {};
  }
  QIODevice& m_device;
  QFile* m_file;  ///< the same, where it is one
  TextEncoder m_encoder;
  bool m_isText;
  std::string m_encoded;
  qint64 m_bytes = 0;
};

namespace {

int countOf(qint64 number) {
  return static_cast<int>(std::min<qint64>(number, std::numeric_limits<int>::max()));
}

QStringList warningsOf(const ExportCounts& counts, qint64 lost, const ExportOptions& options) {
  QStringList said;
  const auto say = [&said](qint64 count, const QString& sentence) {
    if (count > 0) said.append(sentence);
  };
  say(counts.formulas,
      ExportRowsTr::tr("%Ln text(s) that a spreadsheet would run as a formula got an apostrophe before them.", nullptr,
                       countOf(counts.formulas)));
  say(lost, ExportRowsTr::tr("%Ln character(s) do not exist in %1 and became “?”. Choose UTF-8 to keep them.", nullptr,
                             countOf(lost))
                .arg(encodingName(options.encoding)));
  say(counts.repairedTexts, ExportRowsTr::tr("%Ln text(s) were not UTF-8 and got replacement characters.", nullptr,
                                             countOf(counts.repairedTexts)));
  say(counts.numbersAsText,
      ExportRowsTr::tr("%Ln number(s) have more than 15 digits, which a spreadsheet would round: they are texts.",
                       nullptr, countOf(counts.numbersAsText)));
  say(counts.cutTexts, ExportRowsTr::tr("%Ln text(s) were longer than the 32,767 characters that a cell holds and were "
                                        "cut. Choose CSV to keep them whole.",
                                        nullptr, countOf(counts.cutTexts)));
  say(counts.nonFiniteAsNull, ExportRowsTr::tr("%Ln number(s) are NaN or infinite, which cannot be written here: they "
                                               "became NULL.",
                                               nullptr, countOf(counts.nonFiniteAsNull)));
  say(counts.nulsLeftOut, ExportRowsTr::tr("%Ln text(s) hold the character NUL, which PostgreSQL does not take: it was "
                                           "left out.",
                                           nullptr, countOf(counts.nulsLeftOut)));
  say(counts.arraysAsText,
      ExportRowsTr::tr("%Ln array(s) were written as JSON text.", nullptr, countOf(counts.arraysAsText)));
  say(counts.nullsLeftOut,
      ExportRowsTr::tr("%Ln NULL(s) were left out: IN never finds them.", nullptr, countOf(counts.nullsLeftOut)));
  say(counts.sheets - 1, ExportRowsTr::tr("The rows fill %Ln sheet(s), since one holds at most 1,048,575.", nullptr,
                                          countOf(counts.sheets)));
  return said;
}

/// Shows the rows to a writer that has to be prepared.
class PreparingRows final : public BatchSink {
 public:
  PreparingRows(ExportWriter& writer, const Columns& columns, const CancelToken& cancel)
      : m_writer(writer), m_columns(columns), m_cancel(cancel) {}
  Expected<void> begin(const Columns& columns) override {
    return columns == m_columns ? Expected<void>{} : otherRows();
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    if (m_cancel.isCancelled()) return stoppedExport();
    m_writer.prepare(*batch);
    return {};
  }

 private:
  ExportWriter& m_writer;
  const Columns& m_columns;
  const CancelToken& m_cancel;
};

}  // namespace

struct ExportSink::State {
  State(ExportOptions wanted, QIODevice& to, CancelToken token, ExportProgress told)
      : options(std::move(wanted)), device(to), cancel(std::move(token)), progress(std::move(told)) {}

  Expected<void> startOver();
  Expected<void> begin(const Columns& columns);
  Expected<void> append(const ColumnBatchPtr& batch);

  ExportOptions options;
  QIODevice& device;
  CancelToken cancel;
  ExportProgress progress;
  Columns preparedFor;
  ExportWriterPtr prepared;  ///< has seen all rows
  ExportWriterPtr writer;
  std::optional<ExportDevicePage> page;
  qint64 rows = 0;
};

Expected<void> ExportSink::State::startOver() {
  auto* file = qobject_cast<QFile*>(&device);
  if (file != nullptr && file->seek(0) && file->resize(0)) return {};
  return Error::of(ErrorKind::Internal,
                   ExportRowsTr::tr("These rows cannot be written anew: ask for one result in the SQL text."));
}

Expected<void> ExportSink::State::begin(const Columns& columns) {
  if (page) {
    if (auto emptied = startOver(); !emptied) return emptied;
  }
  if (prepared && columns != preparedFor) return otherRows();
  writer = prepared ? std::move(prepared) : makeWriter(columns, options, cancel);
  page.emplace(device, options);
  rows = 0;
  if (auto begun = page->begin(); !begun) return begun;
  return writer->writeHead(*page);
}

Expected<void> ExportSink::State::append(const ColumnBatchPtr& batch) {
  if (cancel.isCancelled()) return stoppedExport();
  const qint64 room = options.rowLimit > 0 ? options.rowLimit - rows : batch->rowCount();
  const int count = static_cast<int>(std::min<qint64>(batch->rowCount(), room));
  if (count <= 0) return {};
  if (auto written = writer->writeRows(*firstRows(batch, count), *page); !written) return written;
  rows += count;
  if (progress) progress(rows);
  return page->turn();
}

ExportSink::ExportSink(ExportOptions options, QIODevice& device, CancelToken cancel, ExportProgress progress)
    : m(std::make_unique<State>(std::move(options), device, std::move(cancel), std::move(progress))) {}
ExportSink::~ExportSink() = default;

bool ExportSink::takesRowsAsTheyCome(ExportFormat format) {
  ExportOptions options;
  options.format = format;
  return !makeWriter({}, options, {})->needsPreparing();
}

Expected<void> ExportSink::begin(const Columns& columns) {
  return m->begin(columns);
}

Expected<void> ExportSink::append(const ColumnBatchPtr& batch) {
  return m->append(batch);
}

Expected<ExportReport> ExportSink::finish() {
  if (!m->writer) {
    if (auto begun = m->begin({}); !begun) return begun.error();
  }
  if (m->cancel.isCancelled()) return stoppedExport();
  if (auto written = m->writer->writeTail(*m->page); !written) return written.error();
  if (auto written = m->page->flush(); !written) return written.error();
  return ExportReport{m->rows, m->page->bytes(),
                      warningsOf(m->writer->counts(), m->page->lostCharacters(), m->options)};
}

Expected<ExportReport> exportRows(const RowSource& rows, const ExportOptions& options, QIODevice& device,
                                  const CancelToken& cancel, const ExportProgress& progress) {
  if (auto checked = checkExportOptions(options); !checked) return checked.error();
  ExportSink sink(options, device, cancel, progress);
  const Columns columns = rows.columns();
  // The same rows twice, though more may come meanwhile.
  const qint64 there = std::max<qint64>(1, rows.rowCount());
  const qint64 limit = options.rowLimit > 0 ? std::min(options.rowLimit, there) : there;
  auto writer = makeWriter(columns, options, cancel);
  if (writer->needsPreparing()) {
    PreparingRows preparing(*writer, columns, cancel);
    if (auto seen = rows.replay(preparing, limit); !seen) return seen.error();
  }
  sink.m->preparedFor = columns;
  sink.m->prepared = std::move(writer);
  if (auto written = rows.replay(sink, limit); !written) return written.error();
  return sink.finish();
}

Expected<ExportReport> exportRows(const RowSource& rows, const ExportOptions& options, const QString& path,
                                  const CancelToken& cancel, const ExportProgress& progress) {
  WholeFile file(path);
  if (auto opened = file.open(); !opened) return opened.error();
  auto report = exportRows(rows, options, file.device(), cancel, progress);
  if (!report) return report;
  if (cancel.isCancelled()) return stoppedExport();
  if (auto kept = file.commit(); !kept) return kept.error();
  return report;
}

namespace {

/// A device of memory that takes so many bytes and no more.
class BoundedBuffer final : public QIODevice {
 public:
  explicit BoundedBuffer(qint64 mostBytes) : m_most(mostBytes) { open(QIODevice::WriteOnly); }
  [[nodiscard]] bool isFull() const { return m_isFull; }
  [[nodiscard]] QByteArray take() { return std::move(m_bytes); }

 protected:
  qint64 readData(char*, qint64) override { return -1; }
  qint64 writeData(const char* data, qint64 size) override {
    m_isFull = m_isFull || m_bytes.size() + size > m_most;
    if (m_isFull) return -1;
    m_bytes.append(data, size);
    return size;
  }

 private:
  qint64 m_most;
  bool m_isFull = false;
  QByteArray m_bytes;
};

/// The first rows of others.
class FirstRows final : public RowSource {
 public:
  FirstRows(const RowSource& rows, qint64 most) : m_rows(rows), m_most(most) {}
  [[nodiscard]] Columns columns() const override { return m_rows.columns(); }
  [[nodiscard]] qint64 rowCount() const override { return std::min(m_rows.rowCount(), m_most); }
  [[nodiscard]] Expected<void> replay(BatchSink& sink, qint64 rowLimit) const override {
    return m_rows.replay(sink, rowLimit > 0 ? std::min(rowLimit, m_most) : m_most);
  }

 private:
  const RowSource& m_rows;
  qint64 m_most;
};

/// Gives the rows to a writer.
class WritingRows final : public BatchSink {
 public:
  WritingRows(ExportWriter& writer, ExportPage& page) : m_writer(writer), m_page(page) {}
  Expected<void> begin(const Columns&) override { return m_writer.writeHead(m_page); }
  Expected<void> append(const ColumnBatchPtr& batch) override { return m_writer.writeRows(*batch, m_page); }

 private:
  ExportWriter& m_writer;
  ExportPage& m_page;
};

/// A page that only collects.
class MemoryPage final : public ExportPage {
 public:
  Expected<void> flush() override {
    m_all += m_text;
    m_text.clear();
    return {};
  }
  [[nodiscard]] const std::string& all() const { return m_all; }

 private:
  std::string m_all;
};

/// `text` with a question mark for each character that the encoding has not.
QString asEncoded(const std::string& text, TextEncoding encoding) {
  TextEncoder encoder(encoding);
  std::string seen;
  std::string unused;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const std::string_view piece(at, utf8Piece(at, text.data() + text.size()).length);
    const qint64 lost = encoder.lostCharacters();
    encoder.encode(piece, unused);
    unused.clear();
    seen += encoder.lostCharacters() > lost ? std::string_view("?") : piece;
    at += piece.size();
  }
  return QString::fromStdString(seen);
}

}  // namespace

Expected<QByteArray> exportText(const RowSource& rows, const ExportOptions& options, qint64 mostBytes,
                                const CancelToken& cancel) {
  BoundedBuffer buffer(mostBytes);
  const auto report = exportRows(rows, options, buffer, cancel);
  if (report) return buffer.take();
  if (!buffer.isFull()) return report.error();
  return Error::of(ErrorKind::Unsupported,
                   ExportRowsTr::tr("The text would have more than %L1 MB. Export it to a file.").arg(mostBytes >> 20));
}

Expected<QString> exportPreview(const RowSource& rows, const ExportOptions& options, int rowCount,
                                const CancelToken& cancel) {
  ExportOptions shown = options;
  if (options.format == ExportFormat::Xlsx) shown.format = ExportFormat::Table;
  constexpr qint64 rowsSeen = 100'000;
  const FirstRows seen(rows, shown.format == ExportFormat::Table ? rowCount : rowsSeen);
  const Columns columns = rows.columns();
  const auto writer = makeWriter(columns, shown, cancel);
  if (writer->needsPreparing()) {
    PreparingRows preparing(*writer, columns, cancel);
    if (auto prepared = seen.replay(preparing, 0); !prepared) return prepared.error();
  }
  MemoryPage page;
  WritingRows writing(*writer, page);
  if (auto written = rows.replay(writing, rowCount); !written) return written.error();
  if (options.format != ExportFormat::Xlsx && rows.rowCount() <= rowCount) {
    if (auto written = writer->writeTail(page); !written) return written.error();
  }
  if (auto flushed = page.flush(); !flushed) return flushed.error();
  return asEncoded(page.all(), encodingOf(options));
}

}  // namespace courier
