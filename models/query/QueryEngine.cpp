#include "models/query/QueryEngine.h"

#include <QCoreApplication>

namespace courier {

Error cancelledQuery() {
  return {ErrorKind::Cancelled, QCoreApplication::translate("QueryEngine", "The query was stopped."), {}, {}};
}

}  // namespace courier
