#include "widgets/connections/FileOpener.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include "models/base/WhenDone.h"
#include "widgets/connections/ConnectionText.h"

namespace courier {
namespace {

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
  if (!head.isEmpty() && head != QByteArray("SQLite format 3\0", 16)) {
    return FileOpener::tr("%1 is not an SQLite database. Choose a file that SQLite wrote.").arg(info.fileName());
  }
  return {};
}

}  // namespace

FileOpener::FileOpener(ConnectionStore& connections, QWidget* window)
    : QObject(window), m_connections(connections), m_window(window) {}

void FileOpener::ask() {
  auto* dialog = new QFileDialog(m_window, tr("Open database file"),
                                 QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters({tr("SQLite databases (*.db *.sqlite *.sqlite3 *.db3)"), tr("All files (*)")});
  connect(dialog, &QFileDialog::fileSelected, this, &FileOpener::open);
  dialog->open();
}

void FileOpener::open(const QString& path) {
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
