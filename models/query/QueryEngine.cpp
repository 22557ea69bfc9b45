#include "models/query/QueryEngine.h"

#include <QCoreApplication>

namespace courier {

namespace {

struct QueryEngineTr {
  Q_DECLARE_TR_FUNCTIONS(QueryEngine)
};

}  // namespace

Error cancelledQuery() {
  return Error::of(ErrorKind::Cancelled, QueryEngineTr::tr("The query was stopped."));
}

Error readOnlyConnection() {
  return Error::of(ErrorKind::Sql, QueryEngineTr::tr("This connection is read-only. To change data, allow this "
                                                     "connection to write."));
}

Error openTransaction() {
  return Error::of(ErrorKind::Sql, QueryEngineTr::tr("The transaction was not committed: nothing was changed. Add "
                                                     "COMMIT at the end."));
}

}  // namespace courier
