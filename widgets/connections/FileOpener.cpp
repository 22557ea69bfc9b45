#include "widgets/connections/FileOpener.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStringDecoder>

#include "models/base/WhenDone.h"
#include "models/base/WorkerThread.h"
#include "models/storage/Settings.h"
#include "widgets/connections/ConnectionText.h"
#include "widgets/connections/FilePreviewDialog.h"

namespace courier {
namespace {

const QString kFolderKey = QStringLiteral("query/open_folder");
constexpr qint64 kMostSqlBytes = 10'000'000;

const QByteArray kSqliteHead("SQLite format 3\0", 16);

/// By what is in it, or, where nothing is, by its name.
bool isDatabase(const QString& path) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  const QStringList databases{QStringLiteral("db"), QStringLiteral("sqlite"), QStringLiteral("sqlite3"),
                              QStringLiteral("db3")};
  QFile file(path);
  return databases.contains(suffix) || (file.open(QIODevice::ReadOnly) && file.read(16) == kSqliteHead);
}

/// Nothing, or why this file cannot be a database. An empty file is one (SQLite makes them so).
QString whyNotSqlite(const QString& path) {
  const QFileInfo info(path);
  if (!info.exists()) return FileOpener::tr("There is no file %1.").arg(path);
  if (!info.isFile()) return FileOpener::tr("%1 is not a file.").arg(path);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return FileOpener::tr("%1 cannot be read (%2). Check its permissions.").arg(path, file.errorString());
  }
  const QByteArray head = file.read(16);
  if (!head.isEmpty() && head != kSqliteHead) {
    return FileOpener::tr("%1 is not an SQLite database. Choose a file that SQLite wrote.").arg(info.fileName());
  }
  return {};
}

}  // namespace

FileOpener::FileOpener(ConnectionStore& connections, Settings& settings, std::shared_ptr<const FileCopies> copies,
                       QWidget* window)
    : QObject(window),
      m_connections(connections),
      m_settings(settings),
      m_copies(std::move(copies)),
      m_window(window) {}

void FileOpener::ask() {
  const QString last = m_settings.value(kFolderKey).toString();
  auto* dialog =
      new QFileDialog(m_window, tr("Open files"),
                      last.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) : last);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  const QString databases = QStringLiteral("*.db *.sqlite *.sqlite3 *.db3");
  const QString tables = QStringLiteral("*.csv *.tsv *.tab *.psv *.json *.jsonl *.ndjson *.gz");
  dialog->setNameFilters({tr("Databases and tables (%1)").arg(databases + u' ' + tables),
                          tr("SQLite databases (%1)").arg(databases), tr("CSV, TSV and JSON (%1)").arg(tables),
                          tr("SQL (*.sql)"), tr("All files (*)")});
  connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
    m_settings.setValue(kFolderKey, QFileInfo(paths.first()).absolutePath());
    open(paths);
  });
  dialog->open();
}

void FileOpener::readSql(const QString& path) {
  whenDone(runInBackground([path]() -> Expected<QString> {
             const QString name = QDir::toNativeSeparators(path);
             QFile file(path);
             if (!file.open(QIODevice::ReadOnly)) {
               return Error::of(
                   ErrorKind::NotFound,
                   tr("%1 cannot be read (%2). Check its name and permissions.").arg(name, file.errorString()));
             }
             if (file.size() > kMostSqlBytes) {
               return Error::of(ErrorKind::InvalidInput, tr("%1 has more than 10 MB: too long for a query.").arg(name));
             }
             QByteArray bytes = file.readAll();
             if (bytes.startsWith("\xEF\xBB\xBF")) bytes.remove(0, 3);
             QStringDecoder decoder(QStringDecoder::Utf8);
             const QString sql = decoder(bytes);
             if (!decoder.hasError()) return sql;
             return Error::of(ErrorKind::InvalidInput,
                              tr("%1 is not UTF-8. Save it as UTF-8, then open it again.").arg(name));
           }),
           this, [this, path](const Expected<QString>& sql) {
             if (!sql) return Q_EMIT failed(sql.error().message);
             Q_EMIT sqlRead(QFileInfo(path).completeBaseName(), *sql);
           });
}

void FileOpener::open(const QStringList& paths) {
  QStringList tables;
  for (const QString& path : paths) {
    if (path.endsWith(QStringLiteral(".sql"), Qt::CaseInsensitive)) {
      readSql(path);
    } else if (isDatabase(path)) {
      openDatabase(path);
    } else {
      tables.append(path);
    }
  }
  if (!tables.isEmpty()) openTables(tables);
}

void FileOpener::openDatabase(const QString& path) {
  if (const QString why = whyNotSqlite(path); !why.isEmpty()) {
    Q_EMIT failed(why);
    return;
  }
  whenDone(m_connections.all(), this, [this, path](const Expected<QVector<Connection>>& known) {
    if (!known) {
      Q_EMIT failed(known.error().message);
      return;
    }
    create(path, *known);
  });
}

void FileOpener::openTables(const QStringList& paths) {
  for (const QString& path : paths) {
    if (const auto stamp = fileStamp(path); !stamp) return Q_EMIT failed(stamp.error().message);
  }
  whenDone(m_connections.all(), this, [this, paths](const Expected<QVector<Connection>>& known) {
    if (!known) return Q_EMIT failed(known.error().message);
    preview(paths, *known);
  });
}

void FileOpener::preview(const QStringList& paths, const QVector<Connection>& known) {
  FileSources sources;
  QStringList files;
  for (const QString& path : paths) {
    FileSource source;
    source.path = QFileInfo(path).canonicalFilePath();
    if (files.contains(source.path)) continue;
    files.append(source.path);
    sources.append(source);
  }
  files.sort();
  QStringList taken;
  for (const Connection& connection : known) {
    QStringList its;
    for (const FileSource& source : connection.files) its.append(source.path);
    its.sort();
    if (connection.engine == Engine::Files && its == files) return Q_EMIT opened(connection.id);
    taken.append(connection.name);
  }
  auto* dialog = new FilePreviewDialog(sources, taken, m_copies, m_connections, m_window);
  connect(dialog, &FilePreviewDialog::opened, this, &FileOpener::opened);
  connect(dialog, &FilePreviewDialog::rejectsWanted, this, &FileOpener::rejectsWanted);
  dialog->open();
}

void FileOpener::create(const QString& path, const QVector<Connection>& known) {
  const QString file = QFileInfo(path).canonicalFilePath();
  QStringList taken;
  for (const Connection& connection : known) {
    if (connection.engine == Engine::Sqlite && QFileInfo(connection.file).canonicalFilePath() == file) {
      Q_EMIT opened(connection.id);
      return;
    }
    taken.append(connection.name);
  }
  Connection connection;
  connection.name = connectionNameFor(file, taken);
  connection.engine = Engine::Sqlite;
  connection.file = file;
  connection.readOnly = true;
  whenDone(m_connections.create(connection), this, [this](const Expected<ConnectionId>& created) {
    if (created) {
      Q_EMIT opened(*created);
    } else {
      Q_EMIT failed(created.error().message);
    }
  });
}

}  // namespace courier
