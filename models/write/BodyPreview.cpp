#include "models/write/BodyPreview.h"

#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "models/base/Gzip.h"
#include "models/base/Sha256.h"
#include "models/data/ColumnTyper.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

struct BodyPreviewTr {
  Q_DECLARE_TR_FUNCTIONS(BodyPreview)
};

constexpr int kShownRows = 20;
constexpr qsizetype kShownBytes = 64 * 1024;

Error cancelled() {
  return Error::of(ErrorKind::Cancelled, BodyPreviewTr::tr("The preview was stopped."));
}

/// First pass: the types, and what is odd.
class TypeSink final : public BatchSink {
 public:
  explicit TypeSink(const CancelToken& cancel) : m_cancel(cancel) {}
  Expected<void> begin(const Columns& columns) override {
    m_declared = columns;
    m_findings.resize(columns.size());
    m_typer = std::make_unique<ColumnTyper>(columns);
    return {};
  }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    if (m_cancel.isCancelled()) return cancelled();
    m_typer->add(*batch, batch->rowCount());
    addFindings(*batch, batch->rowCount(), m_findings);
    return {};
  }
  void finish(BodyPreview& preview) const {
    preview.declared = m_declared;
    preview.findings = m_findings;
    if (!m_typer) return;
    preview.columns = m_typer->columns();
    for (int column = 0; column < m_declared.size(); ++column) preview.unsettled.append(m_typer->isUnsettled(column));
  }

 private:
  const CancelToken& m_cancel;
  Columns m_declared;
  QVector<ColumnFindings> m_findings;
  std::unique_ptr<ColumnTyper> m_typer;
};

/// Second pass: the bytes, counted and forgotten; the first rows also as a body of their own.
class CountSink final : public BatchSink {
 public:
  CountSink(const Columns& columns, const BodyOptions& form, const CancelToken& cancel)
      : m_cancel(cancel), m_writer(makeBodyWriter(columns, form)), m_shownWriter(makeBodyWriter(columns, form)) {
    if (form.gzip) m_packer.emplace();
    m_writer->writeHead(m_text);
    m_shownWriter->writeHead(m_shown);
  }
  Expected<void> begin(const Columns&) override { return {}; }
  Expected<void> append(const ColumnBatchPtr& batch) override {
    if (m_cancel.isCancelled()) return cancelled();
    m_writer->writeRows(*batch, batch->rowCount(), m_text);
    if (auto taken = take(); !taken) return taken;
    m_rows += batch->rowCount();
    const int more = std::min(batch->rowCount(), kShownRows - m_shownRows);
    if (more > 0 && static_cast<qsizetype>(m_shown.size()) < kShownBytes) {
      m_shownWriter->writeRows(*batch, more, m_shown);
      m_shownRows += more;
    }
    return {};
  }
  Expected<void> finish(BodyPreview& preview) {
    m_writer->writeTail(m_text);
    if (auto taken = take(); !taken) return taken;
    if (m_packer) {
      if (auto packed = m_packer->finish(m_packed); !packed) return packed;
      count(m_packed);
    }
    preview.bytes = m_bytes;
    preview.sha256 = m_digest.finish();
    preview.rows = m_rows;
    preview.repairedTexts = m_writer->repairedTexts();
    m_shownWriter->writeTail(m_shown);
    preview.beginning = QByteArray::fromStdString(m_shown).left(kShownBytes);
    preview.rowsShown = m_shownRows;
    return {};
  }

 private:
  Expected<void> take() {
    if (!m_packer) {
      count(m_text);
      return {};
    }
    auto packed = m_packer->add(m_text, m_packed);
    m_text.clear();
    count(m_packed);
    return packed;
  }
  void count(std::string& bytes) {
    m_digest.add(bytes);
    m_bytes += static_cast<qint64>(bytes.size());
    bytes.clear();
  }
  const CancelToken& m_cancel;
  std::unique_ptr<BodyWriter> m_writer;
  std::unique_ptr<BodyWriter> m_shownWriter;
  std::optional<GzipPacker> m_packer;
  std::string m_packed;
  Sha256 m_digest;
  std::string m_text;
  std::string m_shown;
  qint64 m_bytes = 0;
  qint64 m_rows = 0;
  int m_shownRows = 0;
};

}  // namespace

Expected<BodyPreview> previewBody(const RowSource& result, qint64 rowCap, const BodyOptions& form,
                                  const CancelToken& cancel) {
  TypeSink types(cancel);
  if (auto done = result.replay(types, rowCap); !done) return done.error();
  BodyPreview preview;
  types.finish(preview);
  preview.form = form;
  CountSink count(preview.columns, form, cancel);
  if (auto done = result.replay(count, rowCap); !done) return done.error();
  if (auto done = count.finish(preview); !done) return done.error();
  preview.truncated = rowCap > 0 && result.rowCount() > rowCap;
  return preview;
}

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
      return tr("Notes");
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
