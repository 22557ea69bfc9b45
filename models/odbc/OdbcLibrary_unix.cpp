#include <QCoreApplication>

#include "models/odbc/OdbcApi.h"

namespace courier {
namespace {

struct OdbcLibraryTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcLibrary)
};

}  // namespace

QStringList odbcLibraryFiles() {
  return {QStringLiteral("libodbc.so.2"), QStringLiteral("libodbc.so.1"), QStringLiteral("libodbc.so")};
}

bool odbcNarrowIsUtf8() {
  return true;
}

QString odbcInstallWords() {
  return OdbcLibraryTr::tr(
      "ODBC is not installed on this computer. Install unixODBC (package unixodbc or libodbc2) and your "
      "database's driver.");
}

}  // namespace courier
