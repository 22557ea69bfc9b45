#include "models/files/FilesEngine.h"

#include <QCoreApplication>
#include <QLocale>
#include <utility>

namespace courier {
namespace {

struct FilesEngineTr {
  Q_DECLARE_TR_FUNCTIONS(FilesEngine)
};

/// What a person has to know of each table, whatever was asked: it may not be all of its file.
QStringList noticesOf(const LoadedFiles& files) {
  QStringList notices;
  for (const TableReport& report : files.tables) {
    const QString words = loadReportText(report);
    if (words.isEmpty()) continue;
    notices += report.rejectsTable.isEmpty()
                   ? FilesEngineTr::tr("%1: %2", "a table: what is to be said of it").arg(report.table, words)
                   : FilesEngineTr::tr("%1: %2 They are in %3.", "a table: lines set apart")
                         .arg(report.table, words, report.rejectsTable);
  }
  return notices;
}

}  // namespace

FilesEngine::FilesEngine(std::shared_ptr<const FileCopies> copies, const QString& refusedFile)
    : m_copies(std::move(copies)), m_sqlite(refusedFile) {}

Connection FilesEngine::onCopy(const Connection& connection, const LoadedFiles& files) {
  Connection copy = connection;
  copy.engine = Engine::Sqlite;
  copy.file = files.database;
  copy.readOnly = true;
  return copy;
}

Expected<QuerySummary> FilesEngine::run(const QueryRequest& request, const CancelToken& cancel, BatchSink& sink) {
  const auto files = m_copies->ensure(request.connection.files, cancel);
  if (!files) return files.error();
  QueryRequest asked = request;
  asked.connection = onCopy(request.connection, *files);
  auto summary = m_sqlite.run(asked, cancel, sink);
  if (summary) {
    summary->notices += noticesOf(*files);
    return summary;
  }
  Error error = summary.error();
  // No switch lets a file be changed.
  error.message.replace(readOnlyConnection().message,
                        FilesEngineTr::tr("Files are only read. To change data, change the file itself."));
  return error;
}

Expected<QVector<SchemaInfo>> FilesEngine::schemas(const DatabaseAccess&, const CancelToken&) {
  // Known without loading a thing.
  return QVector<SchemaInfo>{{QString(), true}};
}

Expected<QVector<TableInfo>> FilesEngine::tables(const DatabaseAccess& access, const QString& schema,
                                                 const CancelToken& cancel) {
  const auto files = m_copies->ensure(access.connection.files, cancel);
  if (!files) return files.error();
  auto tables = m_sqlite.tables({onCopy(access.connection, *files), {}}, schema, cancel);
  if (!tables) return tables;
  for (TableInfo& table : *tables) {
    for (const TableReport& report : files->tables) {
      if (table.name == report.table) table.comment = loadReportText(report);
      if (table.name == report.rejectsTable)
        table.comment = FilesEngineTr::tr("What is no row of %1.").arg(report.table);
    }
  }
  return tables;
}

Expected<QVector<TableColumn>> FilesEngine::columns(const DatabaseAccess& access, const TableName& table,
                                                    const CancelToken& cancel) {
  const auto files = m_copies->ensure(access.connection.files, cancel);
  if (!files) return files.error();
  auto columns = m_sqlite.columns({onCopy(access.connection, *files), {}}, table, cancel);
  if (!columns) return columns;
  for (const TableReport& report : files->tables) {
    if (report.table != table.name) continue;
    for (qsizetype index = 0; index < qMin(columns->size(), report.columns.size()); ++index) {
      const FileColumn& column = report.columns[index];
      if (column.original != column.name) (*columns)[index].comment = column.original;
    }
  }
  return columns;
}

Expected<TableDetails> FilesEngine::details(const DatabaseAccess& access, const TableName& table,
                                            const CancelToken& cancel) {
  const auto files = m_copies->ensure(access.connection.files, cancel);
  if (!files) return files.error();
  return m_sqlite.details({onCopy(access.connection, *files), {}}, table, cancel);
}

ConnectionSteps FilesEngine::check(const DatabaseAccess& access, const CancelToken& cancel) {
  using Kind = ConnectionStep::Kind;
  using Outcome = ConnectionStep::Outcome;
  ConnectionSteps steps;
  const FileSources& sources = access.connection.files;
  for (const FileSource& source : sources) {
    if (const auto bytes = FileBytes::open(source.path); !bytes) {
      steps.append({Kind::Connection, Outcome::Failed, bytes.error().message});
      return steps;
    }
  }
  steps.append({Kind::Connection, Outcome::Passed,
                FilesEngineTr::tr("%Ln file(s) can be read.", nullptr, static_cast<int>(sources.size()))});
  const auto files = m_copies->ensure(sources, cancel);
  if (!files) {
    steps.append({Kind::Database, Outcome::Failed, files.error().message});
    return steps;
  }
  for (const TableReport& report : files->tables) {
    const QString found = loadReportText(report);
    const QString rows =
        FilesEngineTr::tr("%1 has %2 rows.").arg(report.table, QLocale().toString(report.findings.rows));
    steps.append({Kind::Database, found.isEmpty() ? Outcome::Passed : Outcome::Warned,
                  found.isEmpty() ? rows : rows + u' ' + found});
  }
  steps.append({Kind::ReadOnly, Outcome::Passed, FilesEngineTr::tr("Files are only read.")});
  return steps;
}

}  // namespace courier
