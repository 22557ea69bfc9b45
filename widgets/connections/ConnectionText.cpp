#include "widgets/connections/ConnectionText.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace courier {

namespace {

struct ConnectionTextTr {
  Q_DECLARE_TR_FUNCTIONS(ConnectionText)
};

}  // namespace

QString engineName(Engine engine) {
  switch (engine) {
    case Engine::Sqlite:
      return QStringLiteral("SQLite");
    case Engine::PostgreSql:
      return QStringLiteral("PostgreSQL");
    case Engine::MariaDb:
      return QStringLiteral("MariaDB");
    case Engine::Odbc:
      return QStringLiteral("ODBC");
    case Engine::Files:
      return ConnectionTextTr::tr("Files");
  }
  return {};
}

QString connectionKindText(const Connection& connection) {
  const QString engine = engineName(connection.engine);
  if (!connection.readOnly) return engine;
  return ConnectionTextTr::tr("%1 · read-only").arg(engine);
}

QString connectionPlaceText(const Connection& connection) {
  if (connection.host.isEmpty()) return connection.file;
  QString text = connection.user.isEmpty() ? connection.host : connection.user + QLatin1Char('@') + connection.host;
  if (connection.port > 0) text += QStringLiteral(":%1").arg(connection.port);
  return connection.database.isEmpty() ? text : text + QLatin1Char('/') + connection.database;
}

QString connectionNameFor(const QString& file, const QStringList& taken) {
  QString base;
  const QString wanted = QFileInfo(file).completeBaseName();
  for (const QChar character : wanted) {
    if (character.isPrint()) base += character;
  }
  base = base.trimmed();
  if (base.isEmpty()) base = ConnectionTextTr::tr("database");
  QString name = base;
  for (int number = 2; taken.contains(name); ++number) name = QStringLiteral("%1 %2").arg(base).arg(number);
  return name;
}

}  // namespace courier
