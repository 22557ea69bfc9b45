#include "models/jobs/JobSpool.h"

#include <QFile>
#include <algorithm>

#include "models/data/BatchSink.h"
#include "models/read/BodyReader.h"
#include "models/write/BodyWriter.h"

namespace courier {
namespace {

SpoolOptions optionsFor(qint64 rowCap, const BodyOptions& form) {
  SpoolOptions options;
  options.rowCap = rowCap;
  options.body = form;
  return options;
}

void removeFile(const QString& folder, const SpoolFile& file) {
  QFile::remove(folder + u'/' + file.name);
}

/// The file that lies in the spool folder already.
SpoolFile keptFile(const Job& source) {
  SpoolFile body;
  body.name = source.spoolName;
  body.bytes = source.spoolBytes;
  body.sha256 = source.spoolSha256;
  body.contentType = bodyContentType(body.form);
  body.columns = source.columns;
  body.unsettled = source.unsettled;
  body.rows = source.rows;
  body.truncated = source.truncated;
  body.repairedTexts = source.repairedTexts;
  return body;
}

/// A file made of the kept one knows nothing of where types came from, nor of texts that were repaired before.
SpoolFile madeOf(const Job& source, SpoolFile file) {
  file.columns = source.columns;
  file.unsettled = source.unsettled;
  file.repairedTexts = source.repairedTexts;
  return file;
}

/// A file of what is shown.
struct ShownFile {
  BodyOptions form;
  qint64 rowCap = 0;
  SpoolFile file;
};

Expected<SpoolFile> spoolShown(const RowSource& result, qint64 rowCap, const BodyOptions& form, bool moreRowsExist,
                               const QString& folder) {
  SpoolSink sink(folder, optionsFor(rowCap, form));
  // One row more than is sent, so that the sink itself sees that something is cut.
  if (auto replayed = result.replay(sink, rowCap == 0 ? 0 : rowCap + 1); !replayed) return replayed.error();
  return sink.finish(moreRowsExist);
}

}  // namespace

JobSpool::JobSpool(const QString& folder, qint64 rowCap, const BodyOptions& form)
    : m_folder(folder), m_kept(folder, optionsFor(rowCap, {})) {
  if (form != BodyOptions()) m_sent.emplace(folder, optionsFor(rowCap, form));
}

std::vector<std::shared_ptr<BatchSink>> JobSpool::sinks() const {
  std::vector<std::shared_ptr<BatchSink>> sinks{m_kept.pipeline};
  if (m_sent) sinks.push_back(m_sent->pipeline);
  return sinks;
}

Expected<SpoolFile> JobSpool::Lane::finish(bool moreRows) const {
  if (auto taken = pipeline->drain(); !taken) return taken.error();
  return spool->finish(moreRows);
}

Expected<JobBodies> JobSpool::finish(bool moreRows) {
  JobBodies bodies;
  auto kept = m_kept.finish(moreRows);
  if (!kept) return kept.error();
  bodies.kept = *kept;
  if (m_sent) {
    auto sent = m_sent->finish(moreRows);
    if (!sent) {
      removeFile(m_folder, bodies.kept);
      return sent.error();
    }
    bodies.sent = *sent;
  }
  return bodies;
}

Expected<Job> inPlainForm(Job source, const BodyOptions& form, const QString& spoolFolder) {
  SpoolSink plain(spoolFolder, optionsFor(0, {}));
  BodyReadOptions known;
  known.columns = source.columns;
  if (auto read = readBody(spoolFolder + u'/' + source.spoolName, form, plain, known); !read) return read.error();
  const auto made = plain.finish(source.truncated);
  if (!made) return made.error();
  source.spoolName = made->name;
  source.spoolBytes = made->bytes;
  source.spoolSha256 = made->sha256;
  source.rows = made->rows;
  return source;
}

Expected<JobBodies> bodiesForExport(const Job& source, const DeliveryRequest& request, const QString& spoolFolder) {
  const bool isCut = request.to.rowCap > 0 && source.rows > request.to.rowCap;
  const BodyOptions& form = request.to.options.body;
  JobBodies bodies;
  bodies.kept = keptFile(source);
  if (!isCut && form == BodyOptions()) return bodies;

  const QString path = spoolFolder + u'/' + source.spoolName;
  if (!isCut) {
    SpoolSink sink(spoolFolder, optionsFor(request.to.rowCap, form));
    if (auto read = readResultBody(path, sink); !read) return read.error();
    auto sent = sink.finish(source.truncated);
    if (!sent) return sent.error();
    bodies.sent = madeOf(source, *sent);
    return bodies;
  }
  JobSpool spool(spoolFolder, request.to.rowCap, form);
  TeeSink sinks(spool.sinks());
  if (auto read = readResultBody(path, sinks); !read) return read.error();
  auto made = spool.finish(source.truncated);
  if (!made) return made.error();
  bodies.kept = madeOf(source, made->kept);
  if (made->sent) bodies.sent = madeOf(source, *made->sent);
  return bodies;
}

Expected<QVector<Outbox::Addressed>> bodiesOfShown(const RowSource& result, const QVector<DeliveryRequest>& requests,
                                                   bool moreRowsExist, const QString& spoolFolder) {
  const qint64 rows = result.rowCount();
  QVector<ShownFile> files;
  QVector<Outbox::Addressed> addressed;
  for (const DeliveryRequest& request : requests) {
    // A cap that cuts nothing makes no difference.
    const qint64 cap = request.to.rowCap < rows ? request.to.rowCap : 0;
    const BodyOptions& form = request.to.options.body;
    auto found = std::find_if(files.begin(), files.end(),
                              [&](const ShownFile& made) { return made.form == form && made.rowCap == cap; });
    if (found == files.end()) {
      auto file = spoolShown(result, cap, form, moreRowsExist, spoolFolder);
      if (!file) {
        for (const ShownFile& made : files) removeFile(spoolFolder, made.file);
        return file.error();
      }
      files.append({form, cap, *file});
      found = files.end() - 1;
    }
    addressed.append({request, found->file});
  }
  return addressed;
}

}  // namespace courier
