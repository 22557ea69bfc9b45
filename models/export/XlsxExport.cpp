#include <xlsxwriter.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include "models/data/CellText.h"
#include "models/export/ExportWriter.h"
#include "models/export/FieldText.h"
#include "models/export/SheetText.h"

namespace courier {
namespace {

struct XlsxExportTr {
  Q_DECLARE_TR_FUNCTIONS(XlsxExport)
};

constexpr int mostColumns = LXW_COL_MAX;
constexpr qint64 rowsPerSheet = LXW_ROW_MAX - 1;  // below the names
constexpr int digitsKept = 15;                    // of a number, by spreadsheets
constexpr qint64 greatestKept = 999'999'999'999'999;

/// The workbook and the folder of its files. Whoever holds it last removes them.
struct Workbook {
  ~Workbook() {
    if (book != nullptr) lxw_workbook_free(book);
  }
  QTemporaryDir folder{QDir::tempPath() + QStringLiteral("/query-courier-XXXXXX")};
  QByteArray folderName;
  QString file;
  lxw_workbook* book = nullptr;
};

Error cannotMake(lxw_error error) {
  const QString reason = QString::fromUtf8(lxw_strerror(error));
  return Error::of(ErrorKind::Storage,
                   XlsxExportTr::tr("The workbook could not be made (%1). Make sure that the folder %2 has room.")
                       .arg(reason, QDir::toNativeSeparators(QDir::tempPath())),
                   reason);
}

quint64 littleEndian(const QByteArray& bytes, qsizetype at, int count) {
  quint64 number = 0;
  for (int index = count - 1; index >= 0; --index)
    number = number << 8 | static_cast<unsigned char>(bytes.at(at + index));
  return number;
}

/// The size of a part of the book before it was packed, as its zip's directory says; 0 where it is not there. `tail`:
/// the file's end, which holds that directory.
quint64 unpackedSize(const QByteArray& tail, const QByteArray& part) {
  constexpr int headerLength = 46;
  constexpr quint64 isInExtra = 0xFFFF'FFFF;
  for (qsizetype at = tail.indexOf("PK\x01\x02"); at >= 0; at = tail.indexOf("PK\x01\x02", at + 4)) {
    const qsizetype name = at + headerLength;
    const qsizetype extra = name + part.size();
    // A sheet's name is that long, or it is another part.
    if (tail.mid(name, part.size()) != part || tail.size() < extra + 12) continue;
    const quint64 size = littleEndian(tail, at + 24, 4);
    return size == isInExtra ? littleEndian(tail, extra + 4, 8) : size;
  }
  return 0;
}

/// How a column's values are written.
struct SheetColumn {
  bool isDecimal = false;
  bool isDateType = false;   ///< as the database says
  bool hasTexts = false;     ///< one that is not NULL was seen
  bool hasOnlyTimes = true;  ///< every text is a day or a time of one
  int width = 0;             ///< of the longest of the first values, in characters

  [[nodiscard]] bool holdsTimes() const { return isDateType || (hasTexts && hasOnlyTimes); }
};

bool isDateType(const Column& column) {
  const QString type = column.databaseType.toLower();
  return type.startsWith(QLatin1String("date")) || type.startsWith(QLatin1String("timestamp"));
}

/// A workbook of Excel's: a bold line of names that stays in sight, numbers of at most 15 digits as numbers and longer
/// ones as texts, days and times as such, NULL and '' as empty cells. Further sheets take what is too much for one. In
/// files of the temporary folder until it is whole, so that memory stays bounded.
class XlsxExport final : public ExportWriter {
 public:
  XlsxExport(const Columns& columns, const ExportOptions& options, CancelToken cancel)
      : m_names(columns), m_options(options), m_cancel(std::move(cancel)) {
    for (const Column& column : columns) {
      SheetColumn made;
      made.isDecimal = isDecimalColumn(column);
      made.isDateType = isDateType(column);
      made.width = static_cast<int>(column.name.size());
      m_columns.push_back(made);
    }
  }

  [[nodiscard]] bool needsPreparing() const override { return true; }
  void prepare(const ColumnBatch& batch) override {
    for (int index = 0; index < batch.columnCount(); ++index) {
      SheetColumn& column = m_columns[static_cast<size_t>(index)];
      const ColumnView view = batch.view(index);
      for (int row = 0; row < batch.rowCount(); ++row) {
        if (m_seenRows + row < rowsMeasured) column.width = std::max(column.width, lengthOf(batch.cell(row, index)));
        if (view.kind(row) != CellKind::Text) continue;
        column.hasTexts = true;
        if (column.hasOnlyTimes) column.hasOnlyTimes = sheetTime(view.bytes(row)).has_value();
      }
    }
    m_seenRows += batch.rowCount();
  }

  Expected<void> writeHead(ExportPage&) override {
    if (m_names.size() > mostColumns) {
      return Error::of(ErrorKind::Unsupported,
                       XlsxExportTr::tr("A sheet holds at most %L1 columns, and these rows have %L2. Choose CSV.")
                           .arg(mostColumns)
                           .arg(m_names.size()));
    }
    m_made = std::make_shared<Workbook>();
    if (!m_made->folder.isValid()) return cannotMake(LXW_ERROR_CREATING_TMPFILE);
    m_made->file = m_made->folder.filePath(QStringLiteral("book.xlsx"));
    m_made->folderName = QFile::encodeName(m_made->folder.path());
    lxw_workbook_options settings{};
    settings.constant_memory = LXW_TRUE;
    settings.use_zip64 = LXW_TRUE;
    settings.tmpdir = m_made->folderName.data();
    m_made->book = workbook_new_opt(QFile::encodeName(m_made->file).constData(), &settings);
    if (m_made->book == nullptr) return cannotMake(LXW_ERROR_MEMORY_MALLOC_FAILED);
    m_bold = workbook_add_format(m_made->book);
    format_set_bold(m_bold);
    m_dayFormat = workbook_add_format(m_made->book);
    format_set_num_format(m_dayFormat, "yyyy-mm-dd");
    m_timeFormat = workbook_add_format(m_made->book);
    format_set_num_format(m_timeFormat, "yyyy-mm-dd hh:mm:ss");
    m_fractionFormat = workbook_add_format(m_made->book);
    format_set_num_format(m_fractionFormat, "yyyy-mm-dd hh:mm:ss.000");
    return addSheet();
  }

  Expected<void> writeRows(const ColumnBatch& batch, ExportPage&) override {
    for (int row = 0; row < batch.rowCount(); ++row) {
      if (m_rowsOnSheet == rowsPerSheet) {
        ++m_counts.sheets;
        if (auto added = addSheet(); !added) return added;
      }
      for (int column = 0; column < batch.columnCount(); ++column)
        writeCell(batch.cell(row, column), static_cast<lxw_col_t>(column));
      ++m_row;
      ++m_rowsOnSheet;
      if (m_error != LXW_NO_ERROR) return cannotMake(m_error);
    }
    return {};
  }

  Expected<void> writeTail(ExportPage& page) override {
    if (auto whole = complete(); !whole) return whole;
    QFile file(m_made->file);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return cannotMake(LXW_ERROR_CREATING_XLSX_FILE);
    constexpr qint64 block = qint64{256} << 10;
    QByteArray read;
    while (!(read = file.read(block)).isEmpty()) {
      if (m_cancel.isCancelled()) return stopped();
      page.text().append(read.constData(), static_cast<size_t>(read.size()));
      if (auto turned = page.turn(); !turned) return turned;
    }
    return file.error() == QFileDevice::NoError ? Expected<void>{} : cannotMake(LXW_ERROR_CREATING_XLSX_FILE);
  }

 private:
  static constexpr qint64 rowsMeasured = 1000;
  static constexpr int mostWidth = 60;

  static Error stopped() { return Error::of(ErrorKind::Cancelled, XlsxExportTr::tr("Stopped.")); }

  static int lengthOf(const Cell& cell) {
    constexpr int numberWidth = 12;
    if (cell.kind == CellKind::Null) return 0;
    if (cell.kind != CellKind::Text && cell.kind != CellKind::Array) return numberWidth;
    return static_cast<int>(std::min<size_t>(cell.bytes.size(), mostWidth));
  }

  Expected<void> addSheet() {
    const QString name = sheetName(m_options.title, static_cast<int>(m_counts.sheets));
    m_sheet = workbook_add_worksheet(m_made->book, name.toUtf8().constData());
    if (m_sheet == nullptr) return cannotMake(LXW_ERROR_PARAMETER_VALIDATION);
    m_sheets.push_back(m_sheet);
    m_row = 0;
    m_rowsOnSheet = 0;
    for (size_t column = 0; column < m_columns.size(); ++column) {
      const double width = std::clamp(m_columns[column].width, 6, mostWidth) + 2;
      const auto at = static_cast<lxw_col_t>(column);
      worksheet_set_column(m_sheet, at, at, m_columns[column].holdsTimes() ? std::max(width, 21.0) : width, nullptr);
    }
    if (!m_options.header) return {};
    for (int column = 0; column < m_names.size(); ++column)
      writeText(m_names[column].name.toStdString(), static_cast<lxw_col_t>(column), m_bold);
    worksheet_freeze_panes(m_sheet, 1, 0);
    m_row = 1;
    return {};
  }

  void note(lxw_error error) {
    if (m_error == LXW_NO_ERROR) m_error = error;
  }

  void writeCell(const Cell& cell, lxw_col_t column) {
    switch (cell.kind) {
      case CellKind::Null:
        return;
      case CellKind::Boolean:
        return note(worksheet_write_boolean(m_sheet, m_row, column, cell.integer != 0 ? 1 : 0, nullptr));
      case CellKind::Integer:
        if (cell.integer <= greatestKept && cell.integer >= -greatestKept)
          return note(worksheet_write_number(m_sheet, m_row, column, static_cast<double>(cell.integer), nullptr));
        ++m_counts.numbersAsText;
        break;
      case CellKind::Real:
        if (std::isfinite(cell.real)) return note(worksheet_write_number(m_sheet, m_row, column, cell.real, nullptr));
        break;
      case CellKind::Text:
        if (writeTyped(cell.bytes, column)) return;
        break;
      case CellKind::Blob:
      case CellKind::Array:
        break;
    }
    writeText(cellText(cell, m_room, m_counts.repairedTexts), column, nullptr);
  }

  /// A day, a time or a decimal that came as text; false where it is none.
  bool writeTyped(std::string_view text, lxw_col_t column) {
    const SheetColumn& facts = m_columns[column];
    if (facts.holdsTimes()) {
      const auto time = sheetTime(text);
      if (!time) return false;
      lxw_datetime given{time->year, time->month, time->day, time->hour, time->minute, time->second};
      lxw_format* format = !time->hasTime                             ? m_dayFormat
                           : time->second == std::floor(time->second) ? m_timeFormat
                                                                      : m_fractionFormat;
      note(worksheet_write_datetime(m_sheet, m_row, column, &given, format));
      return true;
    }
    if (!facts.isDecimal || !isPlainNumber(text)) return false;
    if (significantDigits(text) > digitsKept) {
      ++m_counts.numbersAsText;
      return false;
    }
    note(worksheet_write_number(m_sheet, m_row, column,
                                QByteArray(text.data(), static_cast<int>(text.size())).toDouble(), nullptr));
    return true;
  }

  void writeText(std::string_view text, lxw_col_t column, lxw_format* format) {
    if (sheetText(text, m_escaped)) ++m_counts.cutTexts;
    if (!m_escaped.empty()) note(worksheet_write_string(m_sheet, m_row, column, m_escaped.c_str(), format));
  }

  /// The library packs the sheets in one call, which cannot be stopped: it has a thread of its own, and goes on there,
  /// for nobody and in files without names, where the export is stopped.
  Expected<void> complete() {
    if (auto measured = measure(); !measured) return measured;
    const auto ended = std::make_shared<std::promise<lxw_error>>();
    auto closed = ended->get_future();
    const auto close = [made = m_made, ended] { ended->set_value(workbook_close(std::exchange(made->book, nullptr))); };
    try {
      std::thread(close).detach();
    } catch (const std::system_error&) {
      // No more threads: it cannot be stopped, but it is right.
      close();
    }
    constexpr std::chrono::milliseconds look{20};
    while (closed.wait_for(look) != std::future_status::ready) {
      if (!m_cancel.isCancelled()) continue;
      m_made->folder.remove();
      return stopped();
    }
    const lxw_error error = closed.get();
    return error == LXW_NO_ERROR ? verify() : cannotMake(error);
  }

  /// The library does not look whether what it writes to its own files gets there.
  Expected<void> measure() {
    for (lxw_worksheet* sheet : m_sheets) {
      FILE* const rows = sheet->optimize_tmpfile;
      const long size = rows != nullptr && std::fflush(rows) == 0 && std::ferror(rows) == 0 ? std::ftell(rows) : -1;
      if (size < 0) return cannotMake(LXW_ERROR_CREATING_TMPFILE);
      m_sheetSizes.push_back(static_cast<quint64>(size));
    }
    // Each sheet is copied once more, and packed.
    constexpr qint64 margin = qint64{16} << 20;
    const auto largest = static_cast<qint64>(*std::max_element(m_sheetSizes.begin(), m_sheetSizes.end()));
    const qint64 room = QStorageInfo(m_made->folder.path()).bytesAvailable();
    return room >= 0 && room < largest + margin ? cannotMake(LXW_ERROR_CREATING_TMPFILE) : Expected<void>{};
  }

  Expected<void> verify() const {
    QFile file(m_made->file);
    if (!file.open(QIODevice::ReadOnly)) return cannotMake(LXW_ERROR_CREATING_XLSX_FILE);
    constexpr qint64 directoryRoom = qint64{1} << 20;
    file.seek(std::max<qint64>(0, file.size() - directoryRoom));
    const QByteArray tail = file.readAll();
    // The least that stands around the rows.
    constexpr quint64 frame = 400;
    for (size_t sheet = 0; sheet < m_sheetSizes.size(); ++sheet) {
      const QByteArray part = "xl/worksheets/sheet" + QByteArray::number(static_cast<int>(sheet) + 1) + ".xml";
      if (unpackedSize(tail, part) < m_sheetSizes[sheet] + frame) return cannotMake(LXW_ERROR_CREATING_XLSX_FILE);
    }
    return {};
  }

  Columns m_names;
  ExportOptions m_options;
  CancelToken m_cancel;
  std::vector<SheetColumn> m_columns;
  qint64 m_seenRows = 0;
  std::shared_ptr<Workbook> m_made;
  lxw_worksheet* m_sheet = nullptr;
  std::vector<lxw_worksheet*> m_sheets;
  std::vector<quint64> m_sheetSizes;  ///< of the rows of each, in bytes of XML
  lxw_format* m_bold = nullptr;
  lxw_format* m_dayFormat = nullptr;
  lxw_format* m_timeFormat = nullptr;
  lxw_format* m_fractionFormat = nullptr;
  lxw_row_t m_row = 0;
  qint64 m_rowsOnSheet = 0;
  lxw_error m_error = LXW_NO_ERROR;
  std::string m_room;
  std::string m_escaped;
};

}  // namespace

ExportWriterPtr makeXlsxExport(const Columns& columns, const ExportOptions& options, const CancelToken& cancel) {
  return std::make_unique<XlsxExport>(columns, options, cancel);
}

}  // namespace courier
