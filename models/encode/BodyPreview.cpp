#include "models/encode/BodyPreview.h"

#include <QCoreApplication>
#include <algorithm>
#include <memory>
#include <string>

#include "models/base/Sha256.h"
#include "models/encode/ColumnTyper.h"
#include "models/encode/ResultJsonWriter.h"

namespace courier {
namespace {

constexpr int kShownRows = 20;
constexpr qsizetype kShownBytes = 64 * 1024;

Error cancelled() {
  return {ErrorKind::Cancelled, QCoreApplication::translate("BodyPreview", "The preview was stopped."), {}, {}};
}

/// First pass: the types.
class TypeSink final : public BatchSink {
 public:
  explicit TypeSink(const CancelToken& cancel) : m_cancel(cancel) {}
  Result<void> begin(const Columns& columns) override {
    m_typer = std::make_unique<ColumnTyper>(columns);
    return {};
  }
  Result<void> append(const ColumnBatchPtr& batch) override {
    if (m_cancel.isCancelled()) return cancelled();
    m_typer->add(*batch, batch->rowCount());
    return {};
  }
  [[nodiscard]] Columns columns() const { return m_typer ? m_typer->columns() : Columns(); }

 private:
  const CancelToken& m_cancel;
  std::unique_ptr<ColumnTyper> m_typer;
};

/// Second pass: the bytes, counted and forgotten; the first rows also as a body of their own.
class CountSink final : public BatchSink {
 public:
  CountSink(const Columns& columns, const CancelToken& cancel)
      : m_cancel(cancel), m_writer(columns, {}), m_shownWriter(columns, {}) {
    m_writer.writeHead(m_text);
    take();
    m_shownWriter.writeHead(m_shown);
  }
  Result<void> begin(const Columns&) override { return {}; }
  Result<void> append(const ColumnBatchPtr& batch) override {
    if (m_cancel.isCancelled()) return cancelled();
    m_writer.writeRows(*batch, batch->rowCount(), m_text);
    take();
    m_rows += batch->rowCount();
    const int more = std::min(batch->rowCount(), kShownRows - m_shownRows);
    if (more > 0 && static_cast<qsizetype>(m_shown.size()) < kShownBytes) {
      m_shownWriter.writeRows(*batch, more, m_shown);
      m_shownRows += more;
    }
    return {};
  }
  void finish(BodyPreview& preview) {
    m_writer.writeTail(m_text);
    take();
    preview.bytes = m_bytes;
    preview.sha256 = m_digest.finish();
    preview.rows = m_rows;
    preview.repairedTexts = m_writer.repairedTexts();
    m_shownWriter.writeTail(m_shown);
    preview.beginning = QByteArray::fromStdString(m_shown).left(kShownBytes);
    preview.rowsShown = m_shownRows;
  }

 private:
  void take() {
    m_digest.add(m_text);
    m_bytes += static_cast<qint64>(m_text.size());
    m_text.clear();
  }
  const CancelToken& m_cancel;
  ResultJsonWriter m_writer;
  ResultJsonWriter m_shownWriter;
  Sha256 m_digest;
  std::string m_text;
  std::string m_shown;
  qint64 m_bytes = 0;
  qint64 m_rows = 0;
  int m_shownRows = 0;
};

}  // namespace

Result<BodyPreview> previewBody(const ResultStore& result, qint64 rowCap, const CancelToken& cancel) {
  TypeSink types(cancel);
  if (auto done = result.replay(types, rowCap); !done) return done.error();
  BodyPreview preview;
  preview.columns = types.columns();
  CountSink count(preview.columns, cancel);
  if (auto done = result.replay(count, rowCap); !done) return done.error();
  count.finish(preview);
  preview.truncated = rowCap > 0 && result.rowCount() > rowCap;
  return preview;
}

}  // namespace courier
