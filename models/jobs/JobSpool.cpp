#include "models/jobs/JobSpool.h"

#include <QFile>

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

}  // namespace courier
