#include <QCoreApplication>

#include "models/odbc/OdbcApi.h"

namespace courier {
namespace {

struct OdbcLibraryTr {
  Q_DECLARE_TR_FUNCTIONS(OdbcLibrary)
};

}  // namespace

QStringList odbcLibraryFiles() {
  return {QStringLiteral("libodbc.2.dylib"), QStringLiteral("/opt/homebrew/lib/libodbc.2.dylib"),
          QStringLiteral("/usr/local/lib/libodbc.2.dylib"), QStringLiteral("/opt/local/lib/libodbc.2.dylib")};
}

bool odbcNarrowIsUtf8() {
  return true;
}

QString odbcInstallWords() {
  return OdbcLibraryTr::tr(
      "ODBC is not installed on this computer. Install unixODBC (brew install unixodbc) and your "
      "database's driver.");
}

}  // namespace courier
