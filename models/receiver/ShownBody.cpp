#include "models/receiver/ShownBody.h"

#include <QCoreApplication>
#include <QLocale>

#include "models/base/Gzip.h"
#include "models/receiver/ReceivedForm.h"

namespace courier {

namespace {

struct ShownBodyTr {
  Q_DECLARE_TR_FUNCTIONS(ShownBody)
};

}  // namespace

ShownBody shownBody(const ReceivedRequest& request, qint64 limit) {
  ShownBody shown;
  shown.isGzip = isSaidGzip(request);
  if (shown.isGzip) {
    if (auto unpacked = gunzipBeginning(request.body, limit)) {
      shown.bytes = std::move(unpacked->bytes);
      shown.isCut = !unpacked->complete;
      shown.isUnpacked = true;
      return shown;
    }
  }
  shown.bytes = request.body.left(limit);
  shown.isCut = request.body.size() > limit;
  return shown;
}

QString packingText(const ReceivedRequest& request, const ShownBody& body) {
  if (!body.isGzip) return {};
  const QString size = QLocale().formattedDataSize(request.body.size(), 1, QLocale::DataSizeSIFormat);
  return body.isUnpacked ? ShownBodyTr::tr("gzip, %1: shown unpacked").arg(size)
                         : ShownBodyTr::tr("said to be gzip, but it is not: shown as it came");
}

}  // namespace courier
