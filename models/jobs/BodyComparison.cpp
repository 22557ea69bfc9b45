#include "models/jobs/BodyComparison.h"

#include <QCoreApplication>

#include "models/read/BodyReader.h"

namespace courier {
namespace {

struct BodyComparisonTr {
  Q_DECLARE_TR_FUNCTIONS(BodyComparison)
};

Expected<void> readInto(ResultStore& rows, const KeptResult& body, const CancelToken& cancel) {
  BodyReadOptions options;
  options.columns = body.columns;
  options.cancel = cancel;
  return readBody(body.path, body.form, rows, options);
}

}  // namespace

Expected<std::shared_ptr<const ResultDiff>> compareBodies(const KeptResult& older, ResultStore& olderRows,
                                                          const KeptResult& newer, ResultStore& newerRows,
                                                          const CancelToken& cancel) {
  if (auto read = readInto(olderRows, older, cancel); !read) {
    Error error = read.error();
    if (error.kind != ErrorKind::Cancelled) {
      error.message = BodyComparisonTr::tr("The body that was delivered before: %1").arg(error.message);
    }
    return error;
  }
  if (auto read = readInto(newerRows, newer, cancel); !read) return read.error();
  DiffRequest request;
  request.cancel = cancel;
  auto diff = diffResults(olderRows, newerRows, request);
  if (!diff) return diff.error();
  return std::make_shared<const ResultDiff>(std::move(*diff));
}

}  // namespace courier
