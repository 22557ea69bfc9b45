#include "models/files/FilesEngine.h"

#include <QCoreApplication>
#include <utility>

namespace courier {
namespace {

struct FilesEngineTr {
  Q_DECLARE_TR_FUNCTIONS(FilesEngine)
};

}  // namespace

FilesEngine::FilesEngine(std::shared_ptr<const FileCopies> copies, const QString& refusedFile)
    : m_copies(std::move(copies)), m_sqlite(refusedFile) {}

Expected<Connection> FilesEngine::loaded(const Connection& connection, const CancelToken& cancel) const {
  const auto files = m_copies->ensure(connection.files, cancel);
  if (!files) return files.error();
  Connection copy = connection;
  copy.engine = Engine::Sqlite;
  copy.file = files->database;
  copy.readOnly = true;
  return copy;
}

Expected<QuerySummary> FilesEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const auto copy = loaded(request.connection, cancel);
  if (!copy) return copy.error();
  QueryRequest onCopy = request;
  onCopy.connection = *copy;
  auto summary = m_sqlite.run(onCopy, cancel, sink);
  if (summary) return summary;
  Error error = summary.error();
  // No switch lets a file be changed.
  error.message.replace(readOnlyConnection().message,
                        FilesEngineTr::tr("Files are only read. To change data, change the file itself."));
  return error;
}

Expected<QVector<TableInfo>> FilesEngine::tables(const Connection& connection, const QString& password,
                                                 const CancelToken& cancel) {
  const auto copy = loaded(connection, cancel);
  if (!copy) return copy.error();
  return m_sqlite.tables(*copy, password, cancel);
}

}  // namespace courier
