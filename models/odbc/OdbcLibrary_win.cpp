#include <QCoreApplication>

#include "models/odbc/OdbcApi.h"

namespace courier {
namespace {

struct OdbcLibraryTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcLibrary)
};

}  // namespace

QStringList odbcLibraryFiles() {
  return {QStringLiteral("odbc32.dll")};
}

bool odbcNarrowIsUtf8() {
  return false;
}

QString odbcInstallWords() {
  return OdbcLibraryTr::tr(
      "The ODBC driver manager of Windows (odbc32.dll) could not be loaded. Repair Windows, and install your "
      "database's driver.");
}

}  // namespace courier
