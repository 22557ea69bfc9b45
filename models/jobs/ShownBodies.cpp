#include "models/jobs/ShownBodies.h"

#include <QFile>
#include <algorithm>

namespace courier {
namespace {

struct Made {
  BodyOptions form;
  qint64 rowCap = 0;
  SpoolFile file;
};

Expected<SpoolFile> make(const ResultStore& result, qint64 rowCap, const BodyOptions& form, bool moreRowsExist,
                         const QString& folder) {
  SpoolOptions options;
  options.rowCap = rowCap;
  options.body = form;
  SpoolSink sink(folder, options);
  // One row more than is sent, so that the sink itself sees that something is cut.
  if (auto replayed = result.replay(sink, rowCap == 0 ? 0 : rowCap + 1); !replayed) return replayed.error();
  return sink.finish(moreRowsExist);
}

}  // namespace

Expected<QVector<Outbox::Addressed>> bodiesOfShown(const ResultStore& result, const QVector<DeliveryRequest>& requests,
                                                   bool moreRowsExist, const QString& spoolFolder) {
  const qint64 rows = result.rowCount();
  QVector<Made> files;
  QVector<Outbox::Addressed> addressed;
  for (const DeliveryRequest& request : requests) {
    // A cap that cuts nothing makes no difference.
    const qint64 cap = request.to.rowCap < rows ? request.to.rowCap : 0;
    const BodyOptions& form = request.to.options.body;
    auto found = std::find_if(files.begin(), files.end(),
                              [&](const Made& made) { return made.form == form && made.rowCap == cap; });
    if (found == files.end()) {
      auto file = make(result, cap, form, moreRowsExist, spoolFolder);
      if (!file) {
        for (const Made& made : files) QFile::remove(spoolFolder + u'/' + made.file.name);
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
