#include "widgets/targets/SendRequest.h"

namespace courier {

Result<DeliveryRequest> requestTo(const Target& target, const QString& path) {
  DeliveryRequest made;
  made.url = target.url;
  made.method = target.method;
  made.user = target.user;
  made.rowCap = target.rowCap;
  made.options = target.options;
  if (path.isEmpty()) return made;
  const auto joined = target.url.joined(path);
  if (!joined) return joined.error();
  made.url = joined->url;
  made.method = joined->method.value_or(target.method);
  return made;
}

}  // namespace courier
