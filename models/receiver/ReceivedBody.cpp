#include "models/receiver/ReceivedBody.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>

#include "models/base/Gzip.h"
#include "models/base/Wording.h"

namespace courier {
namespace {

struct ReceivedBodyTr {
  Q_DECLARE_TR_FUNCTIONS(ReceivedBody)
};

constexpr qint64 kFirstBytes = 256;  ///< blanks before the first character of JSON included
constexpr qsizetype kMostShown = 80;

/// Lines of one header, joined as RFC 9110, 5.3 has it.
QByteArray headerOf(const ReceivedRequest& request, QByteArrayView name) {
  QByteArray joined;
  for (const auto& [key, value] : request.headers) {
    if (key.compare(name, Qt::CaseInsensitive) != 0) continue;
    if (!joined.isEmpty()) joined += ", ";
    joined += value;
  }
  return joined.trimmed();
}

QString shown(const QByteArray& value) {
  return QString::fromUtf8(value.left(kMostShown));
}

bool hasNoHeaderLine(const QByteArray& contentType) {
  const auto parts = contentType.toLower().split(';');
  return std::any_of(parts.begin() + 1, parts.end(),
                     [](const QByteArray& part) { return part.simplified().replace(' ', "") == "header=absent"; });
}

/// Whether the Content-Encoding says gzip (or x-gzip, its old name).
bool isSaidGzip(const ReceivedRequest& request) {
  const QByteArray packing = headerOf(request, "Content-Encoding").toLower();
  return packing == "gzip" || packing == "x-gzip";
}

}  // namespace

bool isJsonLinesType(QByteArrayView type) {
  constexpr std::array<QByteArrayView, 7> names = {
      "application/x-ndjson",     "application/ndjson",     "application/jsonl",    "application/x-jsonl",
      "application/x-json-lines", "application/json-lines", "application/jsonlines"};
  return std::find(names.begin(), names.end(), type) != names.end();
}

Expected<BodyOptions> receivedForm(const ReceivedRequest& request) {
  if (request.body.isEmpty()) return Error::invalidInput(ReceivedBodyTr::tr("This request had no body."));
  BodyOptions form;
  const QByteArray packing = headerOf(request, "Content-Encoding");
  form.gzip = isSaidGzip(request);
  if (!form.gzip && !packing.isEmpty() && packing.compare("identity", Qt::CaseInsensitive) != 0) {
    return Error::invalidInput(
        ReceivedBodyTr::tr("Its Content-Encoding is “%1”: the receiver can decompress only gzip.").arg(shown(packing)));
  }
  const QByteArray contentType = headerOf(request, "Content-Type");
  const QByteArray type = contentType.split(';').constFirst().trimmed().toLower();
  if (type.isEmpty()) {
    return Error::invalidInput(
        ReceivedBodyTr::tr("It has no Content-Type, which would say whether its rows are JSON, JSON lines or CSV."));
  }
  if (type == "text/csv") {
    if (hasNoHeaderLine(contentType)) {
      return Error::invalidInput(
          ReceivedBodyTr::tr("It is CSV without a header line, so its columns have no names: read it as text."));
    }
    form.format = BodyFormat::Csv;
    return form;
  }
  if (isJsonLinesType(type)) {
    form.format = BodyFormat::Lines;
    return form;
  }
  if (type != "application/json" && type != "text/json" && !type.endsWith("+json")) {
    return Error::invalidInput(
        ReceivedBodyTr::tr("Its Content-Type is “%1”: the receiver shows rows only from JSON, JSON lines and CSV.")
            .arg(shown(type)));
  }
  QByteArray beginning = request.body.left(kFirstBytes);
  if (form.gzip) {
    const auto unpacked = gunzipBeginning(request.body, kFirstBytes);
    beginning = unpacked ? unpacked->bytes : QByteArray();
  }
  form.format = beginning.trimmed().startsWith('[') ? BodyFormat::Objects : BodyFormat::Result;
  return form;
}

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
  const QString size = sizeText(request.body.size());
  return body.isUnpacked ? ReceivedBodyTr::tr("gzip, %1: shown uncompressed").arg(size)
                         : ReceivedBodyTr::tr("labelled gzip, but it is not: shown as it arrived");
}

}  // namespace courier
