#include "models/receiver/ShownBody.h"

#include <QCoreApplication>
#include <QLocale>

#include "models/encode/Gzip.h"
#include "models/receiver/ReceivedForm.h"

namespace courier {

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
  return body.isUnpacked ? QCoreApplication::translate("ShownBody", "gzip, %1: shown unpacked").arg(size)
                         : QCoreApplication::translate("ShownBody", "said to be gzip, but it is not: shown as it came");
}

}  // namespace courier
