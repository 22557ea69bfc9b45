#include "models/outbox/DeliveryConditions.h"

namespace courier::deliveryconditions {

QString isUnanswered() {
  // lower() and the plus sign choose the indexes: by state, by job, by address of what was delivered.
  return QStringLiteral(
      "(lower(d.state) IN ('refused', 'expired') AND NOT EXISTS (SELECT 1 FROM delivery later WHERE "
      "later.job_id = d.job_id AND +later.address = d.address AND later.id > d.id) AND (d.method <> 'PUT' OR NOT "
      "EXISTS (SELECT 1 FROM delivery newer WHERE newer.address = d.address AND newer.state = 'delivered' AND "
      "newer.id > d.id)))");
}

}  // namespace courier::deliveryconditions
