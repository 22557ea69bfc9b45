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

}  // namespace courier
