#include "models/odbc/OdbcApi.h"

#include <QLibrary>

namespace courier {
namespace {

/// Resolves functions by name and remembers whether each was there.
class OdbcResolver {
 public:
  explicit OdbcResolver(QLibrary& library) : m_library(library) {}
  template <class Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(m_library.resolve(name));
    m_hasAll = m_hasAll && function != nullptr;
  }
  [[nodiscard]] bool hasAll() const { return m_hasAll; }

 private:
  QLibrary& m_library;
  bool m_hasAll = true;
};

std::shared_ptr<const OdbcApi> resolvedApi(QLibrary& library) {
  auto api = std::make_shared<OdbcApi>();
  OdbcResolver resolver(library);
  resolver.find(api->allocHandle, "SQLAllocHandle");
  resolver.find(api->freeHandle, "SQLFreeHandle");
  resolver.find(api->setEnvAttr, "SQLSetEnvAttr");
  resolver.find(api->dataSources, "SQLDataSourcesW");
  resolver.find(api->drivers, "SQLDriversW");
  resolver.find(api->setConnectAttr, "SQLSetConnectAttrW");
  resolver.find(api->getConnectAttr, "SQLGetConnectAttrW");
  resolver.find(api->driverConnect, "SQLDriverConnectW");
  resolver.find(api->disconnect, "SQLDisconnect");
  resolver.find(api->endTran, "SQLEndTran");
  resolver.find(api->getInfo, "SQLGetInfoW");
  resolver.find(api->getDiagRec, "SQLGetDiagRecW");
  resolver.find(api->setStmtAttr, "SQLSetStmtAttrW");
  resolver.find(api->getStmtAttr, "SQLGetStmtAttrW");
  resolver.find(api->freeStmt, "SQLFreeStmt");
  resolver.find(api->execDirect, "SQLExecDirectW");
  resolver.find(api->execDirectNarrow, "SQLExecDirect");
  resolver.find(api->cancel, "SQLCancel");
  resolver.find(api->numResultCols, "SQLNumResultCols");
  resolver.find(api->describeCol, "SQLDescribeColW");
  resolver.find(api->colAttribute, "SQLColAttributeW");
  resolver.find(api->bindCol, "SQLBindCol");
  resolver.find(api->fetch, "SQLFetch");
  resolver.find(api->setPos, "SQLSetPos");
  resolver.find(api->getData, "SQLGetData");
  resolver.find(api->rowCount, "SQLRowCount");
  resolver.find(api->moreResults, "SQLMoreResults");
  resolver.find(api->tables, "SQLTablesW");
  resolver.find(api->columns, "SQLColumnsW");
  resolver.find(api->primaryKeys, "SQLPrimaryKeysW");
  resolver.find(api->foreignKeys, "SQLForeignKeysW");
  resolver.find(api->statistics, "SQLStatisticsW");
  return resolver.hasAll() ? api : nullptr;
}

}  // namespace

Expected<std::shared_ptr<const OdbcApi>> OdbcApi::load(const QStringList& files) {
  QStringList problems;
  for (const QString& file : files) {
    QLibrary library(file);
    if (library.load()) {
      if (auto api = resolvedApi(library)) return api;
    }
    problems << library.errorString();
  }
  return Error::of(ErrorKind::Unsupported, odbcInstallWords(), problems.join(u'\n'));
}

Expected<std::shared_ptr<const OdbcApi>> OdbcApi::ofSystem() {
  static const Expected<std::shared_ptr<const OdbcApi>> api = load(odbcLibraryFiles());
  return api;
}

}  // namespace courier
