#pragma once

// The interface's headers need the system's own before them on Windows.
#if __has_include(<windows.h>)
#include <qt_windows.h>
#endif
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include <QStringList>
#include <memory>

#include "models/base/Expected.h"

namespace courier {

/// The functions of the ODBC driver manager, which is loaded when it is first needed: it is not installed everywhere,
/// and the program starts without it. Immutable, thread-safe; the library stays loaded.
struct OdbcApi {
  decltype(&SQLAllocHandle) allocHandle = nullptr;
  decltype(&SQLFreeHandle) freeHandle = nullptr;
  decltype(&SQLSetEnvAttr) setEnvAttr = nullptr;
  decltype(&SQLDataSourcesW) dataSources = nullptr;
  decltype(&SQLDriversW) drivers = nullptr;
  decltype(&SQLSetConnectAttrW) setConnectAttr = nullptr;
  decltype(&SQLGetConnectAttrW) getConnectAttr = nullptr;
  decltype(&SQLDriverConnectW) driverConnect = nullptr;
  decltype(&SQLDisconnect) disconnect = nullptr;
  decltype(&SQLEndTran) endTran = nullptr;
  decltype(&SQLGetInfoW) getInfo = nullptr;
  decltype(&SQLGetDiagRecW) getDiagRec = nullptr;
  decltype(&SQLSetStmtAttrW) setStmtAttr = nullptr;
  decltype(&SQLGetStmtAttrW) getStmtAttr = nullptr;
  decltype(&SQLFreeStmt) freeStmt = nullptr;
  decltype(&SQLExecDirectW) execDirect = nullptr;
  decltype(&SQLExecDirect) execDirectNarrow = nullptr;
  decltype(&SQLCancel) cancel = nullptr;
  decltype(&SQLNumResultCols) numResultCols = nullptr;
  decltype(&SQLDescribeColW) describeCol = nullptr;
  decltype(&SQLColAttributeW) colAttribute = nullptr;
  decltype(&SQLBindCol) bindCol = nullptr;
  decltype(&SQLFetch) fetch = nullptr;
  decltype(&SQLSetPos) setPos = nullptr;
  decltype(&SQLGetData) getData = nullptr;
  decltype(&SQLRowCount) rowCount = nullptr;
  decltype(&SQLMoreResults) moreResults = nullptr;
  decltype(&SQLTablesW) tables = nullptr;
  decltype(&SQLColumnsW) columns = nullptr;
  decltype(&SQLPrimaryKeysW) primaryKeys = nullptr;
  decltype(&SQLForeignKeysW) foreignKeys = nullptr;
  decltype(&SQLStatisticsW) statistics = nullptr;

  /// From the first of these files that the system can load. Unsupported, with what to install, where there is none.
  [[nodiscard]] static Expected<std::shared_ptr<const OdbcApi>> load(const QStringList& files);
  /// Of this computer's driver manager; loaded once.
  [[nodiscard]] static Expected<std::shared_ptr<const OdbcApi>> ofSystem();
};

/// Where the driver manager is on this system, the likeliest first.
[[nodiscard]] QStringList odbcLibraryFiles();
/// Texts of single bytes are UTF-8 here, and no code page.
[[nodiscard]] bool odbcNarrowIsUtf8();
/// What a person does who has none: a sentence.
[[nodiscard]] QString odbcInstallWords();

}  // namespace courier
